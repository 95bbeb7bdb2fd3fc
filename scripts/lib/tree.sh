# SPDX-License-Identifier: MIT
#
# shellcheck shell=bash
#
# Runs commands in the tree of another system. To be sourced.
#
#   unshare --mount bash -c "$in_tree" NAME TREE DIR COMMAND...
#
# The tree stays unchanged: files that the command writes land in DIR, which is also visible in the tree.
# Uses pivot_root: under chroot an engine cannot unpack images.

# shellcheck disable=SC2016 # expanded by the inner shell
# shellcheck disable=SC2034 # for the caller
in_tree='
  set -e
  tree=$1
  dir=$2
  shift 2
  root=$dir/private/root
  mkdir -p "$root" "$root.upper" "$root.work"
  mount -n -t overlay -o "lowerdir=$tree,upperdir=$root.upper,workdir=$root.work" overlay "$root"
  for path in /dev /proc /sys; do
    mount -n --rbind "$path" "$root$path"
  done
  mkdir -p "$root$dir" "$root/outside"
  mount -n --bind "$dir" "$root$dir"
  cd "$root"
  pivot_root . outside
  cd /
  umount -n --lazy /outside
  exec "$@"
'
