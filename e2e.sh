#!/usr/bin/env bash
#
# End-to-end run of dkr-ls on a real engine: makes the images of a known listing, runs the command
# in every way the README shows, checks what it prints, and removes what it made.
#
# The images are archives made by hand, so no network is needed. What an engine already holds is
# never touched; the list of its images is checked to be the same afterwards.

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/lib/engine.sh
source "$root/scripts/lib/engine.sh"
# shellcheck source=scripts/lib/images.sh
source "$root/scripts/lib/images.sh"
# shellcheck source=scripts/lib/e2e_flags.sh
source "$root/scripts/lib/e2e_flags.sh"

usage() {
  cat <<'USAGE'
Usage: ./e2e.sh [--engine ENGINE] [--binary PATH]

Runs dkr-ls end to end on a real engine and checks what it prints.

  --engine auto     the engine at DOCKER_HOST, else /var/run/docker.sock; when there is none, or it
                    holds an image of a name that is needed here, a throwaway dockerd (as root)
  --engine docker   always a throwaway dockerd, ended and removed afterwards
  --engine podman   the same with podman's Docker-compatible service
  --engine docker-26, docker-26-containerd, podman-5
                    the same with Docker 26, with Docker 26 that keeps its images in containerd, and
                    with podman 5, from the tree of a Debian that has them: scripts/newer-engines
                    makes one and runs this with its directory in DKR_LS_ENGINE_TREE
  --binary PATH     the command to test (default build/release/bin/dkr-ls)

Needs the docker CLI and 1 GB of disk for a few moments (podman takes 1.2 GB). No network.
What it makes is removed, also when it is interrupted; only kill -9 would leave it, to be found
with: docker images --filter label=dkr-ls.e2e
Exit status: 0 if everything was as expected, 1 if not.
USAGE
}

# The listing, in the order dkr-ls must print it. Each image is its base plus one layer: that makes
# one chain of all layers, of no more than 902 MB together. Sizes and ages lie in the middle of what
# is printed as the SIZE and CREATED given here, so that neither an engine's overhead nor a long run
# changes them.
#
# repository:tag                built on                         kB days SIZE   CREATED
readonly listing='
  nginx:latest                  debian:buster-20200514-slim  133000  17  133MB  2 weeks ago
  nginx:alpine                  -                             22100  45  22.1MB 6 weeks ago
  mysql/mysql-server:5.7        awscli:1                     322000  75  322MB  2 months ago
  datadog/agent:7               mysql/mysql-server:5.7       540000 100  540MB  3 months ago
  123456789000.dkr.ecr.us-east-1.amazonaws.com/webapp:20200609-1018 \
                                <none>:<none>                902000 105  902MB  3 months ago
  awscli:1                      nginx:latest                 317000 110  317MB  3 months ago
  debian:buster-20200514-slim   nginx:alpine                  69200 132  69.2MB 4 months ago
  <none>:<none>                 datadog/agent:7              661000 138  661MB  4 months ago
'

engine=auto
binary=$root/build/release/bin/dkr-ls
work=''             # directory of this run
own_engine=false    # whether the engine was started here, so that all its images are ours
passed=0 failed=0 skipped=0

main() {
  parse_arguments "$@"
  check_tools
  trap clean_up EXIT
  trap 'interrupted 129' HUP
  trap 'interrupted 130' INT
  trap 'interrupted 143' TERM
  work=$(mktemp -d "${TMPDIR:-/tmp}/dkr-ls-e2e.XXXXXX")

  read_listing <<<"$listing"
  choose_engine
  make_images
  check_listing
  check_filters
  check_every_flag
  check_refusals
  check_pipes
  check_against_docker_images
  remove_images
  check_engine_is_as_before
  report
}

