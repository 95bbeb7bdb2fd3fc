#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string_view>

#include "dkrls/row.hpp"

namespace dkrls::detail {

/// A Row in little more than half of its space: a long list is written to memory and read from
/// there twice, which takes longer than what is done with it. Refers to text and an image kept
/// elsewhere.
class KeptRow {
 public:
  using SharedImage = std::shared_ptr<const Image>;

  /// Copies the tag and the ID to `text`; the other two are kept already.
  KeptRow(const Row& row, const char* repository, char* text, SharedImage* image)
      : repository_(repository),
        text_(text),
        created_(row.created.value_or(std::chrono::sys_seconds()).time_since_epoch().count()),
        size_(row.size.value_or(0)),
        image_(image),
        repository_size_(size_of(row.repository)),
        tag_size_(size_of(row.tag)),
        id_size_(size_of(row.id)),
        has_created_(row.created),
        has_size_(row.size) {
    row.tag.copy(text_, tag_size_);
    row.id.copy(text_ + tag_size_, id_size_);
  }

  Row row() const {
    Row row;
    row.repository = {repository_, repository_size_};
    row.tag = {text_, tag_size_};
    row.id = {text_ + tag_size_, id_size_};
    row.created = created();
    if (has_size_)
      row.size = size_;
    if (image_ != nullptr)
      row.image = *image_;
    return row;
  }

  std::optional<std::chrono::sys_seconds> created() const noexcept {
    if (!has_created_)
      return std::nullopt;
    return std::chrono::sys_seconds(std::chrono::seconds(created_));
  }

  SharedImage* image() const noexcept { return image_; }
  char* text() const noexcept { return text_; }
  std::size_t text_size() const noexcept { return std::size_t(tag_size_) + id_size_; }

 private:
  static std::uint32_t size_of(std::string_view text) {
    if (text.size() > std::numeric_limits<std::uint32_t>::max())
      throw std::length_error("a name of 4 GiB in a listing");
    return static_cast<std::uint32_t>(text.size());
  }

  const char* repository_;
  char* text_;
  std::int64_t created_;  // seconds since 1970
  std::uint64_t size_;
  SharedImage* image_;
  std::uint32_t repository_size_;
  std::uint32_t tag_size_;
  std::uint32_t id_size_;
  bool has_created_;
  bool has_size_;
};

}  // namespace dkrls::detail
