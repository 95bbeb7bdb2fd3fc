// SPDX-License-Identifier: MIT

// The forms of a listing: blocking, throwing, asynchronous.

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <optional>
#include <thread>

#include "catch.hpp"
#include "client_support.hpp"

namespace {

namespace asio = boost::asio;
using namespace dkrls_test;
using dkrls::Diagnostics;
using dkrls::Errc;
using dkrls::error_code;
using dkrls::Image;

const std::string refusal = "{\"message\":\"the disk is on fire\"}\n";

void refuse(FakeEngine& engine) {
  engine.on("GET /images/json", error("500 Internal Server Error", refusal));
}

}  // namespace

TEST_CASE("list_images returns all images and reports success") {
  FakeEngine engine;
  serve_example(engine);
  Outcome outcome;
  outcome.ec = Errc::timed_out;  // from an earlier operation
  outcome.diagnostics.message = "left over";
  outcome.images = client_of(engine).list_images({}, outcome.ec, outcome.diagnostics);
  CHECK_FALSE(outcome.ec);
  CHECK(outcome.diagnostics.http_status == 200);
  CHECK(outcome.diagnostics.message.empty());
  CHECK(is_example(outcome.images));
}

TEST_CASE("list_images fails with an error code, the status and the engine's message") {
  FakeEngine engine;
  refuse(engine);
  const Outcome outcome = list(engine);
  CHECK(outcome.ec == Errc::engine_error);
  CHECK(outcome.diagnostics.http_status == 500);
  CHECK(outcome.diagnostics.message == "the disk is on fire");
  CHECK(outcome.images.empty());
}

TEST_CASE("the throwing functions return the same as the others") {
  FakeEngine engine;
  serve_example(engine);
  CHECK(is_example(client_of(engine).list_images()));
  std::vector<Image> seen;
  client_of(engine).for_each_image({}, [&](const Image& image) { seen.push_back(image); });
  CHECK(is_example(seen));
}

TEST_CASE("the throwing functions throw code, status and the engine's message") {
  FakeEngine engine;
  refuse(engine);
  const auto check = [&](const auto& operation) {
    try {
      operation();
      FAIL("nothing was thrown");
    } catch (const dkrls::Error& error) {
      CHECK(error.code() == Errc::engine_error);
      CHECK(error.diagnostics().http_status == 500);
      CHECK(error.diagnostics().message == "the disk is on fire");
      CHECK(error.diagnostics().endpoint == engine.url());
      CHECK(std::string(error.what()) ==
            engine.url() + ": the disk is on fire [the engine answered with an error]");
    }
  };
  const dkrls::DockerClient client = client_of(engine);
  check([&] { client.list_images(); });
  check([&] { client.for_each_image({}, [](const Image&) {}); });
}

TEST_CASE("every throwing function names the endpoint of an engine that is not there") {
  const std::string url = "unix:///nonexistent/docker.sock";
  const dkrls::DockerClient client({.endpoint = dkrls::parse_endpoint(url).value()});
  const std::string what = url + ": No such file or directory";
  CHECK_THROWS_WITH(client.list_images(), what);
  CHECK_THROWS_WITH(client.for_each_image({}, [](const Image&) {}), what);
  CHECK_THROWS_WITH(client.engine_info(), what);
  CHECK_THROWS_WITH(client.disk_usage(), what);
  CHECK_THROWS_WITH(client.ping(), what);
}

TEST_CASE("the diagnostics of a failure name the endpoint in every form") {
  FakeEngine engine;
  refuse(engine);
  CHECK(list(engine).diagnostics.endpoint == engine.url());
  asio::io_context context;
  Diagnostics diagnostics;
  client_of(engine).async_list_images(context.get_executor(), {}, diagnostics,
                                      [](error_code, const std::vector<Image>&) {});
  context.run();
  CHECK(diagnostics.endpoint == engine.url());
  // Refused before a connection is made.
  const dkrls::DockerClient refused({.headers = {{"bad name", "x"}}});
  CHECK(list(refused).diagnostics.endpoint == "unix:///var/run/docker.sock");
}

TEST_CASE("for_each_image passes on the images in the engine's order") {
  FakeEngine engine;
  constexpr std::size_t count = 1000;
  engine.on("GET /images/json", images(many_images_json(count), Framing::chunks_of_2048));
  std::vector<Image> seen;
  client_of(engine).for_each_image({}, [&](const Image& image) { seen.push_back(image); });
  REQUIRE(seen.size() == count);
  for (std::size_t i = 0; i < count; ++i)
    REQUIRE(seen[i].size == i);
}

TEST_CASE("for_each_image passes on images before the answer is complete") {
  FakeEngine engine;
  const std::string response = http_response("200 OK", many_images_json(3));
  const std::size_t in_third = response.rfind("Containers");
  engine.on("GET /images/json",
            Reply().send(response.substr(0, in_third)).wait().send(response.substr(in_third)));
  std::size_t seen = 0;
  std::size_t seen_before_the_end = 0;
  client_of(engine).for_each_image({}, [&](const Image&) {
    if (++seen == 2) {
      seen_before_the_end = seen;
      engine.release();  // the engine sends the rest only now
    }
  });
  CHECK(seen_before_the_end == 2);
  CHECK(seen == 3);
}

