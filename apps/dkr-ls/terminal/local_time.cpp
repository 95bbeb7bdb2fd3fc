#include "terminal/local_time.hpp"

#include <ctime>
#include <dkrls/formatter.hpp>

namespace dkr_ls {

void append_local_time(std::string& out, std::chrono::sys_seconds time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm local{};
  char text[64];
  const bool read = ::localtime_r(&seconds, &local) != nullptr;
  const std::size_t size =
      read ? std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S %z %Z", &local) : 0;
  if (size == 0)
    dkrls::append_utc_time(out, time);  // the C library cannot represent the year or the zone
  else
    out.append(text, size);
}

}  // namespace dkr_ls
