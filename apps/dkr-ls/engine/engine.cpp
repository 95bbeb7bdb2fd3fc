#include "engine/engine.hpp"

#include <dkrls/tls.hpp>

#include "terminal/logging.hpp"

namespace dkr_ls {

dkrls::EngineRequest request_for(const Settings& settings, const World& world) {
  return {.host = settings.host, .context = settings.context, .certificates = world.certificates};
}

dkrls::LocatedEngine locate_engine(const Settings& settings, const World& world) {
  const dkrls::ClientOptions options{.tls_connector = dkrls::connect_with_tls,
                                     .timeout = settings.timeout,
                                     .logger = make_logger(settings.log_level, world.err)};
  dkrls::error_code ec;
  dkrls::Diagnostics diagnostics;
  dkrls::LocatedEngine engine = dkrls::locate_engine(request_for(settings, world),
                                                     world.environment, options, ec, diagnostics);
  if (ec == dkrls::Errc::ambiguous_engine)
    throw EngineError("several engines are running and none is named: " + diagnostics.message +
                      "; choose one with --host or DOCKER_HOST");
  if (ec)
    throw EngineError(diagnostics.message.empty() ? ec.message() : diagnostics.message);
  engine.options.logger.log(
      dkrls::LogLevel::debug,
      "the engine is " + to_string(engine.options.endpoint) + ", named by: " + engine.named_by);
  return engine;
}

}  // namespace dkr_ls
