// SPDX-License-Identifier: MIT

// The asynchronous forms that need neither an executor nor Diagnostics.

#include <atomic>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/multiple_exceptions.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <exception>
#include <future>
#include <memory>
#include <optional>
#include <thread>
#include <type_traits>

#include "catch.hpp"
#include "client_support.hpp"
#include "example_layers.hpp"
#include "running_context.hpp"
#include "stand_in.hpp"

namespace {

namespace asio = boost::asio;
using namespace dkrls_test;
using asio::use_awaitable;
using asio::use_future;
using dkrls::Diagnostics;
using dkrls::DockerClient;
using dkrls::Errc;
using dkrls::error_code;
using dkrls::Image;
using Images = std::vector<Image>;

/// An engine that answers every operation.
struct WholeEngine : FakeEngine {
  WholeEngine() {
    serve_example(*this);
    serve_example_layers(*this);
    on("GET /_ping", ping("1.41"));
  }
};

void refuse(FakeEngine& engine) {
  const Reply refusal = error("500 Internal Server Error", R"({"message":"the disk is on fire"})");
  for (const char* const route : {"GET /images/json", "GET /version", "GET /_ping"})
    engine.on(route, refusal);
}

/// Runs a coroutine on a context of its own; throws what the coroutine throws.
template <class Coroutine>
void run(Coroutine coroutine) {
  asio::io_context context;
  std::exception_ptr thrown;
  asio::co_spawn(context, std::move(coroutine),
                 [&](const std::exception_ptr& exception) { thrown = exception; });
  context.run();
  if (thrown)
    std::rethrow_exception(thrown);
}

template <class Future>
void check_refusal(Future future) {
  try {
    future.get();
    FAIL("nothing was thrown");
  } catch (const dkrls::Error& error) {
    CHECK(error.code() == Errc::engine_error);
    CHECK(error.diagnostics().http_status == 500);
    CHECK(error.diagnostics().message == "the disk is on fire");
  }
}

/// What a coroutine that was cancelled has caught.
struct Caught {
  error_code code;
  bool is_error = false;  // whether it was a dkrls::Error
};

asio::awaitable<void> list_and_catch(DockerClient client, std::optional<Caught>& caught) {
  try {
    co_await client.async_list_images(use_awaitable);
  } catch (const dkrls::Error& error) {
    caught = Caught{error.code(), true};
  } catch (const boost::system::system_error& error) {
    caught = Caught{error.code(), false};
  }
}

asio::awaitable<void> wait_forever(DockerClient client) {
  co_await client.async_list_images(use_awaitable);
}

}  // namespace

TEST_CASE("every token chooses between the full and the short form by the number of arguments") {
  FakeEngine engine;
  const DockerClient client = client_of(engine);
  asio::io_context context;
  const auto executor = context.get_executor();
  Diagnostics diagnostics;
  const auto sink = [](const Image&) {};
  using Void = asio::awaitable<void>;
  using List = asio::awaitable<Images>;
  STATIC_REQUIRE(std::is_same_v<List, decltype(client.async_list_images(use_awaitable))>);
  STATIC_REQUIRE(std::is_same_v<List, decltype(client.async_list_images({}, use_awaitable))>);
  STATIC_REQUIRE(std::is_same_v<List, decltype(client.async_list_images(executor, {}, diagnostics,
                                                                        use_awaitable))>);
  STATIC_REQUIRE(
      std::is_same_v<Void, decltype(client.async_for_each_image({}, sink, use_awaitable))>);
  STATIC_REQUIRE(std::is_same_v<Void, decltype(client.async_for_each_image(
                                          executor, {}, sink, diagnostics, use_awaitable))>);
  STATIC_REQUIRE(std::is_same_v<asio::awaitable<dkrls::EngineInfo>,
                                decltype(client.async_engine_info(use_awaitable))>);
  STATIC_REQUIRE(std::is_same_v<asio::awaitable<dkrls::DiskUsage>,
                                decltype(client.async_disk_usage({}, use_awaitable))>);
  STATIC_REQUIRE(std::is_same_v<Void, decltype(client.async_ping(use_awaitable))>);
  STATIC_REQUIRE(
      std::is_same_v<std::future<Images>, decltype(client.async_list_images(use_future))>);
  STATIC_REQUIRE(std::is_same_v<std::future<void>, decltype(client.async_ping(use_future))>);
  STATIC_REQUIRE(std::is_same_v<void, decltype(client.async_ping(asio::detached))>);
  STATIC_REQUIRE(
      std::is_same_v<void, decltype(client.async_ping(executor, diagnostics, asio::detached))>);
  { const Void unawaited = client.async_ping(use_awaitable); }
  CHECK(engine.connections() == 0);  // an awaitable that nobody awaits sends nothing
}

