# shellcheck shell=bash
#
# Makes the images of a listing on an engine, and removes them again. To be sourced.
#
#   read_listing < TABLE   takes what images to make, see below
#   make_images            makes them on the engine at DOCKER_HOST
#   remove_images          removes what was made, containers of it too, however far that came
#   is_as_before           whether the engine holds the very images it held before make_images
#
# The images are archives made by hand and loaded with the docker CLI. "work" names a directory for
# them. Nothing is touched on the engine but what was made here.

# shellcheck disable=SC2154 # "work" is the caller's
# shellcheck disable=SC2034 # "size" and "created" are for the caller
# shellcheck source=scripts/lib/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

readonly untagged='<none>:<none>'

# What marks the images of this run, whatever happens to their names.
readonly label=dkr-ls.e2e
readonly nonce=$$-$EPOCHSECONDS-$RANDOM

declare -a names=()                               # in the order of the listing
declare -A base=() kilobytes=() days=() size=() created=() layer=() id=()
load_pid=''         # the running `docker load`
images_before=''    # file with the images of the engine before; set once it may hold ours

# Reads a table of repository:tag, the image it is built on (or -), its size in kB, its age in days,
# and what is printed of these two as SIZE and CREATED.
read_listing() {
  local name on kb age shown words
  # Not -r: a backslash continues a line of the listing.
  # shellcheck disable=SC2162
  while read name on kb age shown words; do
    [[ -n $name ]] || continue
    layer[$name]=${#names[@]}
    names+=("$name")
    base[$name]=$on kilobytes[$name]=$kb days[$name]=$age size[$name]=$shown created[$name]=$words
  done
}

# Those of our names that the engine already has, comma-separated.
names_taken() {
  local name taken=()
  for name in "${names[@]}"; do
    if [[ $name != "$untagged" ]] && docker image inspect "$name" >/dev/null 2>&1; then
      taken+=("$name")
    fi
  done
  (IFS=, && echo "${taken[*]}")
}

# All images of the engine, names and digests included; one a line, sorted.
list_images() {
  docker images --all --no-trunc --digests \
    --format '{{.Repository}} {{.Tag}} {{.Digest}} {{.ID}}' | sort
}

make_images() {
  local name shrink=0
  list_images >"$work/images-before"
  mkdir "$work/archive"
  # That kind of engine keeps the compressed layers as well, which adds one part in 1030.
  ! has_containerd_store || shrink=1030
  for name in "${names[@]}"; do
    make_layer "$name" "$shrink"
  done
  for name in "${names[@]}"; do
    make_config "$name"
  done
  make_manifest
  tar -cf "$work/archive.tar" -C "$work/archive" .

  echo 'Loading the images.'
  images_before=$work/images-before
  # In a session of its own, so that Ctrl-C does not stop it half-way with images still to appear.
  setsid docker load --quiet --input "$work/archive.tar" >"$work/load" 2>&1 &
  load_pid=$!
  wait "$load_pid" || die "docker load failed: $(tail -n 3 "$work/load")"
  load_pid=''
  find_ids
}

# make_layer NAME SHRINK: a layer of one file of zeros, one part in SHRINK (0: none) smaller than
# listed. It takes no room as a sparse file and next to none compressed: only the engine ever holds
# its full size.
make_layer() {
  local name=$1 shrink=$2 index=${layer[$1]} bytes
  bytes=$((kilobytes[$name] * 1000))
  [[ ${base[$name]} == - ]] || bytes=$((bytes - kilobytes[${base[$name]}] * 1000))
  ((shrink == 0)) || bytes=$((bytes - bytes / shrink))

  truncate --size "$bytes" "$work/zeros-$index"
  tar --create --format=ustar --blocking-factor=1 --mtime=@0 --owner=0 --group=0 --numeric-owner \
    --directory "$work" "zeros-$index" | gzip >"$work/archive/layer-$index.tar.gz"
  gzip --decompress --stdout "$work/archive/layer-$index.tar.gz" | sha256 >"$work/diff-id-$index"
  rm "$work/zeros-$index"
}

has_containerd_store() {
  [[ $(docker info --format '{{json .DriverStatus}}' 2>/dev/null) == *io.containerd.snapshotter* ]]
}

sha256() {
  sha256sum | cut -d ' ' -f 1
}

# The layers of an image from the bottom up.
layers_of() {
  [[ ${base[$1]} == - ]] || layers_of "${base[$1]}"
  echo "${layer[$1]}"
}

make_config() {
  local name=$1 date platform index diff_ids='' history=''
  date=$(date --utc --date="${days[$name]} days ago" +%Y-%m-%dT%H:%M:%SZ)
  platform=$(docker version --format '"os":"{{.Server.Os}}","architecture":"{{.Server.Arch}}"')
  for index in $(layers_of "$name"); do
    diff_ids+=",\"sha256:$(cat "$work/diff-id-$index")\""
    history+=",{\"created\":\"$date\",\"created_by\":\"layer $index\"}"
  done
  {
    printf '{%s,"created":"%s",' "$platform" "$date"
    printf '"config":{"Labels":{"%s":"%s"}},' "$label" "$nonce"
    printf '"rootfs":{"type":"layers","diff_ids":[%s]},' "${diff_ids#,}"
    printf '"history":[%s]}' "${history#,}"
  } >"$work/archive/config-${layer[$name]}.json"
}

# Names are given in full: podman would take short ones for images of "localhost". Bases come before
# what is built on them, so that the engine unpacks no more than one layer for each image.
make_manifest() {
  local name tags config layers index entries=''
  for name in $(smallest_first); do
    case $name in
      "$untagged") tags=null ;;
      *.*/*) tags="[\"$name\"]" ;;
      */*) tags="[\"docker.io/$name\"]" ;;
      *) tags="[\"docker.io/library/$name\"]" ;;
    esac
    layers=''
    for index in $(layers_of "$name"); do
      layers+=",\"layer-$index.tar.gz\""
    done
    config=config-${layer[$name]}.json
    entries+=",{\"Config\":\"$config\",\"RepoTags\":$tags,\"Layers\":[${layers#,}]}"
  done
  printf '[%s]' "${entries#,}" >"$work/archive/manifest.json"
}

