// SPDX-License-Identifier: MIT

// Engines that fall silent, and how long they are waited for.

#include <boost/asio/io_context.hpp>
#include <deque>
#include <optional>
#include <thread>

#include "catch.hpp"
#include "client_support.hpp"

namespace {

using namespace dkrls_test;
using namespace std::chrono_literals;
using dkrls::Errc;
using Clock = std::chrono::steady_clock;

/// A listing that is under way.
struct Case {
  Case(std::string stage_name, std::string route, Reply reply) : stage(std::move(stage_name)) {
    engine.on(std::move(route), std::move(reply));
  }

  void start(boost::asio::io_context& context, std::chrono::seconds timeout) {
    client_of(engine, timeout)
        .async_list_images(
            context.get_executor(), {}, outcome.diagnostics,
            [this, begin = Clock::now()](dkrls::error_code ec, std::vector<dkrls::Image> images) {
              outcome.ec = ec;
              outcome.images = std::move(images);
              elapsed = Clock::now() - begin;
            });
  }

  std::string stage;
  FakeEngine engine;
  Outcome outcome;
  std::optional<Clock::duration> elapsed;
};

}  // namespace

TEST_CASE("silence at every stage ends in timed_out after the timeout") {
  const std::string whole = http_response("200 OK", many_images_json(3));
  const std::string chunked = http_response("200 OK", many_images_json(3), Framing::chunks_of_2048);
  const std::string get_images = "GET /images/json";
  std::deque<Case> cases;  // at the same time: one timeout for all
  cases.emplace_back("before the ping's head", "HEAD /_ping", Reply().wait());
  cases.emplace_back("in the ping's head", "HEAD /_ping", Reply().send("HTTP/1.1 2").wait());
  cases.emplace_back("before the head", get_images, Reply().wait());
  cases.emplace_back("in the status line", get_images, Reply().send("HTT").wait());
  cases.emplace_back("in a header", get_images, Reply().send("HTTP/1.1 200 OK\r\nConten").wait());
  cases.emplace_back("after an interim answer", get_images,
                     Reply().send("HTTP/1.1 100 Continue\r\n\r\n").wait());
  cases.emplace_back("before the body", get_images,
                     Reply().send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n").wait());
  cases.emplace_back("in the body", get_images, Reply().send(whole.substr(0, 500)).wait());
  cases.emplace_back("before the last byte", get_images,
                     Reply().send(whole.substr(0, whole.size() - 1)).wait());
  cases.emplace_back("in a chunk", get_images, Reply().send(chunked.substr(0, 500)).wait());
  cases.emplace_back("before the last chunk", get_images,
                     Reply().send(chunked.substr(0, chunked.size() - 5)).wait());
  cases.emplace_back("where the connection would end", get_images,
                     Reply().send("HTTP/1.0 200 OK\r\n\r\n[]").wait());
  boost::asio::io_context context;
  for (Case& c : cases)
    c.start(context, 1s);
  context.run();
  for (Case& c : cases) {
    CAPTURE(c.stage);
    CHECK(c.outcome.ec == Errc::timed_out);
    CHECK(c.outcome.images.empty());
    REQUIRE(c.elapsed);
    CHECK(*c.elapsed >= 900ms);
    CHECK(*c.elapsed < 5s);
    c.engine.release();
    c.engine.await_idle();  // the client has hung up
  }
}

TEST_CASE("silence in an error answer does not hide the error") {
  FakeEngine engine;
  engine.on("GET /images/json",
            Reply().send("HTTP/1.1 500 Oops\r\nContent-Length: 99\r\n\r\nhalf a wo").wait());
  const Outcome outcome = list(client_of(engine, 1s));
  CHECK(outcome.ec == Errc::engine_error);
  CHECK(outcome.diagnostics.message == "half a wo");
}

TEST_CASE("an engine that is slow but never silent for long may take its time") {
  FakeEngine engine;
  const std::string answer = http_response("200 OK", "[]", Framing::content_length, {});
  engine.on("GET /images/json", Reply().drip(answer, 1200ms / static_cast<int>(answer.size())));
  const auto begin = Clock::now();
  const Outcome outcome = list(client_of(engine, 1s));
  CHECK_FALSE(outcome.ec);
  CHECK(Clock::now() - begin > 1s);
}

TEST_CASE("without a timeout an engine is waited for until it speaks") {
  const std::chrono::seconds none =
      GENERATE(0s, -1s, std::chrono::seconds(24h * 365 * 100), std::chrono::seconds::max());
  CAPTURE(none.count());
  FakeEngine engine;
  engine.on("HEAD /_ping", Reply().wait().send("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\n\r\n"));
  serve_example(engine);
  Outcome outcome;
  std::thread thread([&] { outcome = list(client_of(engine, none)); });
  engine.await_waiting();
  engine.release();
  thread.join();
  CHECK_FALSE(outcome.ec);
  CHECK(is_example(outcome.images));
}

TEST_CASE("a listing does not wait for its timeout to pass once it is done") {
  FakeEngine engine;
  serve_example(engine);
  const auto begin = Clock::now();
  CHECK_FALSE(list(client_of(engine, 60s)).ec);
  CHECK(Clock::now() - begin < 30s);
}
