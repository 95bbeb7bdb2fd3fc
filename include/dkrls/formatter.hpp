#pragma once

#include <iosfwd>
#include <utility>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/format.hpp"
#include "dkrls/format_options.hpp"
#include "dkrls/listing.hpp"
#include "dkrls/repository.hpp"

namespace dkrls {

/// What holds the records of a list.
template <class Record>
struct RecordsOf {
  using type = std::vector<Record>;
};

template <>
struct RecordsOf<Row> {
  using type = Rows;
};

/// Writes records to a stream, in the order they are in.
///
/// Columns are aligned to the left with at least three blanks between, and no line of a table ends
/// in a blank. What is absent is "<none>", what is unknown "N/A", both null in JSON. Text from an
/// engine goes through append_printable(); in JSON whatever that would escape is escaped, too.
///
///     Formatter(ImageFormat::table({ImageField::repository, ImageField::size}), {.now = now})
///         .write(listing.rows(), std::cout);
///
///     REPOSITORY          SIZE
///     nginx               133MB
///
/// A format that shows the digest gets a row once for each digest by which its repository is known
/// in `Row::image`, and once where there is none. A row without a tag is shown so for the field
/// Reference, too: all of them are to be removed.
///
/// The formatter never filters, sorts or asks the time.
template <class Record>
class Formatter {
 public:
  Formatter(Format<Record> format, const FormatOptions& options)
      : format_(std::move(format)), options_(options) {}

  /// A failure shows in the state of `out` and ends the writing.
  void write(const typename RecordsOf<Record>::type& records, std::ostream& out) const;

 private:
  Format<Record> format_;
  FormatOptions options_;
};

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/formatter.ipp"
#endif
