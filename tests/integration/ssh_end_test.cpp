// SPDX-License-Identifier: MIT

// How ssh ends: always, and no later than what it was started for.

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <csignal>
#include <deque>
#include <dkrls/detail/net/ssh_transport.hpp>
#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>
#include <thread>

#include "catch.hpp"
#include "process.hpp"
#include "running_context.hpp"
#include "ssh_support.hpp"

namespace {

namespace asio = boost::asio;
using namespace dkrls_test;
using dkrls::Diagnostics;
using dkrls::error_code;

/// Says nothing until it is made to end.
const std::string silent_ssh = record + "exec sleep 60";

/// Talks until it is made to end.
const std::string talking_ssh = record + "exec yes >&2";

/// Lets this process have no more descriptors than this, until it goes.
class DescriptorLimit {
 public:
  explicit DescriptorLimit(rlim_t limit) {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const rlimit lower = {limit, before_.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &lower);
  }
  ~DescriptorLimit() { ::setrlimit(RLIMIT_NOFILE, &before_); }
  DescriptorLimit(const DescriptorLimit&) = delete;
  DescriptorLimit& operator=(const DescriptorLimit&) = delete;

 private:
  rlimit before_{};
};

std::ptrdiff_t open_descriptors() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
}

}  // namespace

TEST_CASE("ssh ends with a listing that is cancelled") {
  const std::ptrdiff_t descriptors = open_descriptors();
  const StandIns stand_ins;
  stand_ins.write("ssh", GENERATE(values({silent_ssh, talking_ssh})));
  std::optional<error_code> result;
  Diagnostics diagnostics;
  asio::cancellation_signal signal;
  {
    RunningContext context;
    asio::post(context.get(), [&] {
      ssh_client().async_list_images(
          context.get().get_executor(), {}, diagnostics,
          asio::bind_cancellation_slot(
              signal.slot(),
              [&](error_code ec, const std::vector<dkrls::Image>&) { result = ec; }));
    });
    process_of(stand_ins);
    asio::post(context.get(), [&] { signal.emit(asio::cancellation_type::terminal); });
  }
  CHECK(result == asio::error::operation_aborted);
  CHECK(is_gone(process_of(stand_ins)));
  CHECK(has_no_children());
  CHECK(open_descriptors() == descriptors);
}

TEST_CASE("an ssh that ignores signals holds nobody up while it is made to end") {
  const StandIns stand_ins;
  stand_ins.write("ssh", "trap '' TERM\n" + silent_ssh);
  asio::io_context context;
  asio::cancellation_signal signal;
  std::optional<error_code> result;
  Diagnostics diagnostics;
  ssh_client().async_list_images(
      context.get_executor(), {}, diagnostics,
      asio::bind_cancellation_slot(
          signal.slot(), [&](error_code ec, const std::vector<dkrls::Image>&) { result = ec; }));
  await_true([&] {
    context.run_for(std::chrono::milliseconds(10));
    return !stand_ins.lines("pids").empty();
  });
  signal.emit(asio::cancellation_type::terminal);
  auto longest = std::chrono::steady_clock::duration::zero();
  while (!result) {
    const auto begin = std::chrono::steady_clock::now();
    context.run_one_for(std::chrono::milliseconds(10));
    longest = std::max(longest, std::chrono::steady_clock::now() - begin);
  }
  CHECK(result == asio::error::operation_aborted);
  CHECK(longest < std::chrono::milliseconds(250));  // half a second passes until SIGKILL
  CHECK(is_gone(process_of(stand_ins)));
  CHECK(has_no_children());
}

TEST_CASE("ssh ends with a listing that is abandoned") {
  const std::ptrdiff_t descriptors = open_descriptors();
  const StandIns stand_ins;
  stand_ins.write("ssh",
                  GENERATE(values({silent_ssh, talking_ssh, "trap '' TERM\n" + silent_ssh})));
  bool completed = false;
  Diagnostics diagnostics;
  {
    asio::io_context context;
    ssh_client().async_for_each_image(
        context.get_executor(), {}, [](const dkrls::Image&) {}, diagnostics,
        [&](error_code) { completed = true; });
    await_true([&] {
      context.run_for(std::chrono::milliseconds(10));
      return !stand_ins.lines("pids").empty();
    });
  }
  CHECK_FALSE(completed);
  CHECK(is_gone(process_of(stand_ins)));
  CHECK(has_no_children());
  CHECK(open_descriptors() == descriptors);
}

TEST_CASE("listings through an ssh that talks can be abandoned on many threads at any moment") {
  const std::ptrdiff_t descriptors = open_descriptors();
  const StandIns stand_ins;
  stand_ins.write("ssh", talking_ssh);
  std::deque<Diagnostics> diagnostics;
  bool completed = false;
  for (int round = 0; round < 4; ++round) {
    asio::thread_pool pool(4);
    for (int i = 0; i < 4; ++i)
      ssh_client().async_for_each_image(
          pool.get_executor(), {}, [](const dkrls::Image&) {}, diagnostics.emplace_back(),
          [&](error_code) { completed = true; });
    std::this_thread::sleep_for(std::chrono::milliseconds(20 * round));
    pool.stop();
  }
  CHECK_FALSE(completed);
  CHECK(has_no_children());
  CHECK(open_descriptors() == descriptors);
}

