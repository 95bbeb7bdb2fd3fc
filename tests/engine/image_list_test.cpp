// SPDX-License-Identifier: MIT
#include <boost/json/parse.hpp>
#include <dkrls/detail/text/natural_order.hpp>
#include <dkrls/formatter.hpp>
#include <dkrls/image_query.hpp>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <tuple>

#include "catch.hpp"
#include "parse_images.hpp"
#include "recordings.hpp"

using dkrls::Image;
using dkrls::Listing;
using dkrls_test::parse_images;
using recordings::Cells;
using recordings::folder;
using recordings::listed_engines;

namespace {

using Rows = std::vector<Cells>;

/// The recorded image lists of an engine, by the name of the output of docker that shows them.
std::multimap<std::string, std::filesystem::path> image_lists(const std::string& engine) {
  std::multimap<std::string, std::filesystem::path> lists;
  for (const auto& entry : std::filesystem::directory_iterator(folder / engine)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("images_all"))
      lists.emplace("images_a.txt", entry.path());
    else if (name == "images_dangling.http")
      lists.emplace("images_dangling.txt", entry.path());
    else if (name.starts_with("images") && name.ends_with(".http"))
      lists.emplace("images.txt", entry.path());
  }
  return lists;
}

std::vector<Image> read_images(const std::filesystem::path& path) {
  const auto parsed = parse_images(recordings::read_answer(path).body);
  CAPTURE(path.string(), parsed.problem);
  REQUIRE_FALSE(parsed.error);
  return parsed.images;
}

std::string format(const std::vector<Image>& images, std::chrono::sys_seconds now) {
  std::ostringstream out;
  dkrls::Formatter(dkrls::ImageFormat(), {.now = now})
      .write(dkrls::ImageQuery().select(images), out);
  return out.str();
}

Rows sorted(Rows rows) {
  std::sort(rows.begin(), rows.end());
  return rows;
}

Rows difference(const Rows& a, const Rows& b) {
  Rows rest;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(rest));
  return rest;
}

/// The images that docker shows as "56 years ago", and we as "N/A": their date is 0, which is what
/// engines since Docker 25 send for an image without a date, and a stamp of reproducible builds.
std::set<std::string> undated_images(const std::string& engine) {
  if (engine.starts_with("docker-2") && !engine.starts_with("docker-20"))
    return {"epoch/zero", "nocreated"};
  return {"epoch/zero"};
}

/// The rows that docker showed, but for the differences that are meant.
Rows rows_of_docker(const std::string& engine, const std::string& shown_in) {
  Rows rows = recordings::read_table(recordings::read_file(folder / engine / "cli" / shown_in));
  std::set<std::string> found;
  for (Cells& row : rows) {
    if (row.created() == "56 years ago" && undated_images(engine).contains(row.repository())) {
      found.insert(row.repository());
      row.created() = "N/A";
    }
  }
  if (shown_in != "images_dangling.txt")
    CHECK(found == undated_images(engine));
  return sorted(std::move(rows));
}

/// Checks that the rows of these images are those that docker showed.
void check_rows(const std::vector<Image>& images, const Rows& docker,
                std::chrono::sys_seconds noted) {
  const auto ours_at = [&](std::chrono::sys_seconds now) {
    return sorted(recordings::read_table(format(images, now)));
  };
  // The time was written down when docker had ended, which may have been in the next second. At
  // one of the two all its ages must be ours.
  Rows ours = ours_at(noted);
  if (ours != docker)
    ours = ours_at(noted - std::chrono::seconds(1));

  const Rows only_ours = difference(ours, docker);
  const Rows only_in_docker = difference(docker, ours);
  CAPTURE(only_ours, only_in_docker);
  CHECK_FALSE(docker.empty());
  CHECK((ours == docker));
}

}  // namespace

TEST_CASE("every recorded image list is there") {
  const std::map<std::string, std::size_t> counts = {{"docker-20.10.24", 4},
                                                     {"docker-26.1.5-overlay2", 7},
                                                     {"docker-26.1.5-containerd", 7},
                                                     {"docker-29.7.2-containerd", 2},
                                                     {"podman-4.3.1", 3},
                                                     {"podman-5.4.2", 3}};
  CHECK(listed_engines.size() == counts.size());
  for (const std::string& engine : listed_engines)
    CHECK(image_lists(engine).size() == counts.at(engine));
}

// The differences that are meant: unknown dates (above), the order of the rows, and the width of
// the columns. Sizes that round to 1000, which docker prints with an exponent, were not recorded.
TEST_CASE("the rows of every recorded image list are those of docker images") {
  for (const std::string& engine : listed_engines) {
    for (const auto& [shown_in, path] : image_lists(engine)) {
      const std::vector<Image> images = read_images(path);
      const Rows docker = rows_of_docker(engine, shown_in);
      CAPTURE(path.string(), shown_in);
      check_rows(images, docker, recordings::recorded_at(engine));
    }
  }
}

// docker 29 hides images without a tag unless it is asked for all, and shows its own table: the
// rows are those of `docker images --all --format json`.
TEST_CASE("docker 29 shows the same rows of its engine with --all") {
  const std::filesystem::path path = folder / "docker-29.7.2-containerd";
  Rows docker;
  for (const std::string& line :
       recordings::lines_of(recordings::read_file(path / "cli29" / "images_a_json.txt"))) {
    const boost::json::value row = boost::json::parse(line);
    Cells& cells = docker.emplace_back();
    std::size_t column = 0;
    for (const char* const key : {"Repository", "Tag", "ID", "CreatedSince", "Size"})
      cells[column++] = std::string(row.at(key).as_string());
    if (cells.created() == "56 years ago" || cells.created().empty())  // the years 1970 and 1
      cells.created() = "N/A";
  }
  CHECK(docker.size() == 57);
  check_rows(read_images(path / "images_all_manifests_shared.http"), sorted(std::move(docker)),
             recordings::recorded_at("docker-29.7.2-containerd", "cli29"));
}

