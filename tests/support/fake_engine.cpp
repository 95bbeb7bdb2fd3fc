// SPDX-License-Identifier: MIT
#include "fake_engine.hpp"

#include <stdlib.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <sstream>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace dkrls_test {
namespace {

namespace asio = boost::asio;
using asio::use_awaitable;

std::filesystem::path make_temporary_directory() {
  std::string path = (std::filesystem::temp_directory_path() / "dkrls.XXXXXX").string();
  if (::mkdtemp(path.data()) == nullptr)
    throw std::system_error(errno, std::generic_category(), path);
  return path;
}

Request parse_request(const std::string& head) {
  Request request;
  std::istringstream lines(head);
  std::getline(lines, request.line, '\r');
  for (std::string line; lines.get() == '\n' && std::getline(lines, line, '\r') && !line.empty();) {
    const std::size_t colon = line.find(": ");
    request.headers[line.substr(0, colon)] = line.substr(colon + 2);
  }
  return request;
}

/// Returns "GET /images/json" for "GET /v1.41/images/json?all=1 HTTP/1.1".
std::string route_of(const Request& request) {
  const std::size_t space = request.line.find(' ');
  std::string path = request.line.substr(space + 1);
  path = path.substr(0, path.find_first_of(" ?"));
  if (path.starts_with("/v"))
    path = path.substr(std::min(path.size(), path.find('/', 1)));
  return request.line.substr(0, space + 1) + path;
}

void append_chunk(std::string& out, std::string_view data) {
  std::ostringstream size;
  size << std::hex << data.size();
  out.append(size.str()).append("\r\n").append(data).append("\r\n");
}

}  // namespace

Reply& Reply::send(std::string bytes) {
  steps_.push_back({Step::Kind::send, std::move(bytes)});
  return *this;
}

Reply& Reply::drip(std::string bytes, std::chrono::milliseconds pause) {
  steps_.push_back({Step::Kind::drip, std::move(bytes), pause});
  return *this;
}

Reply& Reply::wait() {
  steps_.push_back({Step::Kind::wait, {}});
  return *this;
}

Reply& Reply::close() {
  steps_.push_back({Step::Kind::close, {}});
  return *this;
}

Reply& Reply::reset() {
  steps_.push_back({Step::Kind::reset, {}});
  return *this;
}

std::string http_response(std::string_view status, std::string_view body, Framing framing,
                          std::string_view headers) {
  std::string out = "HTTP/1.1 ";
  out.append(status).append("\r\n").append(headers);
  if (framing == Framing::content_length) {
    out.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n\r\n");
    return out.append(body);
  }
  out += "Transfer-Encoding: chunked\r\n\r\n";
  const std::size_t longest = framing == Framing::chunks_of_2048 ? 2048 : body.size();
  for (; !body.empty(); body.remove_prefix(std::min(longest, body.size())))
    append_chunk(out, body.substr(0, longest));
  append_chunk(out, {});
  return out;
}

Reply ping(std::string_view api_version) {
  std::string headers = "Docker-Experimental: false\r\nOstype: linux\r\n";
  if (!api_version.empty())
    headers.append("Api-Version: ").append(api_version).append("\r\n");
  return Reply().send(http_response("200 OK", {}, Framing::content_length, headers));
}

Reply images(std::string_view json, Framing framing) {
  return Reply().send(http_response("200 OK", json, framing));
}

Reply error(std::string_view status, std::string_view body) {
  if (body.starts_with("{"))
    return Reply().send(http_response(status, body));
  return Reply().send(http_response(status, body, Framing::content_length,
                                    "Content-Type: text/plain; charset=utf-8\r\n"));
}

FakeEngine::FakeEngine() : FakeEngine({}, make_temporary_directory()) {}

FakeEngine::FakeEngine(std::filesystem::path path) : FakeEngine(std::move(path), {}) {}

FakeEngine::FakeEngine(std::filesystem::path path, std::filesystem::path temporary_directory)
    : path_(temporary_directory.empty() ? std::move(path) : temporary_directory / "engine.sock"),
      temporary_directory_(std::move(temporary_directory)),
      routes_{{"HEAD /_ping", [](const Request&) { return ping("1.41"); }},
              {"GET /images/json", [](const Request&) { return images("[]\n"); }}},
      acceptor_(context_, path_.string()),
      released_(context_, asio::steady_timer::time_point::max()) {
  asio::co_spawn(context_, accept(), asio::detached);
  thread_ = std::thread([this] { context_.run(); });
}

