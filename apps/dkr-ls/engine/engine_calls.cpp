#include "engine/engine_calls.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <dkrls/docker_client.hpp>

#include "engine/engine.hpp"
#include "engine/explain.hpp"
#include "engine/interruption.hpp"

namespace dkr_ls {

std::unique_ptr<ProgressLine> make_progress_line(const dkrls::LocatedEngine& engine,
                                                 const World& world) {
  // No progress line while logging: log lines would be appended to it.
  if (!world.err_is_terminal || engine.options.logger.enabled(dkrls::LogLevel::info))
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

namespace {

/// Returns a function that shows the progress of inspections on a line; an empty one without a
/// line.
dkrls::InspectionProgress progress_of(ProgressLine* line) {
  if (line == nullptr)
    return {};
  return [line](std::size_t inspected, std::size_t all) { line->show_images(inspected, all); };
}

}  // namespace

void for_each_image(const dkrls::LocatedEngine& engine, dkrls::ImageRequest request,
                    const dkrls::ImageSink& sink, const World& world) {
  const std::unique_ptr<ProgressLine> line = make_progress_line(engine, world);
  request.progress = progress_of(line.get());
  const dkrls::DockerClient client(options_beside(line.get(), engine));
  dkrls::Diagnostics diagnostics;
  const dkrls::error_code ec = run_operation(
      engine.options.endpoint, line.get(), [&](const auto& executor, auto cancellation, auto done) {
        client.async_for_each_image(
            executor, request, sink, diagnostics,
            boost::asio::bind_cancellation_slot(cancellation, std::move(done)));
      });
  if (ec)
    throw EngineError(explain(ec, diagnostics, engine));
}

dkrls::DiskUsage disk_usage(const dkrls::LocatedEngine& engine, dkrls::DiskUsageRequest request,
                            const World& world) {
  const std::unique_ptr<ProgressLine> line = make_progress_line(engine, world);
  request.progress = progress_of(line.get());
  dkrls::Diagnostics diagnostics;
  dkrls::DiskUsage usage;
  const dkrls::error_code ec = run_operation(
      engine.options.endpoint, line.get(), [&](const auto& executor, auto cancellation, auto done) {
        dkrls::DockerClient(options_beside(line.get(), engine))
            .async_disk_usage(executor, request, diagnostics,
                              boost::asio::bind_cancellation_slot(
                                  cancellation, [&usage, done](const dkrls::error_code& result,
                                                               dkrls::DiskUsage computed) {
                                    usage = std::move(computed);
                                    done(result);
                                  }));
      });
  if (ec)
    throw EngineError(explain(ec, diagnostics, engine));
  return usage;
}

}  // namespace dkr_ls