TEST_CASE("every recorded image list means the same whole, byte by byte and in odd pieces") {
  for (const std::string& engine : listed_engines) {
    for (const auto& [shown_in, path] : image_lists(engine)) {
      const std::string body = recordings::read_answer(path).body;
      const auto whole = parse_images(body);
      CAPTURE(path.string(), whole.problem);
      CHECK_FALSE(whole.error);
      CHECK_FALSE(whole.images.empty());
      for (const std::size_t piece_size : {1u, 2u, 3u, 7u, 61u, 1021u, 2048u, 8191u})
        CHECK((parse_images(body, piece_size) == whole));
    }
  }
}

TEST_CASE("a recorded image list cut short fails at every byte until its last bracket") {
  const std::string body =
      recordings::read_answer(folder / "docker-26.1.5-overlay2" / "images.http").body;
  const std::size_t end = body.rfind(']') + 1;
  REQUIRE(body.substr(end) == "\n");
  for (std::size_t size = 1; size < end; ++size)
    if (parse_images(std::string_view(body).substr(0, size)).error != dkrls::Errc::truncated_answer)
      FAIL_CHECK("cut at byte " << size);
  CHECK_FALSE(parse_images(std::string_view(body).substr(0, end)).error);
  CHECK(parse_images("").error == dkrls::Errc::not_an_image_list);
}

TEST_CASE("the images of every API version of an engine are listed the same") {
  for (const std::string& engine : listed_engines) {
    std::set<std::string> texts;
    for (const auto& [shown_in, path] : image_lists(engine))
      if (shown_in == "images.txt")
        texts.insert(format(read_images(path), recordings::recorded_at(engine)));
    CAPTURE(engine);
    CHECK(texts.size() == 1);
  }
}

TEST_CASE(
    "rows are newest first with unknown dates last, then by repository, tag (the higher first) and "
    "ID") {
  const auto key = [](const dkrls::Row& row) {
    const auto age = row.created ? -row.created->time_since_epoch().count() : 0;
    return std::tuple(!row.created, age, row.repository.empty(), row.repository, row.tag.empty());
  };
  const auto comes_before = [&](const dkrls::Row& a, const dkrls::Row& b) {
    if (key(a) != key(b))
      return key(a) < key(b);
    const int compared = dkrls::detail::compare_naturally(a.tag, b.tag);
    return compared > 0 || (compared == 0 && a.id < b.id);
  };
  for (const std::string& engine : listed_engines) {
    const Listing listing =
        dkrls::ImageQuery().select(read_images(folder / engine / "images.http"));
    CAPTURE(engine);
    CHECK(listing.size() > 25);
    for (std::size_t i = 1; i < listing.size(); ++i)
      CHECK(comes_before(listing[i - 1], listing[i]));
  }
}

TEST_CASE("the same images are printed the same, whatever order an engine sends them in") {
  for (const std::string& engine : listed_engines) {
    std::vector<Image> images = read_images(folder / engine / "images.http");
    const auto now = recordings::recorded_at(engine);
    const std::string expected = format(images, now);
    std::mt19937 random(9);
    for (int round = 0; round < 20; ++round) {
      std::shuffle(images.begin(), images.end(), random);
      for (Image& image : images) {
        std::shuffle(image.repo_tags.begin(), image.repo_tags.end(), random);
        std::shuffle(image.repo_digests.begin(), image.repo_digests.end(), random);
      }
      CHECK(format(images, now) == expected);
    }
  }
}

TEST_CASE("the IDs of the rows are those of docker images -q") {
  for (const std::string& engine : listed_engines) {
    const Listing listing =
        dkrls::ImageQuery().select(read_images(folder / engine / "images.http"));
    std::multiset<std::string> whole, shown;
    for (const dkrls::Row& row : listing)
      whole.emplace(row.id);
    for (const Cells& row :
         recordings::read_table(format(read_images(folder / engine / "images.http"), {})))
      shown.insert(row[2]);
    const auto ids_in = [&](const char* file) {
      const auto lines =
          recordings::lines_of(recordings::read_file(folder / engine / "cli" / file));
      return std::multiset<std::string>(lines.begin(), lines.end());
    };
    CAPTURE(engine);
    CHECK(whole == ids_in("images_q_notrunc.txt"));
    CHECK(shown == ids_in("images_q.txt"));
  }
}

TEST_CASE("the total of an engine is the sum of its images, each once") {
  for (const std::string& engine : listed_engines) {
    const std::vector<Image> images = read_images(folder / engine / "images.http");
    std::uint64_t bytes = 0;
    for (const Image& image : images)
      bytes += image.size.value();
    CAPTURE(engine);
    CHECK(dkrls::ImageQuery().select(images).total() == dkrls::Total{images.size(), bytes});
  }
}

TEST_CASE("an engine without images is listed as the heading alone, as docker does") {
  for (const std::string engine : {"docker-20.10.24", "podman-4.3.1"}) {
    const std::vector<Image> images = read_images(folder / engine / "empty" / "images.http");
    CAPTURE(engine);
    CHECK(images.empty());
    CHECK(recordings::lines_of(format(images, {})).size() == 1);
    CHECK(recordings::read_table(format(images, {})).empty());
    CHECK(recordings::read_table(recordings::read_file(folder / engine / "empty" / "images.txt"))
              .empty());
  }
}
