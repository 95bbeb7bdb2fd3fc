// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/filter.hpp"
#include "dkrls/image.hpp"
#include "dkrls/listing.hpp"
#include "dkrls/reference.hpp"
#include "dkrls/row.hpp"

namespace dkrls {

/// Which images to list, and how: the filters decide first, then keep(), then the number of tags of
/// each repository, then comes the order. A repository on several hosts counts as several: what is
/// on one host changes nothing on another.
///
///     const Listing listing =
///         ImageQuery().where(larger_than(100'000'000)).max_tags(1).select(client.list_images());
///
/// *Lifetime:* owns its filters; the rows it returns own their texts.
/// *Threads:* const functions may run at the same time if the filters may.
class ImageQuery {
 public:
  /// Lists only what passes `filter`. Each of several filters must be passed.
  ImageQuery& where(Filter filter);

  /// Goes by this date in keep(), max_tags() and the order. Filters have a date of their own.
  ImageQuery& by_date(ImageDate date);

  /// Never lists the `count` newest tagged images of each repository, under none of their names.
  /// They are counted over all images, whatever the filters are. The tags of an image share a
  /// place. Rows without a tag take no place.
  ///
  /// Lists no image of unknown date either, because it may be one of the newest; such an image
  /// takes no place. See ListingBuilder::undated().
  ImageQuery& keep(std::size_t count);

  /// Lists at most the first `count` rows of each repository in the default order, of those that
  /// pass everything else. Images without a repository count as one repository.
  ImageQuery& max_tags(std::size_t count);

  /// Puts the rows in an order, by the date of by_date(). It does not change which rows are listed.
  ImageQuery& order_by(RowOrder order);

  /// Lists each image of a host under the first of its rows only.
  ImageQuery& each_image_once(bool once = true);

  /// Keeps the whole images in the rows, see Row::image. Costs memory.
  ImageQuery& keep_images(bool keep = true);

  /// True if an image under a reference passes the filters.
  bool matches(const Image& image, const Reference& reference) const;

  /// Returns the rows of `images`, in their order.
  Listing select(const std::vector<Image>& images) const;

 private:
  friend class ListingBuilder;

  std::vector<Filter> filters_;
  ImageDate date_ = ImageDate::created;
  std::optional<std::size_t> kept_;
  std::optional<std::size_t> max_tags_;
  RowOrder order_;
  bool each_image_once_ = false;
  bool keep_images_ = false;
};

/// Selects from images that arrive one at a time. It keeps the rows that pass the filters, and with
/// keep() the tagged rows of all images. With max_tags() alone it now and then drops the rows that
/// are too old to be listed. (--maxTags 5 with whole images, 100,000 of them: 4 MiB instead of 82.)
///
/// *Lifetime:* owns a copy of the query.
/// *Threads:* one at a time.
class ListingBuilder {
 public:
  /// Selects by this query.
  explicit ListingBuilder(ImageQuery query);

  /// Adds an image.
  /// *Lifetime:* keeps no reference to it.
  void add(const Image& image);

  /// Returns how many of the images added pass the filters and are left out by ImageQuery::keep()
  /// because their date is unknown.
  std::size_t undated() const noexcept { return undated_; }

  /// Returns the rows of all images added, in their order. The builder is empty afterwards.
  Listing finish();

 private:
  void cut();
  void drop_kept_images();

  ImageQuery query_;
  Listing listing_;
  std::vector<Row> tagged_;  // of all images, to count the newest of each repository
  std::size_t undated_ = 0;
  std::size_t rows_to_cut_at_ = 1000;
  std::vector<Reference> references_;  // of one image; a member to reuse its memory
};

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/image_query.ipp"
#endif
