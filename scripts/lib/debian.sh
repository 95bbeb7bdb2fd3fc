# SPDX-License-Identifier: MIT
#
# shellcheck shell=bash
#
# Assembles Debian systems from packages, with the apt sources of this machine. To be sourced.
#
#   debian_obstacle RELEASE                    prints why it cannot be done; nothing if it can
#   debian_command RELEASE TARGET [PACKAGES]   sets "command" to the one that makes a minimal system
#                                              with PACKAGES (a,b,...): the directory TARGET, or with
#                                              - a tar archive on its standard output
#
# "work" names a directory for files that the command reads.

# shellcheck disable=SC2154 # "work" is the caller's
# shellcheck disable=SC2034 # "command" is for the caller
# shellcheck source=scripts/lib/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

debian_obstacle() {
  if ! have mmdebstrap; then
    echo 'mmdebstrap is not installed (scripts/install-deps e2e)'
  elif [[ -z $(sources_naming "$1") && -z $(sources_naming "$(own_release)") ]]; then
    echo "apt has no sources here that could offer $1"
  fi
}

debian_command() {
  local release=$1 target=$2 included=${3:-}
  # apt downloads as its own user, so that user needs access to the directory.
  chmod a+rx "$work"
  write_sources "$release"
  # Copies apt's settings for these sources, a proxy for example.
  apt-config dump | grep '^Acquire::' >"$work/apt.conf" || true
  # In a mount namespace of its own, so that no mount outlives it, however it ends.
  command=(unshare --mount env TMPDIR="$work" mmdebstrap --variant=minbase
    --include="$included" --aptopt="$work/apt.conf" "$release" "$target" "$work"/sources/*)
}

# If this machine's apt does not know the release, uses the mirrors of this machine's own packages.
write_sources() {
  local release=$1 own files=()
  mkdir "$work/sources"
  mapfile -t files < <(sources_naming "$release")
  if ((${#files[@]} > 0)); then
    cp "${files[@]}" "$work/sources"
    return
  fi
  own=$(own_release)
  mapfile -t files < <(sources_naming "$own")
  cp "${files[@]}" "$work/sources"
  sed -E -i "/^(deb|Suites:)/s/([[:space:]])$own\\b/\\1$release/g" "$work"/sources/*
}

# Prints the files of this machine's apt that name the release.
sources_naming() {
  local file
  [[ -n $1 ]] || return 0
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.{list,sources}; do
    if [[ -f $file ]] && grep -qE "^(deb|Suites:).*[[:space:]]$1([[:space:]]|\$)" "$file"; then
      echo "$file"
    fi
  done
}

# Prints the release of this machine.
own_release() {
  sed -n 's/^VERSION_CODENAME=//p' /etc/os-release
}
