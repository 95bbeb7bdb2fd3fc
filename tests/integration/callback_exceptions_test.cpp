// SPDX-License-Identifier: MIT

// What happens if a function of the caller throws: a sink, the progress of an inspection, a logger.

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <functional>
#include <optional>
#include <stdexcept>

#include "catch.hpp"
#include "client_support.hpp"
#include "example_layers.hpp"

namespace {

namespace asio = boost::asio;
using namespace dkrls_test;
using asio::any_io_executor;
using dkrls::Diagnostics;
using dkrls::DockerClient;
using dkrls::Errc;
using dkrls::error_code;
using dkrls::Image;

const error_code full = make_error_code(boost::system::errc::no_space_on_device);

/// An exception that is no std::exception.
struct Odd {
  int number;
};

/// An exception with its effect on the forms with an error code.
struct Thrown {
  const char* name;
  std::exception_ptr exception;
  error_code code;
  std::string message;
};

std::vector<Thrown> exceptions() {
  return {
      {"a system_error", std::make_exception_ptr(boost::system::system_error(full)), full, ""},
      {"a system_error of success",
       std::make_exception_ptr(boost::system::system_error(error_code())), Errc::callback_failed,
       ""},
      {"another exception", std::make_exception_ptr(std::runtime_error("enough")),
       Errc::callback_failed, "enough"},
      {"no std::exception", std::make_exception_ptr(Odd{7}), Errc::callback_failed, ""},
  };
}

using Throw = std::function<void()>;

/// The forms of an operation that calls `Throw`.
struct Forms {
  const char* name;
  std::function<void(const DockerClient&, const Throw&, error_code&, Diagnostics&)> with_code;
  std::function<void(const DockerClient&, const Throw&)> throwing;
  std::function<void(const DockerClient&, const any_io_executor&, const Throw&, Diagnostics&,
                     const std::function<void(error_code)>&)>
      full_form;
  std::function<void(const DockerClient&, const any_io_executor&, const Throw&,
                     const std::function<void(std::exception_ptr)>&)>
      short_form;
};

dkrls::ImageSink sink_of(const Throw& callback) {
  return [callback](const Image&) { callback(); };
}

/// A listing that inspects each image.
dkrls::ImageRequest listing_of(const Throw& callback) {
  return {.tagged = true, .progress = [callback](std::size_t, std::size_t) { callback(); }};
}

dkrls::DiskUsageRequest usage_of(const Throw& callback) {
  return {.progress = [callback](std::size_t, std::size_t) { callback(); }};
}

const Forms sink_forms = {
    "for_each_image",
    [](const auto& client, const auto& callback, auto& ec, auto& diagnostics) {
      client.for_each_image({}, sink_of(callback), ec, diagnostics);
    },
    [](const auto& client, const auto& callback) { client.for_each_image({}, sink_of(callback)); },
    [](const auto& client, const auto& executor, const auto& callback, auto& diagnostics,
       const auto& done) {
      client.async_for_each_image(executor, {}, sink_of(callback), diagnostics, done);
    },
    [](const auto& client, const auto& executor, const auto& callback, const auto& done) {
      client.async_for_each_image({}, sink_of(callback), asio::bind_executor(executor, done));
    }};

const Forms listing_forms = {
    "list_images",
    [](const auto& client, const auto& callback, auto& ec, auto& diagnostics) {
      client.list_images(listing_of(callback), ec, diagnostics);
    },
    [](const auto& client, const auto& callback) { client.list_images(listing_of(callback)); },
    [](const auto& client, const auto& executor, const auto& callback, auto& diagnostics,
       const auto& done) {
      client.async_list_images(executor, listing_of(callback), diagnostics,
                               [done](error_code ec, const std::vector<Image>& images) {
                                 CHECK(images.empty());
                                 done(ec);
                               });
    },
    [](const auto& client, const auto& executor, const auto& callback, const auto& done) {
      client.async_list_images(
          listing_of(callback),
          asio::bind_executor(executor, [done](const std::exception_ptr& exception,
                                               const std::vector<Image>&) { done(exception); }));
    }};

const Forms usage_forms = {
    "disk_usage",
    [](const auto& client, const auto& callback, auto& ec, auto& diagnostics) {
      client.disk_usage(usage_of(callback), ec, diagnostics);
    },
    [](const auto& client, const auto& callback) { client.disk_usage(usage_of(callback)); },
    [](const auto& client, const auto& executor, const auto& callback, auto& diagnostics,
       const auto& done) {
      client.async_disk_usage(executor, usage_of(callback), diagnostics,
                              [done](error_code ec, const dkrls::DiskUsage&) { done(ec); });
    },
    [](const auto& client, const auto& executor, const auto& callback, const auto& done) {
      client.async_disk_usage(
          usage_of(callback),
          asio::bind_executor(executor, [done](const std::exception_ptr& exception,
                                               const dkrls::DiskUsage&) { done(exception); }));
    }};

/// Returns what a function throws; nullptr if it throws nothing.
std::exception_ptr thrown_by(const std::function<void()>& function) {
  try {
    function();
  } catch (...) {
    return std::current_exception();
  }
  return nullptr;
}

}  // namespace

