// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "dkrls/detail/config.hpp"
#include "dkrls/image.hpp"
#include "dkrls/pattern.hpp"
#include "dkrls/platform.hpp"

namespace dkrls {

/// Decides whether an image is listed under one of its references.
///
/// A value: copy it, combine it with `&`, `|` and `!`, describe it. Most filters look at the image
/// only. Filters on names look at the reference, so that an image with several names is listed
/// under the names that match.
///
/// The answer is true, false or unknown. It is unknown if the engine did not report the value that
/// the filter checks. Unknown stays unknown under `!`, and lists nothing. A combination is unknown
/// if its answer depends on an unknown part (Kleene's logic).
///
/// *Lifetime:* owns what it compares with.
/// *Threads:* may be called from several threads at the same time if its predicate may; those of
/// this header may.
///
///     const Filter stale = older_than(std::chrono::days(90), now) & !repository_has_prefix("ci/");
///     stale.description();  // "(older than 90 days and not repository starts with ci/)"
class Filter {
 public:
  /// The answer to an image and a reference; nullopt for unknown.
  using Predicate = std::function<std::optional<bool>(const Image&, const Reference&)>;

  /// A filter of your own.
  Filter(std::string description, Predicate predicate)
      : description_(std::move(description)), predicate_(std::move(predicate)) {}

  /// Returns the answer; nullopt for unknown.
  std::optional<bool> judge(const Image& image, const Reference& reference) const {
    return predicate_(image, reference);
  }

  /// True if the answer is true; then the image is listed.
  bool operator()(const Image& image, const Reference& reference) const {
    return judge(image, reference) == true;
  }

  /// The condition in words, for logs and messages.
  const std::string& description() const noexcept { return description_; }

 private:
  std::string description_;
  Predicate predicate_;
};

DKRLS_DECL Filter operator&(Filter left, Filter right);  ///< true if both are
DKRLS_DECL Filter operator|(Filter left, Filter right);  ///< true if one of them is
DKRLS_DECL Filter operator!(Filter operand);             ///< unknown stays unknown

/// Images created, or tagged, more than `age` before `now`, strictly. Unknown for an image without
/// this date.
DKRLS_DECL Filter older_than(std::chrono::seconds age, std::chrono::sys_seconds now,
                             ImageDate date = ImageDate::created);

/// Images created, or tagged, at most `age` before `now`, those from the future among them. Unknown
/// for an image without this date.
DKRLS_DECL Filter no_older_than(std::chrono::seconds age, std::chrono::sys_seconds now,
                                ImageDate date = ImageDate::created);

/// Images of more than `bytes`, strictly. Unknown for an image of unknown size.
DKRLS_DECL Filter larger_than(std::uint64_t bytes);

/// Images of at most `bytes`. Unknown for an image of unknown size.
DKRLS_DECL Filter no_larger_than(std::uint64_t bytes);

/// References whose repository starts with `prefix`; see repository_starts_with(), and
/// can_begin_repository() for a prefix that matches nothing. The nameless reference of an image
/// without a name has no repository and never does.
DKRLS_DECL Filter repository_has_prefix(std::string prefix);

/// Rows that match `pattern`.
DKRLS_DECL Filter matches(Pattern pattern);

/// Images that have a label of this name, and this value if one is given. Unknown for an image
/// without Image::labels: the images must have been requested with their labels.
DKRLS_DECL Filter has_label(std::string key, std::optional<std::string> value = std::nullopt);

/// Images that docker calls dangling; see known_dangling().
DKRLS_DECL Filter dangling();

/// Images that containers of any state were made from. Unknown for an image whose containers were
/// not counted: the images must have been requested with their containers.
DKRLS_DECL Filter used();

/// Images that no container was made from; unknown as for used().
DKRLS_DECL Filter unused();

/// Images that have content for a platform; see fits(). Unknown for an image whose platforms the
/// engine did not report: the images must have been requested with their platforms.
DKRLS_DECL Filter has_platform(Platform platform);

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/filter.ipp"
#endif