TEST_CASE("ssh ends with a listing whose sink throws") {
  const StandIns stand_ins;
  FakeEngine engine;
  serve_example(engine);
  stand_ins.write("ssh", relay_to(engine));
  error_code ec;
  Diagnostics diagnostics;
  CHECK_THROWS_WITH(
      ssh_client().for_each_image(
          {}, [](const dkrls::Image&) { throw std::runtime_error("enough"); }, ec, diagnostics),
      "enough");
  CHECK(has_no_children());
}

TEST_CASE("listings through ssh at the same time neither mix nor hold each other up") {
  const StandIns stand_ins;
  FakeEngine engine;
  serve_example(engine);
  stand_ins.write("ssh", "exec " STDIO_RELAY " " + engine.path());
  struct Listing {
    Diagnostics diagnostics;
    std::vector<dkrls::Image> images;
  };
  std::deque<Listing> listings(16);
  {
    asio::thread_pool pool(4);
    for (Listing& listing : listings)
      ssh_client().async_list_images(pool.get_executor(), {}, listing.diagnostics,
                                     [&listing](error_code, std::vector<dkrls::Image> images) {
                                       listing.images = std::move(images);
                                     });
    pool.join();
  }
  for (const Listing& listing : listings)
    CHECK(is_example(listing.images));
  CHECK(has_no_children());
}

TEST_CASE("a program that ignores what becomes of its children can use ssh") {
  const StandIns stand_ins;
  FakeEngine engine;
  serve_example(engine);
  stand_ins.write("ssh", relay_to(engine));
  auto* const before = std::signal(SIGCHLD, SIG_IGN);
  const Outcome good = list(ssh_client());
  stand_ins.write("ssh", "echo refused >&2; exit 255");
  const auto begin = std::chrono::steady_clock::now();
  const Outcome bad = list(ssh_client());
  std::signal(SIGCHLD, before);
  CHECK(is_example(good.images));
  CHECK(bad.diagnostics.message == "refused");
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(1));
}

TEST_CASE("ssh ends with the command when that is interrupted, alone or with its whole group") {
  const StandIns stand_ins;
  stand_ins.write("ssh", silent_ssh);
  const bool whole_group = GENERATE(false, true);
  const int number = GENERATE(SIGINT, SIGTERM, SIGHUP);
  CAPTURE(whole_group, number);
  // setsid: the command leads a group of its own, as a shell would start it.
  Process command({"setsid", DKR_LS, "--host", "ssh://host", "tags"});
  const pid_t ssh = process_of(stand_ins);
  if (whole_group)
    ::kill(-command.id(), number);
  else
    command.send_signal(number);
  const Finished finished = command.wait();
  CHECK(finished.status == 128 + number);
  CHECK(finished.out.empty());
  CHECK(finished.err.empty());
  await_true([&] { return is_gone(ssh); });  // whom it is left to, if anyone, is not ours to say
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // they want some themselves
TEST_CASE("without descriptors left there is no ssh, and none is lost") {
  const StandIns stand_ins;
  stand_ins.write("ssh", silent_ssh);
  asio::io_context context;
  const asio::steady_timer opens_those_of_asio(context);
  const DescriptorLimit limit(100);
  for (std::size_t left = 0; left < 4; ++left) {  // two streams have four ends
    std::vector<std::unique_ptr<dkrls::detail::OwnedDescriptor>> all;
    for (int fd = 0; (fd = ::open("/dev/null", O_RDONLY | O_CLOEXEC)) != -1;)
      all.push_back(std::make_unique<dkrls::detail::OwnedDescriptor>(fd));
    all.resize(all.size() - left);
    error_code result;
    Diagnostics diagnostics;
    ssh_client().async_for_each_image(
        context.get_executor(), {}, [](const dkrls::Image&) {}, diagnostics,
        [&](error_code ec) { result = ec; });
    context.run();
    context.restart();
    all.clear();
    CHECK(result == boost::system::errc::too_many_files_open);
    CHECK(diagnostics.message.empty());
  }
  CHECK(stand_ins.lines("pids").empty());
}
#endif

TEST_CASE("a child process that has ended can be asked again how") {
  dkrls::detail::ChildProcess child;
  CHECK_FALSE(child.poll());
  child.start({"sh", "-c", "exit 3"}, STDIN_FILENO, STDERR_FILENO);
  await_true([&] { return child.poll().has_value(); });
  const int status = child.poll().value();
  CHECK(WEXITSTATUS(status) == 3);
  CHECK(has_no_children());
}
