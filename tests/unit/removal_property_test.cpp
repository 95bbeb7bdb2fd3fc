// SPDX-License-Identifier: MIT

// What `dkr-ls tags FLAGS --format '{{.Reference}}' | xargs docker rmi` removes, on a model of an
// engine: never an image that a flag protects.

#include <algorithm>
#include <dkrls/filter.hpp>
#include <dkrls/image_query.hpp>
#include <dkrls/pattern.hpp>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include "formatter_support.hpp"

using dkrls::Image;
using dkrls::ImageQuery;
using dkrls::Row;

namespace {

constexpr std::int64_t now = 1'000'000;

/// An engine that removes images as `docker rmi` without --force does.
class ModelEngine {
 public:
  explicit ModelEngine(const std::vector<Image>& images) {
    for (const Image& image : images) {
      State& state = images_[image.id];
      state.used = image.containers.value_or(0) > 0;
      state.names.insert(image.repo_tags.begin(), image.repo_tags.end());
      state.names.insert(image.repo_digests.begin(), image.repo_digests.end());
    }
  }

  bool has(const std::string& id) const { return images_.contains(id); }

  bool has_name(const std::string& id, const std::string& name) const {
    return has(id) && images_.at(id).names.contains(name);
  }

  /// Refuses an ID with names in several repositories, and the last name of an image in use. Does
  /// nothing for what is gone already, as a digest is after the last tag of its repository.
  void remove(const std::string& argument) {
    for (const auto& [id, state] : images_) {
      if (argument == id)
        return remove_image(id);
      if (state.names.contains(argument))
        return remove_name(id, argument);
    }
  }

 private:
  struct State {
    std::set<std::string> names;  // with a tag or a digest
    bool used = false;
  };

  static std::string repository_of(const std::string& name) {
    return std::string(dkrls::parse_reference(name).repository);
  }

  void remove_image(const std::string& id) {
    const State& state = images_.at(id);
    std::set<std::string> repositories;
    for (const std::string& name : state.names)
      repositories.insert(repository_of(name));
    if (!state.used && repositories.size() <= 1)
      images_.erase(id);
  }

  void remove_name(const std::string& id, const std::string& name) {
    State& state = images_.at(id);
    std::set<std::string> rest = state.names;
    rest.erase(name);
    const std::string repository = repository_of(name);
    const auto is_tag = [&](const std::string& other) {
      return other.starts_with(repository + ":");
    };
    if (is_tag(name) && std::none_of(rest.begin(), rest.end(), is_tag))
      std::erase_if(rest, [&](const std::string& digest) {  // they go with the last tag
        return repository_of(digest) == repository;
      });
    if (!rest.empty())
      state.names = rest;
    else if (!state.used)
      images_.erase(id);
  }