TEST_CASE("in a coroutine the short forms return what the blocking forms return") {
  WholeEngine engine;
  const DockerClient client = client_of(engine);
  Images all;
  Images without_labels;
  std::size_t seen = 0;
  std::string version;
  dkrls::Figure on_disk;
  dkrls::Figure with_request;
  run([&]() -> asio::awaitable<void> {
    all = co_await client.async_list_images(use_awaitable);
    without_labels = co_await client.async_list_images({.labels = false}, use_awaitable);
    co_await client.async_for_each_image(
        {}, [&](const Image&) { ++seen; }, use_awaitable);
    version = (co_await client.async_engine_info(use_awaitable)).version;
    on_disk = (co_await client.async_disk_usage(use_awaitable)).on_disk();
    with_request = (co_await client.async_disk_usage({.labels = true}, use_awaitable)).on_disk();
    co_await client.async_ping(use_awaitable);
  });
  CHECK(is_example(all));
  CHECK(is_example(without_labels));
  CHECK(seen == example_listing.size());
  CHECK(version == "20.10.24");
  CHECK(on_disk == client.disk_usage().on_disk());
  CHECK(with_request == on_disk);
}

TEST_CASE("a failure of a short form is the Error of the blocking form") {
  WholeEngine engine;
  refuse(engine);
  const DockerClient client = client_of(engine);
  check_refusal(client.async_list_images(use_future));
  check_refusal(client.async_for_each_image(
      {}, [](const Image&) {}, use_future));
  check_refusal(client.async_engine_info(use_future));
  check_refusal(client.async_disk_usage(use_future));
  check_refusal(client.async_ping(use_future));

  std::string blocking;
  std::string asynchronous;
  try {
    client.list_images();
  } catch (const dkrls::Error& error) {
    blocking = error.what();
  }
  try {
    run([&]() -> asio::awaitable<void> { co_await client.async_list_images(use_awaitable); });
  } catch (const dkrls::Error& error) {
    asynchronous = error.what();
  }
  CHECK(asynchronous.find("the disk is on fire") != std::string::npos);
  CHECK(asynchronous == blocking);
}

TEST_CASE("a short form without an executor runs on threads of Asio's") {
  WholeEngine engine;
  const DockerClient client = client_of(engine);
  CHECK(is_example(client.async_list_images(use_future).get()));  // nobody runs a context
  std::promise<std::thread::id> completed;
  std::exception_ptr failure;
  std::thread::id sink_thread;
  client.async_for_each_image(
      {}, [&](const Image&) { sink_thread = std::this_thread::get_id(); },
      [&](const std::exception_ptr& exception) {
        failure = exception;
        completed.set_value(std::this_thread::get_id());
      });
  const std::thread::id completion_thread = completed.get_future().get();
  CHECK_FALSE(failure);
  CHECK(sink_thread != std::thread::id());
  CHECK(sink_thread != std::this_thread::get_id());
  CHECK(completion_thread != std::this_thread::get_id());
}

TEST_CASE("a detached short form runs to its end") {
  WholeEngine engine;
  client_of(engine).async_ping(asio::detached);
  while (engine.requests().empty())
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  engine.await_idle();
  CHECK(engine.requests().front().line.starts_with("GET /_ping"));
}

TEST_CASE("a short form runs its sink and completes on the executor of the handler") {
  WholeEngine engine;
  asio::io_context context;
  auto strand = asio::make_strand(context);
  bool sink_in_place = true;
  std::size_t seen = 0;
  std::optional<bool> completed_in_place;
  client_of(engine).async_for_each_image(
      {},
      [&](const Image&) {
        ++seen;
        sink_in_place = sink_in_place && context.get_executor().running_in_this_thread();
      },
      asio::bind_executor(strand, [&](const std::exception_ptr& exception) {
        completed_in_place = !exception && strand.running_in_this_thread();
      }));
  CHECK_FALSE(completed_in_place);  // never from within the initiating function
  context.run();
  CHECK(seen == example_listing.size());
  CHECK(sink_in_place);
  CHECK(completed_in_place == true);
}

TEST_CASE("a failure that is known at once does not complete a short form in its initiation") {
  asio::io_context context;
  std::exception_ptr failure;
  DockerClient({.endpoint = dkrls::UnixEndpoint{std::string(4096, 'x')}})
      .async_ping(
          asio::bind_executor(context.get_executor(),
                              [&](const std::exception_ptr& exception) { failure = exception; }));
  CHECK_FALSE(failure);
  context.run();
  REQUIRE(failure);
  CHECK_THROWS_AS(std::rethrow_exception(failure), dkrls::Error);
}

TEST_CASE("a handler that can only be moved completes a short form") {
  WholeEngine engine;
  asio::io_context context;
  std::size_t seen = 0;
  client_of(engine).async_list_images(asio::bind_executor(
      context.get_executor(),
      [&seen, owned = std::make_unique<int>(1)](const std::exception_ptr&, const Images& images) {
        seen = images.size() * static_cast<std::size_t>(*owned);
      }));
  context.run();
  CHECK(seen == example_listing.size());
}

