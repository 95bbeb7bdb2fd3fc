// SPDX-License-Identifier: MIT

// Listings and surveys that are cancelled or abandoned after any number of steps, and from other
// threads at any moment.

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <deque>
#include <dkrls/tls.hpp>
#include <memory>
#include <optional>

#include "catch.hpp"
#include "certificates.hpp"
#include "client_support.hpp"
#include "relay.hpp"

namespace {

using namespace dkrls_test;
namespace asio = boost::asio;
using dkrls::Diagnostics;
using dkrls::DiskUsage;
using dkrls::error_code;
using dkrls::Image;

constexpr std::size_t image_count = 20;

/// Sanitizers on a busy machine make 60 operations at the same time slow, and none may time out.
constexpr std::chrono::seconds patience(100);

/// An engine that can be listed, through TLS as well, and surveyed.
struct Target {
  Target() {
    engine.on("GET /images/json", images(many_images_json(image_count), Framing::chunks_of_2048));
    engine.on("GET /containers/json", images("[]"));
    engine.on("GET /version", images(R"({"Version":"20.10.24"})"));
    engine.on("GET /info", images(R"({"Driver":"overlay2"})"));
    engine.on("GET /system/df", images("{}"));
    for (std::size_t n = 0; n < image_count; ++n) {
      const std::string path = "GET /images/" + id_of(n);
      engine.on(path + "/json", images(R"({"RootFS":{"Layers":["base",")" + id_of(n) + "\"]}}"));
      engine.on(path + "/history", images(R"([{"Size":1},{"Size":2}])"));
    }
  }

  FakeEngine engine;
  TemporaryDirectory directory;
  Relay relay{engine.path(), {.identity = Authority(directory).issue("server")}};
};

/// What is asked of it. A survey asks over eight connections at the same time, and over one more
/// for the build cache.
enum class Kind { listing, listing_with_tls, survey, survey_with_cache };

/// An operation and how it ended.
struct Job {
  void start(const Target& target, Kind kind, const asio::any_io_executor& executor) {
    auto done = asio::bind_cancellation_slot(
        signal.slot(), [this, held = alive](error_code ec, const auto& answer) {
          result = ec;
          images = count(answer);
          ++completions;
        });
    const dkrls::DockerClient client =
        kind == Kind::listing_with_tls
            ? dkrls::DockerClient({.endpoint = dkrls::TcpEndpoint{"127.0.0.1", target.relay.port()},
                                   .tls = dkrls::TlsOptions{.verify = false},
                                   .tls_connector = dkrls::connect_with_tls,
                                   .timeout = patience})
            : client_of(target.engine, patience);
    if (kind == Kind::survey || kind == Kind::survey_with_cache)
      client.async_disk_usage(executor, {.build_cache = kind == Kind::survey_with_cache},
                              diagnostics, std::move(done));
    else
      client.async_list_images(executor, {}, diagnostics, std::move(done));
  }

  static std::size_t count(const std::vector<Image>& list) { return list.size(); }
  static std::size_t count(const DiskUsage& usage) { return usage.images().size(); }

  /// Whether it has ended once, wholly or with nothing.
  bool has_ended_well() const {
    const bool aborted = result == asio::error::operation_aborted;
    return completions == 1 && (aborted || result == error_code()) &&
           images == (aborted ? 0 : image_count);
  }

  asio::cancellation_signal signal;
  Diagnostics diagnostics;
  std::optional<error_code> result;
  std::size_t images = 0;
  int completions = 0;
  std::shared_ptr<int> alive = std::make_shared<int>();
};

/// Runs so many handlers, or fewer when there are no more.
std::size_t run_steps(asio::io_context& context, std::size_t steps) {
  std::size_t done = 0;
  while (done < steps && context.run_one() > 0)
    ++done;
  return done;
}

/// More steps than any of them has.
constexpr std::size_t most_steps = 1000;

}  // namespace

TEST_CASE("an operation can be cancelled after any number of steps") {
  const Kind kind =
      GENERATE(Kind::listing, Kind::listing_with_tls, Kind::survey, Kind::survey_with_cache);
  Target target;
  std::size_t cancelled = 0;
  for (std::size_t steps = 0;; ++steps) {
    CAPTURE(kind, steps);
    REQUIRE(steps < most_steps);
    asio::io_context context;
    Job job;
    job.start(target, kind, context.get_executor());
    const bool ended = run_steps(context, steps) < steps;
    job.signal.emit(asio::cancellation_type::terminal);
    context.run();
    CHECK(job.has_ended_well());
    if (job.result == asio::error::operation_aborted)
      ++cancelled;
    if (ended)
      break;
  }
  CHECK(cancelled > 3);
  target.engine.await_idle();
}

TEST_CASE("an operation can be abandoned after any number of steps") {
  const Kind kind =
      GENERATE(Kind::listing, Kind::listing_with_tls, Kind::survey, Kind::survey_with_cache);
  Target target;
  for (std::size_t steps = 0;; ++steps) {
    CAPTURE(kind, steps);
    REQUIRE(steps < most_steps);
    Job job;
    bool ended = false;
    {
      asio::io_context context;
      job.start(target, kind, context.get_executor());
      ended = run_steps(context, steps) < steps;
    }
    CHECK(job.alive.use_count() == 1);  // the handler is gone, called or not
    CHECK(job.completions == (job.result ? 1 : 0));
    if (ended)
      break;
  }
  target.engine.await_idle();
}

TEST_CASE("many operations on a pool can be cancelled from other threads at any moment") {
  const Kind kind =
      GENERATE(Kind::listing, Kind::listing_with_tls, Kind::survey, Kind::survey_with_cache);
  const Target target;
  struct JobOnStrand {
    explicit JobOnStrand(asio::thread_pool& pool) : strand(pool.get_executor()) {}
    asio::strand<asio::thread_pool::executor_type> strand;  // a signal is for one thread at a time
    Job job;
  };
  asio::thread_pool pool(4);
  std::deque<JobOnStrand> jobs;  // goes before the pool, as a strand wants
  for (std::size_t i = 0; i < 60; ++i) {
    JobOnStrand& each = jobs.emplace_back(pool);
    asio::post(each.strand, [&each, &target, kind] { each.job.start(target, kind, each.strand); });
    if (i % 3 != 0)
      asio::post(pool, [&each] {
        asio::post(each.strand,
                   [&each] { each.job.signal.emit(asio::cancellation_type::terminal); });
      });
  }
  pool.join();
  for (const JobOnStrand& each : jobs)
    CHECK(each.job.has_ended_well());
}

TEST_CASE("a pool with operations in flight can be stopped and go") {
  const Kind kind =
      GENERATE(Kind::listing, Kind::listing_with_tls, Kind::survey, Kind::survey_with_cache);
  Target target;
  for (int round = 0; round < 10; ++round) {
    std::deque<Job> jobs;
    {
      asio::thread_pool pool(4);
      for (int i = 0; i < 10; ++i)
        jobs.emplace_back().start(target, kind, pool.get_executor());
      pool.stop();
      pool.join();
    }
    for (const Job& job : jobs)
      CHECK(job.alive.use_count() == 1);
  }
  target.engine.await_idle();
}
