// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "temporary_directory.hpp"

// OpenSSL's EVP_PKEY and X509, declared here so that tests need not include OpenSSL.
struct evp_pkey_st;
struct x509_st;

namespace dkrls_test {

/// A certificate and its key, as PEM files.
struct CertificateFiles {
  std::string certificate;
  std::string key;
};

/// The contents of a certificate that a test needs.
struct CertificateWish {
  /// In OpenSSL's notation: "DNS:localhost,IP:127.0.0.1". Empty for none.
  std::string alternative_names = {};

  /// The time in which it is valid, in seconds from now.
  long from = -3600;
  long until = 3600;
};

/// A certificate authority for one test. Uses OpenSSL's functions instead of its command: the
/// command cannot make an expired certificate without a directory of records, and starting it for
/// each certificate takes longer than the tests.
class Authority {
 public:
  /// Writes its files into `directory`.
  /// *Lifetime:* `directory` must outlive this object.
  explicit Authority(const TemporaryDirectory& directory, const std::string& name = "authority");
  ~Authority();
  Authority(const Authority&) = delete;
  Authority& operator=(const Authority&) = delete;

  /// The path of the authority's certificate.
  const std::string& file() const noexcept { return file_; }

  /// Makes a key and a certificate for it. `name` becomes the name of the files and the common
  /// name; clients check only the alternative names.
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

/// Writes an encrypted copy of the key in `file`. Returns the path of the copy.
std::string encrypt_key(const std::string& file);

}  // namespace dkrls_test
