// SPDX-License-Identifier: MIT
#include <algorithm>
#include <dkrls/detail/disk/shared_sizes.hpp>
#include <dkrls/disk_usage.hpp>
#include <map>
#include <random>
#include <set>

#include "builders.hpp"
#include "catch.hpp"

using dkrls::DiskUsage;
using dkrls::Figure;
using dkrls::detail::DiskSurvey;
using dkrls::detail::HistoryStep;
using dkrls::detail::LayerChain;
using dkrls::detail::SurveyedImage;
using dkrls_test::Texts;

namespace {

/// A store of images that does as docker does, step by step: every layer has a name and a size of
/// its own, `docker rmi` takes a name or an ID at a time.
class Store {
 public:
  struct Image {
    std::set<std::string> names;
    std::vector<std::string> chain;  // "a", "a/b", "a/b/c"
    std::string parent;
    bool used = false;
  };

  std::map<std::string, Image> images;
  std::map<std::string, std::uint64_t> layers;

  /// Bytes that all images hold: LayersSize of /system/df.
  std::uint64_t layers_size() const {
    std::set<std::string> held;
    for (const auto& [id, image] : images)
      held.insert(image.chain.begin(), image.chain.end());
    std::uint64_t size = 0;
    for (const std::string& layer : held)
      size += layers.at(layer);
    return size;
  }

  void remove_name(const std::string& id, const std::string& name) {
    Image& image = images.at(id);
    if (image.used && image.names.size() == 1)
      return;  // "conflict: unable to remove repository reference"
    image.names.erase(name);
    if (image.names.empty())
      remove(id);
  }

  /// Removes an image without names, and the parents that nothing else keeps.
  void remove(std::string id) {
    for (auto image = images.find(id); image != images.end(); image = images.find(id)) {
      if (image->second.used || !image->second.names.empty() || has_child(id))
        return;
      id = image->second.parent;
      images.erase(image);
    }
  }

 private:
  bool has_child(const std::string& id) const {
    return std::any_of(images.begin(), images.end(),
                       [&](const auto& each) { return each.second.parent == id; });
  }
};

/// A store with images of random layers, and what an engine would report of it.
struct World {
  Store store;
  DiskSurvey survey;
};

class Creator {
 public:
  Creator(std::uint32_t seed, bool empty_layers, std::uint64_t largest_layer = 1'000'000)
      : random_(seed), empty_layers_(empty_layers), largest_layer_(largest_layer) {}

  World create() {
    const std::size_t count = 1 + below(12);
    for (std::size_t i = 0; i < count; ++i)
      add_image("sha256:" + std::to_string(i));
    return std::move(world_);
  }

 private:
  std::size_t below(std::size_t limit) { return random_() % limit; }

  /// On the layers of some image, of which it may be built by the classic builder.
  void add_image(const std::string& id) {
    Store::Image made;
    SurveyedImage told{.chains = std::vector<LayerChain>(1)};
    if (!world_.survey.images.empty() && below(4) > 0) {
      const SurveyedImage& base = world_.survey.images[below(world_.survey.images.size())];
      made.chain = world_.store.images.at(base.image.id).chain;
      told.chains[0].layers = base.chains[0].layers;
      told.chains[0].history = base.chains[0].history;
      if (below(2) == 0)
        made.parent = base.image.id;
      else
        cut(made, told, below(made.chain.size() + 1));
    } else {
      told.chains[0].layers.emplace();
      told.chains[0].history.emplace();
    }
    for (std::size_t steps = below(6); steps > 0; --steps)
      add_step(made, told);
    made.used = below(6) == 0;
    name(id, made);
    finish(id, std::move(told), made);
    world_.store.images.emplace(id, std::move(made));
  }

  /// Leaves the lowest layers, and the steps that made them.
  static void cut(Store::Image& made, SurveyedImage& told, std::size_t layers) {
    made.chain.resize(layers);
    told.chains[0].layers->resize(layers);
    auto step = told.chains[0].history->begin();
    for (std::size_t seen = 0; step != told.chains[0].history->end() && seen < layers; ++step)
      seen += is_layer(*step) ? 1U : 0U;
    told.chains[0].history->erase(step, told.chains[0].history->end());
  }

  /// Here, a step of size 0 is a layer when its words allow for one.
  static bool is_layer(const HistoryStep& step) { return step.size > 0 || step.makes_layer; }

  void add_step(Store::Image& made, SurveyedImage& told) {
    if (below(4) == 0) {
      told.chains[0].history->push_back({0, false});
      return;
    }
    const bool empty = empty_layers_ && below(2) == 0;
    const std::string diff_id = (empty ? "e" : "l") + std::to_string(below(3));
    made.chain.push_back((made.chain.empty() ? "" : made.chain.back() + "/") + diff_id);
    const std::uint64_t size = empty ? 0 : 1 + below(largest_layer_);
    const auto layer = world_.store.layers.emplace(made.chain.back(), size).first;
    told.chains[0].layers->push_back(diff_id);
    told.chains[0].history->push_back({layer->second, true});
  }

