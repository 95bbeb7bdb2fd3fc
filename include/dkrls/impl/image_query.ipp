#pragma once

#include <algorithm>
#include <limits>
#include <unordered_set>
#include <utility>

#include "dkrls/image_query.hpp"

namespace dkrls {

DKRLS_DECL ImageQuery& ImageQuery::where(Filter filter) {
  filters_.push_back(std::move(filter));
  return *this;
}

DKRLS_DECL ImageQuery& ImageQuery::skip_tags(std::size_t count) {
  skipped_tags_ = count;
  return *this;
}

DKRLS_DECL ImageQuery& ImageQuery::max_tags(std::size_t count) {
  max_tags_ = count;
  return *this;
}

DKRLS_DECL ImageQuery& ImageQuery::order_by(RowOrder order) {
  order_ = order;
  return *this;
}

DKRLS_DECL ImageQuery& ImageQuery::each_image_once(bool once) {
  each_image_once_ = once;
  return *this;
}

DKRLS_DECL ImageQuery& ImageQuery::keep_images(bool keep) {
  keep_images_ = keep;
  return *this;
}

DKRLS_DECL bool ImageQuery::matches(const Image& image, const Reference& reference) const {
  return std::all_of(filters_.begin(), filters_.end(),
                     [&](const Filter& filter) { return filter(image, reference); });
}

DKRLS_DECL Listing ImageQuery::select(const std::vector<Image>& images) const {
  Selection selection(*this);
  for (const Image& image : images)
    selection.add(image);
  return selection.finish();
}

DKRLS_DECL Selection::Selection(ImageQuery query) : query_(std::move(query)) {
  // Of no use when all numbers a repository can have are below it.
  constexpr std::size_t any = std::numeric_limits<std::size_t>::max();
  if (query_.max_tags_ && *query_.max_tags_ < any - query_.skipped_tags_)
    cap_ = *query_.max_tags_ == 0 ? 0 : query_.skipped_tags_ + *query_.max_tags_;
}

DKRLS_DECL void Selection::add(const Image& image) {
  references_.clear();
  append_references(image, references_);
  std::shared_ptr<const Image> whole;
  for (const Reference& reference : references_) {
    if (!query_.matches(image, reference))
      continue;
    if (query_.keep_images_ && !whole)
      whole = std::make_shared<const Image>(image);
    add({reference.repository, reference.tag, image.id, image.created, image.size, whole});
  }
}

DKRLS_DECL void Selection::add(const Row& row) {
  if (!cap_) {
    listing_.add(row);
    return;
  }
  const auto older = [this](std::size_t a, std::size_t b) {
    return comes_before(listing_.rows()[a], listing_.rows()[b]);
  };
  if (*cap_ == 0)
    return;
  auto known = repositories_.find(row.repository);
  if (known != repositories_.end() && known->second.size() == *cap_) {
    std::vector<std::size_t>& kept = known->second;
    if (!comes_before(row, listing_.rows()[kept.front()]))
      return;
    std::pop_heap(kept.begin(), kept.end(), older);
    listing_.replace(kept.back(), row);
    std::push_heap(kept.begin(), kept.end(), older);
    return;
  }
  listing_.add(row);
  const std::size_t index = listing_.rows().size() - 1;
  if (known == repositories_.end())
    known = repositories_.try_emplace(listing_.rows()[index].repository).first;
  known->second.push_back(index);
  std::push_heap(known->second.begin(), known->second.end(), older);
}

/// Drops the newest rows of each repository, which were kept to know which are the newest.
DKRLS_DECL void Selection::cut_window() {
  std::unordered_map<std::string_view, std::size_t> seen;
  listing_.remove_if([&](const Row& row) { return seen[row.repository]++ < query_.skipped_tags_; });
}

DKRLS_DECL Listing Selection::finish() {
  repositories_.clear();
  listing_.arrange();
  if (query_.skipped_tags_ > 0)
    cut_window();
  if (query_.order_ != RowOrder())
    listing_.sort(query_.order_);
  if (query_.each_image_once_) {
    std::unordered_set<std::string_view> seen;
    listing_.remove_if([&](const Row& row) { return !seen.insert(row.id).second; });
  }
  return std::exchange(listing_, Listing());
}

}  // namespace dkrls
