// SPDX-License-Identifier: MIT

// Many listings at the same time.

#include <algorithm>
#include <atomic>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <deque>
#include <dkrls/image_query.hpp>
#include <future>
#include <map>
#include <thread>

#include "catch.hpp"
#include "client_support.hpp"

namespace {

namespace asio = boost::asio;
using namespace dkrls_test;
using dkrls::error_code;
using dkrls::Image;

constexpr std::size_t many = 64;

}  // namespace

TEST_CASE("many listings run at the same time on one context") {
  FakeEngine engine;
  // The engine answers only when all requests have arrived.
  engine.on("GET /images/json",
            Reply().wait().send(http_response("200 OK", example_listing_json(some_day))));
  const dkrls::DockerClient client = client_of(engine);
  asio::io_context context;
  std::deque<Outcome> outcomes(many);
  for (Outcome& outcome : outcomes)
    client.async_list_images(context.get_executor(), {}, outcome.diagnostics,
                             [&outcome](error_code ec, std::vector<Image> images) {
                               outcome.ec = ec;
                               outcome.images = std::move(images);
                             });
  std::thread thread([&] { context.run(); });
  engine.await_waiting(many);
  engine.release();
  thread.join();
  CHECK(engine.connections() == many);
  CHECK(std::all_of(outcomes.begin(), outcomes.end(), [](const Outcome& outcome) {
    return !outcome.ec && is_example(outcome.images);
  }));
}

TEST_CASE("many listings run at the same time on the threads of a pool") {
  FakeEngine engine;
  serve_example(engine, Framing::one_chunk);
  const dkrls::DockerClient client = client_of(engine);
  asio::thread_pool pool(4);
  std::deque<Outcome> outcomes(many);
  std::atomic<std::size_t> completed = 0;
  for (Outcome& outcome : outcomes)
    client.async_list_images(pool.get_executor(), {}, outcome.diagnostics,
                             [&](error_code ec, std::vector<Image> images) {
                               outcome.ec = ec;
                               outcome.images = std::move(images);
                               ++completed;
                             });
  pool.join();
  CHECK(completed == many);
  CHECK(std::all_of(outcomes.begin(), outcomes.end(), [](const Outcome& outcome) {
    return !outcome.ec && outcome.diagnostics.http_status == 200 && is_example(outcome.images);
  }));
}

TEST_CASE("listings on a pool fail each in its own way") {
  FakeEngine good;
  serve_example(good);
  FakeEngine refusing;
  refusing.on("GET /images/json", error("500 Oops", "{\"message\":\"no\"}"));
  FakeEngine cut;
  cut.on("GET /images/json", Reply().send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[").close());
  FakeEngine silent;
  silent.on("GET /images/json", Reply().wait());
  const error_code success;
  const std::pair<FakeEngine*, error_code> kinds[] = {{&good, success},
                                                      {&refusing, dkrls::Errc::engine_error},
                                                      {&cut, dkrls::Errc::truncated_answer},
                                                      {&silent, dkrls::Errc::timed_out}};
  asio::thread_pool pool(4);
  struct Listing {
    error_code expected;
    dkrls::Diagnostics diagnostics;
    error_code ec;
  };
  std::deque<Listing> listings;
  for (std::size_t i = 0; i < many; ++i) {
    const auto& [engine, expected] = kinds[i % std::size(kinds)];
    Listing& listing = listings.emplace_back();
    listing.expected = expected;
    client_of(*engine, std::chrono::seconds(1))
        .async_for_each_image(
            pool.get_executor(), {}, [](const Image&) {}, listing.diagnostics,
            [&listing](error_code ec) { listing.ec = ec; });
  }
  pool.join();
  for (const Listing& listing : listings)
    CHECK(listing.ec == listing.expected);
}

TEST_CASE("clients of several hosts fill one listing, and each fails for itself") {
  FakeEngine east;
  FakeEngine west;
  serve_example(east);
  serve_example(west);
  FakeEngine refusing;
  refusing.on("GET /images/json", error("500 Oops", "{\"message\":\"no\"}"));
  const std::pair<FakeEngine*, std::string> hosts[] = {
      {&east, "east"}, {&refusing, "north"}, {&west, "west"}};
  asio::io_context context;
  dkrls::ListingBuilder builder(dkrls::ImageQuery{});
  std::deque<Outcome> outcomes;
  for (const auto& [engine, host] : hosts) {
    Outcome& outcome = outcomes.emplace_back();
    dkrls::DockerClient({.endpoint = dkrls::UnixEndpoint{engine->path()}, .host_name = host})
        .async_list_images(context.get_executor(), {}, outcome.diagnostics,
                           [&](error_code ec, const std::vector<Image>& images) {
                             outcome.ec = ec;
                             for (const Image& image : images)
                               builder.add(image);
                           });
  }
  context.run();
  CHECK_FALSE(outcomes[0].ec);
  CHECK(outcomes[1].ec == dkrls::Errc::engine_error);
  CHECK(outcomes[1].diagnostics.message == "no");
  CHECK_FALSE(outcomes[2].ec);
  std::map<std::string, std::size_t> rows;
  for (const dkrls::Row& row : builder.finish())
    ++rows[row.host];
  CHECK(rows == std::map<std::string, std::size_t>{{"east", example_listing.size()},
                                                   {"west", example_listing.size()}});
}

TEST_CASE("listings of several clients are cancelled one by one") {
  std::deque<FakeEngine> engines(10);
  asio::io_context context;
  std::deque<Outcome> outcomes(engines.size());
  std::vector<asio::cancellation_signal> signals(engines.size());
  for (std::size_t i = 0; i < engines.size(); ++i) {
    engines[i].on("GET /images/json",
                  Reply().wait().send(http_response("200 OK", example_listing_json(some_day))));
    client_of(engines[i])
        .async_list_images(context.get_executor(), {}, outcomes[i].diagnostics,
                           asio::bind_cancellation_slot(
                               signals[i].slot(), [&, i](error_code ec, std::vector<Image> images) {
                                 outcomes[i].ec = ec;
                                 outcomes[i].images = std::move(images);
                               }));
  }
  std::thread thread([&] { context.run(); });
  for (const FakeEngine& engine : engines)
    engine.await_waiting();
  std::promise<void> cancelled;
  asio::post(context, [&] {
    for (std::size_t i = 0; i < signals.size(); i += 2)
      signals[i].emit(asio::cancellation_type::terminal);
    cancelled.set_value();
  });
  cancelled.get_future().wait();
  for (FakeEngine& engine : engines)
    engine.release();
  thread.join();
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    CAPTURE(i);
    if (i % 2 == 0)
      CHECK(outcomes[i].ec == asio::error::operation_aborted);
    else
      CHECK(is_example(outcomes[i].images));
  }
}

TEST_CASE("one client serves several threads") {
  FakeEngine engine;
  serve_example(engine);
  const dkrls::DockerClient client = client_of(engine);
  std::atomic<std::size_t> good = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int j = 0; j < 8; ++j)
        if (is_example(list(client).images))
          ++good;
    });
  for (std::thread& thread : threads)
    thread.join();
  CHECK(good == 4 * 8);
}
