#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "dkrls/detail/config.hpp"
#include "dkrls/image.hpp"

namespace dkrls {

/// Decides whether an image is listed under one of its references.
///
/// A value: copy it, combine it with `&`, `|` and `!`, describe it. Most filters look at the image
/// only; those of names look at the reference, so that an image with several names is listed under
/// those that were asked for. A function object without side effects may be called from any thread.
///
///     const Filter stale = older_than(std::chrono::days(90), now) & !repository_has_prefix("ci/");
///     stale.description();  // "(older than 90 days and not repository starts with ci/)"
class Filter {
 public:
  using Predicate = std::function<bool(const Image&, const Reference&)>;

  Filter(std::string description, Predicate predicate)
      : description_(std::move(description)), predicate_(std::move(predicate)) {}

  bool operator()(const Image& image, const Reference& reference) const {
    return predicate_(image, reference);
  }

  /// The condition in words, for logs and messages.
  const std::string& description() const noexcept { return description_; }

 private:
  std::string description_;
  Predicate predicate_;
};

DKRLS_DECL Filter operator&(Filter left, Filter right);
DKRLS_DECL Filter operator|(Filter left, Filter right);
DKRLS_DECL Filter operator!(Filter operand);

/// Images created more than `age` before `now`, strictly. An image of unknown age is not old.
DKRLS_DECL Filter older_than(std::chrono::seconds age, std::chrono::sys_seconds now);

/// Images created at most `age` before `now`, those from the future among them. An image of unknown
/// age is not young.
DKRLS_DECL Filter no_older_than(std::chrono::seconds age, std::chrono::sys_seconds now);

/// Images of more than `bytes`, strictly. An image of unknown size is not large.
DKRLS_DECL Filter larger_than(std::uint64_t bytes);

/// Images of at most `bytes`. An image of unknown size is not small.
DKRLS_DECL Filter no_larger_than(std::uint64_t bytes);

/// References whose repository starts with `prefix`; see repository_starts_with(). The nameless
/// reference of a dangling image has no repository and never does.
DKRLS_DECL Filter repository_has_prefix(std::string prefix);

/// Images that have a label of this name, and this value where one is given. The images must have
/// been asked for with their labels.
DKRLS_DECL Filter has_label(std::string key, std::optional<std::string> value = std::nullopt);

/// Images nothing refers to; see is_dangling().
DKRLS_DECL Filter dangling();

/// Images that containers of any state were made from, or that none was made from. An image whose
/// containers nobody counted is neither: the images must have been asked for with their containers.
DKRLS_DECL Filter used();
DKRLS_DECL Filter unused();

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/filter.ipp"
#endif
