# shellcheck shell=bash
#
# Small faults, one a line: where, the unit test that must notice, the text that is replaced (which is
# there exactly once), and what by. To be sourced by run.sh.

mutant impl/filter.ipp filter_test 'now - *image.created > age' 'now - *image.created >= age'
mutant impl/filter.ipp filter_test 'now - *image.created <= age' 'now - *image.created < age'
mutant impl/filter.ipp filter_test '*image.size > bytes' '*image.size >= bytes'
mutant impl/filter.ipp filter_test '*image.size <= bytes' '*image.size < bytes'
mutant impl/filter.ipp filter_test 'left(image, reference) && right' 'left(image, reference) || right'
mutant impl/filter.ipp filter_test '!reference.repository.empty() &&' 'true &&'
mutant impl/filter.ipp filter_test '(!value || label.value == *value)' 'true'
mutant impl/filter.ipp filter_test '*image.containers == 0' '*image.containers >= 0'

mutant impl/row.ipp row_test 'return a.created > b.created;' 'return a.created < b.created;'
mutant impl/row.ipp row_test 'return (compared < 0) != reversed' 'return compared < 0'
mutant impl/row.ipp row_test 'return lacks_b;' 'return lacks_a;'
mutant impl/row.ipp row_test 'row.tag.empty(), row.tag, row.id' 'row.tag.empty(), row.id'

mutant impl/listing.ipp listing_test 'if (!seen.insert(row.id).second)' 'if (false)'
mutant detail/capped_sum.hpp listing_test 'std::min(b, std::numeric_limits<std::uint64_t>::max() - a)' 'b'
mutant impl/listing.ipp listing_test 'if (before == row.created)' 'if (false)'
mutant impl/listing.ipp listing_test 'newest_first_ && before >= row.created' 'newest_first_ || before >= row.created'
mutant impl/listing.ipp listing_test 'rows.erase(std::unique(' 'static_cast<void>(std::unique('

mutant impl/image_query.ipp image_query_test 'std::all_of(filters_' 'std::any_of(filters_'
mutant impl/image_query.ipp image_query_window_test '++ < query_.skipped_tags_' '++ <= query_.skipped_tags_'
mutant impl/image_query.ipp image_query_window_test 'query_.skipped_tags_ + *query_.max_tags_' '*query_.max_tags_'
mutant impl/image_query.ipp image_query_test 'if (!comes_before(row, listing_' 'if (comes_before(row, listing_'
mutant impl/repository.ipp repository_test 'std::min(repository.oldest' 'std::max(repository.oldest'

mutant impl/image.ipp image_test 'unix_seconds <= 1 ||' 'unix_seconds < 1 ||'
mutant impl/image.ipp image_test 'unnamed) &&' 'unnamed) ||'
mutant impl/image.ipp image_test '(next.tag.empty() || kept.tag' '(kept.tag'

mutant impl/byte_size.ipp byte_size_test 'binary ? 1024 : 1000' 'binary ? 1000 : 1024'
mutant impl/byte_size.ipp byte_size_test 'while (number.decimal_digits > 0 && number.decimals % 10 == 0)' 'while (false)'
mutant impl/byte_size.ipp byte_size_test 'if (number.integer == 1000)' 'if (false)'
mutant impl/age.ipp age_test 'return 7 * 24 * hour' 'return 5 * 24 * hour'
mutant impl/age.ipp age_test 'hours < 24 * 7 * 2' 'hours <= 24 * 7 * 2'
mutant detail/text/decimal.hpp decimal_test 'if (value > limit)
      return std::nullopt;' ''
mutant impl/reference.ipp reference_test "text[separator] == ':'" 'true'
mutant impl/reference.ipp reference_test "name.find('/') == std::string_view::npos)" 'true)'
mutant impl/reference.ipp reference_test "text.find('@')" "text.rfind('@')"
mutant impl/endpoint.ipp endpoint_test '|| port == 0)' ')'
mutant detail/text/utf8.hpp utf8_test 'value < smallest[length] ||' ''
mutant detail/text/terminal_controls.hpp terminal_text_test 'c <= 0x202e' 'c <= 0x202d'
mutant detail/text/unicode_widths.hpp terminal_text_test 'is_in(c, wide_width) ? 2 : 1' '1'
mutant detail/engine_api/api_version.hpp api_version_test 'minor.ptr != end ||' ''
mutant detail/engine_api/image_list_parser.ipp image_list_parser_test 'case repo_tags:
        repo_tags_ = 0;' 'case repo_tags:'
mutant detail/engine_api/image_list_parser.ipp image_list_parser_refusal_test 'if (image_.id.empty())' 'if (false)'
mutant detail/engine_api/expected_keys.hpp expected_keys_test '| ((words[1] ^ key.text[1]) & key.mask[1])' '| 0'
mutant detail/engine_api/json_number.hpp json_reader_test '(100 << 16)' '(10 << 16)'
mutant detail/engine_api/json_number.hpp json_reader_test 'magnitude == 0 || !read_digits' '!read_digits'
mutant detail/text/natural_order.hpp natural_order_test 'return whole_a.compare(whole_b);' 'return 0;'
mutant impl/repository.ipp repository_test '++repository.images;' 'repository.images = 1;'

mutant detail/disk/image_placement.ipp image_placement_test 'complete_ = sum == layers_size' 'complete_ = true'
mutant detail/disk/image_placement.ipp image_placement_test 'freed_with.begin(), freed_with.end());' 'goes_with.begin(), goes_with.end());'
mutant detail/disk/image_placement.ipp image_placement_test 'std::next(first) == last ||' 'true ||'
mutant detail/disk/image_placement.ipp image_placement_test 'return !std::binary_search(' 'return std::binary_search('
mutant detail/disk/image_placement.ipp image_placement_test '|| bounds == tree.bounds(tree.below(layer))' ''
mutant detail/disk/image_placement.ipp image_placement_test 'if (found != each.image.shared_size)' 'if (false)'
mutant detail/disk/image_placement.ipp image_placement_test 'std::greater<>' 'std::less<>'
mutant detail/disk/image_placement.ipp image_placement_test '!places_.contains(size)' 'true'
mutant detail/disk/image_placement.ipp image_placement_test 'if (next.size() < most)' 'if (true)'
mutant detail/disk/image_placement.ipp image_placement_test '++seen[repository_of(each.image)];' '++seen[each.image.id];'
mutant detail/disk/image_placement.ipp image_placement_test 'repository.empty() ? image.id : repository' 'repository'
mutant detail/disk/engine_sums.ipp engine_sums_test 'is_hidden(each) && each.image.containers != 0U' 'is_hidden(each) && each.image.containers > 0U'
mutant detail/disk/engine_sums.ipp engine_sums_test 'return known.contains(id);' 'return true;'
mutant impl/disk_usage.ipp disk_usage_test 'if (!tells(gone))' 'if (false)'
mutant impl/disk_usage.ipp disk_usage_test 'leaving(members.only, Containers::ignore)' 'leaving(members.only, Containers::keep)'
