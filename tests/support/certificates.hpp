#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "temporary_directory.hpp"

// What OpenSSL calls EVP_PKEY and X509; its headers stay out of the tests.
struct evp_pkey_st;
struct x509_st;

namespace dkrls_test {

/// A certificate and its key, as PEM files.
struct CertificateFiles {
  std::string certificate;
  std::string key;
};

/// What a certificate says.
struct CertificateWish {
  /// As OpenSSL writes it in extensions: "DNS:localhost,IP:127.0.0.1". Empty for none.
  std::string alternative_names = {};

  /// When it is valid, in seconds from now.
  long from = -3600;
  long until = 3600;
};

/// A certificate authority, made for a test and gone with it. With OpenSSL's functions rather than
/// its command: that has no way to make a certificate that has expired without a directory of
/// records, and starting it for each certificate takes longer than the tests do.
class Authority {
 public:
  /// Writes its files into `directory`, which must outlive it.
  explicit Authority(const TemporaryDirectory& directory, const std::string& name = "authority");
  ~Authority();
  Authority(const Authority&) = delete;
  Authority& operator=(const Authority&) = delete;

  /// The authority's certificate.
  const std::string& file() const noexcept { return file_; }

  /// Makes a key and a certificate for it. `name` becomes that of the files and the common name, by
  /// which nobody is recognised any more.
  CertificateFiles issue(std::string_view name, const CertificateWish& wish = {}) const;

 private:
  struct Free {
    void operator()(evp_pkey_st* key) const;
    void operator()(x509_st* certificate) const;
  };

  const TemporaryDirectory& directory_;
  std::unique_ptr<evp_pkey_st, Free> key_;
  std::unique_ptr<x509_st, Free> certificate_;
  std::string file_;
};

/// Writes the key in `file` anew, encrypted. Returns the path of the new file.
std::string encrypt_key(const std::string& file);

}  // namespace dkrls_test