TEST_CASE("an asynchronous listing calls back with all images") {
  FakeEngine engine;
  serve_example(engine);
  asio::io_context context;
  std::optional<Outcome> outcome;
  Diagnostics diagnostics;
  client_of(engine).async_list_images(context.get_executor(), {}, diagnostics,
                                      [&](error_code ec, std::vector<Image> images) {
                                        outcome = Outcome{ec, diagnostics, std::move(images)};
                                      });
  CHECK_FALSE(outcome);  // never from within the initiating function
  context.run();
  REQUIRE(outcome);
  CHECK_FALSE(outcome->ec);
  CHECK(outcome->diagnostics.http_status == 200);
  CHECK(is_example(outcome->images));
}

TEST_CASE("an asynchronous failure calls back with code, diagnostics and no images") {
  FakeEngine engine;
  refuse(engine);
  asio::io_context context;
  std::optional<Outcome> outcome;
  Diagnostics diagnostics;
  client_of(engine).async_list_images(context.get_executor(), {}, diagnostics,
                                      [&](error_code ec, std::vector<Image> images) {
                                        outcome = Outcome{ec, diagnostics, std::move(images)};
                                      });
  context.run();
  REQUIRE(outcome);
  CHECK(outcome->ec == Errc::engine_error);
  CHECK(outcome->diagnostics.http_status == 500);
  CHECK(outcome->diagnostics.message == "the disk is on fire");
  CHECK(outcome->images.empty());
}

TEST_CASE("a failure that is known at once is not reported from within the initiating function") {
  asio::io_context context;
  std::optional<error_code> result;
  Diagnostics diagnostics;
  dkrls::DockerClient(
      {.endpoint = dkrls::UnixEndpoint{std::string(4096, 'x')}, .timeout = std::chrono::seconds(1)})
      .async_for_each_image(
          context.get_executor(), {}, [](const Image&) {}, diagnostics,
          [&](error_code ec) { result = ec; });
  CHECK_FALSE(result);
  context.run();
  CHECK(result == asio::error::name_too_long);
}

TEST_CASE("a listing can be awaited as a future") {
  FakeEngine engine;
  serve_example(engine);
  asio::io_context context;
  Diagnostics diagnostics;
  const dkrls::DockerClient client = client_of(engine);
  std::future<std::vector<Image>> images =
      client.async_list_images(context.get_executor(), {}, diagnostics, asio::use_future);
  std::thread thread([&] { context.run(); });
  CHECK(is_example(images.get()));
  thread.join();

  refuse(engine);
  images = client.async_list_images(context.get_executor(), {}, diagnostics, asio::use_future);
  context.restart();
  context.run();
  CHECK_THROWS_AS(images.get(), boost::system::system_error);
  CHECK(diagnostics.message == "the disk is on fire");
}

TEST_CASE("a listing can be awaited in a coroutine") {
  FakeEngine engine;
  serve_example(engine);
  asio::io_context context;
  const dkrls::DockerClient client = client_of(engine);
  std::vector<Image> images;
  std::size_t seen = 0;
  error_code failure;
  const auto work = [&]() -> asio::awaitable<void> {
    Diagnostics diagnostics;
    const auto executor = co_await asio::this_coro::executor;
    images = co_await client.async_list_images(executor, {}, diagnostics, asio::use_awaitable);
    co_await client.async_for_each_image(
        executor, {}, [&](const Image&) { ++seen; }, diagnostics, asio::use_awaitable);
    refuse(engine);
    try {
      co_await client.async_list_images(executor, {}, diagnostics, asio::use_awaitable);
    } catch (const boost::system::system_error& error) {
      failure = error.code();
    }
  };
  asio::co_spawn(context, work, [](std::exception_ptr) {});
  context.run();
  CHECK(is_example(images));
  CHECK(seen == example_listing.size());
  CHECK(failure == Errc::engine_error);
}

TEST_CASE("a listing completes on the handler's executor and runs the sink on the given one") {
  FakeEngine engine;
  serve_example(engine);
  asio::io_context context;
  asio::io_context other;
  bool sink_in_place = true;
  bool completed_in_place = false;
  Diagnostics diagnostics;
  client_of(engine).async_for_each_image(
      context.get_executor(), {},
      [&](const Image&) {
        sink_in_place = sink_in_place && context.get_executor().running_in_this_thread();
      },
      diagnostics, asio::bind_executor(other.get_executor(), [&](error_code) {
        completed_in_place = other.get_executor().running_in_this_thread();
      }));
  context.run();
  CHECK_FALSE(completed_in_place);
  other.run();
  CHECK(sink_in_place);
  CHECK(completed_in_place);
}
