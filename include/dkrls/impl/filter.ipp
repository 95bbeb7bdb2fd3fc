#pragma once

#include <algorithm>

#include "dkrls/byte_size.hpp"
#include "dkrls/filter.hpp"

namespace dkrls {
namespace detail {

/// "90 days", "36 hours" or "5 seconds": the largest unit that says it exactly.
inline std::string describe_duration(std::chrono::seconds duration) {
  if (duration % std::chrono::days(1) == std::chrono::seconds(0))
    return std::to_string(duration / std::chrono::days(1)) + " days";
  if (duration % std::chrono::hours(1) == std::chrono::seconds(0))
    return std::to_string(duration / std::chrono::hours(1)) + " hours";
  return std::to_string(duration.count()) + " seconds";
}

}  // namespace detail

DKRLS_DECL Filter operator&(Filter left, Filter right) {
  std::string description = "(" + left.description() + " and " + right.description() + ")";
  return {std::move(description), [left = std::move(left), right = std::move(right)](
                                      const Image& image, const Reference& reference) {
            return left(image, reference) && right(image, reference);
          }};
}

DKRLS_DECL Filter operator|(Filter left, Filter right) {
  std::string description = "(" + left.description() + " or " + right.description() + ")";
  return {std::move(description), [left = std::move(left), right = std::move(right)](
                                      const Image& image, const Reference& reference) {
            return left(image, reference) || right(image, reference);
          }};
}

DKRLS_DECL Filter operator!(Filter operand) {
  std::string description = "not " + operand.description();
  return {std::move(description),
          [operand = std::move(operand)](const Image& image, const Reference& reference) {
            return !operand(image, reference);
          }};
}

DKRLS_DECL Filter older_than(std::chrono::seconds age, std::chrono::sys_seconds now) {
  return {"older than " + detail::describe_duration(age),
          [age, now](const Image& image, const Reference&) {
            return image.created && now - *image.created > age;
          }};
}

DKRLS_DECL Filter no_older_than(std::chrono::seconds age, std::chrono::sys_seconds now) {
  return {"no older than " + detail::describe_duration(age),
          [age, now](const Image& image, const Reference&) {
            return image.created && now - *image.created <= age;
          }};
}

DKRLS_DECL Filter larger_than(std::uint64_t bytes) {
  std::string description = "larger than ";
  append_byte_size(description, bytes);
  return {std::move(description), [bytes](const Image& image, const Reference&) {
            return image.size && *image.size > bytes;
          }};
}

DKRLS_DECL Filter no_larger_than(std::uint64_t bytes) {
  std::string description = "no larger than ";
  append_byte_size(description, bytes);
  return {std::move(description), [bytes](const Image& image, const Reference&) {
            return image.size && *image.size <= bytes;
          }};
}

DKRLS_DECL Filter repository_has_prefix(std::string prefix) {
  std::string description = "repository starts with " + prefix;
  return {std::move(description),
          [prefix = std::move(prefix)](const Image&, const Reference& reference) {
            return !reference.repository.empty() &&
                   repository_starts_with(reference.repository, prefix);
          }};
}

DKRLS_DECL Filter has_label(std::string key, std::optional<std::string> value) {
  std::string description = "label " + key;
  if (value)
    description += "=" + *value;
  return {std::move(description),
          [key = std::move(key), value = std::move(value)](const Image& image, const Reference&) {
            return std::any_of(image.labels.begin(), image.labels.end(), [&](const Label& label) {
              return label.key == key && (!value || label.value == *value);
            });
          }};
}

DKRLS_DECL Filter dangling() {
  return {"dangling", [](const Image& image, const Reference&) { return is_dangling(image); }};
}

DKRLS_DECL Filter used() {
  return {"used", [](const Image& image, const Reference&) {
            return image.containers && *image.containers > 0;
          }};
}

DKRLS_DECL Filter unused() {
  return {"unused", [](const Image& image, const Reference&) {
            return image.containers && *image.containers == 0;
          }};
}

}  // namespace dkrls
