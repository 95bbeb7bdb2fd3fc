// SPDX-License-Identifier: MIT
#include "certificates.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <stdexcept>

namespace dkrls_test {
namespace {

/// Returns what an OpenSSL function returned.
/// *Errors:* throws if that is null or 0.
template <class T>
T checked(T result) {
  if (!result)
    throw std::runtime_error("OpenSSL failed");
  return result;
}

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

File open_file(const std::string& path, const char* mode) {
  return File(checked(std::fopen(path.c_str(), mode)));
}

void write_certificate(const std::string& path, X509* certificate) {
  checked(PEM_write_X509(open_file(path, "w").get(), certificate));
}

void add_extension(X509* certificate, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* const extension =
      checked(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
  checked(X509_add_ext(certificate, extension, -1));
  X509_EXTENSION_free(extension);
}

/// Returns an unsigned certificate of version 3.
X509* new_certificate(std::string_view name, EVP_PKEY* key, const CertificateWish& wish) {
  X509* const certificate = checked(X509_new());
  X509_set_version(certificate, X509_VERSION_3);
  static long serial = 0;
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate), wish.from);
  X509_gmtime_adj(X509_getm_notAfter(certificate), wish.until);
  X509_set_pubkey(certificate, key);
  const std::string text(name);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(text.c_str()), -1, -1, 0);
  return certificate;
}

EVP_PKEY* new_key() {
  return checked(EVP_EC_gen("P-256"));
}

}  // namespace

void Authority::Free::operator()(evp_pkey_st* key) const {
  EVP_PKEY_free(key);
}
void Authority::Free::operator()(x509_st* certificate) const {
  X509_free(certificate);
}

Authority::Authority(const TemporaryDirectory& directory, const std::string& name)
    : directory_(directory),
      key_(new_key()),
      certificate_(new_certificate(name, key_.get(), {})),
      file_(directory / (name + ".pem")) {
  X509* const self = certificate_.get();
  X509_set_issuer_name(self, X509_get_subject_name(self));
  add_extension(self, self, NID_basic_constraints, "critical,CA:TRUE");
  add_extension(self, self, NID_key_usage, "critical,keyCertSign");
  checked(X509_sign(self, key_.get(), EVP_sha256()));
  write_certificate(file_, self);
}

Authority::~Authority() = default;

CertificateFiles Authority::issue(std::string_view name, const CertificateWish& wish) const {
  const std::unique_ptr<evp_pkey_st, Free> key(new_key());
  const std::unique_ptr<x509_st, Free> certificate(new_certificate(name, key.get(), wish));
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate_.get()));
  if (!wish.alternative_names.empty())
    add_extension(certificate.get(), certificate_.get(), NID_subject_alt_name,
                  wish.alternative_names);
  checked(X509_sign(certificate.get(), key_.get(), EVP_sha256()));

  CertificateFiles files{directory_ / (std::string(name) + "-cert.pem"),
                         directory_ / (std::string(name) + "-key.pem")};
  write_certificate(files.certificate, certificate.get());
  checked(PEM_write_PrivateKey(open_file(files.key, "w").get(), key.get(), nullptr, nullptr, 0,
                               nullptr, nullptr));
  return files;
}

std::string encrypt_key(const std::string& file) {
  EVP_PKEY* const key =
      checked(PEM_read_PrivateKey(open_file(file, "r").get(), nullptr, nullptr, nullptr));
  std::string encrypted = file + ".encrypted";
  std::string passphrase = "open sesame";
  checked(PEM_write_PKCS8PrivateKey(open_file(encrypted, "w").get(), key, EVP_aes_128_cbc(),
                                    passphrase.data(), static_cast<int>(passphrase.size()), nullptr,
                                    nullptr));
  EVP_PKEY_free(key);
  return encrypted;
}

}  // namespace dkrls_test
