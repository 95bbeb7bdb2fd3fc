// SPDX-License-Identifier: MIT
#include <dkrls/read_rows.hpp>

#include <fstream>
#include <sstream>

#include "builders.hpp"
#include "catch.hpp"
#include "printed_rows.hpp"

using dkrls::Image;
using dkrls_test::at;
using dkrls_test::read_rows;
using dkrls_test::ReadRows;

namespace {

/// A row with these members besides the three that every row must have.
std::string row_with(const std::string& members) {
  return R"({"id":"sha256:1","repository":"a","tag":"1")" + (members.empty() ? "" : "," + members) +
         "}\n";
}

Image read_one(const std::string& text) {
  const ReadRows read = read_rows(text);
  CHECK(read.problem == "");
  REQUIRE(read.images.size() == 1);
  return read.images.front();
}

/// Why a text is refused.
std::string problem_of(const std::string& text) {
  const ReadRows read = read_rows(text);
  CHECK(read.error == dkrls::Errc::not_a_row);
  return read.problem;
}

/// "host id" of each image.
std::vector<std::string> hosts_of(const std::string& text) {
  std::vector<std::string> hosts;
  const ReadRows read = read_rows(text);
  CHECK(read.problem == "");
  for (const Image& image : read.images)
    hosts.push_back(image.host + " " + image.id);
  return hosts;
}

/// A row of an image of this ID.
std::string row_of(const std::string& id) {
  return R"({"repository":"a","tag":"1","id":")" + id + "\"}\n";
}

}  // namespace

TEST_CASE("a row becomes an image with the reference of the row") {
  const Image image = read_one(
      R"({"repository":"a/b","tag":"v1","digest":"sha256:d","id":"sha256:1",)"
      R"("created":"2026-01-01T00:00:00Z","size":18446744073709551615,"labels":{"b":"2","a":"1"},)"
      R"("containers":3,"unique":null,"host":"web1","later":[1.5,{}]})");
  CHECK(image.id == "sha256:1");
  CHECK(image.repo_tags == std::vector<std::string>{"a/b:v1"});
  CHECK(image.repo_digests == std::vector<std::string>{"a/b:v1@sha256:d"});
  CHECK(image.created == at(1767225600));
  CHECK(image.size == 18446744073709551615U);
  CHECK(image.labels == std::vector<dkrls::Label>{{"a", "1"}, {"b", "2"}});
  CHECK(image.containers == 3);
  CHECK(image.host == "web1");
}

TEST_CASE("what a row does not have is unknown") {
  const std::string nothing = GENERATE(
      "",
      R"("digest":null,"created":null,"size":null,"labels":null,"containers":null,"host":null)");
  const Image image = read_one(row_with(nothing));
  CHECK(image.repo_digests.empty());
  CHECK_FALSE(image.created);
  CHECK_FALSE(image.size);
  CHECK_FALSE(image.labels);
  CHECK_FALSE(image.containers);
  CHECK(image.host.empty());
  CHECK(read_one(row_with(R"("labels":{})")).labels == std::vector<dkrls::Label>());
}

TEST_CASE("a fixed date of reproducible builds is unknown in a row, too") {
  CHECK_FALSE(read_one(row_with(R"("created":"1980-01-01T00:00:01Z")")).created);
  CHECK(read_one(row_with(R"("created":"1980-01-01T00:00:02Z")")).created == at(315532802));
}

TEST_CASE("an image without a tag is dangling if its row says so") {
  const auto row = [](const std::string& dangling) {
    return R"({"id":"sha256:1","repository":"a","tag":null,"digest":"sha256:d","dangling":)" +
           dangling + "}";
  };
  CHECK(dkrls::known_dangling(read_one(row("true"))) == true);
  CHECK(dkrls::known_dangling(read_one(row("false"))) == false);
  CHECK_FALSE(dkrls::known_dangling(read_one(row("null"))).has_value());
  CHECK(dkrls::known_dangling(read_one(row_with(""))) == false);
  CHECK(dkrls::known_dangling(read_one(R"({"id":"1","repository":null,"tag":null})")) == true);
}

