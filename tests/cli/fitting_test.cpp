// SPDX-License-Identifier: MIT

// Tables and help on terminals of any width.

#include <dkrls/terminal_text.hpp>

#include "lines.hpp"
#include "terminal_support.hpp"

namespace {

using namespace dkrls_test;

/// The example listing, and an image whose names are wide and long.
class WideEngine : public FakeEngine {
 public:
  WideEngine() {
    std::string list = example_listing_json(present());
    list.insert(1, "{\"Id\":\"sha256:" + std::string(64, '7') +
                       "\",\"RepoTags\":[\"registry.example.com/\u5de5\u5177/\u955c\u50cf"
                       "\u6784\u5efa\u5668:\u6700\u65b0\u7248\u672c-2026\"],\"Created\":" +
                       std::to_string(present().time_since_epoch().count() - 7200) +
                       ",\"Size\":1234567},");
    on("GET /images/json", images(list));
  }
};

std::size_t widest(const std::string& text) {
  std::size_t width = 0;
  for (const std::string& line : lines_of(text))
    width = std::max(width, dkrls::display_width(line));
  return width;
}

}  // namespace

TEST_CASE("a listing fits the terminal, and IDs, ages and sizes are never shortened") {
  const WideEngine engine;
  for (const std::size_t width : {40u, 60u, 80u, 120u, 200u})
    check_golden_terminal("tags-" + std::to_string(width), {"tags", "--sum"}, engine, width);
  check_golden_terminal("tags-80-ascii", {"tags"}, engine, 80, "POSIX");
  check_golden_terminal("repos-30", {"repos"}, engine, 30);
  check_golden_terminal("repos-long-60", {"repos", "--long"}, engine, 60);
  check_golden_terminal("repos-long-80", {"repos", "--long"}, engine, 80);
  check_golden_terminal("template-table-60",
                        {"tags", "--format", "table {{.Repository}}\\t{{.ID}}\\t{{.Tag}}"}, engine,
                        60);
}

TEST_CASE("no line of any table is wider than the terminal") {
  const WideEngine engine;
  for (std::size_t width = 1; width <= 200; ++width) {
    CAPTURE(width);
    CHECK(widest(run_on_terminal({"tags", "--sum"}, engine, width).out) <= width);
    CHECK(widest(run_on_terminal({"repos", "-l"}, engine, width).out) <= width);
  }
  for (std::size_t width = 58; width <= 130; ++width) {
    const std::string listing = run_on_terminal({"tags", "--no-header"}, engine, width).out;
    CAPTURE(width, listing);
    for (const char* const whole : {"  777777777777  2 hours ago ", "  7e4d58f0e5f3  2 weeks ago "})
      CHECK((width > 80 || listing.find(whole) != std::string::npos));
    CHECK(listing.find("1.23MB\n") != std::string::npos);
  }
}

TEST_CASE("digests give way, too, so that sizes are still seen") {
  FakeEngine engine;
  engine.on(
      "GET /images/json",
      images("[{\"Id\":\"sha256:1234567890123\",\"RepoTags\":[\"app:1\"],\"RepoDigests\":[\"app@"
             "sha256:" +
             std::string(64, 'd') + "\"],\"Created\":0,\"Size\":5}]"));
  check_golden_terminal("digests-80", {"tags", "--digests"}, engine, 80);
}

TEST_CASE("The flag --no-trunc shows everything on a terminal") {
  const WideEngine engine;
  for (const Arguments& arguments : std::vector<Arguments>{
           {"tags", "--no-trunc"}, {"repos", "--no-trunc"}, {"repos", "--long", "--no-trunc"}}) {
    CAPTURE(arguments);
    CHECK(run_on_terminal(arguments, engine, 40).out == run_dkr_ls(arguments, engine).out);
  }
}

TEST_CASE("a pipe gets the whole table, and so does whoever asks for JSON or lines") {
  const WideEngine engine;
  CHECK(run_dkr_ls({"tags"}, engine).out == run_on_terminal({"tags"}, engine, 500).out);
  for (const Arguments& arguments : std::vector<Arguments>{
           {"repos", "--format", "json"}, {"tags", "--format", "{{.Repository}} {{.ID}}"}}) {
    CAPTURE(arguments);
    CHECK(run_on_terminal(arguments, engine, 20).out == run_dkr_ls(arguments, engine).out);
  }
}

TEST_CASE("help wraps at the width of the terminal and breaks no word") {
  const ExampleEngine engine;
  for (const std::size_t width : {40u, 60u, 120u})
    check_golden_terminal("help-tags-" + std::to_string(width), {"help", "tags"}, engine, width);
  check_golden_terminal("help-60", {"help"}, engine, 60);
  for (const char* const command : {"tags", "repos", "du", "version", "help", "completion"}) {
    CAPTURE(command);
    CHECK(widest(run_dkr_ls({"help", command}, engine).out) <= 80);
    for (std::size_t width = 50; width <= 130; ++width)
      CHECK(widest(run_on_terminal({"help", command}, engine, width).out) <= width);
    // The same words, wherever the lines end.
    std::string words[2];
    for (std::string* const each : {&words[0], &words[1]}) {
      const std::size_t width = each == &words[0] ? 50 : 130;
      for (const char c : run_on_terminal({"help", command}, engine, width).out)
        if (c != ' ' && c != '\n' && c != '\\')
          *each += c;
    }
    CHECK(words[0] == words[1]);
  }
}
