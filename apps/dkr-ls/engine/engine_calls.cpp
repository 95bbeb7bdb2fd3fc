#include "engine/engine_calls.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/steady_timer.hpp>
#include <dkrls/docker_client.hpp>
#include <memory>
#include <optional>

#include "engine/engine.hpp"
#include "engine/explain.hpp"
#include "engine/interruption.hpp"
#include "terminal/progress_line.hpp"

namespace dkr_ls {

void for_each_image(const dkrls::LocatedEngine& engine, const dkrls::ImageRequest& request,
                    const dkrls::ImageSink& sink) {
  const dkrls::DockerClient client(engine.options);
  dkrls::Diagnostics diagnostics;
  const dkrls::error_code ec = run_operation(
      engine.options.endpoint, [&](const auto& executor, auto cancellation, auto done) {
        client.async_for_each_image(
            executor, request, sink, diagnostics,
            boost::asio::bind_cancellation_slot(cancellation, std::move(done)));
      });
  if (ec)
    throw EngineError(explain(ec, diagnostics, engine));
}

dkrls::DiskUsage disk_usage(const dkrls::LocatedEngine& engine, dkrls::DiskUsageRequest request,
                            const World& world) {
  std::optional<ProgressLine> line;
  // No progress line while logging: log lines would be appended to it.
  if (world.err_is_terminal && !engine.options.logger.enabled(dkrls::LogLevel::info))
    line.emplace(world.err);
  if (line)
    request.progress = [&line](std::size_t inspected, std::size_t all) {
      line->show_images(inspected, all);
    };
  dkrls::Diagnostics diagnostics;
  dkrls::DiskUsage usage;
  const dkrls::error_code ec = run_operation(
      engine.options.endpoint, [&](const auto& executor, auto cancellation, auto done) {
        // Kept by the handler, so that it ends with the operation.
        const auto patience =
            std::make_shared<boost::asio::steady_timer>(executor, ProgressLine::patience);
        if (line)
          patience->async_wait([&line](const dkrls::error_code& aborted) {
            if (!aborted)
              line->show_waiting();
          });
        dkrls::DockerClient(engine.options)
            .async_disk_usage(
                executor, request, diagnostics,
                boost::asio::bind_cancellation_slot(
                    cancellation, [&usage, done, patience](const dkrls::error_code& result,
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
