// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "dkrls/image_query.hpp"

namespace dkrls {

DKRLS_DECL ImageQuery& ImageQuery::where(Filter filter) {
  filters_.push_back(std::move(filter));
  return *this;
}

DKRLS_DECL ImageQuery& ImageQuery::by_date(ImageDate date) {
  date_ = date;
  return *this;
}

DKRLS_DECL ImageQuery& ImageQuery::keep(std::size_t count) {
  kept_ = count;
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
  ListingBuilder builder(*this);
  for (const Image& image : images)
    builder.add(image);
  return builder.finish();
}

DKRLS_DECL ListingBuilder::ListingBuilder(ImageQuery query) : query_(std::move(query)) {}

DKRLS_DECL void ListingBuilder::add(const Image& image) {
  references_.clear();
  append_references(image, references_);
  const auto row_of = [&](const Reference& reference, std::shared_ptr<const Image> whole) {
    return Row{.repository = std::string(reference.repository),
               .tag = std::string(reference.tag),
               .id = image.id,
               .created = image.created,
               .size = image.size,
               .image = std::move(whole),
               .host = image.host,
               .tagged = image.tagged};
  };
  if (query_.kept_)  // an unknown date comes last, so it takes no place of a known one
    for (const Reference& reference : references_)
      if (!reference.tag.empty())
        tagged_.push_back(row_of(reference, nullptr));

  std::erase_if(references_,
                [&](const Reference& reference) { return !query_.matches(image, reference); });
  if (references_.empty())
    return;
  if (query_.kept_ && !date_of(image, query_.date_)) {
    ++undated_;
    return;
  }
  const auto whole = query_.keep_images_ ? std::make_shared<const Image>(image) : nullptr;
  for (const Reference& reference : references_)
    listing_.add(row_of(reference, whole));
  if (query_.max_tags_ && !query_.kept_ && listing_.size() >= rows_to_cut_at_)
    cut();
}

/// Drops the rows that are behind the first max_tags() of their repository on their host.
DKRLS_DECL void ListingBuilder::cut() {
  listing_.arrange(query_.date_);
  std::unordered_map<std::string, std::unordered_map<std::string, std::size_t>> places;  // by host
  listing_.remove_if(
      [&](const Row& row) { return places[row.host][row.repository]++ >= *query_.max_tags_; });
  rows_to_cut_at_ = 2 * listing_.size() + 1000;
}

DKRLS_DECL void ListingBuilder::drop_kept_images() {
  std::sort(tagged_.begin(), tagged_.end(), RowOrder{.date = query_.date_});
  using Ids = std::unordered_set<std::string_view>;
  struct Host {
    std::unordered_map<std::string_view, Ids> newest;  // of each repository
    Ids kept;
  };
  std::unordered_map<std::string_view, Host> hosts;
  for (const Row& row : tagged_) {
    Host& host = hosts[row.host];
    Ids& ids = host.newest[row.repository];
    if (ids.size() < *query_.kept_) {
      ids.insert(row.id);
      host.kept.insert(row.id);
    }
  }
  listing_.remove_if([&](const Row& row) {
    const auto host = hosts.find(row.host);
    return host != hosts.end() && host->second.kept.contains(row.id);
  });
}

DKRLS_DECL Listing ListingBuilder::finish() {
  if (query_.kept_)
    drop_kept_images();
  if (query_.max_tags_)
    cut();
  else
    listing_.arrange(query_.date_);
  query_.order_.date = query_.date_;
  if (query_.order_ != RowOrder{.date = query_.date_})
    listing_.sort(query_.order_);
  if (query_.each_image_once_) {
    std::unordered_map<std::string, std::unordered_set<std::string>> seen;  // of each host
    listing_.remove_if([&](const Row& row) { return !seen[row.host].insert(row.id).second; });
  }
  Listing listing = std::move(listing_);
  *this = ListingBuilder(std::move(query_));
  return listing;
}

}  // namespace dkrls