  std::map<std::string, State> images_;
};

/// Images whose names share few repositories. No two have the same date.
std::vector<Image> random_images(std::mt19937& random) {
  const auto repository = [&] { return std::string(1, static_cast<char>('a' + random() % 4)); };
  std::vector<Image> images(random() % 20);
  std::set<std::string> taken;
  for (std::size_t i = 0; i < images.size(); ++i) {
    Image& image = images[i];
    image.id = "sha256:" + std::to_string(i);
    for (std::size_t tags = random() % 4; tags > 0; --tags)
      if (const std::string name = repository() + ":v" + std::to_string(random() % 12);
          taken.insert(name).second)
        image.repo_tags.push_back(name);
    if (random() % 3 == 0)
      image.repo_digests.push_back(repository() + "@sha256:" + std::to_string(i));
    if (random() % 4 != 0)
      image.created = dkrls_test::at(now - static_cast<std::int64_t>(i));
    image.containers = random() % 4 == 0 ? 1 : 0;
  }
  std::shuffle(images.begin(), images.end(), random);
  return images;
}

/// The flags of a command line.
struct Flags {
  std::optional<std::size_t> keep;
  std::optional<std::chrono::seconds> min_age;
  std::string excluded;  ///< a repository or one of its tags; empty for none
  bool unused = false;
  std::optional<std::size_t> max_tags;
};

Flags random_flags(std::mt19937& random) {
  Flags flags;
  if (random() % 2 == 0)
    flags.keep = random() % 4;
  if (random() % 2 == 0)
    flags.min_age = std::chrono::seconds(random() % 10);
  if (random() % 2 == 0)
    flags.excluded = static_cast<char>('a' + random() % 4);
  if (!flags.excluded.empty() && random() % 2 == 0)
    flags.excluded += ":v" + std::to_string(random() % 12);
  flags.unused = random() % 2 == 0;
  if (random() % 4 == 0)
    flags.max_tags = random() % 4;
  return flags;
}

ImageQuery query_of(const Flags& flags) {
  ImageQuery query;
  if (flags.keep)
    query.keep(*flags.keep);
  if (flags.min_age)
    query.where(dkrls::older_than(*flags.min_age, dkrls_test::at(now)));
  if (!flags.excluded.empty())
    query.where(!dkrls::matches(*dkrls::parse_pattern(flags.excluded)));
  if (flags.unused)
    query.where(dkrls::unused());
  if (flags.max_tags)
    query.max_tags(*flags.max_tags);
  return query.keep_images();
}

bool has_tag_in(const Image& image, const std::string& repository) {
  return std::any_of(image.repo_tags.begin(), image.repo_tags.end(),
                     [&](const std::string& tag) { return tag.starts_with(repository + ":"); });
}

/// True if an image is one of the `count` newest tagged ones of some repository.
bool is_one_of_the_newest(const Image& image, const std::vector<Image>& images, std::size_t count) {
  for (const char* const repository : {"a", "b", "c", "d"}) {
    const auto newer = std::count_if(images.begin(), images.end(), [&](const Image& other) {
      return other.created > image.created && has_tag_in(other, repository);
    });
    if (has_tag_in(image, repository) && static_cast<std::size_t>(newer) < count)
      return true;
  }
  return false;
}

/// True if the flags protect an image with all its names.
bool is_protected(const Image& image, const std::vector<Image>& images, const Flags& flags) {
  const bool undated = !image.created && (flags.keep || flags.min_age);
  const bool newest =
      flags.keep && image.created && is_one_of_the_newest(image, images, *flags.keep);
  return undated || newest || (flags.unused && image.containers != 0U);
}

/// True if --exclude protects a name.
bool is_excluded(const std::string& tag, const Flags& flags) {
  return !flags.excluded.empty() &&
         (tag == flags.excluded || tag.starts_with(flags.excluded + ":"));
}

/// Returns the images that an engine has after the listed references are removed.
ModelEngine remove_listed(const std::vector<Image>& images, const Flags& flags) {
  const dkrls::Listing listing = query_of(flags).select(images);
  std::ostringstream references;
  dkrls::Formatter(dkrls_test::format_of<Row>("{{.Reference}}"), {.now = dkrls_test::at(now)})
      .write(listing, references);
  ModelEngine engine(images);
  for (const std::string& reference : dkrls_test::lines_of(references.str()))
    engine.remove(reference);
  return engine;
}

}  // namespace

TEST_CASE("removing what is listed never removes what a flag protects") {
  std::size_t removed = 0;
  std::size_t protected_images = 0;
  for (std::uint32_t seed = 0; seed < 3000; ++seed) {
    std::mt19937 random(seed);
    const std::vector<Image> images = random_images(random);
    const Flags flags = random_flags(random);
    const ModelEngine engine = remove_listed(images, flags);
    for (const Image& image : images) {
      removed += engine.has(image.id) ? 0 : 1;
      const bool whole = is_protected(image, images, flags);
      protected_images += whole ? 1 : 0;
      CAPTURE(seed, image.id);
      if (whole && !engine.has(image.id))
        FAIL_CHECK("a protected image is removed");
      for (const std::string& tag : image.repo_tags)
        if ((whole || is_excluded(tag, flags)) && !engine.has_name(image.id, tag))
          FAIL_CHECK("a protected name is removed: " << tag);
    }
  }
  CHECK(removed > 1000);
  CHECK(protected_images > 1000);
}
