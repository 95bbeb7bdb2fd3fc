#include "engine/explain.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/errc.hpp>
#include <filesystem>

namespace dkr_ls {
namespace {

using dkrls::Errc;
namespace errc = boost::system::errc;

constexpr std::size_t longest_said = 400;

bool is_within_code_point(const std::string& text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0u) == 0x80u;
}

/// Returns the first 400 bytes of an engine's message.
std::string beginning_of(const std::string& said) {
  if (said.size() <= longest_said)
    return said;
  std::size_t end = longest_said;
  while (end > 0 && is_within_code_point(said, end))
    --end;
  return said.substr(0, end) + "...";
}

/// Returns the last 400 bytes of ssh's output: the reason comes last, after banners and warnings.
std::string end_of(const std::string& said) {
  if (said.size() <= longest_said)
    return said;
  std::size_t begin = said.size() - longest_said;
  while (is_within_code_point(said, begin))
    ++begin;
  return "..." + said.substr(begin);
}

/// Returns the other places that were tried, in words that can follow a sentence; empty for none.
std::string also_tried(const dkrls::LocatedEngine& asked) {
  std::string text;
  for (const std::string& place : asked.tried)
    text.append(text.empty() ? " (nor does one answer at " : ", ").append(place);
  return text.empty() ? text : text + ")";
}

/// Returns the endpoint in words, with the proxy on the way to it.
std::string place_of(const dkrls::ClientOptions& options) {
  std::string text = to_string(options.endpoint);
  if (options.proxy && std::holds_alternative<dkrls::TcpEndpoint>(options.endpoint))
    text += " by the proxy " + to_string(*options.proxy) + " (" + options.proxy->named_by + ")";
  return text;
}

/// Explains why a path that should be a socket is none; empty if it is one.
std::string explain_path(const std::string& path) {
  std::error_code ec;
  const std::filesystem::file_status status = std::filesystem::status(path, ec);
  if (std::filesystem::is_directory(status))
    return "that is a directory, not a socket; Docker makes one if a container mounts a socket "
           "that is not there: remove it and start Docker";
  if (std::filesystem::is_regular_file(status))
    return "that is a file, not a socket; name the engine's socket with --host or DOCKER_HOST";
  return {};
}

/// Explains why there is no connection; empty for failures of another kind.
std::string explain_connection(const dkrls::error_code& ec, const std::string& endpoint,
                               const dkrls::LocatedEngine& asked) {
  const auto* const local = std::get_if<dkrls::UnixEndpoint>(&asked.options.endpoint);
  if (ec == errc::no_such_file_or_directory && local)
    return "no engine at " + endpoint + ": there is no such socket" + also_tried(asked) +
           "; start Docker, or name the engine with --host, --context or DOCKER_HOST";
  if (ec == errc::connection_refused && local) {
    const std::string problem = explain_path(local->path);
    return "no engine at " + endpoint + ": " +
           (!problem.empty() ? problem
            : local->path.starts_with('@')
                ? "nobody listens at that name; start Docker, or correct the name"
                : "the socket is there but nobody listens; start Docker (\"systemctl start "
                  "docker\")");
  }
  if (ec == errc::connection_refused)
    return "no engine at " + endpoint +
           ": nobody listens at that port; start the engine there, or correct the port";
  if (ec == errc::permission_denied && local)
    return "permission denied at " + endpoint +
           ": run as root, or join the socket's group (\"usermod -aG docker $USER\") and log in "
           "again";
  if (ec.category() == boost::asio::error::get_netdb_category())
    return "no engine at " + endpoint + ": the host's name is not known (" + ec.message() +
           "); correct it, or use the address";
  return {};
}

/// Explains a failure of a proxy, of TLS or of ssh; empty for failures of another kind.
std::string explain_transport(const dkrls::error_code& ec, const std::string& endpoint,
                              const dkrls::Diagnostics& diagnostics) {
  if (ec == Errc::proxy_failed)
    return "no way to " + endpoint + ": " + beginning_of(diagnostics.message) +
           "; correct the variable, or list the engine's host in NO_PROXY";
  if (ec == Errc::tls_failed)
    return "no trusted connection to " + endpoint + ": " + beginning_of(diagnostics.message) +
           "; check the certificates in DOCKER_CERT_PATH or of the context";
  if (ec == Errc::tls_not_spoken)
    return "what listens at " + endpoint +
           " does not speak TLS; unset DOCKER_TLS_VERIFY and DOCKER_TLS, or correct the port";
  if (ec == Errc::tls_expected)
    return "the engine at " + endpoint +
           " wants TLS; set DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH, or use a context that has "
           "the certificates";
  if (ec == Errc::ssh_failed)
    return "ssh did not reach the engine at " + endpoint + ": " + end_of(diagnostics.message) +
           "; \"ssh HOST docker version\" must work without a question";
  return {};
}

/// Explains an answer with a status other than 200.
std::string explain_refusal(const std::string& endpoint, const dkrls::Diagnostics& diagnostics) {
  const std::string status = std::to_string(diagnostics.http_status);
  const std::string said =
      beginning_of(diagnostics.message.substr(0, diagnostics.message.find_first_of("\r\n")));
  const bool refused = diagnostics.http_status / 100 == 4;
  return "the engine at " + endpoint +
         (refused ? " refused " + diagnostics.request + " (" + status + "): "
                  : " answered " + diagnostics.request + " with " + status + ": ") +
         said;
}

/// Explains an answer that is not HTTP. `line` is its first line.
std::string explain_no_http(const std::string& endpoint, const std::string& line, bool by_ssh) {
  if (by_ssh && !line.empty())
    return "ssh to " + endpoint + " printed \"" + line +
           "\" before the engine's answer; a start-up file of the shell there (~/.bashrc, for "
           "example) must print nothing for commands";
  return "what listens at " + endpoint + " does not speak HTTP as an engine does" +
         (line.empty() ? "" : " (it begins with \"" + line + "\")") +
         "; is this the address of a Docker engine?";
}

}  // namespace

