#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <iterator>
#include <memory_resource>

#include "dkrls/detail/kept_row.hpp"
#include "dkrls/row.hpp"

namespace dkrls {

/// The rows of a Listing, a range of values: they are kept in less space, and a Row is put together
/// when it is looked at. Valid until the Listing is changed or gone, as is the text that the rows
/// show.
class Rows {
 public:
  using Kept = std::pmr::deque<detail::KeptRow>;

  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;  // before C++20 others refer to something
    using iterator_concept = std::forward_iterator_tag;
    using value_type = Row;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = Row;

    Iterator() = default;
    explicit Iterator(const Kept::const_iterator& kept) : kept_(kept) {}

    Row operator*() const { return kept_->row(); }

    Iterator& operator++() {
      ++kept_;
      return *this;
    }
    Iterator operator++(int) {
      Iterator before = *this;
      ++*this;
      return before;
    }

    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    Kept::const_iterator kept_;
  };

  explicit Rows(const Kept& kept) : kept_(&kept) {}

  Iterator begin() const { return Iterator(kept_->begin()); }
  Iterator end() const { return Iterator(kept_->end()); }

  bool empty() const noexcept { return kept_->empty(); }
  std::size_t size() const noexcept { return kept_->size(); }
  Row operator[](std::size_t index) const { return (*kept_)[index].row(); }
  Row front() const { return kept_->front().row(); }
  Row back() const { return kept_->back().row(); }

  /// Whether the rows are equal one by one.
  friend bool operator==(const Rows& a, const Rows& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
  }

 private:
  const Kept* kept_;
};

}  // namespace dkrls
