#!/usr/bin/env bash
# Checks that the headers under $1/include/dkrls include only what their layer allows, and that each
# outside library stays where it belongs. A header that is not listed here fails the check.
set -euo pipefail
cd "$1"

# Layer 3 is two: the formatter and the client never see each other.
declare -A layer=(
    [version]=0 [detail/config]=0 [detail/arena]=0 [detail/capped_sum]=0 [detail/ascii]=0 [detail/decimal]=0 [detail/utf8]=0
    [detail/terminal_controls]=0 [detail/unicode_widths]=0
    [detail/natural_order]=0 [detail/suggest]=0
    [error]=1 [logger]=1 [byte_size]=1 [byte_size_text]=1 [age]=1 [reference]=1 [image]=1 [image_request]=1
    [endpoint]=1 [terminal_text]=1 [detail/api_version]=1 [detail/engine_message]=1
    [environment]=1 [tls_options]=1 [detail/header_fields]=1 [engine_info]=1
    [detail/json_file]=2 [detail/docker_config]=2 [engine_choice]=2 [well_known_sockets]=2
    [filter]=2 [row]=2 [row_order]=2 [rows]=2 [detail/kept_row]=2 [listing]=2 [image_query]=2 [repository_summary]=2
    [repository]=1 [detail/engine_info_parser]=2 [detail/listed_field]=0 [detail/list_parser]=2
    [detail/object_list_events]=2 [detail/object_list_impl]=2
    [detail/json_input]=0 [detail/json_events]=0
    [detail/json_nesting]=0 [detail/json_string]=0 [detail/json_number]=0 [detail/json_reader]=0 [detail/expected_keys]=0
    [detail/image_list_parser]=2 [detail/container_list_parser]=2
    [field]=3f [format]=3f [format_options]=3f [format_problem]=3f [formatter]=3f
    [detail/fields]=3f [detail/image_fields]=3f [detail/repository_fields]=3f [detail/piece]=3f
    [detail/template_parser]=3f [detail/record_text]=3f [detail/json_text]=3f
    [detail/time_text]=3f [detail/line_writer]=3f [detail/table_writer]=3f
    [disk_survey]=1 [survey_request]=1 [detail/layer_parser]=2 [detail/layer_bounds]=2
    [detail/layer_tree]=2 [detail/surveyed_layers]=2 [detail/image_placement]=2
    [detail/history_choice]=2 [detail/engine_sums]=2 [disk_usage]=2 [disk_summary]=2
    [detail/figure_text]=3f [detail/image_line]=3f [detail/usage_fields]=3f
    [disk_summary_formatter]=3f
    [transport]=3c [detail/socket_transport]=3c [detail/ssh_transport]=3c [tls]=3c
    [detail/error_output]=3c [detail/silence_watch]=3c [detail/http_connection]=3c [detail/client_operation]=3c
    [detail/engine_requests]=3c [detail/disk_survey_operation]=3c [detail/layer_surveyor]=3c
    [client_options]=3c [docker_client]=3c [locate_engine]=3c
    [dkrls]=4 [src]=4 [src_tls]=4
)

# Outside libraries by the start of their include, and the headers that may use them.
declare -A confined=(
    [boost/asio]="transport detail/socket_transport detail/ssh_transport tls
        detail/error_output detail/silence_watch detail/http_connection detail/client_operation
        detail/disk_survey_operation detail/layer_surveyor docker_client"
    [boost/asio/ssl]="tls" [openssl]="tls"
    [boost/beast]="detail/http_connection"
    [boost/json]="detail/engine_message detail/json_file
        detail/engine_info_parser detail/layer_parser"
    [boost/log]="" [boost/program_options]=""
)

failures=0
fail() {
    echo "$1: $2" >&2
    failures=$((failures + 1))
}

# The header that a file belongs to: the file itself, or of impl/x.ipp the x.hpp.
concept_of() {
    local name=${1#include/dkrls/}
    name=${name%.*}
    if [[ $name == impl/* ]]; then
        name=${name#impl/}
        [[ -f include/dkrls/$name.hpp ]] || name=detail/$name
    fi
    echo "$name"
}

check_ours() {
    local file=$1 from=$2 to=$3
    if [[ -z ${layer[$to]:-} ]]; then
        fail "$file" "includes $to, which has no layer"
    elif [[ $to == tls && $from != tls ]]; then
        fail "$file" "includes $to, which needs OpenSSL"
    elif [[ ${layer[$from]} == 3* && ${layer[$to]} == 3* ]]; then
        [[ ${layer[$from]} == "${layer[$to]}" ]] || fail "$file" "sees $to across layer 3"
    elif ((${layer[$to]:0:1} > ${layer[$from]:0:1})); then
        fail "$file" "of layer ${layer[$from]} includes $to of layer ${layer[$to]}"
    fi
}

check_outside() {
    local file=$1 from=$2 to=$3 library
    for library in "${!confined[@]}"; do
        if [[ $to == "$library"[/.]* && " ${confined[$library]//$'\n'/ } " != *" $from "* ]]; then
            fail "$file" "must not include $to"
        fi
    done
}

while IFS= read -r file; do
    from=$(concept_of "$file")
    if [[ -z ${layer[$from]:-} ]]; then
        fail "$file" "has no layer; give it one in $0"
        continue
    fi
    while IFS= read -r included; do
        if [[ $included == dkrls/impl/* ]]; then
            [[ $from == src* || $(concept_of "include/$included") == "$from" ]] ||
                fail "$file" "includes the body of another header, $included"
        elif [[ $included == dkrls/* ]]; then
            included=${included#dkrls/}
            check_ours "$file" "$from" "${included%.hpp}"
        else
            check_outside "$file" "$from" "$included"
        fi
    done < <(sed -nE 's/^ *# *include +["<]([^">]+)[">].*/\1/p' "$file")
done < <(find include/dkrls -name '*.hpp' -o -name '*.ipp' | sort)

((failures == 0))
