#include "engine/explain.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/errc.hpp>

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

/// Explains why there is no connection; empty for failures of another kind.
std::string explain_connection(const dkrls::error_code& ec, const std::string& endpoint,
                               const dkrls::LocatedEngine& asked) {
  const bool local = std::holds_alternative<dkrls::UnixEndpoint>(asked.options.endpoint);
  if (ec == errc::no_such_file_or_directory && local)
    return "no engine at " + endpoint + ": there is no such socket" + also_tried(asked) +
           "; start Docker, or name the engine with --host, --context or DOCKER_HOST";
  if (ec == errc::connection_refused && local)
    return "no engine at " + endpoint +
           ": the socket is there but nobody listens; start Docker (\"systemctl start docker\")";
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

/// Explains a failure of TLS or ssh; empty for failures of another kind.
std::string explain_transport(const dkrls::error_code& ec, const std::string& endpoint,
                              const dkrls::Diagnostics& diagnostics) {
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

}  // namespace

std::string explain(const dkrls::error_code& ec, const dkrls::Diagnostics& diagnostics,
                    const dkrls::LocatedEngine& asked) {
  const std::string endpoint = to_string(asked.options.endpoint);
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
    return "what listens at " + endpoint +
           " does not speak HTTP as an engine does; is this the address of a Docker engine?";
  if (ec == Errc::not_an_image_list)
    return "the answer from " + endpoint + " is not an image list (" + said +
           "); is this the address of a Docker engine?";
  if (ec == Errc::unexpected_answer)
    return "an answer from " + endpoint + " is not what was asked for (" + said +
           "); is this the address of a Docker engine?";
  if (ec == Errc::engine_error)
    return "the engine at " + endpoint + " answered " + std::to_string(diagnostics.http_status) +
           ": " + said;
  if (ec == Errc::engine_too_old)
    return "the engine at " + endpoint + " is too old: " + said + "; upgrade Docker";
  if (ec == Errc::engine_too_new)
    return "the engine at " + endpoint + " is too new for this dkr-ls (" + said +
           "); upgrade dkr-ls";
  return "cannot ask the engine at " + endpoint + ": " + ec.message() +
         (said.empty() ? "" : " (" + said + ")");
}

}  // namespace dkr_ls
