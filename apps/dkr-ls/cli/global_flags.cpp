// SPDX-License-Identifier: MIT
#include <dkrls/endpoint.hpp>

#include "cli/flag_values.hpp"
#include "cli/flags.hpp"

namespace dkr_ls {
namespace {

constexpr std::string_view log_levels[] = {"TRACE", "DEBUG", "INFO", "WARNING", "ERROR", "FATAL"};

constexpr Flag global_flag_table[] = {
    {.name = "log-level",
     .value = Flag::Value::required,
     .value_name = "LEVEL",
     .help = "say on stderr what is done: TRACE, DEBUG, INFO, WARNING, ERROR or FATAL "
             "(default WARNING)",
     .allowed = "TRACE, DEBUG, INFO, WARNING, ERROR or FATAL",
     .choices = log_levels,
     .apply =
         [](std::string_view value, Settings& settings) {
           const auto level = dkrls::parse_log_level(value);
           if (level)
             settings.log_level = *level;
           return level.has_value();
         }},
    {.name = "host",
     .letter = 'H',
     .value = Flag::Value::required,
     .value_name = "URL",
     .help = "the engine to ask: unix://, tcp:// or ssh:// (default as docker's, see the README); "
             "give it again, or --context, to ask several",
     .allowed =
         "an endpoint such as unix:///var/run/docker.sock, tcp://host:2375 or ssh://user@host",
     .apply =
         [](std::string_view value, Settings& settings) {
           if (value.empty())  // docker, too, takes it for not given
             return true;
           settings.engines.push_back({EngineName::Kind::host, std::string(value)});
           return dkrls::parse_endpoint(value).has_value();
         }},
    {.name = "context",
     .letter = 'c',
     .value = Flag::Value::required,
     .value_name = "NAME",
     .help = "the engine of a Docker context; give it again to ask several",
     .allowed = "the name of a context, see \"docker context ls\"",
     .live = Flag::Live::contexts,
     .apply =
         [](std::string_view value, Settings& settings) {
           if (!value.empty())  // docker, too, takes an empty one for not given
             settings.engines.push_back({EngineName::Kind::context, std::string(value)});
           return true;
         }},
    {.name = "all-contexts",
     .help = "the engines of all Docker contexts, each once",
     .apply = set<&Settings::all_contexts>},
    {.name = "timeout",
     .value = Flag::Value::required,
     .value_name = "SECONDS",
     .help = "longest silence of the engine that is accepted, 0 for any (default 120)",
     .allowed = "a whole number of seconds from 0 to 86400",
     .apply =
         [](std::string_view value, Settings& settings) {
           constexpr std::uint32_t longest = 24 * 60 * 60;
           std::uint32_t seconds = 0;
           if (!parse_whole(value, seconds) || seconds > longest)
             return false;
           settings.timeout = std::chrono::seconds(seconds);
           return true;
         }},
    {.name = "help", .letter = 'h', .help = "show this help", .apply = set<&Settings::help>},
    {.name = "version", .help = "show the version", .apply = set<&Settings::version>},
};

}  // namespace

std::span<const Flag> global_flags() {
  return global_flag_table;
}

}  // namespace dkr_ls