FakeEngine::~FakeEngine() {
  context_.stop();
  thread_.join();
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
  if (!temporary_directory_.empty())
    std::filesystem::remove_all(temporary_directory_, ignored);
}

void FakeEngine::on(std::string route, Respond respond) {
  const std::lock_guard lock(mutex_);
  routes_[std::move(route)] = std::move(respond);
}

void FakeEngine::on(std::string route, Reply reply) {
  on(std::move(route), [reply = std::move(reply)](const Request&) { return reply; });
}

std::vector<Request> FakeEngine::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

std::size_t FakeEngine::connections() const {
  const std::lock_guard lock(mutex_);
  return connections_;
}

void FakeEngine::await_waiting(std::size_t count) const {
  await([&] { return waiting_ >= count; });
}

void FakeEngine::await_idle() const {
  await([&] { return open_ == 0; });
}

void FakeEngine::release() {
  // Later waits return at once, because the timer has expired.
  asio::post(context_, [this] { released_.expires_at(asio::steady_timer::time_point::min()); });
}

void FakeEngine::await(const std::function<bool()>& condition) const {
  std::unique_lock lock(mutex_);
  if (!changed_.wait_for(lock, std::chrono::seconds(10), condition))
    throw std::runtime_error("the fake engine waited ten seconds for nothing");
}

asio::awaitable<void> FakeEngine::accept() {
  for (;;) {
    Socket socket = co_await acceptor_.async_accept(use_awaitable);
    {
      const std::lock_guard lock(mutex_);
      ++connections_;
      ++open_;
    }
    asio::co_spawn(context_, serve(std::move(socket)), [this](const std::exception_ptr&) {
      const std::lock_guard lock(mutex_);
      --open_;
      changed_.notify_all();
    });
  }
}

asio::awaitable<void> FakeEngine::serve(Socket socket) {
  bool keep = true;
  while (keep) {
    // Does not read the last byte of a request: closing a Unix socket with unread bytes resets the
    // connection, and nothing else does.
    std::string head;
    while (!head.ends_with("\r\n\r")) {
      char c = 0;
      co_await asio::async_read(socket, asio::buffer(&c, 1), use_awaitable);
      head += c;
    }
    const Reply reply = reply_to(parse_request(head));
    keep = co_await perform(socket, reply);
  }
}

Reply FakeEngine::reply_to(const Request& request) {
  Respond respond;
  {
    const std::lock_guard lock(mutex_);
    requests_.push_back(request);
    const auto route = routes_.find(route_of(request));
    if (route == routes_.end())
      return error("404 Not Found", "{\"message\":\"page not found\"}\n");
    respond = route->second;
  }
  return respond(request);
}

asio::awaitable<bool> FakeEngine::perform(Socket& socket, const Reply& reply) {
  asio::steady_timer pause(context_);
  boost::system::error_code ignored;
  for (const Reply::Step& step : reply.steps_) {
    switch (step.kind) {
      case Reply::Step::Kind::send:
        co_await asio::async_write(socket, asio::buffer(step.bytes), use_awaitable);
        break;
      case Reply::Step::Kind::drip:
        for (const char& c : step.bytes) {
          pause.expires_after(step.pause);
          co_await pause.async_wait(use_awaitable);
          co_await asio::async_write(socket, asio::buffer(&c, 1), use_awaitable);
        }
        break;
      case Reply::Step::Kind::wait: {
        {
          const std::lock_guard lock(mutex_);
          ++waiting_;
          changed_.notify_all();
        }
        co_await released_.async_wait(asio::redirect_error(use_awaitable, ignored));
        break;
      }
      case Reply::Step::Kind::reset:
        co_return false;
      case Reply::Step::Kind::close: {
        char last_byte = 0;
        co_await asio::async_read(socket, asio::buffer(&last_byte, 1), use_awaitable);
        co_return false;
      }
    }
  }
  char last_byte = 0;
  co_await asio::async_read(socket, asio::buffer(&last_byte, 1), use_awaitable);
  co_return true;
}

}  // namespace dkrls_test
