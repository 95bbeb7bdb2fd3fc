// SPDX-License-Identifier: MIT

// micro [IMAGES]
//
// Measures the parts of the library that process every image, one by one and without an engine.
// Prints the median of several runs, for 100,000 images or for IMAGES.

#include <algorithm>
#include <boost/json/parse.hpp>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dkrls/detail/engine_json/image_list_parser.hpp>
#include <dkrls/formatter.hpp>
#include <dkrls/image_query.hpp>
#include <numeric>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "canned_images.hpp"
#include "null_stream.hpp"

namespace {

using Seconds = std::chrono::duration<double>;

/// Receives each result, so that the compiler cannot remove the computation.
volatile std::uint64_t result;

/// Returns the median time of `work`. Each run gets a new object from `prepare`.
template <class Prepare, class Work>
Seconds median_time(Prepare prepare, Work work) {
  using Clock = std::chrono::steady_clock;
  constexpr std::size_t runs = 9;
  std::vector<Seconds> times;
  while (times.size() < runs) {
    auto material = prepare();
    const Clock::time_point start = Clock::now();
    result = work(material);
    times.push_back(Clock::now() - start);
  }
  std::nth_element(times.begin(), times.begin() + runs / 2, times.end());
  return times[runs / 2];
}

template <class Work>
Seconds median_time(Work work) {
  return median_time([] { return 0; }, [&](int) { return work(); });
}

void print(const char* what, double amount, const char* unit, Seconds time) {
  std::printf("%-48s %10.1f %s\n", what, amount / 1e6 / time.count(), unit);
}

/// Reads every byte, eight at a time.
std::uint64_t sum(std::string_view bytes) {
  std::uint64_t total = 0;
  for (; bytes.size() >= sizeof(total); bytes.remove_prefix(sizeof(total))) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), sizeof(word));
    total += word;
  }
  return std::accumulate(bytes.begin(), bytes.end(), total);
}

/// Parses the list in chunks, as they arrive from a socket.
void parse(std::string_view json, dkrls::ImageSink sink) {
  constexpr std::size_t piece_size = 128 * 1024;
  dkrls::detail::ImageListParser parser(std::move(sink));
  dkrls::error_code ec;
  for (; !json.empty() && !ec; json.remove_prefix(std::min(piece_size, json.size())))
    parser.write(json.substr(0, piece_size), ec);
  if (!ec)
    parser.finish(ec);
  if (ec) {
    std::fprintf(stderr, "Error: %s\n", parser.problem().c_str());
    std::exit(1);
  }
}

std::uint64_t select(const dkrls::ImageQuery& query, const std::vector<dkrls::Image>& images) {
  return query.select(images).size();
}

/// Returns a listing with the same rows in random order.
dkrls::Listing shuffled(const dkrls::Listing& listing) {
  std::vector<dkrls::Row> rows(listing.begin(), listing.end());
  std::shuffle(rows.begin(), rows.end(), std::mt19937_64(1));
  return dkrls::Listing(std::move(rows));
}

void measure_parsing(std::string_view json) {
  const auto size = static_cast<double>(json.size());
  print("reading the bytes", size, "MB/s", median_time([&] { return sum(json); }));
  print("ImageListParser", size, "MB/s", median_time([&] {
          std::uint64_t images = 0;
          parse(json, [&](const dkrls::Image&) { ++images; });
          return images;
        }));
  print("boost::json::parse", size, "MB/s",
        median_time([&] { return boost::json::parse(json).as_array().size(); }));
}

void measure_selecting(const std::vector<dkrls::Image>& images) {
  using dkrls::ImageQuery;
  const auto count = static_cast<double>(images.size());
  const auto print_query = [&](const char* what, const ImageQuery& query) {
    print(what, count, "M images/s", median_time([&] { return select(query, images); }));
  };
  print_query("Listing of all", ImageQuery());
  print_query("Listing, at most 5 tags a repository", ImageQuery().max_tags(5));
  print_query("Listing, at most 1 tag, one prefix",
              ImageQuery().where(dkrls::repository_has_prefix("ghcr.io/")).max_tags(1));
}

void measure_printing(const dkrls::Listing& listing) {
  const auto rows = static_cast<double>(listing.size());
  print("Listing::arrange, rows in no order", rows, "M rows/s",
        median_time([&] { return shuffled(listing); },
                    [](dkrls::Listing& material) {
                      material.arrange();
                      return material.size();
                    }));
  const auto print_format = [&](const char* what, const dkrls::ImageFormat& format) {
    const dkrls::Formatter formatter(
        format, {.now = dkrls_bench::CannedImages::newest + std::chrono::days(30)});
    print(what, rows, "M rows/s", median_time([&] {
            dkrls_bench::NullStream out;
            formatter.write(listing, out);
            return out.bytes();
          }));
  };
  print_format("Formatter, table", {});
  print_format("Formatter, JSON", dkrls::ImageFormat::json());
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t count = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 100'000;
  const std::string json = dkrls_bench::CannedImages::json(count);
  std::vector<dkrls::Image> images;
  parse(json, [&](const dkrls::Image& image) { images.push_back(image); });

  std::printf("%zu images, %.1f MB\n", count, static_cast<double>(json.size()) / 1e6);
  measure_parsing(json);
  measure_selecting(images);
  measure_printing(dkrls::ImageQuery().select(images));
}
