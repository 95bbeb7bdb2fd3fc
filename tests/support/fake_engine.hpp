// SPDX-License-Identifier: MIT
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

/// The head of a request as the engine received it.
struct Request {
  std::string line;                            ///< "GET /v1.41/images/json HTTP/1.1"
  std::map<std::string, std::string> headers;  ///< names in the client's spelling
};

/// The steps of a FakeEngine's reply to a request. The engine keeps the connection for the next
/// request, unless the last step is close() or reset().
///
///     Reply().send("HTTP/1.1 200 OK\r\n").wait()  // stops in the middle of the head
class Reply {
 public:
  Reply& send(std::string bytes);

  /// Sends byte by byte with a pause before each.
  Reply& drip(std::string bytes, std::chrono::milliseconds pause);

  /// Sends nothing more until FakeEngine::release().
  Reply& wait();

  Reply& close();

  /// Closes the connection so that the client gets ECONNRESET.
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

/// How the answer marks the end of its body: by its length, or by chunks as docker and podman write
/// them.
enum class Framing { content_length, one_chunk, chunks_of_2048 };

/// Returns a whole HTTP answer. `status` is "200 OK"; each line of `headers` ends with "\r\n".
std::string http_response(std::string_view status, std::string_view body,
                          Framing framing = Framing::content_length,
                          std::string_view headers = "Content-Type: application/json\r\n");

/// Returns the answer to /_ping of an engine with this API version; "" omits the header.
Reply ping(std::string_view api_version);

/// Returns the answer to /images/json.
Reply images(std::string_view json, Framing framing = Framing::content_length);

/// Returns an error answer: JSON if `body` is an object, else plain text.
Reply error(std::string_view status, std::string_view body);

/// A Docker engine on a Unix socket, in a thread of this process. It serves any number of
/// connections at the same time. A test sets the reply to each route with on(); at first the engine
/// supports API 1.41 and has no images.
///
/// *Errors:* functions that wait throw std::runtime_error after ten seconds.
/// *Threads:* any thread may call any function.
class FakeEngine {
 public:
  /// Returns the reply to a request. Runs on the engine's thread.
  using Respond = std::function<Reply(const Request&)>;

  /// Listens in a new temporary directory.
  FakeEngine();

  /// Listens at `path`, which must not exist yet.
  explicit FakeEngine(std::filesystem::path path);

  /// Closes all connections and removes the socket and the temporary directory.
  ~FakeEngine();

  std::string path() const { return path_.string(); }

  /// The value of DOCKER_HOST for this engine.
  std::string url() const { return "unix://" + path(); }

  /// Sets the reply to all further requests of a route. A route is a method and a path without
  /// version and query: "HEAD /_ping", "GET /images/json". The reply to any other route is 404.
  void on(std::string route, Respond respond);
  void on(std::string route, Reply reply);

  /// The requests so far, in the order of arrival.
  std::vector<Request> requests() const;

  /// The number of connections accepted so far.
  std::size_t connections() const;

  /// Waits until `count` replies have reached a wait().
  void await_waiting(std::size_t count = 1) const;

  /// Waits until all connections are closed by either side.
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
  std::filesystem::path temporary_directory_;  // empty if there is none

  mutable std::mutex mutex_;  // guards the members from here to context_
  mutable std::condition_variable changed_;
  std::map<std::string, Respond> routes_;
  std::vector<Request> requests_;
  std::size_t connections_ = 0;
  std::size_t open_ = 0;     // connections that are not closed yet
  std::size_t waiting_ = 0;  // replies that have reached a wait()

  boost::asio::io_context context_{1};
  boost::asio::local::stream_protocol::acceptor acceptor_;
  boost::asio::steady_timer released_;  // expires when released
  std::thread thread_;
};

}  // namespace dkrls_test
