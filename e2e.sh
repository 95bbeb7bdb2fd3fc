#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Runs the examples of dkr-ls on a real engine, shows what they print, and checks it.
#
#   ./e2e.sh [COMMAND]                     on the engine that docker asks
#   scripts/with-engine docker ./e2e.sh    on a throwaway engine; also podman and newer ones
#
# COMMAND is the dkr-ls to run (default build/release/bin/dkr-ls).
# Makes eight images, which take 0.9 GB, and removes them again, also if it is interrupted. It touches no
# other image: if the engine holds an image of a name that is needed here, it stops before it makes any.
# Only kill -9 leaves images behind: docker rmi $(docker images --all --quiet --filter label=dkr-ls.e2e)

set -euo pipefail
cd "$(dirname "$0")"

# Each image has the layers of the one above it and one layer more. Sizes and ages lie well inside what is
# printed as SIZE and CREATED.
#   name                                                                 kB days SIZE   CREATED
readonly images='
  docker.io/library/nginx:alpine                                      22100   45 22.1MB 6 weeks ago
  docker.io/library/debian:buster-20200514-slim                       69200  132 69.2MB 4 months ago
  docker.io/library/nginx:latest                                     133000   17 133MB  2 weeks ago
  docker.io/library/awscli:1                                         317000  110 317MB  3 months ago
  docker.io/mysql/mysql-server:5.7                                   322000   75 322MB  2 months ago
  docker.io/datadog/agent:7                                          540000  100 540MB  3 months ago
  <none>:<none>                                                      661000  138 661MB  4 months ago
  123456789000.dkr.ecr.us-east-1.amazonaws.com/webapp:20200609-1018   902000  105 902MB  3 months ago'
readonly repositories='nginx|debian|awscli|mysql/mysql-server|datadog/agent|123456789000[^/]*/webapp'

readonly dkr_ls=${1:-build/release/bin/dkr-ls}
readonly key=dkr-ls.e2e value=$$-$EPOCHSECONDS    # the label of this run's images
work=$(mktemp -d "${TMPDIR:-/tmp}/dkr-ls-e2e.XXXXXX")
failures=0

die() {
  echo "Error: $*" >&2
  exit 1
}

list_images() {
  docker images --all --no-trunc --digests --format '{{.Repository}}:{{.Tag}} {{.Digest}} {{.ID}}' "$@" | sort
}

# Runs docker to its end, whatever signal comes: of a load that is cut short, images may appear later.
docker_to_the_end() {
  (trap '' HUP INT TERM && setsid --wait docker "$@")
}

clean_up() {
  local status=$?
  trap '' HUP INT TERM
  if [[ -e $work/before ]]; then
    list_images --filter "label=$key=$value" | cut -d ' ' -f 3 | sort -u |
      xargs --no-run-if-empty setsid --wait docker rmi >/dev/null || status=1
    list_images | diff "$work/before" - || {
      echo 'Error: the engine does not hold the images it held before (< before, > now).' >&2
      status=1
    }
  fi
  rm -r -- "$work"
  exit "$status"
}
trap clean_up EXIT
trap 'exit 130' HUP INT TERM

# --- Is all there that is needed, and no name taken? ---

[[ -x $dkr_ls ]] || die "there is no command at $dkr_ls; run: make build"
platform=$(docker version --format '"os":"{{.Server.Os}}","architecture":"{{.Server.Arch}}"') ||
  die 'docker reaches no engine; start one, or run: scripts/with-engine docker ./e2e.sh'
if taken=$(list_images | grep -oE "^($repositories)[^ ]*"); then
  die "the engine holds ${taken//$'\n'/, }, and images of such names are made here. Nothing was touched." \
    'Use a throwaway engine: scripts/with-engine docker ./e2e.sh'
fi
list_images >"$work/before"

# --- Make the images: an archive for `docker load`, written by hand ---