std::string explain(const dkrls::error_code& ec, const dkrls::Diagnostics& diagnostics,
                    const dkrls::LocatedEngine& asked) {
  const std::string endpoint = place_of(asked.options);
  const std::string said = beginning_of(diagnostics.message);
  for (const std::string& text :
       {explain_connection(ec, endpoint, asked), explain_transport(ec, endpoint, diagnostics)})
    if (!text.empty())
      return text;

  if (ec == Errc::timed_out)
    return "the engine at " + endpoint + " was silent for " +
           std::to_string(asked.options.timeout.count()) +
           " s; try again, or wait longer with --timeout SECONDS (0: for ever)";
  if (ec == Errc::truncated_answer)
    return "the engine at " + endpoint + " hung up before its answer was complete" +
           (said.empty() ? "" : " (" + said + ")") + "; try again";
  if (ec == errc::connection_reset || ec == errc::broken_pipe)
    return "the engine at " + endpoint + " broke the connection off (" + ec.message() +
           "); try again";
  if (ec == Errc::malformed_answer)
    return explain_no_http(endpoint, said,
                           std::holds_alternative<dkrls::SshEndpoint>(asked.options.endpoint));
  if (ec == Errc::not_an_image_list)
    return "the answer from " + endpoint + " is not an image list (" + said +
           "); is this the address of a Docker engine?";
  if (ec == Errc::unexpected_answer)
    return "an answer from " + endpoint + " is not what was asked for (" + said +
           "); is this the address of a Docker engine?";
  if (ec == Errc::engine_error)
    return explain_refusal(endpoint, diagnostics);
  if (ec == Errc::engine_too_old)
    return "the engine at " + endpoint + " is too old: " + said + "; upgrade Docker";
  if (ec == Errc::engine_too_new)
    return "the engine at " + endpoint + " is too new for this dkr-ls (" + said +
           "); upgrade dkr-ls";
  return "cannot ask the engine at " + endpoint + ": " + ec.message() +
         (said.empty() ? "" : " (" + said + ")");
}

}  // namespace dkr_ls
