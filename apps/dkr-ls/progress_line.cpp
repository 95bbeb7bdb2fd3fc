#include "progress_line.hpp"

#include <algorithm>
#include <ostream>

namespace dkr_ls {
namespace {

constexpr std::chrono::milliseconds patience{500};
constexpr std::chrono::milliseconds between_changes{100};

}  // namespace

ProgressLine::ProgressLine(std::ostream& terminal, std::string what)
    : terminal_(terminal), what_(std::move(what)), next_(Clock::now() + patience) {}

ProgressLine::~ProgressLine() {
  if (width_ > 0)
    terminal_ << '\r' << std::string(width_, ' ') << '\r' << std::flush;
}

void ProgressLine::show(std::size_t done, std::size_t all) {
  const Clock::time_point now = Clock::now();
  if (now < next_)
    return;
  next_ = now + between_changes;
  const std::string line = what_ + ": " + std::to_string(done) + " of " + std::to_string(all);
  width_ = std::max(width_, line.size());
  terminal_ << '\r' << line << std::flush;
}

}  // namespace dkr_ls
