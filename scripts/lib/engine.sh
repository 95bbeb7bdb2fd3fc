# SPDX-License-Identifier: MIT
#
# shellcheck shell=bash
#
# Throwaway container engines. To be sourced; scripts/with-engine is the command for it.
#
#   engine_start KIND   starts an engine and sets engine_dir, engine_pid, engine_host
#   engine_stop         ends it and removes everything it wrote; may be called at any time
#
# docker and podman are the installed ones. docker-26, docker-28, the same with -containerd (containerd's
# image store) and podman-5 run from the Debian tree that DKR_LS_ENGINE_TREE names.
#
# At most one engine runs at a time. It needs no network, leaves an engine of the system alone, and writes
# nothing outside engine_dir. The caller calls engine_stop from its EXIT trap.

# shellcheck source=scripts/lib/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=scripts/lib/tree.sh
source "$(dirname "${BASH_SOURCE[0]}")/tree.sh"

engine_dir=''
engine_pid=''
engine_host=''

# Prints why no engine of that kind can run here; nothing if one can.
engine_obstacle() {
  case $1 in
    docker) have dockerd || echo 'dockerd is not installed (scripts/install-deps e2e)' ;;
    podman) have podman || echo 'podman is not installed (scripts/install-deps e2e)' ;;
    docker-2[68] | docker-2[68]-containerd | podman-5)
      [[ -d ${DKR_LS_ENGINE_TREE:-} ]] ||
        echo 'DKR_LS_ENGINE_TREE names no tree to run it from (scripts/newer-engines makes one)'
      ;;
    *) echo "there is no engine of that kind (scripts/with-engine --help)" ;;
  esac
  ((EUID == 0)) || echo 'only root may start one (sudo)'
}

engine_start() {
  local kind=$1 obstacle command place
  obstacle=$(engine_obstacle "$kind")
  [[ -z $obstacle ]] || die "cannot start a $kind engine: ${obstacle//$'\n'/; }"

  # Not /tmp: it is often kept in memory, and the images take most of a gigabyte.
  engine_dir=$(mktemp -d "${TMPDIR:-/var/tmp}/dkr-ls-engine.XXXXXX")
  engine_host=unix://$engine_dir/engine.sock
  # Must not affect this engine.
  unset DOCKER_TLS DOCKER_TLS_VERIFY DOCKER_CERT_PATH DOCKER_CONTEXT DOCKER_API_VERSION
  case $kind in
    docker | docker-2[68]) engine_command_docker overlay2 ;;
    docker-2[68]-containerd) engine_command_docker overlayfs ;;
    podman | podman-5) engine_command_podman ;;
  esac
  place=(bash -c "$engine_in_private" engine "$engine_dir")
  [[ $kind != *-* ]] || place=(bash -c "$in_tree" engine "$DKR_LS_ENGINE_TREE" "$engine_dir")

  # A session of its own: Ctrl-C reaches only the script, which then stops the engine.
  TMPDIR=$engine_dir setsid unshare --mount "${place[@]}" "${command[@]}" \
    >"$engine_dir/log" 2>&1 </dev/null &
  engine_pid=$!
  engine_wait_ready "$kind"
  engine_check_kind "$kind"
}

# Runs a command in a mount namespace of its own. Keys, locks and plugin sockets of the daemons land in the
# engine's directory. The system's containerd is invisible. The mounts of images vanish with the last process.
# shellcheck disable=SC2016 # expanded by the inner shell
engine_in_private='
  set -e
  dir=$1
  shift
  for path in /etc /run /var/lib; do
    upper=$dir/private$path
    mkdir -p "$upper" "$upper.work"
    mount -n -t overlay -o "lowerdir=$path,upperdir=$upper,workdir=$upper.work" overlay "$path"
  done
  mkdir -p /run/containerd
  mount -n -t tmpfs tmpfs /run/containerd
  exec "$@"
'

# The engine_command_* functions set the variable "command" of engine_start.
engine_command_docker() {
  local driver=$1 containerd_store=false
  [[ $driver != overlayfs ]] || containerd_store=true
  # An own configuration, so that the configuration of the system's daemon does not apply.
  printf '{"features":{"containerd-snapshotter":%s}}\n' "$containerd_store" \
    >"$engine_dir/daemon.json"
  command=(dockerd --config-file "$engine_dir/daemon.json" --host "$engine_host"
    --data-root "$engine_dir/data" --exec-root "$engine_dir/exec"
    --pidfile "$engine_dir/docker.pid" --storage-driver "$driver"
    --bridge=none --iptables=false --ip6tables=false --ip-forward=false)
}

engine_command_podman() {
  command=(podman --root "$engine_dir/data" --runroot "$engine_dir/run" --tmpdir "$engine_dir/tmp"
    --network-config-dir "$engine_dir/net" --storage-driver overlay --events-backend none
    system service --time=0 "$engine_host")
}

# `docker version` asks /_ping first.
engine_wait_ready() {
  local deadline=$((SECONDS + 60))
  until DOCKER_HOST=$engine_host timeout 20 docker version >/dev/null 2>&1; do
    if ! kill -0 "$engine_pid" 2>/dev/null || ((SECONDS > deadline)); then
      error "the throwaway $1 engine did not start; the end of its log:"
      tail -n 15 "$engine_dir/log" >&2
      exit 1
    fi
    sleep 0.2
  done
}

# Fails unless an engine from a tree has the version and the image store of its kind.
engine_check_kind() {
  local runs wanted='*'
  case $1 in
    docker-2[68]) wanted="${1#docker-}.* overlay2" ;;
    docker-2[68]-containerd) wanted="${1//[!0-9]/}.* overlayfs" ;;
    podman-5) wanted='5.* overlay' ;;
  esac
  runs=$(DOCKER_HOST=$engine_host docker info --format '{{.ServerVersion}} {{.Driver}}')
  # shellcheck disable=SC2053 # a pattern on purpose
  [[ $runs == $wanted ]] || die "the throwaway $1 engine is $runs, not $wanted"
  echo "A throwaway $1 engine runs: $runs."
}

engine_stop() {
  if [[ -n $engine_pid ]]; then
    engine_end_process "$engine_pid"
    engine_pid=''
  fi
  if [[ -n $engine_dir ]]; then
    rm -rf --one-file-system -- "$engine_dir"
    engine_dir=''
  fi
}

# Sends SIGTERM to the process, and SIGKILL after half a minute.
engine_end_process() {
  local deadline=$((SECONDS + 30))
  kill -TERM "$1" 2>/dev/null || true
  while kill -0 "$1" 2>/dev/null; do
    if ((SECONDS > deadline)); then
      kill -KILL "$1" 2>/dev/null || true
      break
    fi
    sleep 0.1
  done
  wait "$1" 2>/dev/null || true
}
