// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <dkrls/image_query.hpp>
#include <dkrls/logger.hpp>
#include <string>
#include <vector>

#include "cli/invocation.hpp"
#include "world.hpp"

namespace dkr_ls {

/// The choice that the flags and arguments of "tags" make. It notes which of them matched nothing,
/// and how many images each could not judge, and logs that.
class Choice {
 public:
  /// Throws UsageError for an argument that is no pattern.
  Choice(const Invocation& invocation, const World& world);

  void add_filters(dkrls::ImageQuery& query) const;

  /// The things that note() takes note of: "images" of an engine, or "rows" that are read.
  std::string_view counted() const noexcept { return counted_; }

  /// Takes note of an image of the engine or of a row, each once.
  void note(const dkrls::Image& image);

  /// Logs what was noted.
  void log(const dkrls::Logger& logger) const;

 private:
  /// A name or pattern that was given, and whether some row of the engine matches it.
  struct Named {
    std::string given;  ///< as in `--exclude "app/"`
    dkrls::Filter filter;
    bool matched = false;
  };

  /// A flag that cannot judge an image of which something is unknown.
  struct Judge {
    std::string_view flag;
    std::string_view unknown;  ///< as in "of unknown size"
    dkrls::Filter filter;
    dkrls::LogLevel level;  ///< of the message
    std::size_t unjudged = 0;
  };

  std::string_view counted_;  ///< "images", or "rows" if an image may be noted under each name
  std::vector<Named> patterns_;
  std::vector<Named> prefixes_;
  std::vector<Named> excluded_;
  std::vector<Named> platforms_;
  std::vector<Judge> judges_;
  dkrls::ImageDate date_;
  std::size_t images_ = 0;
  std::size_t undated_ = 0;                   // without date_
  std::vector<dkrls::Reference> references_;  // of one image; a member to reuse its memory
};

}  // namespace dkr_ls