TEST_CASE("what a function of the caller throws ends every form, each in its way") {
  FakeEngine engine;
  serve_example(engine);
  serve_example_layers(engine);
  const DockerClient client = client_of(engine);
  for (const Forms* const forms : {&sink_forms, &listing_forms, &usage_forms})
    for (const Thrown& thrown : exceptions()) {
      CAPTURE(forms->name, thrown.name);
      const Throw callback = [&] { std::rethrow_exception(thrown.exception); };
      error_code ec;
      Diagnostics diagnostics;
      CHECK(thrown_by([&] { forms->with_code(client, callback, ec, diagnostics); }) ==
            thrown.exception);
      CHECK(thrown_by([&] { forms->throwing(client, callback); }) == thrown.exception);

      asio::io_context context;
      std::optional<error_code> code;
      std::exception_ptr exception;
      forms->full_form(client, context.get_executor(), callback, diagnostics,
                       [&](error_code result) { code = result; });
      forms->short_form(client, context.get_executor(), callback,
                        [&](const std::exception_ptr& result) { exception = result; });
      context.run();  // nothing leaves through the executor
      CHECK(code == thrown.code);
      CHECK(diagnostics.message == thrown.message);
      CHECK(exception == thrown.exception);
      engine.await_idle();  // every operation has closed its connections
    }
}

TEST_CASE("a sink that throws is not called again") {
  FakeEngine engine;
  serve_example(engine);
  std::size_t calls = 0;
  const auto sink = [&](const Image&) {
    ++calls;
    throw std::runtime_error("enough");
  };
  CHECK_THROWS_WITH(client_of(engine).for_each_image({}, sink), "enough");
  CHECK(calls == 1);
}

TEST_CASE("what a logger throws completes an operation") {
  FakeEngine engine;
  serve_example(engine);
  std::vector<Thrown> all = exceptions();
  all.push_back({"an error of the library",
                 std::make_exception_ptr(dkrls::Error(Errc::timed_out, {})), Errc::timed_out, ""});
  for (const Thrown& thrown : all) {
    CAPTURE(thrown.name);
    const dkrls::Logger logger(dkrls::LogLevel::trace, [&](dkrls::LogLevel, std::string_view) {
      std::rethrow_exception(thrown.exception);
    });
    const DockerClient client({.endpoint = dkrls::UnixEndpoint{engine.path()}, .logger = logger});
    CHECK(thrown_by([&] { client.list_images(); }) == thrown.exception);
    asio::io_context context;
    std::optional<error_code> code;
    Diagnostics diagnostics;
    client.async_ping(context.get_executor(), diagnostics, [&](error_code ec) { code = ec; });
    context.run();
    CHECK(code == thrown.code);
    CHECK(diagnostics.message == thrown.message);
  }
}
