# SPDX-License-Identifier: MIT
#
# shellcheck shell=bash
#
# Makes images that share layers in every way there is. To be sourced.
#
#   zoo_prepare  makes archives of the images in "work", a directory of the caller
#   zoo_make     makes on the engine at DOCKER_HOST whatever of the zoo it does not hold
#
# The zoo: images loaded from an archive made by hand, some with several names and one with none,
# one that holds a layer of another image on other layers, one with an empty layer; images of the
# classic builder with intermediate ones, two of them with the same; a container that is not running.
# On containerd's store also images for several platforms, see platforms.sh.

# shellcheck disable=SC2154 # "work" is the caller's
# shellcheck source=scripts/lib/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=scripts/lib/platforms.sh
source "$(dirname "${BASH_SOURCE[0]}")/platforms.sh"

# The names of an image, or -, and its layers from the bottom up. A layer is what its name is.
readonly zoo='
  base:1                         a
  base:2,base:latest             a b
  app/web:1                      a b c
  app/web:2,app/web:latest       a b d
  app/worker:1,other/worker:1    a e f
  lone:1                         g
  chain:1                        g h
  chain:2,chain:3                g h i
  fork:1                         g j
  again:1                        k b
  empty:1                        a nothing l
  empty:2                        a nothing m
  -                              n o
  used:1                         n p
'

zoo_prepare() {
  architecture=$(docker version --format '{{.Server.Arch}}')
  zoo_archive zoo 9973 <<<"$zoo"
  zoo_contexts
  [[ ${DKR_LS_ENGINE:-} != *-containerd ]] || platforms_archive platforms
}

# zoo_archive NAME BYTES: writes NAME.tar with the images that are read, each of names and layers. Every
# layer has a size of its own, a multiple of BYTES, but for the one that is called nothing and holds that.
zoo_archive() {
  local archive=$1 bytes=$2 names layers layer number=0 size=0 entries=''
  mkdir "$work/zoo"
  while read -r names layers; do
    [[ -n $names ]] || continue
    for layer in $layers; do
      [[ ! -e $work/zoo/$layer.tar ]] || continue
      size=$((size + bytes))
      if [[ $layer == nothing ]]; then
        zoo_layer "$layer" 0
      else
        zoo_layer "$layer" "$size"
      fi
    done
    number=$((number + 1))
    # shellcheck disable=SC2086 # one word a layer
    zoo_config "$number" $layers
    entries+=",$(zoo_entry "$number" "$names" "$layers")"
  done
  printf '[%s]' "${entries#,}" >"$work/zoo/manifest.json"
  tar -cf "$work/$archive.tar" -C "$work/zoo" .
  rm -r "$work/zoo"
}

# zoo_layer NAME BYTES: a layer of a file with as many bytes.
zoo_layer() {
  head -c "$2" /dev/zero | tr '\0' "${1:0:1}" >"$work/zoo-$1"
  tar --create --format=ustar --mtime=@0 --owner=0 --group=0 --numeric-owner \
    --directory "$work" --file "$work/zoo/$1.tar" "zoo-$1"
}

# zoo_config NUMBER LAYER...: between the steps of the layers stand some that make none.
zoo_config() {
  local number=$1 layer diff_ids='' history=''
  shift
  for layer in "$@"; do
    diff_ids+=",\"sha256:$(sha256sum <"$work/zoo/$layer.tar" | cut -d ' ' -f 1)\""
    history+=",{\"created_by\":\"COPY $layer /\",\"created\":\"2024-01-01T00:00:00Z\"}"
    history+=",{\"created_by\":\"ENV A=b\",\"created\":\"2024-01-01T00:00:00Z\",\"empty_layer\":true}"
  done
  {
    printf '{"os":"linux","architecture":"%s",' "$architecture"
    printf '"created":"2024-01-01T00:00:00Z","config":{"Cmd":["/none"],"Env":["N=%s"]},' "$number"
    printf '"rootfs":{"type":"layers","diff_ids":[%s]},"history":[%s]}' \
      "${diff_ids#,}" "${history#,}"
  } >"$work/zoo/config-$number.json"
}

# zoo_entry NUMBER NAMES LAYERS: what the manifest says of an image. Names are given in full: podman
# would take short ones for images of "localhost".
zoo_entry() {
  local tags=null layers
  [[ $2 == - ]] || tags="[\"docker.io/zoo/${2//,/\",\"docker.io/zoo/}\"]"
  layers="\"${3// /.tar\",\"}.tar\""
  printf '{"Config":"config-%s.json","RepoTags":%s,"Layers":[%s]}' "$1" "$tags" "$layers"
}

zoo_contexts() {
  local file
  mkdir "$work/context"
  for file in one two three; do
    head -c $((RANDOM + 1)) /dev/urandom >"$work/context/$file"
  done
  printf 'FROM zoo/base:2\nENV A=b\nCOPY one /\nLABEL c=d\nCOPY two /\n' >"$work/context/first"
  printf 'FROM zoo/base:2\nENV A=b\nCOPY one /\nCOPY three /\n' >"$work/context/second"
  printf 'FROM scratch\nCOPY one /\nENV A=b\nCOPY three /\nCMD ["x"]\n' >"$work/context/third"
}

zoo_load() {
  docker load --quiet --input "$work/$1.tar" >"$work/load" 2>&1 ||
    die "docker load failed: $(tail -n 3 "$work/load")"
}

zoo_make() {
  local build
  zoo_load zoo
  for build in first second third; do
    DOCKER_BUILDKIT=0 docker build --quiet --tag "docker.io/zoo/built:$build" \
      --file "$work/context/$build" "$work/context" >"$work/build" 2>&1 ||
      die "docker build failed: $(tail -n 3 "$work/build")"
  done
  [[ ! -e $work/platforms.tar ]] || platforms_make
  docker container inspect zoo-container >/dev/null 2>&1 ||
    docker create --name zoo-container docker.io/zoo/used:1 /none >/dev/null
}