  void name(const std::string& id, Store::Image& made) {
    for (std::size_t names = below(4); names > 0; --names)
      made.names.insert("repo" + std::to_string(below(3)) + ":" + std::to_string(names) + "-" +
                        id.substr(7));
  }

  void finish(const std::string& id, SurveyedImage told, const Store::Image& made) {
    told.image = dkrls_test::named(Texts(made.names.begin(), made.names.end()));
    told.image.id = id;
    told.image.parent_id = made.parent;
    told.image.containers = made.used ? 1 : 0;
    told.image.size = 0;
    for (const std::string& layer : made.chain)
      *told.image.size += world_.store.layers.at(layer);
    world_.survey.images.push_back(std::move(told));
  }

  std::mt19937 random_;
  bool empty_layers_;
  std::uint64_t largest_layer_;
  World world_;
};

/// Some of the rows that `docker images` would show.
dkrls::Listing random_rows(const World& world, std::mt19937& random) {
  dkrls::Listing listing;
  const std::size_t odds = 1 + random() % 8;  // of 8
  for (const SurveyedImage& each : world.survey.images) {
    std::vector<dkrls::Reference> references;
    append_references(each.image, references);
    for (const dkrls::Reference& reference : references)
      if (random() % 8 < odds)
        listing.add(dkrls_test::row(reference.repository, reference.tag, each.image.id));
  }
  return listing;
}

/// How far LayersSize falls when the rows are removed one by one.
std::uint64_t remove(Store store, const dkrls::Listing& listing) {
  const std::uint64_t before = store.layers_size();
  for (const dkrls::Row& row : listing) {
    const std::string id(row.id);
    if (row.repository.empty())
      store.remove(id);
    else if (store.images.contains(id))
      store.remove_name(id, std::string(row.repository) + ":" + std::string(row.tag));
  }
  return before - store.layers_size();
}

/// What is wrong with a figure, empty when nothing is.
std::string flaw_of(const Figure& figure, std::uint64_t truth) {
  const bool right = figure.exact() ? figure.bytes == truth : figure.bytes <= truth;
  return right ? ""
               : std::to_string(figure.bytes) + (figure.exact() ? " is " : " is at most ") +
                     std::to_string(truth);
}

/// The images as a list reports them, with their shared sizes and without their layers.
DiskSurvey with_shared_sizes(const World& world) {
  std::map<std::string, std::size_t> users;
  for (const auto& [id, image] : world.store.images)
    for (const std::string& layer : image.chain)
      ++users[layer];
  DiskSurvey told;
  for (const SurveyedImage& each : world.survey.images) {
    dkrls::Image& image =
        told.images.emplace_back(SurveyedImage{each.image, std::vector<LayerChain>(1)}).image;
    image.shared_size = 0;
    for (const std::string& layer : world.store.images.at(image.id).chain)
      if (users.at(layer) > 1)
        *image.shared_size += world.store.layers.at(layer);
  }
  return told;
}

}  // namespace

TEST_CASE("on random layers, what is freed is what removing the rows one by one frees") {
  std::size_t freed_something = 0;
  for (std::uint32_t seed = 1; seed <= 5000; ++seed) {
    const World world = Creator(seed, false).create();
    const DiskUsage usage{DiskSurvey(world.survey)};
    std::mt19937 random(seed);
    for (int round = 0; round < 3; ++round) {
      const dkrls::Listing listing = random_rows(world, random);
      const Figure figure = usage.freed_by(listing);
      const std::uint64_t truth = remove(world.store, listing);
      freed_something += truth > 0 ? 1U : 0U;
      const std::string flaw = figure.exact() ? flaw_of(figure, truth) : "not exact";
      if (!flaw.empty())
        FAIL("seed " << seed << ", round " << round << ": " << flaw);
    }
    if (usage.on_disk() != Figure{world.store.layers_size(), std::nullopt})
      FAIL("seed " << seed << ": on disk " << usage.on_disk().bytes);
  }
  CHECK(freed_something > 5000);
}

TEST_CASE("with empty layers and unhelpful words, no figure is too high") {
  std::size_t exact = 0;
  std::size_t doubted = 0;
  for (std::uint32_t seed = 1; seed <= 5000; ++seed) {
    World world = Creator(seed, true).create();
    std::mt19937 random(seed);
    for (SurveyedImage& each : world.survey.images)
      for (HistoryStep& step : *each.chains[0].history)
        step.makes_layer = step.makes_layer || random() % 2 == 0;
    const DiskUsage usage{DiskSurvey(world.survey)};
    const dkrls::Listing listing = random_rows(world, random);
    const Figure figure = usage.freed_by(listing);
    const std::string flaw = flaw_of(figure, remove(world.store, listing));
    if (!flaw.empty())
      FAIL("seed " << seed << ": " << flaw);
    ++(figure.exact() ? exact : doubted);
  }
  CHECK(exact > 4000);
  CHECK(doubted > 10);
}

