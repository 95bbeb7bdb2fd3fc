// SPDX-License-Identifier: MIT

// An engine with five million images: the command keeps only the rows that it prints.

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <thread>

#include "catch.hpp"
#include "process.hpp"
#include "temporary_directory.hpp"

namespace {

using namespace dkrls_test;
namespace asio = boost::asio;
using Protocol = asio::local::stream_protocol;

// Not with sanitizers: they need more memory than the test allows, and much time. Not without
// optimization, either: it takes too long.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__OPTIMIZE__)
constexpr bool slow = true;
#else
constexpr bool slow = false;
#endif

constexpr std::size_t image_count = slow ? 50'000 : 5'000'000;
constexpr long most_kilobytes = 32 * 1024;

/// Answers one request with images of a hundred repositories, and makes each image as it sends it.
class HugeEngine {
 public:
  explicit HugeEngine(const std::string& path)
      : acceptor_(context_, path), thread_([this] { serve(); }) {}
  ~HugeEngine() { thread_.join(); }
  HugeEngine(const HugeEngine&) = delete;
  HugeEngine& operator=(const HugeEngine&) = delete;

 private:
  void serve() {
    Protocol::socket client = acceptor_.accept();
    asio::streambuf request;
    boost::system::error_code ec;
    asio::read_until(client, request, "\r\n\r\n", ec);
    std::string text = "HTTP/1.0 200 OK\r\n\r\n[";
    std::array<char, 96> image;
    for (std::size_t i = 0; i < image_count && !ec; ++i) {
      const int size = std::snprintf(image.data(), image.size(),
                                     R"({"Id":"%zu","RepoTags":["x/%zu:%zu"],"Created":%zu}%c)", i,
                                     i % 100, i, 1'000'000 + i, i + 1 < image_count ? ',' : ']');
      text.append(image.data(), static_cast<std::size_t>(size));
      if (text.size() > 100'000 || i + 1 == image_count) {
        asio::write(client, asio::buffer(text), ec);
        text.clear();
      }
    }
  }

  asio::io_context context_;
  Protocol::acceptor acceptor_;
  std::thread thread_;
};

}  // namespace

TEST_CASE("five million images are listed in little memory") {
  const std::vector<std::string> arguments = GENERATE(values<std::vector<std::string>>(
      {{"repos"}, {"tags", "--maxTags", "1", "--prefix", "x"}, {"tags", "--prefix", "y"}}));
  CAPTURE(arguments);
  const TemporaryDirectory directory;
  const std::string path = directory / "engine.sock";
  const HugeEngine engine(path);
  std::vector<std::string> command = {DKR_LS};
  command.insert(command.end(), arguments.begin(), arguments.end());
  const Finished finished =
      run_process(command, {"DOCKER_HOST=unix://" + path, "DOCKER_API_VERSION=1.41"});
  CHECK(finished.err.empty());
  CHECK(finished.status == 0);
  const auto lines = std::count(finished.out.begin(), finished.out.end(), '\n');
  CHECK(lines == (arguments.back() == "y" ? 1 : 101));
  if (!slow)
    CHECK(finished.peak_kilobytes < most_kilobytes);
}
