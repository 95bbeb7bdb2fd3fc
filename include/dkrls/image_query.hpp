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

/// Selects and orders images. First it applies the filters, then the limits on the tags of each
/// repository, then the order.
///
///     const Listing listing =
///         ImageQuery().where(larger_than(100'000'000)).max_tags(1).select(client.list_images());
class ImageQuery {
 public:
  /// Lists only what passes `filter`. Each of several filters must be passed.
  ImageQuery& where(Filter filter);

  /// Leaves out the `count` newest tags of each repository, counted after all filters. Images
  /// without a repository count as one repository.
  ImageQuery& skip_tags(std::size_t count);

  /// Lists at most the `count` newest tags of each repository, or the newest of those that
  /// skip_tags() leaves; counted as there. 0 lists nothing.
  ImageQuery& max_tags(std::size_t count);

  /// Puts the rows in an order. It does not change which rows are listed.
  ImageQuery& order_by(RowOrder order);

  /// Lists each image under the first of its rows only.
  ImageQuery& each_image_once(bool once = true);

  /// Keeps the whole images in the rows, see Row::image. Costs memory.
  ImageQuery& keep_images(bool keep = true);

  /// Returns whether an image under a reference passes the filters.
  bool matches(const Image& image, const Reference& reference) const;

  /// Returns the rows of `images`, in their order.
  Listing select(const std::vector<Image>& images) const;

 private:
  friend class Selection;

  std::vector<Filter> filters_;
  std::size_t skipped_tags_ = 0;
  std::optional<std::size_t> max_tags_;
  RowOrder order_;
  bool each_image_once_ = false;
  bool keep_images_ = false;
};

/// Selects from images that arrive one at a time. It keeps the rows that pass the filters; with
/// max_tags() it now and then drops those that are too old to be listed. (--maxTags 5 with whole
/// images, 100,000 of them: 4 MiB instead of 82.)
class Selection {
 public:
  explicit Selection(ImageQuery query);

  /// Adds an image.
  /// Lifetime: keeps no reference to it.
  void add(const Image& image);

  /// Returns the rows of all images added, in their order. The selection is empty afterwards.
  Listing finish();

 private:
  void cut();

  ImageQuery query_;
  Listing listing_;
  std::size_t rows_to_cut_at_ = 1000;
  std::vector<Reference> references_;  // of one image; a member to reuse its memory
};

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/image_query.ipp"
#endif
