// SPDX-License-Identifier: MIT
#include "actions/choice.hpp"

#include <algorithm>
#include <utility>

namespace dkr_ls {
namespace {

std::string given(std::string_view what, std::string_view value) {
  return std::string(what) + " \"" + std::string(value) + '"';
}

template <class Named>
dkrls::Filter any_of(const std::vector<Named>& all) {
  dkrls::Filter any = all.front().filter;
  for (std::size_t i = 1; i < all.size(); ++i)
    any = any | all[i].filter;
  return any;
}

dkrls::Filter label_filter(const LabelChoice& label) {
  const dkrls::Filter has = dkrls::has_label(label.key, label.value);
  return label.absent ? !has : has;
}

}  // namespace

Choice::Choice(const Invocation& invocation, const World& world)
    : counted_(invocation.settings.rows ? "rows" : "images"), date_(invocation.settings.date) {
  const Settings& settings = invocation.settings;
  const std::chrono::sys_seconds now = world.now();
  for (const std::string& argument : invocation.arguments) {
    const auto pattern = dkrls::parse_pattern(argument);
    if (!pattern)
      throw UsageError(*invocation.command,
                       given("invalid pattern", argument) + ": " + pattern.error().message);
    patterns_.push_back({given("pattern", argument), dkrls::matches(*pattern)});
  }
  for (const std::string& prefix : settings.prefixes)
    prefixes_.push_back({given("--prefix", prefix), dkrls::repository_has_prefix(prefix)});
  for (const dkrls::Pattern& pattern : settings.excluded)
    excluded_.push_back({given("--exclude", pattern.text()), dkrls::matches(pattern)});

  const auto age = [&](const dkrls::AgeLimit& limit) {
    return dkrls::age_at(limit, now, world.from_local_time);
  };
  constexpr auto info = dkrls::LogLevel::info;
  constexpr auto warning = dkrls::LogLevel::warning;
  const auto judge = [&](std::string_view flag, std::string_view unknown, dkrls::Filter filter,
                         dkrls::LogLevel level) {
    judges_.push_back({flag, unknown, std::move(filter), level});
  };
  if (settings.min_age)
    judge("--minAge", "of unknown age", dkrls::older_than(age(*settings.min_age), now, date_),
          info);
  if (settings.max_age)
    judge("--maxAge", "of unknown age", dkrls::no_older_than(age(*settings.max_age), now, date_),
          info);
  if (settings.min_size)
    judge("--minSize", "of unknown size", dkrls::larger_than(*settings.min_size), warning);
  if (settings.max_size)
    judge("--maxSize", "of unknown size", dkrls::no_larger_than(*settings.max_size), warning);
  constexpr std::string_view uncounted = "whose containers are not known";
  if (settings.used)
    judge("--used", uncounted, dkrls::used(), warning);
  if (settings.unused)
    judge("--unused", uncounted, dkrls::unused(), warning);

  for (const LabelChoice& label : settings.labels)
    judge("--label", "whose labels are not known", label_filter(label), warning);
  for (const dkrls::Platform& platform : settings.platforms)
    platforms_.push_back({given("--platform", to_string(platform)), dkrls::has_platform(platform)});
  if (!platforms_.empty())
    judge("--platform", "whose platforms are not known", any_of(platforms_), warning);
  if (settings.dangling)
    judge("--dangling", "whose tags are not known",
          *settings.dangling ? dkrls::dangling() : !dkrls::dangling(), warning);
}

void Choice::add_filters(dkrls::ImageQuery& query) const {
  for (const Judge& judge : judges_)
    query.where(judge.filter);
  for (const auto* names : {&patterns_, &prefixes_})
    if (!names->empty())
      query.where(any_of(*names));
  if (!excluded_.empty())
    query.where(!any_of(excluded_));
}

void Choice::note(const dkrls::Image& image) {
  ++images_;
  if (!date_of(image, date_))
    ++undated_;
  if (patterns_.empty() && prefixes_.empty() && excluded_.empty() && judges_.empty())
    return;
  references_.clear();
  dkrls::append_references(image, references_);
  for (auto* names : {&patterns_, &prefixes_, &excluded_, &platforms_})
    for (Named& named : *names)
      named.matched = named.matched || std::ranges::any_of(references_, [&](const auto& reference) {
                        return named.filter(image, reference);
                      });
  for (Judge& judge : judges_)
    if (!judge.filter.judge(image, references_.front()))
      ++judge.unjudged;
}

void Choice::log(const dkrls::Logger& logger) const {
  const auto log_unmatched = [&](const std::vector<Named>& names, dkrls::LogLevel level,
                                 const std::string& consequence) {
    for (const Named& named : names)
      if (!named.matched)
        logger.log(level, named.given + " matches no image" + consequence);
  };
  log_unmatched(excluded_, dkrls::LogLevel::warning, ": it protects nothing");
  log_unmatched(patterns_, dkrls::LogLevel::info, "");
  log_unmatched(prefixes_, dkrls::LogLevel::info, "");
  log_unmatched(platforms_, dkrls::LogLevel::info, "");
  if (date_ == dkrls::ImageDate::tagged && undated_ > images_ / 2)
    logger.log(dkrls::LogLevel::warning,
               "it is not known when " + std::to_string(undated_) + " of " +
                   std::to_string(images_) + ' ' + std::string(counted_) + " were tagged: " +
                   (counted_ == "rows" ? "rows have it if they were printed with --date tagged"
                                       : "a graph driver knows it of images that were built, "
                                         "imported or tagged there, podman of none"));
  std::string_view logged;  // --label may be given several times
  for (const Judge& judge : judges_) {
    if (judge.unjudged > 0 && judge.flag != std::exchange(logged, judge.flag))
      logger.log(judge.level, std::string(judge.flag) + " leaves out " + std::string(counted_) +
                                  ' ' + std::string(judge.unknown) + ": " +
                                  std::to_string(judge.unjudged));
  }
}

}  // namespace dkr_ls
