#pragma once

/// By default dkrls is header-only: bodies that are not templates are inline functions in
/// impl/*.ipp, included at the end of their headers.
///
/// A program with several translation units can compile those bodies once instead: define
/// DKRLS_SEPARATE_COMPILATION for all of them and include <dkrls/src.hpp> in exactly one. Including
/// <dkrls/docker_client.hpp> then no longer pulls in Boost.Beast.
#ifdef DKRLS_SEPARATE_COMPILATION
#define DKRLS_DECL
#else
#define DKRLS_DECL inline
#endif
