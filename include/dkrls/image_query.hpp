#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/filter.hpp"
#include "dkrls/image.hpp"
#include "dkrls/listing.hpp"
#include "dkrls/row.hpp"

namespace dkrls {

/// Which images to list, and how: filters first, then so many tags of each repository, then the
/// order.
///
///     const Listing listing =
///         ImageQuery().where(larger_than(100'000'000)).max_tags(1).select(client.list_images());
class ImageQuery {
 public:
  /// Lists only what passes `filter`; several filters must all be passed.
  ImageQuery& where(Filter filter);

  /// Leaves out the `count` newest tags of each repository, counted after all filters: "what goes
  /// if so many are kept". Images without a repository count as one repository.
  ImageQuery& skip_tags(std::size_t count);

  /// Lists at most the `count` newest tags of each repository, or the newest of those that
  /// skip_tags() leaves; counted as there. 0 lists nothing.
  ImageQuery& max_tags(std::size_t count);

  /// Puts the rows in an order, whatever their number.
  ImageQuery& order_by(RowOrder order);

  /// Lists each image under the first of its rows only.
  ImageQuery& each_image_once(bool once = true);

  /// Lets the rows keep their whole images, see Row::image. Costs memory.
  ImageQuery& keep_images(bool keep = true);

  /// Whether an image is listed under a reference, as far as the filters are concerned.
  bool matches(const Image& image, const Reference& reference) const;

  /// The rows of `images`, in their order.
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

/// A query at work on images that arrive one at a time. It keeps what may be listed and nothing
/// else, so its memory grows with the listing and not with the engine.
class Selection {
 public:
  explicit Selection(ImageQuery query);

  /// Considers an image; nothing refers to it afterwards.
  void add(const Image& image);

  /// The rows of all images added, in their order. Leaves the selection empty.
  Listing finish();

 private:
  void add(const Row& row);
  void cut_window();

  ImageQuery query_;
  std::optional<std::size_t> cap_;  // how many rows of a repository may be listed yet
  Listing listing_;
  std::vector<Reference> references_;  // of the image at hand; kept for its memory

  // With a cap: for each repository the indexes of its rows, a heap with the oldest on top.
  std::unordered_map<std::string_view, std::vector<std::size_t>> repositories_;
};

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/image_query.ipp"
#endif
