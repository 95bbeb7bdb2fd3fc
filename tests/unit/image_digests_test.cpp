// SPDX-License-Identifier: MIT
#include <dkrls/formatter.hpp>

#include "formatter_support.hpp"

using dkrls::ImageFormat;
using dkrls::Row;
using dkrls_test::row;
using dkrls_test::written;

namespace {

/// Returns a row of an image with digests in nginx and mirror.
Row known_by_digest(std::string_view repository, std::string_view tag) {
  Row shown = row(repository, tag, "sha256:0123");
  shown.image = std::make_shared<const dkrls::Image>(
      dkrls_test::named({"nginx:1", "mirror@sha256:dd"},
                        {"nginx@sha256:bb", "docker.io/library/nginx@sha256:aa", "nginx@sha256:bb",
                         "mirror@sha256:cc", "<none>@sha256:ee"}));
  return shown;
}

}  // namespace

TEST_CASE("a row is shown once for each digest by which its own repository is known") {
  const std::string expected = "nginx:1@sha256:aa\nnginx:1@sha256:bb\n";
  CHECK(written<Row>({known_by_digest("nginx", "1")}, "{{.Repository}}:{{.Tag}}@{{.Digest}}") ==
        expected);
  CHECK(written<Row>({known_by_digest("mirror", "")}, "{{.Digest}}") == "sha256:cc\nsha256:dd\n");
}

TEST_CASE("a row without digests is shown once, with none") {
  for (const Row& shown :
       {known_by_digest("other", "1"), known_by_digest("", ""), row("nginx", "1", "sha256:0123")}) {
    CHECK(written<Row>({shown}, "{{.Digest}}") == "<none>\n");
    CHECK(written<Row>({shown}, "json").find("\"digest\":null,") != std::string::npos);
  }
}

TEST_CASE("digests make rows only in formats that print them") {
  const std::vector<Row> rows = {known_by_digest("nginx", "1")};
  const auto lines = [&](const ImageFormat& format) {
    const std::string text = written(rows, format, {.now = {}, .heading = false});
    return std::count(text.begin(), text.end(), '\n');
  };
  CHECK(lines(ImageFormat::table({dkrls::ImageField::tag, dkrls::ImageField::digest})) == 2);
  CHECK(lines(ImageFormat::json()) == 2);
  CHECK(lines(dkrls_test::format_of<Row>("table {{json .Digest}}")) == 2);
  CHECK(lines(ImageFormat()) == 1);
  CHECK(lines(dkrls_test::format_of<Row>("{{.Reference}}")) == 1);
}

TEST_CASE("docker's object prints digests only on request") {
  const auto digests = [](const Row& shown, bool wanted) {
    const dkrls::FormatOptions options{.now = {}, .digests = wanted};
    std::vector<std::string> found;
    for (const std::string& line :
         dkrls_test::lines_of(written<Row>({shown}, "{{json .}}", options)))
      found.push_back(line.substr(line.find("\"Digest\":") + 9, 11));
    return found;
  };
  using Texts = std::vector<std::string>;
  CHECK(digests(known_by_digest("nginx", "1"), false) == Texts{"\"\\u003cnone"});
  CHECK(digests(known_by_digest("nginx", "1"), true) == Texts{"\"sha256:aa\"", "\"sha256:bb\""});
  CHECK(digests(known_by_digest("mirror", ""), false) == Texts{"\"\",\"ID\":\"01"});
  CHECK(digests(known_by_digest("mirror", ""), true) == Texts{"\"sha256:cc\"", "\"sha256:dd\""});
}

TEST_CASE("a reference is what removes the row: a tag, each digest, or the ID") {
  CHECK(written<Row>(
            {known_by_digest("nginx", "1"), known_by_digest("mirror", ""), known_by_digest("", "")},
            "{{.Reference}}") == "nginx:1\nmirror@sha256:cc\nmirror@sha256:dd\nsha256:0123\n");
  // The query did not keep the image, so its digests are unknown.
  CHECK(written<Row>({row("mirror", "", "sha256:0123")}, "{{.Reference}}") == "sha256:0123\n");
}
