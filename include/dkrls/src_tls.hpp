// SPDX-License-Identifier: MIT
#pragma once

/// The bodies of dkrls/tls.hpp, to include in addition to dkrls/src.hpp; see detail/config.hpp.
/// Needs OpenSSL.
#ifndef DKRLS_SEPARATE_COMPILATION
#error "define DKRLS_SEPARATE_COMPILATION for the whole program, or do without dkrls/src_tls.hpp"
#endif

#include "dkrls/impl/tls.ipp"
