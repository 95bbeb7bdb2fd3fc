#include "explain.hpp"

#include <boost/system/errc.hpp>

namespace dkr_ls {

using dkrls::Errc;

std::string explain(const dkrls::error_code& ec, const dkrls::Diagnostics& diagnostics,
                    const dkrls::ClientOptions& asked) {
  namespace errc = boost::system::errc;
  const std::string endpoint = to_string(asked.endpoint);
  const std::string& said = diagnostics.message;

  if (ec == errc::no_such_file_or_directory)
    return "no engine at " + endpoint +
           ": there is no such socket; start Docker, or name the engine with --host or DOCKER_HOST";
  if (ec == errc::connection_refused)
    return "no engine at " + endpoint +
           ": the socket is there but nobody listens; start Docker (\"systemctl start docker\")";
  if (ec == errc::permission_denied)
    return "permission denied at " + endpoint +
           ": run as root, or join the socket's group (\"usermod -aG docker $USER\") and log in "
           "again";
  if (ec == Errc::timed_out)
    return "the engine at " + endpoint + " was silent for " +
           std::to_string(asked.timeout.count()) +
           " s; try again, or wait longer with --timeout SECONDS (0: for ever)";
  if (ec == Errc::truncated_answer)
    return "the engine at " + endpoint + " hung up before its answer was complete" +
           (said.empty() ? "" : " (" + said + ")") + "; nothing is listed, try again";
  if (ec == Errc::malformed_answer)
    return "what listens at " + endpoint +
           " does not speak HTTP; is this the socket of a Docker engine?";
  if (ec == Errc::not_an_image_list)
    return "the answer from " + endpoint + " is not an image list (" + said +
           "); is this the socket of a Docker engine?";
  if (ec == Errc::engine_error)
    return "the engine at " + endpoint + " answered " + std::to_string(diagnostics.http_status) +
           ": " + said;
  if (ec == Errc::engine_too_old)
    return "the engine at " + endpoint + " is too old: " + said + "; upgrade Docker";
  if (ec == Errc::engine_too_new)
    return "the engine at " + endpoint + " is too new for this dkr-ls (" + said +
           "); upgrade dkr-ls";
  return "cannot ask the engine at " + endpoint + ": " + ec.message();
}

}  // namespace dkr_ls
