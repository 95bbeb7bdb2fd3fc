// SPDX-License-Identifier: MIT

// instructions
//
// Parses, selects and prints 10,000 images from memory. instructions.sh counts the instructions of
// list_images().

#include <boost/version.hpp>
#include <cstdio>
#include <cstdlib>
#include <dkrls/detail/engine_json/image_list_parser.hpp>
#include <dkrls/formatter.hpp>
#include <dkrls/image_query.hpp>
#include <string>
#include <string_view>

#include "canned_images.hpp"
#include "null_stream.hpp"

/// Does the work of dkr-ls between the socket and its output. extern "C", so that Valgrind finds
/// the function by this name.
extern "C" [[gnu::noinline]] void list_images(const std::string& json, std::ostream& out) {
  constexpr std::size_t piece_size = 128 * 1024;
  const std::string_view all = json;

  dkrls::ListingBuilder builder{dkrls::ImageQuery()};
  dkrls::detail::ImageListParser parser([&](const dkrls::Image& image) { builder.add(image); },
                                        {.labels = false});
  dkrls::error_code ec;
  for (std::size_t done = 0; done < all.size() && !ec; done += piece_size)
    parser.write(all.substr(done, piece_size), ec);
  if (!ec)
    parser.finish(ec);
  if (ec) {
    std::fprintf(stderr, "Error: %s\n", parser.problem().c_str());
    std::exit(1);
  }
  const dkrls::Listing listing = builder.finish();
  dkrls::Formatter(dkrls::ImageFormat(),
                   {.now = dkrls_bench::CannedImages::newest + std::chrono::days(30)})
      .write(listing, out);
}

namespace {

#if defined(__x86_64__)
constexpr const char* processor = "x86_64";
#elif defined(__aarch64__)
constexpr const char* processor = "aarch64";
#else
constexpr const char* processor = "other";
#endif

#ifdef __clang__
constexpr const char* compiler = "clang++";
constexpr int compiler_version = __clang_major__;
#else
constexpr const char* compiler = "g++";
constexpr int compiler_version = __GNUC__;
#endif

}  // namespace

int main() {
  const std::string json = dkrls_bench::CannedImages::json(10'000);
  dkrls_bench::NullStream out;
  list_images(json, out);
  std::printf("%s %s-%d boost-%d.%d\n", processor, compiler, compiler_version,
              BOOST_VERSION / 100'000, BOOST_VERSION / 100 % 1000);
}
