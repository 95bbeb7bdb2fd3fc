#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <unordered_map>
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

DKRLS_DECL Selection::Selection(ImageQuery query) : query_(std::move(query)) {}

DKRLS_DECL void Selection::add(const Image& image) {
  references_.clear();
  append_references(image, references_);
  std::shared_ptr<const Image> whole;
  for (const Reference& reference : references_) {
    if (!query_.matches(image, reference))
      continue;
    if (query_.keep_images_ && !whole)
      whole = std::make_shared<const Image>(image);
    listing_.add({std::string(reference.repository), std::string(reference.tag), image.id,
                  image.created, image.size, whole});
  }
  if (query_.max_tags_ && listing_.size() >= rows_to_cut_at_)
    cut();
}

/// Drops the rows that are too old to be listed. Later images cannot change that.
DKRLS_DECL void Selection::cut() {
  listing_.arrange();
  std::unordered_map<std::string, std::size_t> places;
  listing_.remove_if([&](const Row& row) {
    const std::size_t place = places[row.repository]++;
    return place >= query_.skipped_tags_ && place - query_.skipped_tags_ >= *query_.max_tags_;
  });
  rows_to_cut_at_ = 2 * listing_.size() + 1000;
}

DKRLS_DECL Listing Selection::finish() {
  if (query_.max_tags_)
    cut();
  Listing listing = std::exchange(listing_, Listing());
  listing.arrange();
  if (query_.skipped_tags_ > 0) {
    std::unordered_map<std::string, std::size_t> places;
    listing.remove_if(
        [&](const Row& row) { return places[row.repository]++ < query_.skipped_tags_; });
  }
  if (query_.order_ != RowOrder())
    listing.sort(query_.order_);
  if (query_.each_image_once_) {
    std::unordered_set<std::string> seen;
    listing.remove_if([&](const Row& row) { return !seen.insert(row.id).second; });
  }
  return listing;
}

}  // namespace dkrls
