// SPDX-License-Identifier: MIT
#include "terminal/progress_line.hpp"

#include <algorithm>
#include <ostream>

namespace dkr_ls {
namespace {

constexpr std::chrono::milliseconds between_changes{100};

}  // namespace

ProgressLine::ProgressLine(std::ostream& terminal)
    : terminal_(terminal), next_(Clock::now() + patience) {}

ProgressLine::~ProgressLine() {
  erase();
}

void ProgressLine::erase() {
  if (width_ > 0)
    terminal_ << '\r' << std::string(width_, ' ') << '\r' << std::flush;
  width_ = 0;
}

void ProgressLine::show_waiting(std::size_t engines) {
  show(engines == 1 ? "waiting for the engine"
                    : "waiting for " + std::to_string(engines) + " engines");
}

void ProgressLine::show_images(std::size_t done, std::size_t all) {
  const Clock::time_point now = Clock::now();
  if (now < next_)
    return;
  next_ = now + between_changes;
  show("inspecting images: " + std::to_string(done) + " of " + std::to_string(all));
}

// Short enough for any terminal: a line that wraps is not erased.
void ProgressLine::show(std::string line) {
  width_ = std::max(width_, line.size());
  line.resize(width_, ' ');
  terminal_ << '\r' << line << std::flush;
}

}  // namespace dkr_ls