TEST_CASE("with histories that are lost or end early, no figure is too high") {
  for (std::uint32_t seed = 1; seed <= 5000; ++seed) {
    World world = Creator(seed, true).create();
    std::mt19937 random(seed);
    for (SurveyedImage& each : world.survey.images) {
      if (random() % 4 == 0)
        each.chains[0].history.reset();
      else if (random() % 3 == 0)
        each.chains[0].history->resize(random() % (each.chains[0].history->size() + 1));
      if (random() % 12 == 0)
        each.chains[0].layers.reset();
    }
    const DiskUsage usage{DiskSurvey(world.survey)};
    const dkrls::Listing listing = random_rows(world, random);
    const std::string flaw = flaw_of(usage.freed_by(listing), remove(world.store, listing));
    if (!flaw.empty())
      FAIL("seed " << seed << ": " << flaw);
  }
}

TEST_CASE("shared sizes alone give what each image alone holds, if they are exact") {
  std::size_t exact = 0;
  for (std::uint32_t seed = 1; seed <= 5000; ++seed) {
    const World world = Creator(seed, false).create();
    DiskSurvey listed = with_shared_sizes(world);
    if (!dkrls::detail::shared_sizes_are_exact(listed))
      continue;
    ++exact;
    listed.has_shared_sizes = true;
    const DiskUsage inspected{DiskSurvey(world.survey)};
    const DiskUsage usage(std::move(listed));
    for (const SurveyedImage& each : world.survey.images)
      if (usage.unique(each.image.id) != inspected.unique(each.image.id))
        FAIL("seed " << seed << ", " << each.image.id << ": " << usage.unique(each.image.id).bytes);
  }
  CHECK(exact > 500);
}

TEST_CASE("no figure depends on the order of the list") {
  for (std::uint32_t seed = 1; seed <= 3000; ++seed) {
    World world = Creator(seed, true).create();
    std::mt19937 random(seed);
    for (SurveyedImage& each : world.survey.images) {
      if (random() % 4 == 0)
        each.chains[0].history.reset();
      if (random() % 12 == 0)
        each.chains[0].layers.reset();
      if (random() % 12 == 0)
        each.image.size.reset();
    }
    DiskSurvey other = world.survey;
    std::shuffle(other.images.begin(), other.images.end(), random);
    const dkrls::Listing listing = random_rows(world, random);
    const DiskUsage one{DiskSurvey(world.survey)};
    const DiskUsage two{DiskSurvey(other)};
    if (one.freed_by(listing) != two.freed_by(listing) ||
        one.repositories() != two.repositories() || one.on_disk() != two.on_disk() ||
        one.unused() != two.unused() || one.dangling() != two.dangling())
      FAIL("seed " << seed);
  }
}

TEST_CASE("intermediate images that were dropped change no figure") {
  std::size_t dropped = 0;
  for (std::uint32_t seed = 1; seed <= 5000; ++seed) {
    const World world = Creator(seed, false).create();
    DiskSurvey others = world.survey;
    dkrls::detail::drop_intermediate(others);
    if (others.images.size() == world.survey.images.size())
      continue;
    ++dropped;
    const DiskUsage known{DiskSurvey(world.survey)};
    const DiskUsage usage{DiskSurvey(others)};
    bool same = usage.repositories() == known.repositories() &&
                usage.on_disk() == known.on_disk() && usage.unused() == known.unused() &&
                usage.dangling() == known.dangling() && usage.images() == known.images();
    std::mt19937 random(seed);
    for (int round = 0; round < 3; ++round) {
      const dkrls::Listing all = random_rows(world, random);
      dkrls::Listing listing;
      for (const dkrls::Row& row : all)
        if (usage.unique(row))
          listing.add(row);
      same = same && usage.freed_by(listing) == known.freed_by(listing);
    }
    for (const SurveyedImage& each : others.images)
      same = same && usage.unique(each.image.id) == known.unique(each.image.id);
    if (!same)
      FAIL("seed " << seed);
  }
  CHECK(dropped > 500);
}

TEST_CASE("on random layers, the figure of an image is what removing it by force frees") {
  for (std::uint32_t seed = 1; seed <= 1000; ++seed) {
    const World world = Creator(seed, false).create();
    const DiskUsage usage{DiskSurvey(world.survey)};
    for (const SurveyedImage& each : world.survey.images) {
      Store store = world.store;
      for (auto& [id, image] : store.images)
        image.used = false;
      const std::uint64_t before = store.layers_size();
      store.images.at(each.image.id).names.clear();
      store.remove(each.image.id);
      const std::uint64_t truth = before - store.layers_size();
      if (usage.unique(each.image.id) != Figure{truth, std::nullopt})
        FAIL("seed " << seed << ", " << each.image.id << ": " << usage.unique(each.image.id).bytes
                     << " is " << truth);
    }
  }
}
