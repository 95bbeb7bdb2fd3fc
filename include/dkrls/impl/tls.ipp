// SPDX-License-Identifier: MIT
#pragma once

#include <boost/asio/ssl.hpp>
#include <optional>

#include "dkrls/detail/net/socket_transport.hpp"
#include "dkrls/tls.hpp"

namespace dkrls {
namespace detail {

class TlsTransport final : public Transport {
 public:
  TlsTransport(const boost::asio::any_io_executor& executor, TcpEndpoint endpoint,
               TlsOptions options, std::optional<HttpProxy> proxy)
      : executor_(executor),
        connector_(executor, endpoint, std::move(proxy)),
        endpoint_(std::move(endpoint)),
        options_(std::move(options)) {}

  boost::asio::awaitable<void> connect() override {
    problem_.clear();
    prepare();
    co_await connector_.connect_through(stream_->next_layer());
    error_code ec;
    co_await stream_->async_handshake(boost::asio::ssl::stream_base::client,
                                      boost::asio::redirect_error(boost::asio::use_awaitable, ec));
    if (ec == boost::asio::ssl::error::stream_truncated) {
      problem_ = "the other side hung up";
      ec = Errc::tls_failed;
    }
    if (ec)
      throw boost::system::system_error(mapped(ec));
  }

  boost::asio::awaitable<std::size_t> read_some(boost::asio::mutable_buffer into,
                                                error_code& ec) override {
    const std::size_t size = co_await stream_->async_read_some(
        into, boost::asio::redirect_error(boost::asio::use_awaitable, ec));
    // The peer hung up without a close_notify. HTTP knows from the length of an answer whether it
    // is whole.
    if (ec == boost::asio::ssl::error::stream_truncated)
      ec = boost::asio::error::eof;
    ec = mapped(ec);
    co_return size;
  }

  boost::asio::awaitable<void> write(boost::asio::const_buffer from, error_code& ec) override {
    co_await boost::asio::async_write(*stream_, from,
                                      boost::asio::redirect_error(boost::asio::use_awaitable, ec));
    ec = mapped(ec);
    // A server of TLS 1.3 may refuse the client's certificate after the handshake. Its reason is
    // still to be read.
    if (ec == boost::asio::error::broken_pipe || ec == boost::asio::error::connection_reset) {
      char c = 0;
      error_code reason;
      co_await read_some(boost::asio::buffer(&c, 1), reason);
      if (reason == Errc::tls_failed)
        ec = reason;
    }
  }

  void cancel() override {
    connector_.cancel();
    error_code ignored;
    if (stream_)
      stream_->next_layer().close(ignored);  // see SocketTransport::cancel()
  }

  boost::asio::awaitable<std::string> explain_failure() override {
    co_return problem_.empty() ? connector_.problem() : problem_;
  }

 private:
  using Stream = boost::asio::ssl::stream<boost::asio::ip::tcp::socket>;

  /// Makes a new stream and reads the files again: they may have changed.
  void prepare() {
    stream_.reset();
    context_.emplace(boost::asio::ssl::context::tls_client);
    SSL_CTX_set_min_proto_version(context_->native_handle(), TLS1_2_VERSION);
    if (options_.ca_file.empty())
      context_->set_default_verify_paths();
    else
      load(options_.ca_file,
           [this](error_code& ec) { context_->load_verify_file(options_.ca_file, ec); });
    if (!options_.cert_file.empty())
      load(options_.cert_file, [this](error_code& ec) {
        context_->use_certificate_chain_file(options_.cert_file, ec);
      });
    if (!options_.key_file.empty())
      load(options_.key_file, [this](error_code& ec) {
        bool encrypted = false;
        context_->set_password_callback(
            [&encrypted](std::size_t, auto) {
              encrypted = true;
              return std::string();
            },
            ec);
        context_->use_private_key_file(options_.key_file, boost::asio::ssl::context::pem, ec);
        if (encrypted)
          fail("cannot use " + options_.key_file +
               ": it is encrypted, and there is nobody to ask for the passphrase");
      });

    stream_.emplace(executor_, *context_);
    stream_->set_verify_mode(options_.verify ? boost::asio::ssl::verify_peer
                                             : boost::asio::ssl::verify_none);
    expect_name(stream_->native_handle());
  }

  /// Sets the name that the certificate must have, and sends it to the server, which may have
  /// several certificates.
  void expect_name(SSL* ssl) const {
    const std::string address = endpoint_.host.substr(0, endpoint_.host.find('%'));
    error_code not_an_address;
    boost::asio::ip::make_address(address, not_an_address);
    if (!not_an_address) {
      X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), address.c_str());
      return;
    }
    SSL_set1_host(ssl, endpoint_.host.c_str());
    SSL_set_tlsext_host_name(ssl, endpoint_.host.c_str());  // names only: RFC 6066, section 3
  }

  template <class Read>
  void load(const std::string& file, Read read) {
    error_code ec;
    read(ec);
    if (!ec)
      return;
    fail("cannot use " + file + ": " + ec.message());
  }

  [[noreturn]] void fail(std::string problem) {
    problem_ = std::move(problem);
    throw boost::system::system_error(Errc::tls_failed);
  }

  /// Maps errors of OpenSSL to Errc and keeps their reason; returns others unchanged.
  error_code mapped(const error_code& ec) {
    if (!ec || ec.category() != boost::asio::error::get_ssl_category())
      return ec;
    const int reason = ERR_GET_REASON(static_cast<unsigned long>(ec.value()));
    if (reason == SSL_R_WRONG_VERSION_NUMBER || reason == SSL_R_HTTP_REQUEST)
      return Errc::tls_not_spoken;
    const long verified = SSL_get_verify_result(stream_->native_handle());
    problem_ = reason == SSL_R_CERTIFICATE_VERIFY_FAILED && verified != X509_V_OK
                   ? X509_verify_cert_error_string(verified)
                   : ec.message();
    return Errc::tls_failed;
  }

  boost::asio::any_io_executor executor_;
  TcpConnector connector_;
  TcpEndpoint endpoint_;
  TlsOptions options_;
  std::optional<boost::asio::ssl::context> context_;
  std::optional<Stream> stream_;
  std::string problem_;  // of the current connection
};

}  // namespace detail

DKRLS_DECL std::unique_ptr<Transport> connect_with_tls(const boost::asio::any_io_executor& executor,
                                                       const TcpEndpoint& endpoint,
                                                       const TlsOptions& options,
                                                       const std::optional<HttpProxy>& proxy) {
  return std::make_unique<detail::TlsTransport>(executor, endpoint, options, proxy);
}

}  // namespace dkrls
