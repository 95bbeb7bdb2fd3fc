#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace dkrls_test {

/// The head of a request, as it arrived.
struct Request {
  std::string line;                            ///< "GET /v1.41/images/json HTTP/1.1"
  std::map<std::string, std::string> headers;  ///< names as they are spelled
};

/// What a FakeEngine does for a request, step by step. Unless its last step is close() or reset(),
/// the connection is kept for the next request.
///
///     Reply().send("HTTP/1.1 200 OK\r\n").wait()  // falls silent in the head
class Reply {
 public:
  Reply& send(std::string bytes);

  /// Sends byte by byte with a pause before each.
  Reply& drip(std::string bytes, std::chrono::milliseconds pause);

  /// Says nothing more until FakeEngine::release().
  Reply& wait();

  Reply& close();

  /// Closes so that the client sees ECONNRESET.
  Reply& reset();

 private:
  friend class FakeEngine;

  struct Step {
    enum class Kind { send, drip, wait, close, reset } kind;
    std::string bytes;
    std::chrono::milliseconds pause{};
  };
  std::vector<Step> steps_;
};

/// How the end of a body is marked: with its length, or in chunks as docker and podman write them.
enum class Framing { content_length, one_chunk, chunks_of_2048 };

/// A whole answer. `status` is "200 OK"; `headers` are lines that end in "\r\n".
std::string http_response(std::string_view status, std::string_view body,
                          Framing framing = Framing::content_length,
                          std::string_view headers = "Content-Type: application/json\r\n");

/// The answer to /_ping of an engine that speaks this API version; "" leaves out the header.
Reply ping(std::string_view api_version);

/// The answer to /images/json.
Reply images(std::string_view json, Framing framing = Framing::content_length);

/// An error answer: JSON when `body` is an object, else plain text.
Reply error(std::string_view status, std::string_view body);

/// A Docker engine on a Unix socket, played by a thread of this process. It serves any number of
/// connections at the same time and does for each request what it was told to: at first it speaks
/// API 1.41 and has no images. All functions may be called from any thread.
///
/// The functions that wait give up after ten seconds with a std::runtime_error.
class FakeEngine {
 public:
  /// Makes the reply to a request; runs on the engine's thread.
  using Respond = std::function<Reply(const Request&)>;

  /// Listens in a temporary directory of its own.
  FakeEngine();

  /// Listens at `path`, where there must be nothing yet.
  explicit FakeEngine(std::filesystem::path path);

  /// Hangs up on everyone and removes the socket, and the temporary directory with all that is in
  /// it.
  ~FakeEngine();

  std::string path() const { return path_.string(); }

  /// How DOCKER_HOST names this engine.
  std::string url() const { return "unix://" + path(); }

  /// Sets what is done from now on for the requests of a route: method and path without version and
  /// query, "HEAD /_ping" or "GET /images/json". Every other is answered with 404.
  void on(std::string route, Respond respond);
  void on(std::string route, Reply reply);

  /// What was asked so far, in the order of arrival.
  std::vector<Request> requests() const;

  /// How many connections were accepted so far.
  std::size_t connections() const;

  /// Waits until `count` replies have come to a wait().
  void await_waiting(std::size_t count = 1) const;

  /// Waits until all connections are closed, from either side.
  void await_idle() const;

  /// Ends every wait(), now and later.
  void release();

 private:
  using Socket = boost::asio::local::stream_protocol::socket;

  FakeEngine(std::filesystem::path path, std::filesystem::path temporary_directory);

  boost::asio::awaitable<void> accept();
  boost::asio::awaitable<void> serve(Socket socket);
  boost::asio::awaitable<bool> perform(Socket& socket, const Reply& reply);
  Reply reply_to(const Request& request);
  void await(const std::function<bool()>& condition) const;

  std::filesystem::path path_;
  std::filesystem::path temporary_directory_;  // empty when there is none

  mutable std::mutex mutex_;  // guards what is between here and context_
  mutable std::condition_variable changed_;
  std::map<std::string, Respond> routes_;
  std::vector<Request> requests_;
  std::size_t connections_ = 0;
  std::size_t open_ = 0;     // connections that are not closed yet
  std::size_t waiting_ = 0;  // replies that have come to a wait()

  boost::asio::io_context context_{1};
  boost::asio::local::stream_protocol::acceptor acceptor_;
  boost::asio::steady_timer released_;  // expires when released
  std::thread thread_;
};

}  // namespace dkrls_test
