// SPDX-License-Identifier: MIT

// Engines behind TLS: which certificates are accepted and which are refused.

#include <dkrls/tls.hpp>

#include "catch.hpp"
#include "certificates.hpp"
#include "client_support.hpp"
#include "relay.hpp"

namespace {

using namespace dkrls_test;
using dkrls::Errc;
using dkrls::TlsOptions;

constexpr const char* local_names = "DNS:localhost,IP:127.0.0.1,IP:::1";

/// An authority, its certificate for this machine, and an engine.
struct World {
  World() { serve_example(engine); }

  /// Trusts the authority and shows no certificate.
  TlsOptions trusting() const { return {.ca_file = authority.file()}; }

  TlsOptions trusting(const CertificateFiles& client) const {
    return {.ca_file = authority.file(), .cert_file = client.certificate, .key_file = client.key};
  }

  TemporaryDirectory directory;
  Authority authority{directory};
  CertificateFiles server = authority.issue("server", {.alternative_names = local_names});
  FakeEngine engine;
};

Outcome list_over_tls(const Relay& relay, const TlsOptions& tls,
                      const std::string& host = "127.0.0.1") {
  return list(dkrls::DockerClient({.endpoint = dkrls::TcpEndpoint{host, relay.port()},
                                   .tls = tls,
                                   .tls_connector = dkrls::connect_with_tls,
                                   .timeout = std::chrono::seconds(10)}));
}

/// Returns the diagnostics of a listing that TLS prevented.
std::string refusal(const World& world, const RelayTls& relay, const TlsOptions& tls,
                    const std::string& host = "127.0.0.1") {
  const Outcome outcome = list_over_tls(Relay(world.engine.path(), relay), tls, host);
  CHECK(outcome.ec == Errc::tls_failed);
  CHECK(outcome.images.empty());
  CHECK(world.engine.requests().empty());
  return outcome.diagnostics.message;
}

bool mentions(const std::string& text, std::string_view part) {
  CAPTURE(text, part);
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a listing comes over TLS from an engine with a good certificate") {
  const World world;
  const std::string host = GENERATE("127.0.0.1", "localhost", "LocalHost");
  const std::string version = GENERATE("TLSv1.2", "TLSv1.3");
  CAPTURE(host, version);
  const Relay relay(world.engine.path(), {.identity = world.server, .newest_version = version});
  const Outcome outcome = list_over_tls(relay, world.trusting(), host);
  CHECK_FALSE(outcome.ec);
  CHECK(outcome.diagnostics.message.empty());
  CHECK(is_example(outcome.images));
  CHECK(world.engine.requests().front().headers["Host"] ==
        host + ":" + std::to_string(relay.port()));
  CHECK(world.engine.connections() == 1);
}

TEST_CASE("a certificate may name an IPv6 address") {
  const World world;
  try {
    const Relay relay(world.engine.path(), {.identity = world.server}, "::1");
    CHECK(is_example(list_over_tls(relay, world.trusting(), "::1").images));
  } catch (const boost::system::system_error& error) {
    WARN("this machine has no IPv6: " << error.what());
  }
}

TEST_CASE("an expired certificate and a future one are refused") {
  const World world;
  const CertificateFiles old = world.authority.issue(
      "old", {.alternative_names = local_names, .from = -7200, .until = -3600});
  const CertificateFiles new_one =
      world.authority.issue("new", {.alternative_names = local_names, .from = 3600, .until = 7200});
  CHECK(mentions(refusal(world, {.identity = old}, world.trusting()), "expired"));
  CHECK(mentions(refusal(world, {.identity = new_one}, world.trusting()), "not yet valid"));
}

TEST_CASE("a certificate for another name or address is refused") {
  const World world;
  const auto [names, host, problem] = GENERATE(table<std::string, std::string, std::string>({
      {"DNS:engine.example.com", "localhost", "hostname mismatch"},
      {"DNS:*.example.com", "localhost", "hostname mismatch"},
      {"IP:127.0.0.1", "localhost", "hostname mismatch"},
      {"IP:127.0.0.2", "127.0.0.1", "IP address mismatch"},
      {"DNS:localhost", "127.0.0.1", "IP address mismatch"},
      {"DNS:127.0.0.1", "127.0.0.1", "IP address mismatch"},
  }));
  CAPTURE(names, host);
  const CertificateFiles other = world.authority.issue("other", {.alternative_names = names});
  CHECK(mentions(refusal(world, {.identity = other}, world.trusting(), host), problem));
}

TEST_CASE("a certificate of an authority that is not trusted is refused") {
  const World world;
  const Authority stranger(world.directory, "stranger");
  for (const TlsOptions& tls : {TlsOptions{.ca_file = stranger.file()}, TlsOptions{}})
    CHECK(mentions(refusal(world, {.identity = world.server}, tls), "issuer certificate"));
}

TEST_CASE("without verification every certificate is accepted") {
  const World world;
  const Authority stranger(world.directory, "stranger");
  const CertificateFiles bad = stranger.issue(
      "bad", {.alternative_names = "DNS:example.com", .from = -7200, .until = -3600});
  const Relay relay(world.engine.path(), {.identity = bad});
  for (TlsOptions tls : {TlsOptions(), world.trusting()}) {
    tls.verify = false;
    CHECK(is_example(list_over_tls(relay, tls).images));
  }
}

TEST_CASE("an engine that requires client certificates accepts only its own authority's") {
  const World world;
  const std::string version = GENERATE("TLSv1.2", "TLSv1.3");
  CAPTURE(version);
  const RelayTls strict{.identity = world.server,
                        .client_authority = world.authority.file(),
                        .newest_version = version};
  {
    const Relay relay(world.engine.path(), strict);
    const CertificateFiles client = world.authority.issue("client");
    CHECK(is_example(list_over_tls(relay, world.trusting(client)).images));
  }
  FakeEngine unasked;
  const Relay relay(unasked.path(), strict);
  const Authority stranger(world.directory, "stranger");
  const CertificateFiles unknown = stranger.issue("unknown");
  for (const TlsOptions& tls : {world.trusting(), world.trusting(unknown)}) {
    const Outcome outcome = list_over_tls(relay, tls);
    CHECK(outcome.ec == Errc::tls_failed);
    CHECK(mentions(outcome.diagnostics.message, "alert"));
  }
  CHECK(unasked.requests().empty());
}

TEST_CASE("TLS before 1.2 is refused") {
  const World world;
  CHECK(mentions(
      refusal(world, {.identity = world.server, .newest_version = "TLSv1.1"}, world.trusting()),
      "protocol version"));
}

TEST_CASE("unusable certificate files are named") {
  const World world;
  const CertificateFiles client = world.authority.issue("client");
  const CertificateFiles other = world.authority.issue("other");
  const std::string missing = world.directory / "missing.pem";
  const std::string garbage = world.directory.write("garbage.pem", "not a certificate\n");
  const std::string empty = world.directory.write("empty.pem", "");
  const std::string encrypted = encrypt_key(client.key);
  struct Case {
    TlsOptions tls;
    std::string file;
    std::string problem;
  };
  const std::string& ca = world.authority.file();
  const Case cases[] = {
      {{.ca_file = missing}, missing, "No such file"},
      {{.ca_file = garbage}, garbage, ""},
      {{.ca_file = empty}, empty, ""},
      {{.ca_file = world.directory.path()}, world.directory.path(), ""},
      {{.verify = false, .ca_file = missing}, missing, "No such file"},
      {{.ca_file = ca, .cert_file = missing, .key_file = client.key}, missing, "No such file"},
      {{.ca_file = ca, .cert_file = garbage, .key_file = client.key}, garbage, ""},
      {{.ca_file = ca, .cert_file = client.certificate, .key_file = missing},
       missing,
       "No such file"},
      {{.ca_file = ca, .cert_file = client.certificate, .key_file = garbage}, garbage, ""},
      {{.ca_file = ca, .cert_file = client.certificate, .key_file = other.key},
       other.key,
       "mismatch"},
      {{.ca_file = ca, .cert_file = client.certificate, .key_file = encrypted},
       encrypted,
       "it is encrypted"},
  };
  for (const Case& c : cases) {
    const std::string message = refusal(world, {.identity = world.server}, c.tls);
    CHECK(message.starts_with("cannot use " + c.file + ": "));
    CHECK(mentions(message, c.problem));
  }
}
