// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <string>

namespace dkr_ls {

/// Appends a time in the time zone of this process (TZ, else the system's) in docker's form,
/// "2026-01-02 03:04:05 +0100 CET"; in UTC, as docker, if TZ names a zone without data.
void append_local_time(std::string& out, std::chrono::sys_seconds time);

/// Converts a time in the zone of this process. A time that is skipped or repeated when clocks
/// change is taken as mktime(3) takes it.
std::chrono::sys_seconds from_local_time(std::chrono::local_seconds time);

}  // namespace dkr_ls
