// SPDX-License-Identifier: MIT

// Listings that are cancelled or abandoned.

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <optional>
#include <thread>

#include "catch.hpp"
#include "client_support.hpp"
#include "running_context.hpp"

namespace {

namespace asio = boost::asio;
using namespace dkrls_test;
using asio::cancellation_type;
using dkrls::Diagnostics;
using dkrls::error_code;
using dkrls::Image;

/// Starts a listing, cancels it when the engine waits, and returns its result.
std::optional<error_code> cancel_while_waiting(FakeEngine& engine, cancellation_type type) {
  std::optional<error_code> result;
  Diagnostics diagnostics;
  asio::cancellation_signal signal;
  {
    RunningContext context;
    asio::post(context.get(), [&] {
      client_of(engine).async_list_images(
          context.get().get_executor(), {}, diagnostics,
          asio::bind_cancellation_slot(
              signal.slot(), [&](error_code ec, const std::vector<Image>&) { result = ec; }));
    });
    engine.await_waiting();
    asio::post(context.get(), [&] { signal.emit(type); });
  }
  engine.release();
  engine.await_idle();  // the client has closed the connection
  return result;
}

}  // namespace

TEST_CASE("a listing can be cancelled at every stage and in every way") {
  const auto [stage, route, reply] = GENERATE(table<std::string, std::string, Reply>({
      {"before the ping's head", "HEAD /_ping", Reply().wait()},
      {"in the ping's head", "HEAD /_ping", Reply().send("HTTP/1.1 2").wait()},
      {"before the head", "GET /images/json", Reply().wait()},
      {"in the head", "GET /images/json", Reply().send("HTTP/1.1 200 OK\r\nContent-").wait()},
      {"in the body", "GET /images/json",
       Reply().send(http_response("200 OK", many_images_json(3)).substr(0, 600)).wait()},
      {"in a chunk", "GET /images/json",
       Reply()
           .send(http_response("200 OK", many_images_json(3), Framing::one_chunk).substr(0, 600))
           .wait()},
      {"in the body of an error", "GET /images/json",
       Reply().send("HTTP/1.1 500 Oops\r\nContent-Length: 99\r\n\r\nhalf").wait()},
  }));
  for (const auto type :
       {cancellation_type::terminal, cancellation_type::partial, cancellation_type::total}) {
    CAPTURE(stage, static_cast<unsigned>(type));
    FakeEngine engine;
    engine.on(route, reply);
    CHECK(cancel_while_waiting(engine, type) == asio::error::operation_aborted);
  }
}

TEST_CASE("a listing that is cancelled before it runs sends no request") {
  const auto type = GENERATE(cancellation_type::terminal, cancellation_type::total);
  FakeEngine engine;
  asio::io_context context;
  asio::cancellation_signal signal;
  std::optional<error_code> result;
  Diagnostics diagnostics;
  client_of(engine).async_for_each_image(
      context.get_executor(), {}, [](const Image&) {}, diagnostics,
      asio::bind_cancellation_slot(signal.slot(), [&](error_code ec) { result = ec; }));
  signal.emit(type);
  CHECK_FALSE(result);
  context.run();
  CHECK(result == asio::error::operation_aborted);
  CHECK(engine.connections() == 0);
}

TEST_CASE("the sink may cancel the listing that calls it") {
  FakeEngine engine;
  engine.on("GET /images/json", images(many_images_json(100'000), Framing::chunks_of_2048));
  asio::io_context context;
  asio::cancellation_signal signal;
  std::optional<error_code> result;
  Diagnostics diagnostics;
  std::size_t seen = 0;
  client_of(engine).async_for_each_image(
      context.get_executor(), {},
      [&](const Image&) {
        ++seen;
        signal.emit(cancellation_type::terminal);
      },
      diagnostics,
      asio::bind_cancellation_slot(signal.slot(), [&](error_code ec) { result = ec; }));
  context.run();
  CHECK(result == asio::error::operation_aborted);
  CHECK(seen < 100'000);
}

TEST_CASE("a cancellation after the end does nothing") {
  FakeEngine engine;
  serve_example(engine);
  asio::io_context context;
  asio::cancellation_signal signal;
  std::optional<error_code> result;
  Diagnostics diagnostics;
  client_of(engine).async_for_each_image(
      context.get_executor(), {}, [](const Image&) {}, diagnostics,
      asio::bind_cancellation_slot(signal.slot(), [&](error_code ec) { result = ec; }));
  context.run();
  signal.emit(cancellation_type::terminal);
  context.restart();
  context.run();
  CHECK(result == error_code());
}

TEST_CASE("a listing and a deadline: the first to end cancels the other") {
  using namespace asio::experimental::awaitable_operators;
  FakeEngine engine;
  engine.on("GET /images/json", Reply().wait());
  asio::io_context context;
  const dkrls::DockerClient client = client_of(engine);
  std::optional<std::size_t> first;
  const auto work = [&]() -> asio::awaitable<void> {
    Diagnostics diagnostics;
    asio::steady_timer deadline(context, std::chrono::milliseconds(50));
    const auto winner = co_await (
        client.async_list_images(context.get_executor(), {}, diagnostics, asio::use_awaitable) ||
        deadline.async_wait(asio::use_awaitable));
    first = winner.index();
  };
  asio::co_spawn(context, work, [](std::exception_ptr) {});
  context.run();
  CHECK(first == 1u);
}

TEST_CASE("a listing outlives its client") {
  FakeEngine engine;
  engine.on("HEAD /_ping", Reply().wait().send("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\n\r\n"));
  serve_example(engine);
  asio::io_context context;
  auto client = std::make_unique<dkrls::DockerClient>(client_of(engine));
  Outcome outcome;
  outcome.ec = dkrls::Errc::timed_out;
  client->async_list_images(context.get_executor(), {}, outcome.diagnostics,
                            [&](error_code ec, std::vector<Image> images) {
                              outcome.ec = ec;
                              outcome.images = std::move(images);
                            });
  client.reset();
  std::thread thread([&] { context.run(); });
  engine.await_waiting();
  engine.release();
  thread.join();
  CHECK_FALSE(outcome.ec);
  CHECK(is_example(outcome.images));
}

TEST_CASE("destroying the context destroys a listing at every stage") {
  const auto [route, reply] = GENERATE(table<std::string, Reply>({
      {"HEAD /_ping", Reply().wait()},
      {"GET /images/json",
       Reply().send(http_response("200 OK", many_images_json(3)).substr(0, 600)).wait()},
  }));
  FakeEngine engine;
  engine.on(route, reply);
  const auto alive = std::make_shared<int>();
  bool completed = false;
  Diagnostics diagnostics;
  {
    asio::io_context context;
    client_of(engine).async_list_images(
        context.get_executor(), {}, diagnostics,
        [&completed, alive](error_code, const std::vector<Image>&) { completed = true; });
    std::thread thread([&] { context.run(); });
    engine.await_waiting();
    context.stop();
    thread.join();
    CHECK(alive.use_count() == 2);
  }
  CHECK(alive.use_count() == 1);  // the handler was destroyed without a call
  CHECK_FALSE(completed);
  engine.release();
  engine.await_idle();
}

TEST_CASE("destroying the context destroys a listing that never ran") {
  FakeEngine engine;
  const auto alive = std::make_shared<int>();
  Diagnostics diagnostics;
  {
    asio::io_context context;
    client_of(engine).async_list_images(context.get_executor(), {}, diagnostics,
                                        [alive](error_code, const std::vector<Image>&) {});
  }
  CHECK(alive.use_count() == 1);
  CHECK(engine.connections() == 0);
}