TEST_CASE("the platforms of a row are those of its image") {
  const Image image = read_one(
      row_with(R"("content_size":9,"tagged":"2026-01-01T00:00:00Z","platforms":[)"
               R"({"platform":"linux/arm/v7","digest":"sha256:d","size":5,"available":true},)"
               R"({"platform":"linux/amd64","digest":"sha256:e","size":0,"available":false}])"));
  const auto platforms = dkrls::platforms_of(image);
  REQUIRE(platforms);
  REQUIRE(platforms->size() == 2);
  CHECK(platforms->at(0) ==
        dkrls::ImagePlatform{dkrls::Platform{"linux", "arm", "v7", ""}, "sha256:d", 5, true});
  CHECK_FALSE(platforms->at(1).available);
  CHECK(dkrls::content_size(image) == 9);
  CHECK(image.tagged == at(1767225600));

  const Image single =
      read_one(row_with(R"("size":5,"platforms":[{"platform":"linux/amd64","digest":null,"size":5,)"
                        R"("available":true}])"));
  CHECK(dkrls::platforms_of(single)->at(0).size == 5);
  CHECK_FALSE(dkrls::content_size(single));
  CHECK_FALSE(dkrls::platforms_of(read_one(row_with(""))));
}

TEST_CASE("platforms that are none are refused") {
  const std::string row = GENERATE(R"("platforms":{})", R"("platforms":[1])",
                                   R"("platforms":[{"platform":"linux/amd64"}])",
                                   R"("platforms":[{"available":true}])", R"("content_size":5)");
  CHECK(problem_of(row_with(row)).starts_with("line 1: \"platforms\" is not a list"));
  CHECK(problem_of(row_with(R"("platforms":[])")) ==
        "line 1: it has the platforms of containerd's store, but no \"content_size\"");
}

TEST_CASE("the digests of a row become one image") {
  const auto digest = [](const std::string& host, const std::string& digits) {
    return host + R"({"id":"sha256:1","repository":"a","tag":"1","digest":"sha256:)" + digits +
           "\"}\n";
  };
  const std::string other_image =
      R"({"id":"sha256:2","repository":"a","tag":"1","digest":"sha256:4"})"
      "\n";
  const ReadRows read = read_rows(digest("x: ", "1") + digest("y: ", "1") + digest("x: ", "2") +
                                  row_of("sha256:2") + digest("x: ", "3") + "y: " + other_image);
  REQUIRE(read.images.size() == 4);
  CHECK(read.images[0].host == "y");
  CHECK(read.images[0].repo_digests == std::vector<std::string>{"a:1@sha256:1"});
  CHECK(read.images[1].host.empty());
  CHECK(read.images[2].host == "x");
  CHECK(read.images[2].repo_digests ==
        std::vector<std::string>{"a:1@sha256:1", "a:1@sha256:2", "a:1@sha256:3"});
  CHECK(read.images[3].id == "sha256:2");
}

TEST_CASE("the host of a row is its own, that of its prefix or the one that ansible named") {
  CHECK(hosts_of("job.0.t@node1 | " + row_of("1") + "web1: " + row_of("2") + row_of("3")) ==
        std::vector<std::string>{" 3", "node1 1", "web1 2"});
  CHECK(hosts_of("node1 | " + row_with(R"("host":"own")")) ==
        std::vector<std::string>{"own sha256:1"});
  CHECK(hosts_of(row_of("1") + "b | CHANGED | rc=0 >>\n" + row_of("2") +
                 "\nc | SUCCESS | rc=0 >>\n" + row_of("3") + "d: " + row_of("4")) ==
        std::vector<std::string>{" 1", "b 2", "c 3", "d 4"});
}

TEST_CASE("empty lines and totals are skipped, and the last line needs no end") {
  CHECK(read_rows("").images.empty());
  CHECK(read_rows("\n \r\n\n").images.empty());
  CHECK(read_rows(R"({"total":{"images":1,"size":5}})").images.empty());
  CHECK(read_one("\r\n" + row_of("1") + "\n{\"total\":{}}").id == "1");
  CHECK(read_one(R"({"id":"1","repository":null,"tag":null})").id == "1");
  CHECK(read_one("{\"id\":\"1\",\"repository\":null,\"tag\":null} \r\n").id == "1");
}

TEST_CASE("a line that is no row is named with its number and its fault") {
  CHECK(problem_of(row_of("1") + "\nError: no\n") ==
        "line 3: it is no row of dkr-ls tags --format json: \"Error: no\"");
  CHECK(problem_of(std::string(200, 'x')) ==
        "line 1: it is no row of dkr-ls tags --format json: \"" + std::string(100, 'x') + "...\"");
  CHECK(problem_of("[" + row_of("1"))
            .starts_with("line 1: it is no row of dkr-ls tags --format json"));
  CHECK(problem_of("a | FAILED | rc=1 >>\n") == "line 1: ansible reports a as FAILED");
  CHECK(problem_of("a | UNREACHABLE! => {\n") == "line 1: ansible reports a as UNREACHABLE!");
  CHECK(problem_of("{\"id\":").starts_with("line 1: not JSON: "));
  CHECK(problem_of("{}{}").starts_with("line 1: not JSON: "));
  CHECK(problem_of("{}") == "line 1: it has no \"id\"");
  CHECK(problem_of(R"({"id":"","repository":"a","tag":"1"})") == "line 1: it has no \"id\"");
  CHECK(problem_of(R"({"id":"1","tag":"1"})") == "line 1: it has no \"repository\"");
  CHECK(problem_of(R"({"id":"1","repository":"a"})") == "line 1: it has no \"tag\"");
}

