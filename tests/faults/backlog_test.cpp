// An engine with more callers than it has places for in its queue.

#include <sys/socket.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/write.hpp>
#include <dkrls/docker_client.hpp>
#include <thread>

#include "catch.hpp"
#include "fake_engine.hpp"
#include "temporary_directory.hpp"

namespace {

using namespace dkrls_test;
namespace asio = boost::asio;
using Protocol = asio::local::stream_protocol;

/// A socket that others call at and nobody accepts, until its queue is full.
class BusySocket {
 public:
  explicit BusySocket(const std::string& path) : acceptor_(context_) {
    acceptor_.open();
    acceptor_.bind(path);
    acceptor_.listen(0);
    for (bool refused = false; !refused;) {
      Protocol::socket caller(context_);
      caller.open();
      caller.native_non_blocking(true);
      const Protocol::endpoint endpoint(path);
      refused = ::connect(caller.native_handle(), endpoint.data(),
                          static_cast<socklen_t>(endpoint.size())) != 0;
      if (!refused)
        callers_.push_back(std::move(caller));
    }
  }

  /// Sends the callers away, and answers the next.
  void serve(std::string_view answer) {
    for (std::size_t i = 0; i < callers_.size(); ++i)
      acceptor_.accept().close();
    Protocol::socket client = acceptor_.accept();
    asio::write(client, asio::buffer(answer));
    char request = 0;
    boost::system::error_code ignored;
    client.read_some(asio::buffer(&request, 1), ignored);
  }

 private:
  asio::io_context context_;
  Protocol::acceptor acceptor_;
  std::vector<Protocol::socket> callers_;
};

dkrls::ClientOptions options_for(const std::string& path) {
  return {.endpoint = dkrls::UnixEndpoint{path},
          .api_version = "1.41",
          .timeout = std::chrono::seconds(1)};
}

}  // namespace

TEST_CASE("an engine whose queue is full is waited for until there is room") {
  const TemporaryDirectory directory;
  BusySocket socket(directory / "engine.sock");
  dkrls::error_code ec;
  dkrls::Diagnostics diagnostics;
  std::vector<dkrls::Image> images;
  std::thread thread([&] {
    images = dkrls::DockerClient(options_for(directory / "engine.sock"))
                 .list_images({}, ec, diagnostics);
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  socket.serve(http_response("200 OK", "[{\"Id\":\"a\"}]"));
  thread.join();
  CHECK_FALSE(ec);
  CHECK(images.size() == 1);
}

TEST_CASE("an engine whose queue stays full was silent") {
  const TemporaryDirectory directory;
  const BusySocket socket(directory / "engine.sock");
  dkrls::error_code ec;
  dkrls::Diagnostics diagnostics;
  dkrls::DockerClient(options_for(directory / "engine.sock")).list_images({}, ec, diagnostics);
  CHECK(ec == dkrls::Errc::timed_out);
}
