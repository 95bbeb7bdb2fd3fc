// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include "dkrls/byte_size.hpp"
#include "dkrls/filter.hpp"

namespace dkrls {
namespace detail {

/// Returns "90 days", "36 hours" or "5 seconds": the largest unit that divides the duration.
inline std::string describe_duration(std::chrono::seconds duration) {
  if (duration % std::chrono::days(1) == std::chrono::seconds(0))
    return std::to_string(duration / std::chrono::days(1)) + " days";
  if (duration % std::chrono::hours(1) == std::chrono::seconds(0))
    return std::to_string(duration / std::chrono::hours(1)) + " hours";
  return std::to_string(duration.count()) + " seconds";
}

/// Returns the end of a description: which date of an image was meant.
inline std::string describe_date(ImageDate date) {
  return date == ImageDate::tagged ? " by its tag" : "";
}

/// Returns the answer of `compare` for a known value, nullopt for an unknown one.
template <class T, class Compare>
std::optional<bool> judge(const std::optional<T>& value, Compare compare) {
  return value ? std::optional<bool>(compare(*value)) : std::nullopt;
}

}  // namespace detail

DKRLS_DECL Filter operator&(Filter left, Filter right) {
  std::string description = "(" + left.description() + " and " + right.description() + ")";
  return {std::move(description),
          [left = std::move(left), right = std::move(right)](
              const Image& image, const Reference& reference) -> std::optional<bool> {
            const std::optional<bool> first = left.judge(image, reference);
            if (first == false)
              return false;
            const std::optional<bool> second = right.judge(image, reference);
            return second == false ? second : first == true ? second : std::nullopt;
          }};
}

DKRLS_DECL Filter operator|(Filter left, Filter right) {
  std::string description = "(" + left.description() + " or " + right.description() + ")";
  return {std::move(description),
          [left = std::move(left), right = std::move(right)](
              const Image& image, const Reference& reference) -> std::optional<bool> {
            const std::optional<bool> first = left.judge(image, reference);
            if (first == true)
              return true;
            const std::optional<bool> second = right.judge(image, reference);
            return second == true ? second : first == false ? second : std::nullopt;
          }};
}

DKRLS_DECL Filter operator!(Filter operand) {
  std::string description = "not " + operand.description();
  return {std::move(description),
          [operand = std::move(operand)](const Image& image, const Reference& reference) {
            return detail::judge(operand.judge(image, reference), std::logical_not<>());
          }};
}

DKRLS_DECL Filter older_than(std::chrono::seconds age, std::chrono::sys_seconds now,
                             ImageDate date) {
  return {"older than " + detail::describe_duration(age) + detail::describe_date(date),
          [age, now, date](const Image& image, const Reference&) {
            return detail::judge(date_of(image, date), [&](auto time) { return now - time > age; });
          }};
}

DKRLS_DECL Filter no_older_than(std::chrono::seconds age, std::chrono::sys_seconds now,
                                ImageDate date) {
  return {"no older than " + detail::describe_duration(age) + detail::describe_date(date),
          [age, now, date](const Image& image, const Reference&) {
            return detail::judge(date_of(image, date),
                                 [&](auto time) { return now - time <= age; });
          }};
}

DKRLS_DECL Filter larger_than(std::uint64_t bytes) {
  return {"larger than " + format_byte_size(bytes), [bytes](const Image& image, const Reference&) {
            return detail::judge(image.size, [&](auto size) { return size > bytes; });
          }};
}

DKRLS_DECL Filter no_larger_than(std::uint64_t bytes) {
  return {"no larger than " + format_byte_size(bytes),
          [bytes](const Image& image, const Reference&) {
            return detail::judge(image.size, [&](auto size) { return size <= bytes; });
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

DKRLS_DECL Filter matches(Pattern pattern) {
  std::string description = "matches " + pattern.text();
  return {std::move(description),
          [pattern = std::move(pattern)](const Image& image, const Reference& reference) {
            return pattern.matches(image, reference);
          }};
}

DKRLS_DECL Filter has_label(std::string key, std::optional<std::string> value) {
  std::string description = "label " + key;
  if (value)
    description += "=" + *value;
  return {std::move(description),
          [key = std::move(key), value = std::move(value)](const Image& image, const Reference&) {
            return detail::judge(image.labels, [&](const std::vector<Label>& labels) {
              return std::any_of(labels.begin(), labels.end(), [&](const Label& label) {
                return label.key == key && (!value || label.value == *value);
              });
            });
          }};
}

DKRLS_DECL Filter dangling() {
  return {"dangling", [](const Image& image, const Reference&) { return known_dangling(image); }};
}

DKRLS_DECL Filter used() {
  return {"used", [](const Image& image, const Reference&) {
            return detail::judge(image.containers, [](auto count) { return count > 0; });
          }};
}

DKRLS_DECL Filter unused() {
  return {"unused", [](const Image& image, const Reference&) {
            return detail::judge(image.containers, [](auto count) { return count == 0; });
          }};
}

DKRLS_DECL Filter has_platform(Platform platform) {
  std::string description = "platform " + to_string(platform);
  return {std::move(description),
          [wanted = std::move(platform)](const Image& image, const Reference&) {
            return detail::judge(platforms_of(image), [&](const auto& platforms) {
              return std::any_of(platforms.begin(), platforms.end(), [&](const auto& each) {
                return each.available && fits(each.platform, wanted);
              });
            });
          }};
}

}  // namespace dkrls