TEST_CASE("a value of another type is refused") {
  CHECK(problem_of(row_with(R"("host":1)")) == "line 1: \"host\" is not a string");
  CHECK(problem_of(row_with(R"("size":"1")")) == "line 1: \"size\" is not a whole number");
  CHECK(problem_of(row_with(R"("size":-1)")) == "line 1: \"size\" is not a whole number");
  CHECK(problem_of(row_with(R"("containers":1.5)")) ==
        "line 1: \"containers\" is not a whole number");
  CHECK(problem_of(row_with(R"("dangling":"true")")) ==
        "line 1: \"dangling\" is not true or false");
  CHECK(problem_of(row_with(R"("labels":[])")) == "line 1: \"labels\" is not an object of strings");
  CHECK(problem_of(row_with(R"("labels":{"a":1})")) ==
        "line 1: \"labels\" is not an object of strings");
  for (const std::string date : {"20", "2026-01-01", "2026-13-01T00:00:00Z", "now"})
    CHECK(problem_of(row_with("\"created\":\"" + date + "\"")) ==
          "line 1: \"created\" is not a date such as 2026-01-01T12:00:00Z");
}

TEST_CASE("a row that contradicts itself is refused") {
  CHECK(problem_of(R"({"id":"1","repository":null,"tag":"1"})") ==
        "line 1: it has a tag or digest, but no repository");
  CHECK(problem_of(R"({"id":"1","repository":null,"tag":null,"digest":"sha256:d"})") ==
        "line 1: it has a tag or digest, but no repository");
  CHECK(problem_of(R"({"id":"1","repository":null,"tag":null,"dangling":false})") ==
        "line 1: it has no repository, but is not dangling");
}

TEST_CASE("a line may have 16 MiB and no more") {
  constexpr std::size_t limit = 16 * 1024 * 1024;
  const std::string row = row_of("1");
  const std::string blanks(limit - (row.size() - 1), ' ');
  CHECK(read_one(blanks + row).id == "1");
  CHECK(problem_of(row + ' ' + blanks + row) == "line 2: it is longer than 16 MiB");
}

TEST_CASE("a stream that cannot be read is an error") {
  std::ifstream absent("/nonexistent/rows");
  dkrls::error_code ec;
  dkrls::Diagnostics diagnostics;
  const dkrls::ImageSink no_image = [](const Image&) { FAIL("an image of no file"); };
  dkrls::read_rows(absent, no_image, ec, diagnostics);
  CHECK(ec == boost::system::errc::io_error);

  class Broken : public std::streambuf {
    int_type underflow() override { throw std::runtime_error("broken"); }
  } buffer;
  std::istream broken(&buffer);
  dkrls::read_rows(broken, no_image, ec, diagnostics);
  CHECK(ec == boost::system::errc::io_error);
  broken.clear();
  broken.exceptions(std::ios::badbit);
  CHECK_THROWS_WITH(dkrls::read_rows(broken, no_image, ec, diagnostics), "broken");
}

TEST_CASE("a stream that breaks off within a line is not called a line that is too long") {
  class BreakingOff : public std::streambuf {
   public:
    BreakingOff() { setg(text_, text_, text_ + sizeof(text_) - 1); }

   private:
    int_type underflow() override { throw std::runtime_error("broken"); }
    char text_[7] = "{\"id\":";
  } buffer;
  std::istream in(&buffer);
  dkrls::error_code ec;
  dkrls::Diagnostics diagnostics;
  dkrls::read_rows(
      in, [](const Image&) { FAIL("an image of half a line"); }, ec, diagnostics);
  CHECK(ec == boost::system::errc::io_error);
  CHECK(diagnostics.message.empty());
}

TEST_CASE("the short form throws, and exceptions of the sink pass through") {
  std::istringstream bad("{}");
  CHECK_THROWS_AS(dkrls::read_rows(bad, [](const Image&) {}), dkrls::Error);
  std::istringstream good(row_of("1"));
  CHECK_THROWS_WITH(dkrls::read_rows(good, [](const Image&) { throw std::runtime_error("full"); }),
                    "full");
}
