# shellcheck shell=bash
#
# The part of the end-to-end run that tries every flag of the listings. To be sourced by e2e.sh,
# whose functions and images it uses.

# shellcheck disable=SC2154 # "work", "names", "id", "label" and "nonce" are e2e.sh's

readonly webapp=123456789000.dkr.ecr.us-east-1.amazonaws.com/webapp:20200609-1018
readonly buster=debian:buster-20200514-slim

check_choosing() {
  run tags --maxAge 50 --label "$label=$nonce"
  succeeds
  prints_images nginx:latest nginx:alpine
  run tags --maxSize 70MB --label "$label=$nonce"
  succeeds
  prints_images nginx:alpine "$buster"
  run tags --label "$label=$nonce" --exclude nginx --exclude 1234 --exclude datadog/
  succeeds
  prints_images mysql/mysql-server:5.7 awscli:1 "$buster" "$untagged"
  run tags --dangling --label "$label"
  succeeds
  prints_images "$untagged"
  run tags --label "$label=$nonce" --prefix nginx --skipTags 1
  succeeds
  prints_images nginx:alpine
  run tags --all --label "$label=$nonce"
  succeeds
  prints_images "${names[@]}"
}

# One of our images gets a container that never runs.
check_use() {
  local container
  container=$(docker create --network none --label "$label=$nonce" awscli:1 /nothing)
  run tags --used --label "$label=$nonce"
  succeeds
  prints_images awscli:1
  run tags --unused --label "$label=$nonce" --prefix awscli --prefix nginx
  succeeds
  prints_images nginx:latest nginx:alpine
  run tags --format '{{.Reference}} {{.Containers}}' --label "$label=$nonce" --prefix awscli
  succeeds
  check 'the container is counted' diff <(echo 'awscli:1 1') "$work/stdout"
  docker rm --force "$container" >/dev/null
}

check_order() {
  run tags --label "$label=$nonce" --sort size
  succeeds
  prints_images "$webapp" "$untagged" datadog/agent:7 mysql/mysql-server:5.7 awscli:1 nginx:latest \
    "$buster" nginx:alpine
  run tags --label "$label=$nonce" --sort size --reverse
  succeeds
  prints_images nginx:alpine "$buster" nginx:latest awscli:1 mysql/mysql-server:5.7 datadog/agent:7 \
    "$untagged" "$webapp"
  run tags --label "$label=$nonce" --sort repository
  succeeds
  prints_images "$webapp" awscli:1 datadog/agent:7 "$buster" mysql/mysql-server:5.7 nginx:latest \
    nginx:alpine "$untagged"
  run tags --label "$label=$nonce" --sort tag
  succeeds
  prints_images awscli:1 mysql/mysql-server:5.7 datadog/agent:7 "$webapp" nginx:alpine "$buster" \
    nginx:latest "$untagged"
  run tags --label "$label=$nonce" --sort id --quiet
  succeeds
  check 'the IDs are in order' diff <(printf '%s\n' "${id[@]}" | sort) "$work/stdout"
}

check_showing() {
  local expected
  run tags --label "$label=$nonce" --prefix awscli -q --no-trunc
  succeeds
  check 'the whole ID is printed' grep -qxE "sha256:${id[awscli:1]}[0-9a-f]{52}" "$work/stdout"
  run tags --label "$label=$nonce" --prefix nginx --no-header --sum
  succeeds
  check 'there is a total and no heading' [ "$(awk '{print $1}' "$work/stdout" | xargs)" = \
    'nginx nginx TOTAL' ]
  run tags --label "$label=$nonce" --digests
  succeeds
  check 'the digests are docker'\''s' diff <(docker_rows --digests Digest) <(our_rows Digest)

  expected='{"repository":"nginx","tag":"alpine",'
  run tags --label "$label=$nonce" --prefix nginx --format json --sum
  succeeds
  check 'each row is an object' grep -q "^$expected.*\"labels\":{\"$label\":\"$nonce\"}" \
    "$work/stdout"
  check 'the total is the last object' grep -q '^{"total":{"images":2,"size":[0-9]*[,}]' \
    <(tail -n 1 "$work/stdout")
}

# Figures add to the rows and change nothing about them.
check_rows_with_figures() {
  local flags fields='{{.Repository}} {{.Tag}} {{.Digest}} {{.ID}} {{.CreatedAt}} {{.Containers}}'
  for flags in '' --all --dangling --unused '--maxTags 1 --sort size'; do
    # shellcheck disable=SC2086 # one word a flag
    run tags $flags --label "$label=$nonce" --format "$fields @{{.Unique}}"
    succeeds
    # shellcheck disable=SC2086 # likewise
    check "with figures \"tags $flags\" lists the same rows" diff \
      <("$binary" tags $flags --label "$label=$nonce" --format "$fields") \
      <(sed 's/ @.*//' "$work/stdout")
  done
}

# docker_rows FLAG FIELD: what docker shows of our images with a flag and a template.
docker_rows() {
  docker images --all "$1" --filter "label=$label=$nonce" \
    --format "{{.Repository}} {{.Tag}} {{.ID}} {{.$2}}" | sort
}

# our_rows FIELD: the same of dkr-ls.
our_rows() {
  "$binary" tags --label "$label=$nonce" --format "{{.Repository}} {{.Tag}} {{.ID}} {{.$1}}" | sort
}

# The same template gives the same text.
check_templates() {
  local template field
  for field in CreatedAt CreatedSince Size VirtualSize; do
    check "docker and dkr-ls show the same {{.$field}}" \
      diff <(docker_rows --no-trunc=false "$field") <(our_rows "$field")
  done
  for template in '{{.Repository}}:{{.Tag}}' '{{json .Tag}} {{.ID}}' \
    'table {{.ID}}\t{{.Repository}}\t{{.Tag}}\t{{.Size}}'; do
    run tags --label "$label=$nonce" --format "$template"
    succeeds
    check 'docker prints the same lines' diff \
      <(docker images --all --filter "label=$label=$nonce" --format "$template" |
        sed 's/ *$//' | sort) <(sort "$work/stdout")
  done
}

check_repositories() {
  run repos --long --sort size
  succeeds
  check 'a repository has its tags, images, dates and size' grep -qE \
    '^nginx +2 +2 +2 weeks ago +6 weeks ago +155MB$' "$work/stdout"
  run repos --no-header --sort repository --reverse
  succeeds
  check 'the names are in order' [ "$(keep_ours <"$work/stdout" | xargs)" = \
    "nginx mysql/mysql-server debian datadog/agent awscli ${webapp%:*} <none>" ]
  run repos --format '{{.Repository}} {{.Tags}}'
  succeeds
  check 'nginx has two tags' grep -qx 'nginx 2' "$work/stdout"
  run repos --format json
  succeeds
  check 'nginx is an object' grep -q '^{"repository":"nginx","tags":2,"images":2,' "$work/stdout"
}

check_every_flag() {
  check_choosing
  check_use
  check_order
  check_showing
  check_rows_with_figures
  check_templates
  if lists_strangers; then
    skip 'the repositories: the engine holds other images'
  else
    check_repositories
  fi
}

lists_strangers() {
  "$binary" tags -q >"$work/all-ids"
  grep -qvxF -f <(printf '%s\n' "${id[@]}") "$work/all-ids"
}
