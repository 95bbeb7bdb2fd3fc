// SPDX-License-Identifier: MIT

// Engines behind a real ssh and a real sshd on this machine.

#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "catch.hpp"
#include "process.hpp"
#include "ssh_support.hpp"

namespace {

namespace asio = boost::asio;
using namespace dkrls_test;
using asio::ip::tcp;
using dkrls::Errc;
using dkrls::SshEndpoint;

constexpr const char* sshd_program = "/usr/sbin/sshd";

/// True if there is an sshd for the test; prints a note if there is none.
bool is_sshd_installed() {
  if (::access(sshd_program, X_OK) == 0)
    return true;
  WARN("left out: there is no " << sshd_program << " (Debian: openssh-server)");
  return false;
}

std::uint16_t free_port() {
  asio::io_context context;
  return tcp::acceptor(context, {asio::ip::address_v4::loopback(), 0}).local_endpoint().port();
}

void make_key(const std::string& file) {
  REQUIRE(run_process({"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file}).status == 0);
}

/// An sshd with its own keys and configuration, and a script that runs the real ssh with a
/// configuration for "engine-host": ssh does not look for its configuration in HOME.
class Sshd {
 public:
  Sshd() {
    make_key(stand_ins.directory() / "host_key");
    make_key(stand_ins.directory() / "user_key");
    stand_ins.directory().write("authorized_keys", stand_ins.read("user_key.pub"));
    stand_ins.directory().write("known_hosts", "engine-host " + stand_ins.read("host_key.pub"));
    if (::geteuid() == 0)
      ::mkdir("/run/sshd", 0755);  // sshd's directory for privilege separation
    stand_ins.write("ssh",
                    "echo $$ > $HERE/pids; exec " + real_ssh_ + " -F $HERE/ssh_config \"$@\"");
    // Commands that sshd runs find the fake programs first, too.
    stand_ins.write("force", "PATH=$HERE:$PATH exec bash --norc -c \"$SSH_ORIGINAL_COMMAND\"");
    write_configuration();
    sshd_.emplace(std::vector<std::string>{sshd_program, "-D", "-e", "-f",
                                           stand_ins.directory() / "sshd_config"});
    await_true([this] {
      asio::io_context context;
      boost::system::error_code ec;
      tcp::socket(context).connect({asio::ip::address_v4::loopback(), port_}, ec);
      return !ec;
    });
  }

  StandIns stand_ins;

 private:
  /// The path of the real ssh, before a fake one hides it.
  static std::string find_ssh() {
    std::string path = run_process({"bash", "-c", "command -v ssh"}).out;
    path.resize(path.find_last_not_of('\n') + 1);
    return path;
  }

  void write_configuration() const {
    const std::string port = std::to_string(port_);
    const std::string& here = stand_ins.directory().path();
    stand_ins.directory().write("sshd_config",
                                "ListenAddress 127.0.0.1:" + port + "\nHostKey " + here +
                                    "/host_key\nAuthorizedKeysFile " + here +
                                    "/authorized_keys\nStrictModes no\nUsePAM no\nPidFile none\n"
                                    "PasswordAuthentication no\nKbdInteractiveAuthentication no\n"
                                    "ForceCommand " +
                                    here + "/force\n");
    stand_ins.directory().write("ssh_config",
                                "Host engine-host\n  HostKeyAlias engine-host\n"
                                "Host engine-host *.invalid\n  HostName 127.0.0.1\n  Port " +
                                    port + "\n  IdentityFile " + here +
                                    "/user_key\n  IdentitiesOnly yes\n  IdentityAgent none\n"
                                    "  BatchMode yes\n  StrictHostKeyChecking yes\n"
                                    "  GlobalKnownHostsFile /dev/null\n  UserKnownHostsFile " +
                                    here + "/known_hosts\n");
  }

  std::string real_ssh_ = find_ssh();
  std::uint16_t port_ = free_port();
  std::optional<Process> sshd_;
};

}  // namespace

TEST_CASE("an engine behind a real sshd is listed by the name that ssh's configuration gives it") {
  if (!is_sshd_installed())
    return;
  const Sshd sshd;
  FakeEngine engine;
  engine.on("GET /images/json", images(many_images_json(10'000), Framing::one_chunk));
  sshd.stand_ins.write("docker", relay_to(engine));
  Outcome outcome = list(ssh_client({.host = "engine-host"}));
  CHECK(outcome.ec.message() == "Success");
  CHECK(outcome.diagnostics.message == "");
  CHECK(outcome.images.size() == 10'000);
  CHECK(sshd.stand_ins.lines("arguments") == std::vector<std::string>{"system", "dial-stdio"});

  outcome = list(ssh_client({.host = "engine-host", .socket_path = "/a dir/$HOME/it's"}));
  CHECK_FALSE(outcome.ec);
  const std::vector<std::string> arguments = sshd.stand_ins.lines("arguments");
  REQUIRE(arguments.size() == 6);
  CHECK(arguments[3] == "unix:///a dir/$HOME/it's");
}

TEST_CASE("an unknown host key is reported in ssh's own words") {
  if (!is_sshd_installed())
    return;
  const Sshd sshd;
  const Outcome outcome = list(ssh_client({.host = "stranger.invalid"}));
  CHECK(outcome.ec == Errc::ssh_failed);
  CHECK(outcome.diagnostics.message.find("Host key verification failed.") != std::string::npos);
}

TEST_CASE("a refused user is reported in ssh's own words") {
  if (!is_sshd_installed())
    return;
  const Sshd sshd;
  sshd.stand_ins.directory().write("authorized_keys", "");
  const Outcome outcome = list(ssh_client({.host = "engine-host"}));
  CHECK(outcome.ec == Errc::ssh_failed);
  CHECK(outcome.diagnostics.message.find("Permission denied (publickey)") != std::string::npos);
}

TEST_CASE("a host without docker or engine is reported in that host's words") {
  if (!is_sshd_installed())
    return;
  const Sshd sshd;
  const auto [script, words] = GENERATE(table<std::string, std::string>({
      {"echo 'docker: command not found' >&2; exit 127", "docker: command not found"},
      {STDIO_RELAY " /nonexistent/docker.sock", "No such file or directory"},
  }));
  sshd.stand_ins.write("docker", script);
  const Outcome outcome = list(ssh_client({.host = "engine-host"}));
  CHECK(outcome.ec == Errc::ssh_failed);
  CHECK(outcome.diagnostics.message.find(words) != std::string::npos);
}

TEST_CASE("a port without sshd is reported in ssh's own words") {
  if (!is_sshd_installed())
    return;
  const Sshd sshd;
  const Outcome outcome = list(ssh_client({.host = "engine-host", .port = free_port()}));
  CHECK(outcome.ec == Errc::ssh_failed);
  CHECK(outcome.diagnostics.message.find("Connection refused") != std::string::npos);
}

TEST_CASE("a real ssh and its remote command end with an abandoned listing") {
  if (!is_sshd_installed())
    return;
  const Sshd sshd;
  FakeEngine engine;
  engine.on("GET /images/json", Reply().wait());
  sshd.stand_ins.write("docker", "exec " STDIO_RELAY " " + engine.path());
  CHECK(list(ssh_client({.host = "engine-host"}, std::chrono::seconds(1))).ec == Errc::timed_out);
  CHECK(is_gone(process_of(sshd.stand_ins)));
  engine.release();
  engine.await_idle();
}
