// SPDX-License-Identifier: MIT
#pragma once

/// By default dkrls is header-only: functions that are not templates are inline functions in *.ipp
/// files, and each header includes its .ipp file at its end.
///
/// A program with several translation units can compile these functions once: define
/// DKRLS_SEPARATE_COMPILATION for all units and include <dkrls/src.hpp> in exactly one. Then
/// <dkrls/docker_client.hpp> no longer includes Boost.Beast.
#ifdef DKRLS_SEPARATE_COMPILATION
#define DKRLS_DECL
#else
#define DKRLS_DECL inline
#endif