TEST_CASE("every kind of cancellation ends a short form") {
  const auto type = GENERATE(asio::cancellation_type::terminal, asio::cancellation_type::partial,
                             asio::cancellation_type::total);
  FakeEngine engine;
  engine.on("GET /images/json", Reply().wait());
  error_code code;
  asio::cancellation_signal signal;
  {
    RunningContext context;
    asio::post(context.get(), [&] {
      client_of(engine).async_list_images(asio::bind_executor(
          context.get(),
          asio::bind_cancellation_slot(signal.slot(),
                                       [&](const std::exception_ptr& exception, const Images&) {
                                         try {
                                           std::rethrow_exception(exception);
                                         } catch (const dkrls::Error& error) {
                                           code = error.code();
                                         }
                                       })));
    });
    engine.await_waiting();
    asio::post(context.get(), [&] { signal.emit(type); });
  }
  CHECK(code == asio::error::operation_aborted);
  engine.release();
  engine.await_idle();  // the client has closed the connection
}

TEST_CASE("a cancelled coroutine gets an Error from its short form") {
  FakeEngine engine;
  engine.on("GET /images/json", Reply().wait());
  std::optional<Caught> caught;
  asio::cancellation_signal signal;
  {
    RunningContext context;
    asio::co_spawn(context.get(), list_and_catch(client_of(engine), caught),
                   asio::bind_cancellation_slot(signal.slot(), asio::detached));
    engine.await_waiting();
    asio::post(context.get(), [&] { signal.emit(asio::cancellation_type::terminal); });
  }
  REQUIRE(caught);
  CHECK(caught->is_error);
  CHECK(caught->code == asio::error::operation_aborted);
  engine.release();
}

TEST_CASE("a short form and a deadline: the first to end cancels the other") {
  using namespace asio::experimental::awaitable_operators;
  FakeEngine engine;
  engine.on("GET /images/json", Reply().wait());
  const DockerClient client = client_of(engine);
  std::optional<std::size_t> first;
  run([&]() -> asio::awaitable<void> {
    asio::steady_timer deadline(co_await asio::this_coro::executor, std::chrono::milliseconds(50));
    const auto winner =
        co_await (client.async_list_images(use_awaitable) || deadline.async_wait(use_awaitable));
    first = winner.index();
  });
  CHECK(first == 1u);
  engine.release();
  engine.await_idle();
}

TEST_CASE("of two short forms the failure of one cancels the other") {
  using namespace asio::experimental::awaitable_operators;
  FakeEngine silent;
  silent.on("GET /images/json", Reply().wait());
  FakeEngine refusing;
  refuse(refusing);
  try {
    run([&]() -> asio::awaitable<void> {
      co_await (wait_forever(client_of(refusing)) && wait_forever(client_of(silent)));
    });
    FAIL("nothing was thrown");
  } catch (const asio::multiple_exceptions& failures) {
    try {
      std::rethrow_exception(failures.first_exception());
    } catch (const dkrls::Error& error) {
      CHECK(error.code() == Errc::engine_error);
    }
  }
  silent.release();
  silent.await_idle();
}

TEST_CASE("a short form outlives its client and runs on the threads of a pool") {
  WholeEngine engine;
  constexpr std::size_t many = 32;
  std::atomic<std::size_t> good = 0;
  asio::thread_pool pool(4);
  for (std::size_t i = 0; i < many; ++i)
    client_of(engine).async_list_images(
        asio::bind_executor(pool, [&](const std::exception_ptr& exception, const Images& images) {
          if (!exception && is_example(images))
            ++good;
        }));
  pool.join();
  CHECK(good == many);
}

TEST_CASE("destroying the context destroys a short form and its handler") {
  FakeEngine engine;
  engine.on("GET /images/json", Reply().wait());
  const auto alive = std::make_shared<int>();
  bool completed = false;
  {
    asio::io_context context;
    client_of(engine).async_list_images(asio::bind_executor(
        context,
        [&completed, alive](const std::exception_ptr&, const Images&) { completed = true; }));
    std::thread thread([&] { context.run(); });
    engine.await_waiting();
    context.stop();
    thread.join();
    CHECK(alive.use_count() == 2);
  }
  CHECK(alive.use_count() == 1);
  CHECK_FALSE(completed);
  engine.release();
  engine.await_idle();
}

TEST_CASE("a client of the environment asks the engine that it names") {
  WholeEngine engine;
  const SetVariable host("DOCKER_HOST", engine.url());
  const DockerClient client = DockerClient::from_environment({.timeout = std::chrono::seconds(7)});
  CHECK(to_string(client.options().endpoint) == engine.url());
  CHECK(client.options().timeout == std::chrono::seconds(7));
  CHECK(is_example(client.list_images()));
}

TEST_CASE("without a valid engine in the environment there is no client") {
  const SetVariable host("DOCKER_HOST", "gopher://engine");
  try {
    DockerClient::from_environment();
    FAIL("nothing was thrown");
  } catch (const dkrls::Error& error) {
    CHECK(error.code() == Errc::invalid_endpoint);
    CHECK(error.diagnostics().message.find("DOCKER_HOST") != std::string::npos);
  }
}