parse_arguments() {
  while (($# > 0)); do
    case $1 in
      --engine=* | --binary=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" ;;
      --engine | --binary)
        (($# > 1)) || wrong_usage "$1 needs a value"
        if [[ $1 == --engine ]]; then engine=$2; else binary=$2; fi
        shift 2
        ;;
      -h | --help)
        usage
        exit 0
        ;;
      *) wrong_usage "unknown argument: $1" ;;
    esac
  done
  [[ $engine == @(auto|docker|docker-26|docker-26-containerd|podman|podman-5) ]] ||
    wrong_usage "unknown engine: $engine"
}

wrong_usage() {
  error "$1"
  usage >&2
  exit 2
}

check_tools() {
  [[ -x $binary ]] || die "there is no command at $binary; run: make build"
  have docker || die 'the docker CLI is needed to load images; run: scripts/install-deps docker'
}

# --- the engine -------------------------------------------------------------------------------

choose_engine() {
  if [[ $engine != auto ]]; then
    use_throwaway_engine "$engine"
    return
  fi

  local host=${DOCKER_HOST:-unix:///var/run/docker.sock} taken
  if engine_answers "$host"; then
    export DOCKER_HOST=$host
    taken=$(names_taken)
    if [[ -z $taken ]]; then
      echo "Using the engine at $host."
    elif [[ -z $(engine_obstacle docker) ]]; then
      echo "The engine at $host holds $taken, which is left alone: starting another one."
      use_throwaway_engine docker
    else
      die "the engine at $host already holds $taken, and images of these names are made here." \
        "Nothing was touched. Run this as root with dockerd installed (it then uses an engine of" \
        "its own), or with DOCKER_HOST set to another engine."
    fi
  elif [[ -n ${DOCKER_HOST:-} ]]; then
    die "no engine answers at DOCKER_HOST=$DOCKER_HOST; start it, or unset DOCKER_HOST"
  elif [[ -z $(engine_obstacle docker) ]]; then
    use_throwaway_engine docker
  else
    die "no engine answers at $host; start Docker, set DOCKER_HOST, or run this as root with" \
      "dockerd installed (it then uses an engine of its own)"
  fi
}

use_throwaway_engine() {
  echo "Starting a throwaway $1 engine."
  engine_start "$1"
  own_engine=true
  export DOCKER_HOST=$engine_host
  check_kind "$1"
}

# A newer engine must be the one that was asked for, and keep its images where that one does.
check_kind() {
  local runs wanted
  case $1 in
    docker-26) wanted='26.* overlay2' ;;
    docker-26-containerd) wanted='26.* overlayfs' ;;
    podman-5) wanted='5.* overlay' ;;
    *) return ;;
  esac
  runs=$(docker info --format '{{.ServerVersion}} {{.Driver}}')
  check "the engine is $wanted: $runs" matches "$runs" "$wanted"
}

# matches TEXT PATTERN
matches() {
  # shellcheck disable=SC2053 # a pattern on purpose
  [[ $1 == $2 ]]
}

# --- the end, however it comes -----------------------------------------------------------------

clean_up() {
  local status=$?
  trap '' HUP INT TERM
  set +e
  if [[ -n $images_before ]]; then
    remove_images
    is_as_before || status=1
  fi
  engine_stop
  [[ -z $work ]] || rm -rf -- "$work"
  exit "$status"
}

interrupted() {
  echo 'Interrupted: removing what was made.' >&2
  exit "$1"
}

# --- the checks --------------------------------------------------------------------------------

check_listing() {
  run repos
  succeeds
  prints_repositories

  run tags
  succeeds
  prints_images "${names[@]}"
}

check_filters() {
  local nginx=nginx:latest alpine=nginx:alpine debian=debian:buster-20200514-slim
  run tags --prefix nginx --prefix debian
  succeeds
  prints_images "$nginx" "$alpine" "$debian"
  run tags --prefix=nginx --prefix=debian
  succeeds
  prints_images "$nginx" "$alpine" "$debian"

  run tags --maxTags 1 --prefix nginx --prefix debian --sum=true
  succeeds
  if lists_others; then
    skip 'the newest tags and the total: the engine holds other nginx or debian images'
  else
    prints_images --total 202.2MB "$nginx" "$debian"
  fi

  local large_and_old=(mysql/mysql-server:5.7 datadog/agent:7
    123456789000.dkr.ecr.us-east-1.amazonaws.com/webapp:20200609-1018 awscli:1 "$untagged")
  run tags --minAge 20 --minSize 100MB
  succeeds
  prints_images "${large_and_old[@]}"
  run tags --minAge=20 --minSize=100MB
  succeeds
  prints_images "${large_and_old[@]}"
}

# With an endpoint where nothing is, only what is refused before any engine is asked exits with 2.
check_refusals() {
  local nowhere=unix:///nonexistent.sock
  run repos --maxTags 3
  refuses 2 'Error: unknown flag: --maxTags'
  check 'the usage follows' grep -q '^Usage:' "$work/stderr"

  run --host "$nowhere" tags --minAge -3
  refuses 2 'Error: *-3*'
  run --host "$nowhere" tags --minSize=10XB
  refuses 2 'Error: *10XB*'

  run --host "$nowhere" tags
  refuses 1 'Error: */nonexistent.sock*'
}

check_pipes() {
  run_into head -1 tags
  succeeds
  check 'the header came through' grep -q '^REPOSITORY ' "$work/stdout"

  run_into true tags
  succeeds
}

check_against_docker_images() {
  printf '\n$ docker images, compared with dkr-ls tags\n'
  docker images --all --format '{{.Repository}} {{.Tag}} {{.ID}} {{.Size}}' |
    keep_ours | sort >"$work/docker-rows"
  cat "$work/docker-rows"
  "$binary" tags >"$work/stdout" || true
  awk 'NR > 1 { print $1, $2, $3, $NF }' "$work/stdout" | keep_ours | sort >"$work/dkr-ls-rows"
  check 'docker images lists all of them' [ "$(wc -l <"$work/docker-rows")" -ge "${#names[@]}" ]
  check 'both show the same rows' diff "$work/docker-rows" "$work/dkr-ls-rows"
}

check_engine_is_as_before() {
  printf '\nThe images are removed.\n'
  check 'the engine holds what it held before' is_as_before
}

