// SPDX-License-Identifier: MIT
#include "engine/engine_calls.hpp"

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <dkrls/docker_client.hpp>
#include <exception>
#include <functional>
#include <optional>
#include <utility>

#include "engine/interruption.hpp"
#include "terminal/error_line.hpp"

namespace dkr_ls {
namespace {

/// Starts an operation of the client of the engine with this index. `done` receives its result.
using StartCall = std::function<void(
    std::size_t index, const dkrls::DockerClient& client,
    const boost::asio::any_io_executor& executor, dkrls::Diagnostics& diagnostics,
    boost::asio::cancellation_slot cancellation, std::function<void(dkrls::error_code)> done)>;

bool runs_ssh(const dkrls::LocatedEngine& engine) {
  return std::holds_alternative<dkrls::SshEndpoint>(engine.options.endpoint);
}

/// Prints a line for each engine that could not be chosen or asked; throws the line if only one was
/// to be asked.
Answers report_failures(const Engines& engines, const std::vector<dkrls::error_code>& results,
                        const std::vector<dkrls::Diagnostics>& diagnostics, const World& world) {
  std::vector<std::string> failures = engines.failures;
  std::size_t answered = 0;
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (!results[i]) {
      ++answered;
      continue;
    }
    const dkrls::LocatedEngine& engine = engines.located[i];
    const std::string reason = explain(results[i], diagnostics[i], engine, remedy_words());
    if (!engines.several)
      throw EngineError(reason);
    failures.push_back(engine.options.host_name + ": " + reason);
  }
  for (const std::string& failure : failures)
    print_error(world.err, failure);
  return failures.empty() ? Answers::all : answered > 0 ? Answers::some : Answers::none;
}

/// Returns the code of an Error and its diagnostics; throws any other exception.
dkrls::error_code code_of(const std::exception_ptr& exception, dkrls::Diagnostics& diagnostics) {
  try {
    if (exception)
      std::rethrow_exception(exception);
  } catch (const dkrls::Error& error) {
    diagnostics = error.diagnostics();
    return error.code();
  }
  return {};
}

/// Runs an operation for each engine, all at the same time.
Answers ask_all(const Engines& engines, ProgressLine* line, const StartCall& start,
                const World& world) {
  const std::size_t count = engines.located.size();
  std::vector<dkrls::Diagnostics> diagnostics(count);
  std::vector<StartOperation> operations;
  operations.reserve(count);
  for (std::size_t i = 0; i < count; ++i)
    operations.emplace_back([&, i](const auto& executor, auto cancellation, auto done) {
      const dkrls::DockerClient client(options_beside(line, engines.located[i]));
      start(i, client, executor, diagnostics[i], cancellation, std::move(done));
    });
  const std::vector<dkrls::error_code> results =
      run_operations(std::ranges::any_of(engines.located, runs_ssh), line, operations);
  if (line != nullptr)
    line->erase();
  return report_failures(engines, results, diagnostics, world);
}

/// Shows the progress of several inspections as that of one.
class SharedProgress {
 public:
  SharedProgress(ProgressLine& line, std::size_t engines) : line_(line), engines_(engines) {}

  dkrls::InspectionProgress of(std::size_t engine) {
    return [this, engine](std::size_t inspected, std::size_t all) {
      engines_[engine] = {inspected, all};
      std::size_t inspected_sum = 0;
      std::size_t sum = 0;
      for (const auto& [inspected_of_engine, all_of_engine] : engines_) {
        inspected_sum += inspected_of_engine;
        sum += all_of_engine;
      }
      line_.show_images(inspected_sum, sum);
    };
  }

 private:
  ProgressLine& line_;
  std::vector<std::pair<std::size_t, std::size_t>> engines_;  // inspected, and of how many
};

/// Returns the progress on a line; nullopt without one.
std::optional<SharedProgress> shared_progress(ProgressLine* line, const Engines& engines) {
  return line == nullptr
             ? std::nullopt
             : std::optional<SharedProgress>(std::in_place, *line, engines.located.size());
}

}  // namespace