mkdir "$work/archive"
# SIZE includes the compressed layers if containerd stores the images: here one part in 1030.
shrink=0
[[ $(docker info --format '{{json .DriverStatus}}') != *io.containerd.snapshotter* ]] || shrink=1030
declare -A row
number=0 below=0 manifest='' layers='' diff_ids=''
while read -r name kilobytes days size created; do
  number=$((number + 1))
  bytes=$(((kilobytes - below) * 1000))
  ((shrink == 0)) || bytes=$((bytes - bytes / shrink))
  truncate --size "$bytes" "$work/zeros-$number"
  tar --create --mtime=@0 --owner=0 --group=0 --numeric-owner --directory "$work" "zeros-$number" |
    gzip >"$work/archive/$number.tar.gz"
  digest=$(gunzip --stdout "$work/archive/$number.tar.gz" | sha256sum | cut -d ' ' -f 1)
  date=$(date --utc --date "$days days ago" +%Y-%m-%dT%H:%M:%SZ)
  tags=$([[ $name == '<none>:<none>' ]] && echo null || echo "[\"$name\"]")
  layers+=",\"$number.tar.gz\"" diff_ids+=",\"sha256:$digest\""
  manifest+=",{\"Config\":\"$number.json\",\"RepoTags\":$tags,\"Layers\":[${layers#,}]}"
  # One step of history for all layers: otherwise podman hides the image without a name, as the base of another.
  echo "{$platform,\"created\":\"$date\",\"config\":{\"Labels\":{\"$key\":\"$value\"}}," \
    "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[${diff_ids#,}]},\"history\":[{\"created\":\"$date\"}]}" \
    >"$work/archive/$number.json"
  below=$kilobytes name=${name#docker.io/} name=${name#library/}
  row[$name]="${name%:*} ${name##*:} ID $created $size"
done <<<"${images#?}"
echo "[${manifest#,}]" >"$work/archive/manifest.json"
tar --create --file "$work/images.tar" --directory "$work/archive" .
docker_to_the_end load --quiet --input "$work/images.tar" >"$work/load" 2>&1 || die "docker load: $(<"$work/load")"

ours="^REPOSITORY|^TOTAL |^($repositories)\$"    # the lines to look at; other images may be there
while read -r name _ id; do
  row[$name]=${row[$name]/ID/${id:7:12}} ours+="| ${id:7:12} "
done < <(list_images --filter "label=$key=$value")

# --- Run the examples, and check them ---

# run ARGUMENT...: runs dkr-ls and shows what it does.
run() {
  printf '\n$ dkr-ls %s\n' "$*"
  status=0
  "$dkr_ls" "$@" >"$work/stdout" 2>"$work/stderr" || status=$?
  cat "$work/stdout"
  sed 's/^/stderr: /' "$work/stderr"
  echo "exit status: $status"
}

check() {
  if "${@:2}"; then
    echo "ok: $1"
  else
    echo "FAILED: $1"
    failures=$((failures + 1))
  fi
}

# prints LINE...: expects these lines, in which a name means the row of that image.
prints() {
  local line
  check 'the exit status is 0' test "$status" = 0
  check 'stderr has nothing but the log' test -z "$(grep -vE '^(DEBUG|INFO): ' "$work/stderr")"
  check 'the lines are as expected' diff <(for line; do echo "${row[$line]:-$line}"; done) \
    <(sed -E 's/ +/ /g; s/^ //' "$work/stdout" | grep -E "$ours")
}

readonly heading='REPOSITORY TAG IMAGE ID CREATED SIZE'
readonly webapp=123456789000.dkr.ecr.us-east-1.amazonaws.com/webapp

run repos
prints REPOSITORY nginx mysql/mysql-server datadog/agent "$webapp" awscli debian
check 'images without a name are one repository' test "$(grep -cx '<none>' "$work/stdout")" = 1

run tags
prints "$heading" nginx:latest nginx:alpine mysql/mysql-server:5.7 datadog/agent:7 "$webapp:20200609-1018" \
  awscli:1 debian:buster-20200514-slim '<none>:<none>'

run tags --minAge 20 --minSize 100MB
prints "$heading" mysql/mysql-server:5.7 datadog/agent:7 "$webapp:20200609-1018" awscli:1 '<none>:<none>'

run tags --prefix nginx --prefix debian
prints "$heading" nginx:latest nginx:alpine debian:buster-20200514-slim

run tags --maxTags 1 --prefix nginx --prefix debian --sum
prints "$heading" nginx:latest debian:buster-20200514-slim 'TOTAL 202.2MB'

run tags --prefix=nginx --sum=true
prints "$heading" nginx:latest nginx:alpine 'TOTAL 155.1MB'

run tags --prefix=nginx --sum=false
prints "$heading" nginx:latest nginx:alpine

run tags --prefix nginx --platform "$(docker version --format '{{.Server.Os}}/{{.Server.Arch}}')" --platforms=false
prints "$heading" nginx:latest nginx:alpine

run tags --date tagged --minAge 1 --label "$key=$value" --no-header
check 'the exit status is 0' test "$status" = 0
check 'images that came here today are not old by their tag' test ! -s "$work/stdout"

run tags --prefix debian --log-level DEBUG
prints "$heading" debian:buster-20200514-slim
check 'the log is on stderr' grep -q '^DEBUG: ' "$work/stderr"

run repos --maxTags 3
check 'the exit status is 2' test "$status" = 2
check 'nothing is on stdout' test ! -s "$work/stdout"
check 'the error names the flag' grep -qx 'Error: unknown flag: --maxTags' "$work/stderr"
check 'the usage follows' grep -q '^Usage:' "$work/stderr"

printf '\nFailed checks: %d\n' "$failures"
((failures == 0))