report() {
  printf '\n%d passed, %d failed' "$passed" "$failed"
  ((skipped == 0)) || printf ', %d skipped' "$skipped"
  printf '\n'
  ((failed == 0))
}

# --- running the command, and what may be said of it -------------------------------------------

# Runs the command, shows what it did, and leaves it in $work/stdout, $work/stderr and $status.
run() {
  printf '\n$ dkr-ls%s\n' "$(printf ' %q' "$@")"
  status=0
  "$binary" "$@" >"$work/stdout" 2>"$work/stderr" || status=$?
  show_run
}

# run_into READER... COMMAND: the same with stdout read by READER, which may have ended before.
run_into() {
  local reader=("${@:1:$#-1}")
  shift $(($# - 1))
  printf '\n$ dkr-ls %s | %s\n' "$1" "${reader[*]}"
  {
    sleep 0.2
    status=0
    "$binary" "$1" 2>"$work/stderr" || status=$?
    echo "$status" >"$work/status"
  } | "${reader[@]}" >"$work/stdout"
  status=$(cat "$work/status")
  show_run
}

show_run() {
  cat "$work/stdout"
  sed 's/^/stderr: /' "$work/stderr"
  echo "exit status: $status"
}

succeeds() {
  check 'exit status 0, nothing on stderr' succeeded
}

succeeded() {
  ((status == 0)) && [[ ! -s $work/stderr ]]
}

# refuses STATUS PATTERN: the first line of stderr matches PATTERN, and stdout is empty.
refuses() {
  check "exit status $1, $2, nothing on stdout" refused "$@"
}

refused() {
  local first
  first=$(head -n 1 "$work/stderr")
  # shellcheck disable=SC2053 # a pattern on purpose
  ((status == $1)) && [[ $first == $2 && ! -s $work/stdout ]]
}

# An engine of the user's may hold other images, which the width of the columns and the place of a
# repository depend on: there, our lines are compared by what they say.

# All our repositories, once each.
prints_repositories() {
  if $own_engine; then
    check 'the whole output is as expected' diff <(repository_table) "$work/stdout"
  else
    check 'our repositories are there, once each' diff \
      <(repository_table | keep_ours | sort) <(keep_ours <"$work/stdout" | sort)
  fi
}

# prints_images [--total SIZE] NAME...: the table of these images in this order.
prints_images() {
  if $own_engine; then
    check 'the whole output is as expected' diff <(image_table "$@") "$work/stdout"
  else
    check 'our rows are as expected' diff \
      <(image_table "$@" | keep_ours) <(keep_ours <"$work/stdout")
  fi
}

# Whether the last run listed images that are not ours.
lists_others() {
  awk 'NR > 1 && $1 != "TOTAL"' "$work/stdout" | grep -qvF -f "$work/ids"
}

# From a listing on standard input, the rows of our images (or our repositories), blanks squeezed.
keep_ours() {
  awk -v names="${names[*]%:*}" -v ids="${id[*]}" '
    BEGIN {
      split(names, n, " ")
      for (i in n) ours[n[i]]
      split(ids, d, " ")
      for (i in d) ours_id[d[i]]
    }
    (NF == 1 && $1 in ours) || $3 in ours_id || $1 == "TOTAL" { $1 = $1; print }'
}

check() {
  local what=$1
  shift
  if "$@"; then
    echo "ok: $what"
    passed=$((passed + 1))
  else
    echo "FAILED: $what"
    failed=$((failed + 1))
  fi
}

skip() {
  echo "skipped: $1"
  skipped=$((skipped + 1))
}

# --- what is expected --------------------------------------------------------------------------

repository_table() {
  echo REPOSITORY
  printf '%s\n' "${names[@]%:*}" | awk '!seen[$0]++'
}

image_table() {
  local name total=''
  if [[ $1 == --total ]]; then
    total=$2
    shift 2
  fi
  {
    printf '%s\t%s\t%s\t%s\t%s\n' REPOSITORY TAG 'IMAGE ID' CREATED SIZE
    for name in "$@"; do
      printf '%s\t%s\t%s\t%s\t%s\n' "${name%:*}" "${name##*:}" "${id[$name]}" "${created[$name]}" \
        "${size[$name]}"
    done
    [[ -z $total ]] || printf '\t\t\tTOTAL\t%s\n' "$total"
  } | lay_out
}

# Lays tab-separated cells out as dkr-ls does: columns as wide as their widest cell and three
# blanks, but at least 20; no blanks at the end of a line.
lay_out() {
  awk -F '\t' '
    {
      for (i = 1; i <= NF; i++) {
        cell[NR, i] = $i
        if (length($i) + 3 > width[i]) width[i] = length($i) + 3
      }
    }
    END {
      for (row = 1; row <= NR; row++) {
        line = ""
        for (i = 1; i <= NF; i++) {
          line = line sprintf("%-*s", width[i] < 20 ? 20 : width[i], cell[row, i])
        }
        sub(/ +$/, "", line)
        print line
      }
    }'
}

main "$@"
