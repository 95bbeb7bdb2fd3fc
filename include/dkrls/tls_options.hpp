#pragma once

#include <string>

namespace dkrls {

/// How a connection to an engine is encrypted. Paths of PEM files, none of them read so far.
struct TlsOptions {
  /// Whether the engine must prove with its certificate that it has the name it was asked by.
  bool verify = true;

  /// Who may vouch for the engine; empty for those the system trusts.
  std::string ca_file = {};

  /// The client's certificate and its key; both are empty when there is none.
  std::string cert_file = {};
  std::string key_file = {};

  friend bool operator==(const TlsOptions&, const TlsOptions&) = default;
};

}  // namespace dkrls
