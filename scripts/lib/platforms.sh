# SPDX-License-Identifier: MIT
#
# shellcheck shell=bash
#
# Makes images as only containerd's store keeps them. To be sourced.
#
#   platforms_archive NAME  makes NAME.tar, an OCI layout, in "work", a directory of the caller
#   platforms_make          loads it, and makes a container
#
# The images: some for two platforms, with attestations and without, that have manifests and layers in
# common; one for a foreign platform only; two builds of one content, a container from one of them; images
# with a repeated layer.

# shellcheck disable=SC2154 # "work" and "architecture" are the caller's
# shellcheck source=scripts/lib/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

readonly oci=application/vnd.oci.image

platforms_archive() {
  local foreign=arm64 one one_foreign two two_foreign single same
  [[ $architecture != arm64 ]] || foreign=amd64
  oci_images=''
  mkdir -p "$work/oci/blobs/sha256"
  echo '{"imageLayoutVersion":"1.0.0"}' >"$work/oci/oci-layout"

  one=$(oci_manifest "$architecture" common one)
  one_foreign=$(oci_manifest "$foreign" common one-foreign)
  two=$(oci_manifest "$architecture" common two)
  two_foreign=$(oci_manifest "$foreign" common two-foreign)
  single=$(oci_manifest "$architecture" single)
  same=$(oci_manifest "$architecture" same)
  oci_index multi:1 "$one" "$one_foreign" "$(oci_attestation "$one" 1)" \
    "$(oci_attestation "$one_foreign" 2)"
  oci_index multi:2 "$two" "$two_foreign" "$(oci_attestation "$two" 3)"
  oci_index plain:1 "$two" "$two_foreign"
  oci_name foreign:1 "$one_foreign"
  oci_index attested:1 "$single" "$(oci_attestation "$single" 4)"
  oci_index same:1 "$same" "$(oci_attestation "$same" 5)"
  oci_index same:2 "$same" "$(oci_attestation "$same" 6)"
  oci_index again:2 "$(oci_manifest "$architecture" again nothing and nothing)"
  oci_index again:3 "$(oci_manifest "$architecture" again again)"

  printf '{"schemaVersion":2,"manifests":[%s]}' "${oci_images#,}" >"$work/oci/index.json"
  tar -cf "$work/$1.tar" -C "$work/oci" .
  rm -r "$work/oci"
}

platforms_make() {
  zoo_load platforms
  docker container inspect same-container >/dev/null 2>&1 ||
    docker create --name same-container docker.io/zoo/same:1 /none >/dev/null
}

# oci_blob TYPE FILE [MEMBERS]: adds a file to the layout; prints its descriptor, with MEMBERS added.
oci_blob() {
  local digest
  digest=$(sha256sum <"$2" | cut -d ' ' -f 1)
  cp "$2" "$work/oci/blobs/sha256/$digest"
  printf '{"mediaType":"%s","digest":"sha256:%s","size":%s%s}' \
    "$1" "$digest" "$(stat --format %s "$2")" "${3:-}"
}

# oci_layer NAME: writes NAME.tar in "work", a layer with a file of random bytes; nothing has none.
oci_layer() {
  [[ ! -e $work/$1.tar ]] || return 0
  if [[ $1 == nothing ]]; then
    head -c 1024 /dev/zero >"$work/$1.tar"
    return
  fi
  head -c $((RANDOM * 10 + 1000)) /dev/urandom >"$work/oci-$1"
  tar --create --format=ustar --mtime=@0 --owner=0 --group=0 --numeric-owner \
    --directory "$work" --file "$work/$1.tar" "oci-$1"
}

# oci_manifest ARCHITECTURE LAYER...: adds an image; prints the descriptor of its manifest.
oci_manifest() {
  local architecture=$1 layer layers='' diff_ids='' history=''
  shift
  for layer in "$@"; do
    oci_layer "$layer"
    layers+=",$(oci_blob $oci.layer.v1.tar "$work/$layer.tar")"
    diff_ids+=",\"sha256:$(sha256sum <"$work/$layer.tar" | cut -d ' ' -f 1)\""
    history+=",{\"created_by\":\"COPY $layer /\"}"
  done
  printf '{"os":"linux","architecture":"%s","created":"2024-01-01T00:00:00Z","config":{"Cmd":["/none"]},' \
    "$architecture" >"$work/config"
  printf '"rootfs":{"type":"layers","diff_ids":[%s]},"history":[%s]}' \
    "${diff_ids#,}" "${history#,}" >>"$work/config"
  printf '{"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]}' $oci.manifest.v1+json \
    "$(oci_blob $oci.config.v1+json "$work/config")" "${layers#,}" >"$work/manifest"
  oci_blob $oci.manifest.v1+json "$work/manifest" \
    ",\"platform\":{\"os\":\"linux\",\"architecture\":\"$architecture\"}"
}

# oci_attestation MANIFEST TEXT: adds an attestation of an image; prints the descriptor of its manifest.
oci_attestation() {
  local digest=${1#*\"digest\":\"}
  printf '{}' >"$work/config"
  printf '{"predicate":"%s"}' "$2" >"$work/statement"
  printf '{"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]}' $oci.manifest.v1+json \
    "$(oci_blob $oci.config.v1+json "$work/config")" \
    "$(oci_blob application/vnd.in-toto+json "$work/statement")" >"$work/manifest"
  oci_blob $oci.manifest.v1+json "$work/manifest" \
    ",\"platform\":{\"os\":\"unknown\",\"architecture\":\"unknown\"},\"annotations\":{$(
      printf '"vnd.docker.reference.type":"attestation-manifest","vnd.docker.reference.digest":"%s"' \
        "${digest%%\"*}"
    )}"
}

# oci_index NAME MANIFEST...: adds a named image that is an index of manifests.
oci_index() {
  local name=$1 manifests
  shift
  manifests=$(printf ',%s' "$@")
  printf '{"schemaVersion":2,"mediaType":"%s","manifests":[%s]}' $oci.index.v1+json \
    "${manifests#,}" >"$work/index"
  oci_name "$name" "$(oci_blob $oci.index.v1+json "$work/index")"
}

# oci_name NAME DESCRIPTOR: gives an image a name.
oci_name() {
  oci_images+=",${2%\}},\"annotations\":{\"io.containerd.image.name\":\"docker.io/zoo/$1\"}}"
}
