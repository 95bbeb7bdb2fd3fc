// Listings that are cancelled or abandoned after any number of steps, and from other threads at any
// moment.

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <deque>
#include <memory>
#include <optional>

#include "catch.hpp"
#include "client_support.hpp"

namespace {

using namespace dkrls_test;
namespace asio = boost::asio;
using dkrls::Diagnostics;
using dkrls::error_code;
using dkrls::Image;

/// A listing and how it ended.
struct Listing {
  void start(const FakeEngine& engine, const asio::any_io_executor& executor) {
    client_of(engine).async_list_images(
        executor, {}, diagnostics,
        asio::bind_cancellation_slot(signal.slot(),
                                     [this, held = alive](error_code ec, std::vector<Image> list) {
                                       result = ec;
                                       images = std::move(list);
                                       ++completions;
                                     }));
  }

  asio::cancellation_signal signal;
  Diagnostics diagnostics;
  std::optional<error_code> result;
  std::vector<Image> images;
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

/// More steps than a listing has.
constexpr std::size_t most_steps = 200;

}  // namespace

TEST_CASE("a listing can be cancelled after any number of steps") {
  FakeEngine engine;
  engine.on("GET /images/json", images(many_images_json(20), Framing::chunks_of_2048));
  std::size_t cancelled = 0;
  for (std::size_t steps = 0;; ++steps) {
    CAPTURE(steps);
    REQUIRE(steps < most_steps);
    asio::io_context context;
    Listing listing;
    listing.start(engine, context.get_executor());
    const bool ended = run_steps(context, steps) < steps;
    listing.signal.emit(asio::cancellation_type::terminal);
    context.run();
    CHECK(listing.completions == 1);
    if (listing.result == asio::error::operation_aborted) {
      CHECK(listing.images.empty());
      ++cancelled;
    } else {
      CHECK_FALSE(*listing.result);
      CHECK(listing.images.size() == 20);
    }
    if (ended)
      break;
  }
  CHECK(cancelled > 3);
  engine.await_idle();
}

TEST_CASE("a listing can be abandoned after any number of steps") {
  FakeEngine engine;
  engine.on("GET /images/json", images(many_images_json(20), Framing::chunks_of_2048));
  for (std::size_t steps = 0;; ++steps) {
    CAPTURE(steps);
    REQUIRE(steps < most_steps);
    Listing listing;
    bool ended = false;
    {
      asio::io_context context;
      listing.start(engine, context.get_executor());
      ended = run_steps(context, steps) < steps;
    }
    CHECK(listing.alive.use_count() == 1);  // the handler is gone, called or not
    CHECK(listing.completions == (listing.result ? 1 : 0));
    if (ended)
      break;
  }
  engine.await_idle();
}

TEST_CASE("many listings on a pool can be cancelled from other threads at any moment") {
  FakeEngine engine;
  engine.on("GET /images/json", images(many_images_json(50), Framing::chunks_of_2048));
  constexpr std::size_t count = 60;
  struct Job {
    explicit Job(asio::thread_pool& pool) : strand(pool.get_executor()) {}
    asio::strand<asio::thread_pool::executor_type> strand;  // a signal is for one thread at a time
    Listing listing;
  };
  asio::thread_pool pool(4);
  std::deque<Job> jobs;  // goes before the pool, as a strand wants
  for (std::size_t i = 0; i < count; ++i) {
    Job& job = jobs.emplace_back(pool);
    asio::post(job.strand, [&job, &engine] { job.listing.start(engine, job.strand); });
    if (i % 3 != 0)
      asio::post(pool, [&job] {
        asio::post(job.strand,
                   [&job] { job.listing.signal.emit(asio::cancellation_type::terminal); });
      });
  }
  pool.join();
  for (const Job& job : jobs) {
    CHECK(job.listing.completions == 1);
    const bool aborted = job.listing.result == asio::error::operation_aborted;
    CHECK((aborted || job.listing.images.size() == 50));
  }
}

TEST_CASE("a pool with listings in flight can be stopped and go") {
  FakeEngine engine;
  engine.on("GET /images/json", images(many_images_json(50), Framing::chunks_of_2048));
  for (int round = 0; round < 10; ++round) {
    std::deque<Listing> listings;
    {
      asio::thread_pool pool(4);
      for (int i = 0; i < 10; ++i)
        listings.emplace_back().start(engine, pool.get_executor());
      pool.stop();
      pool.join();
    }
    for (const Listing& listing : listings)
      CHECK(listing.alive.use_count() == 1);
  }
  engine.await_idle();
}
