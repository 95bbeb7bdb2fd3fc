// SPDX-License-Identifier: MIT
#include "relay.hpp"

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <map>
#include <optional>
#include <thread>

namespace dkrls_test {
namespace {

namespace asio = boost::asio;
using asio::use_awaitable;
using asio::ip::tcp;
using Local = asio::local::stream_protocol;
using TlsStream = asio::ssl::stream<tcp::socket&>;

template <class From, class To>
asio::awaitable<void> carry(From& from, To& to) {
  std::array<char, 16384> buffer;
  boost::system::error_code ec;
  while (!ec) {
    const std::size_t size = co_await from.async_read_some(asio::buffer(buffer),
                                                           asio::redirect_error(use_awaitable, ec));
    if (!ec)
      co_await asio::async_write(to, asio::buffer(buffer, size),
                                 asio::redirect_error(use_awaitable, ec));
  }
}

asio::ssl::context make_context(const RelayTls& tls) {
  static const std::map<std::string, int> versions = {
      {"TLSv1.1", TLS1_1_VERSION}, {"TLSv1.2", TLS1_2_VERSION}, {"TLSv1.3", TLS1_3_VERSION}};
  asio::ssl::context context(asio::ssl::context::tls_server);
  SSL_CTX* const native = context.native_handle();
  // Security level 0 enables TLS versions that OpenSSL disables by default.
  SSL_CTX_set_cipher_list(native, "ALL:@SECLEVEL=0");
  SSL_CTX_set_min_proto_version(native, TLS1_VERSION);
  SSL_CTX_set_max_proto_version(native, versions.at(tls.newest_version));
  context.use_certificate_chain_file(tls.identity.certificate);
  context.use_private_key_file(tls.identity.key, asio::ssl::context::pem);
  if (!tls.client_authority.empty()) {
    context.load_verify_file(tls.client_authority);
    context.set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert);
  }
  return context;
}

}  // namespace

class Relay::Impl {
 public:
  Impl(std::string socket, const std::optional<RelayTls>& tls, const std::string& address)
      : socket_(std::move(socket)),
        says_goodbye_(tls && tls->says_goodbye),
        acceptor_(context_, tcp::endpoint(asio::ip::make_address(address), 0)) {
    if (tls)
      tls_.emplace(make_context(*tls));
    asio::co_spawn(context_, accept(), asio::detached);
    thread_ = std::thread([this] { context_.run(); });
  }

  ~Impl() {
    context_.stop();
    thread_.join();
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

 private:
  asio::awaitable<void> accept() {
    for (;;)
      asio::co_spawn(context_, serve(co_await acceptor_.async_accept(use_awaitable)),
                     [](const std::exception_ptr&) {});
  }

  asio::awaitable<void> serve(tcp::socket client) {
    if (!tls_) {
      co_await connect_to_engine(client);
      co_return;
    }
    TlsStream stream(client, *tls_);
    co_await stream.async_handshake(asio::ssl::stream_base::server, use_awaitable);
    co_await connect_to_engine(stream);
    if (says_goodbye_)
      co_await stream.async_shutdown(use_awaitable);
  }

  template <class Stream>
  asio::awaitable<void> connect_to_engine(Stream& client) {
    using namespace asio::experimental::awaitable_operators;
    Local::socket engine(context_);
    co_await engine.async_connect(Local::endpoint(socket_), use_awaitable);
    co_await (carry(client, engine) || carry(engine, client));
  }

  std::string socket_;
  bool says_goodbye_;
  asio::io_context context_{1};
  std::optional<asio::ssl::context> tls_;
  tcp::acceptor acceptor_;
  std::thread thread_;
};

Relay::Relay(std::string socket, const std::string& address)
    : impl_(std::make_unique<Impl>(std::move(socket), std::nullopt, address)) {}

Relay::Relay(std::string socket, const RelayTls& tls, const std::string& address)
    : impl_(std::make_unique<Impl>(std::move(socket), tls, address)) {}

Relay::~Relay() = default;

std::uint16_t Relay::port() const noexcept {
  return impl_->port();
}

}  // namespace dkrls_test
