// SPDX-License-Identifier: MIT
#include "actions/version.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/system/errc.hpp>
#include <dkrls/dkrls.hpp>
#include <ostream>

#include "engine/engine.hpp"
#include "engine/engine_calls.hpp"
#include "engine/interruption.hpp"

namespace dkr_ls {
namespace {

void print_line(std::ostream& out, std::string_view label, std::string_view text) {
  constexpr std::size_t width = 10;
  std::string line(label);
  line.append(width - label.size(), ' ');
  dkrls::append_printable(line, text);
  out << line << '\n';
}

std::string store_of(const dkrls::EngineInfo& info) {
  if (info.storage_driver.empty())
    return "not known";
  return info.storage_driver +
         (info.containerd_store ? ", in the containerd image store" : ", a graph driver");
}

/// Two texts of an engine, or the one that it sent.
std::string joined(const std::string& first, std::string_view between, const std::string& second) {
  if (first.empty() || second.empty())
    return first + second;
  return first + std::string(between) + second;
}

void print_engine(std::ostream& out, const dkrls::EngineInfo& info) {
  print_line(out, "engine",
             joined(info.name + " " + info.version, ", ", joined(info.os, "/", info.architecture)));
  if (!info.api_version.empty())
    print_line(out, "API",
               (info.min_api_version.empty() ? "up to " : info.min_api_version + " to ") +
                   info.api_version);
  print_line(out, "images", store_of(info));
}

/// True if there is no engine, false if there is one that could not be asked.
bool is_missing(const dkrls::error_code& ec) {
  namespace errc = boost::system::errc;
  return ec == errc::no_such_file_or_directory || ec == errc::connection_refused;
}

}  // namespace

ExitCode show_version(const Invocation& invocation, const World& world) {
  const Settings& settings = invocation.settings;
  if (names_several_engines(settings))
    throw UsageError(*invocation.command,
                     "\"version\" describes one engine, and several are named: name one");
  print_line(world.out, "dkr-ls", dkrls::version);
  world.out.flush();
  const dkrls::LocatedEngine engine = locate_engine(settings, world);
  dkrls::Diagnostics diagnostics;
  dkrls::EngineInfo info;
  std::unique_ptr<ProgressLine> line = make_progress_line(engine.options.logger, world);
  const dkrls::error_code ec = run_operation(
      engine.options.endpoint, line.get(), [&](const auto& executor, auto cancellation, auto done) {
        dkrls::DockerClient(options_beside(line.get(), engine))
            .async_engine_info(executor, diagnostics,
                               boost::asio::bind_cancellation_slot(
                                   cancellation, [&info, done](const dkrls::error_code& result,
                                                               dkrls::EngineInfo said) {
                                     info = std::move(said);
                                     done(result);
                                   }));
      });
  line.reset();
  const std::string endpoint = to_string(engine.options.endpoint);
  if (!ec) {
    print_engine(world.out, info);
    print_line(world.out, "endpoint", endpoint + ", named by: " + engine.named_by);
    return ExitCode::ok;
  }
  const std::string reason = explain(ec, diagnostics, engine, remedy_words());
  if (engine.named || !is_missing(ec))
    throw EngineError(reason);
  print_line(world.out, "engine", "none; tried");
  print_line(world.out, "", endpoint + " (" + engine.named_by + "): " + ec.message());
  for (const std::string& place : engine.tried)
    print_line(world.out, "", place + ": no answer");
  return ExitCode::ok;
}

}  // namespace dkr_ls
