// SPDX-License-Identifier: MIT
#include <dkrls/formatter.hpp>
#include <ostream>
#include <streambuf>

#include "builders.hpp"
#include "catch.hpp"

using dkrls::Formatter;
using dkrls::Listing;

namespace {

/// A disk with so much room.
class SmallDisk : public std::streambuf {
 public:
  explicit SmallDisk(std::streamsize room) : room_(room) {}

  std::streamsize written() const { return written_; }
  int failures() const { return failures_; }

 private:
  std::streamsize xsputn(const char*, std::streamsize size) override {
    const std::streamsize taken = std::min(size, room_ - written_);
    written_ += taken;
    failures_ += taken < size ? 1 : 0;
    return taken;
  }

  int overflow(int c) override {
    const char byte = static_cast<char>(c);
    return xsputn(&byte, 1) == 1 ? c : traits_type::eof();
  }

  std::streamsize room_;
  std::streamsize written_ = 0;
  int failures_ = 0;
};

Listing many_rows() {
  Listing listing;
  for (int i = 0; i < 10'000; ++i)
    listing.add(dkrls_test::row("repository", "tag", "id", 1'600'000'000, 1));
  return listing;
}

/// Writes it with a total.
void write(const Listing& listing, std::ostream& out,
           const dkrls::ImageFormat& format = dkrls::ImageFormat()) {
  Formatter(format, {.now = dkrls_test::at(1'600'000'000), .total = listing.total()})
      .write(listing, out);
}

}  // namespace

TEST_CASE("a stream that takes everything stays good") {
  SmallDisk disk(std::numeric_limits<std::streamsize>::max());
  std::ostream out(&disk);
  write(many_rows(), out);
  CHECK(out.good());
  CHECK(disk.written() > 0);
}

TEST_CASE("a stream that fails shows it, whether at the heading, at the rows or at the end") {
  const auto format = GENERATE(dkrls::ImageFormat(), dkrls::ImageFormat::json());
  SmallDisk endless(std::numeric_limits<std::streamsize>::max());
  std::ostream everything(&endless);
  write(many_rows(), everything, format);

  for (const std::streamsize room :
       {std::streamsize(0), std::streamsize(1), endless.written() / 2, endless.written() - 1}) {
    SmallDisk disk(room);
    std::ostream out(&disk);
    write(many_rows(), out, format);
    CAPTURE(room);
    CHECK(out.bad());
    CHECK(disk.written() == room);
    CHECK(disk.failures() == 1);
  }
}

TEST_CASE("a stream that fails at a short listing shows it, too") {
  SmallDisk disk(10);
  std::ostream out(&disk);
  write({}, out);
  CHECK(out.bad());
}

TEST_CASE("nothing is written to a stream that has failed before") {
  SmallDisk disk(1'000'000);
  std::ostream out(&disk);
  out.setstate(std::ios::badbit);
  write(many_rows(), out);
  CHECK(out.bad());
  CHECK(disk.written() == 0);
}

TEST_CASE("a stream that throws on failure may do so") {
  for (const std::streamsize room : {0, 100'000}) {
    SmallDisk disk(room);
    std::ostream out(&disk);
    out.exceptions(std::ios::badbit | std::ios::failbit);
    CHECK_THROWS_AS(write(many_rows(), out), std::ios_base::failure);
  }
}
