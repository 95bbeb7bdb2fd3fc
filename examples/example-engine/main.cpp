// SPDX-License-Identifier: MIT

// dkr-ls-example-engine SOCKET
//
// Serves a small example listing at SOCKET, as a Docker engine would, until it is interrupted or
// terminated. Prints a line on stdout when it is ready.

#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <exception>
#include <optional>
#include <string>

#include "example_images.hpp"

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::use_awaitable;
using asio::local::stream_protocol;

/// "/images/json" of "/v1.41/images/json?all=1".
std::string path_of(std::string target) {
  target = target.substr(0, target.find('?'));
  if (target.starts_with("/v1."))
    target.erase(0, target.find('/', 1));
  return target;
}

/// Returns the body of the answer, or nullopt if there is nothing at this path.
std::optional<std::string> body_at(const std::string& path) {
  // The first request sets it: an image that was created once has the same date ever after. The
  // second before makes an image of N days older than N days from the beginning.
  static const auto now =
      std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) -
      std::chrono::seconds(1);
  if (path == "/_ping")
    return "OK";
  if (path == "/version")
    return std::string(example_engine::example_version_json);
  if (path == "/info")
    return std::string(example_engine::example_info_json);
  if (path == "/containers/json")
    return "[]\n";
  if (path == "/images/json")
    return example_engine::example_listing_json(now);
  if (path == "/system/df")
    return example_engine::example_disk_usage_json(now);
  for (const example_engine::ExampleImage& image : example_engine::example_listing) {
    if (path == "/images/" + example_engine::full_id(image) + "/json")
      return example_engine::example_inspection_json(image);
    if (path == "/images/" + example_engine::full_id(image) + "/history")
      return example_engine::example_history_json(image);
  }
  return std::nullopt;
}

http::response<http::string_body> answer(const http::request<http::empty_body>& request) {
  const std::optional<std::string> body = body_at(path_of(std::string(request.target())));
  http::response<http::string_body> response(body ? http::status::ok : http::status::not_found, 11);
  response.set("Api-Version", "1.41");
  response.set(http::field::content_type, "application/json");
  response.keep_alive(request.keep_alive());
  response.body() = body.value_or("{\"message\":\"page not found\"}\n");
  response.prepare_payload();
  if (request.method() == http::verb::head)
    response.body().clear();
  return response;
}

asio::awaitable<void> serve(stream_protocol::socket socket) {
  boost::beast::flat_buffer buffer;
  for (bool keep = true; keep;) {
    http::request<http::empty_body> request;
    co_await http::async_read(socket, buffer, request, use_awaitable);
    const auto response = answer(request);
    co_await http::async_write(socket, response, use_awaitable);
    keep = response.keep_alive();
  }
}

asio::awaitable<void> accept(stream_protocol::acceptor& acceptor) {
  for (;;) {
    stream_protocol::socket socket = co_await acceptor.async_accept(use_awaitable);
    asio::co_spawn(acceptor.get_executor(), serve(std::move(socket)), asio::detached);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("Usage:\n  dkr-ls-example-engine SOCKET\n", stderr);
    return 2;
  }
  try {
    asio::io_context context(1);
    asio::signal_set signals(context, SIGINT, SIGTERM);
    signals.async_wait([&](const boost::system::error_code&, int) { context.stop(); });
    stream_protocol::acceptor acceptor(context, argv[1]);
    asio::co_spawn(context, accept(acceptor), asio::detached);
    std::printf("An example engine listens at unix://%s\n", argv[1]);
    std::fflush(stdout);
    context.run();
    ::unlink(argv[1]);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "Error: cannot listen at %s: %s\n", argv[1], error.what());
    return 1;
  }
}