smallest_first() {
  local name
  for name in "${names[@]}"; do
    echo "${kilobytes[$name]} $name"
  done | sort -n | cut -d ' ' -f 2
}

# Fills "id" with what the engine calls our images, in the short form that is printed.
find_ids() {
  local name full
  for name in "${names[@]}"; do
    if [[ $name == "$untagged" ]]; then
      full=$(ours_untagged)
    else
      full=$(docker image inspect --format '{{.Id}}' "$name")
    fi
    full=${full#sha256:}
    [[ $full =~ ^[0-9a-f]{64}$ ]] || die "the engine did not load $name as one image: $full"
    id[$name]=${full:0:12}
  done
  printf '%s\n' "${id[@]}" >"$work/ids"
}

ours_untagged() {
  docker images --no-trunc --quiet --filter dangling=true --filter "label=$label=$nonce"
}

is_ours() {
  local mark
  mark=$(docker image inspect --format "{{index .Config.Labels \"$label\"}}" "$1" 2>/dev/null) &&
    [[ $mark == "$nonce" ]]
}

# Removes what make_images made, as far as it came: names while they are ours, then what is ours
# without a name.
remove_images() {
  local name id container
  if [[ -n $load_pid ]]; then
    wait "$load_pid" || true
    load_pid=''
  fi
  for container in $(docker ps --all --quiet --filter "label=$label=$nonce"); do
    setsid --wait docker rm --force "$container" >/dev/null
  done
  for name in "${names[@]}"; do
    if [[ $name != "$untagged" ]] && is_ours "$name"; then
      setsid --wait docker rmi "$name" >/dev/null
    fi
  done
  for id in $(ours_untagged); do
    setsid --wait docker rmi "$id" >/dev/null
  done
}

# Compares the images with those before the run, and says what differs.
is_as_before() {
  if ! list_images | diff "$images_before" - >"$work/changes"; then
    error "the engine's images are not the ones before the run (< before, > now):"
    cat "$work/changes" >&2
    return 1
  fi
  images_before=''
}