std::unique_ptr<ProgressLine> make_progress_line(const dkrls::Logger& logger, const World& world) {
  // No progress line while logging: log lines would be appended to it.
  if (!world.err_is_terminal || logger.enabled(dkrls::LogLevel::info))
    return nullptr;
  return std::make_unique<ProgressLine>(world.err);
}

dkrls::ClientOptions options_beside(ProgressLine* line, const dkrls::LocatedEngine& engine) {
  dkrls::ClientOptions options = engine.options;
  if (line != nullptr)
    options.logger = dkrls::Logger(
        dkrls::LogLevel::warning,
        [line, logger = options.logger](dkrls::LogLevel level, std::string_view message) {
          if (!logger.enabled(level))
            return;
          line->erase();
          logger.log(level, message);
        });
  return options;
}

Answers for_each_image(const Engines& engines, const dkrls::ImageRequest& request,
                       const dkrls::ImageSink& sink, const World& world) {
  namespace asio = boost::asio;
  const std::unique_ptr<ProgressLine> line = make_progress_line(engines.logger, world);
  std::optional<SharedProgress> progress = shared_progress(line.get(), engines);
  const auto request_of = [&](std::size_t index) {
    dkrls::ImageRequest of_engine = request;
    if (progress)
      of_engine.progress = progress->of(index);
    return of_engine;
  };
  const StartCall pass_on = [&](std::size_t index, const auto& client, const auto& executor,
                                auto& diagnostics, auto cancellation, auto done) {
    // The short form keeps what the sink throws: it is no failure of the engine.
    client.async_for_each_image(
        request_of(index), sink,
        asio::bind_executor(executor, asio::bind_cancellation_slot(
                                          cancellation, [&diagnostics, done = std::move(done)](
                                                            const std::exception_ptr& exception) {
                                            done(code_of(exception, diagnostics));
                                          })));
  };
  const StartCall keep = [&](std::size_t index, const auto& client, const auto& executor,
                             auto& diagnostics, auto cancellation, auto done) {
    client.async_list_images(
        executor, request_of(index), diagnostics,
        asio::bind_cancellation_slot(
            cancellation, [&sink, done = std::move(done)](const dkrls::error_code& ec,
                                                          const std::vector<dkrls::Image>& images) {
              for (const dkrls::Image& image : images)
                sink(image);
              done(ec);
            }));
  };
  // The list of the only engine needs no memory: if it breaks off, nothing is printed.
  return ask_all(engines, line.get(), engines.several ? keep : pass_on, world);
}

DiskUsages disk_usages(const Engines& engines, const dkrls::DiskUsageRequest& request,
                       const World& world) {
  const std::unique_ptr<ProgressLine> line = make_progress_line(engines.logger, world);
  std::optional<SharedProgress> progress = shared_progress(line.get(), engines);
  std::vector<std::optional<dkrls::DiskUsage>> computed(engines.located.size());
  const StartCall start = [&](std::size_t index, const auto& client, const auto& executor,
                              auto& diagnostics, auto cancellation, auto done) {
    dkrls::DiskUsageRequest of_engine = request;
    if (progress)
      of_engine.progress = progress->of(index);
    client.async_disk_usage(
        executor, std::move(of_engine), diagnostics,
        boost::asio::bind_cancellation_slot(
            cancellation, [&result = computed[index], done = std::move(done)](
                              const dkrls::error_code& ec, dkrls::DiskUsage usage) {
              if (!ec)
                result = std::move(usage);
              done(ec);
            }));
  };
  DiskUsages usages;
  usages.answers = ask_all(engines, line.get(), start, world);
  for (std::size_t i = 0; i < computed.size(); ++i)
    if (computed[i])
      usages.hosts.push_back({engines.located[i].options.host_name, *std::move(computed[i])});
  return usages;
}

}  // namespace dkr_ls
