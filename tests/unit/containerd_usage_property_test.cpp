// SPDX-License-Identifier: MIT

// Byte counts of random stores such as containerd's: images for several platforms, attestations,
// manifests that images share, layers that are compressed in several ways or not unpacked.

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
using dkrls::ImageManifest;
using dkrls::detail::DiskSurvey;
using dkrls::detail::LayerChain;
using dkrls::detail::LayerStore;
using dkrls::detail::SurveyedImage;
using dkrls_test::Texts;

namespace {

using Sizes = std::map<std::string, std::uint64_t>;  // by digest or chain

/// A manifest of the store: blobs, and if it is an image its layers.
struct Manifest {
  enum class State { complete, partial, absent };

  std::string digest;
  std::string architecture;  // empty for an attestation
  State state = State::complete;
  bool unpacked = false;
  Texts diff_ids;
  Texts blobs;  // the manifest, its configuration, and a blob for each layer; some may be the same

  bool is_image() const { return !architecture.empty(); }

  /// The blobs that the engine has. A partial manifest lacks its last layer.
  Texts present() const {
    if (state == State::absent)
      return {};
    return {blobs.begin(), blobs.end() - (state == State::partial ? 1 : 0)};
  }

  Texts chain() const {
    Texts chain;
    for (const std::string& diff_id : diff_ids)
      chain.push_back((chain.empty() ? "" : chain.back() + "/") + diff_id);
    return chain;
  }
};

struct Index {
  std::string id;
  bool is_single = false;  // a manifest instead of an index
  bool used = false;
  std::vector<std::size_t> manifests;
};

/// A store with random images. It counts as the engine does, and by itself.
class Store {
 public:
  explicit Store(std::uint32_t seed) : random_(seed) {
    for (std::size_t i = 2 + below(8); i > 0; --i)
      add_manifest();
    for (std::size_t i = 1 + below(8); i > 0; --i)
      add_image();
    drop_manifests_without_image();
    label_unpacked();
  }

  const std::vector<Index>& images() const { return images_; }

  /// The bytes of all blobs and snapshots of images but some.
  std::uint64_t bytes_without(const std::set<std::size_t>& removed) const {
    std::set<std::string> blobs;
    std::set<std::string> snapshots;
    for (std::size_t image = 0; image < images_.size(); ++image) {
      if (removed.contains(image))
        continue;
      if (!images_[image].is_single)
        blobs.insert(images_[image].id);
      for (const std::size_t number : images_[image].manifests) {
        const Texts present = manifests_[number].present();
        blobs.insert(present.begin(), present.end());
        keep_snapshots(manifests_[number], snapshots);
      }
    }
    std::uint64_t bytes = 0;
    for (const std::string& blob : blobs)
      bytes += blobs_.at(blob);
    for (const std::string& snapshot : snapshots)
      bytes += sizes_.at(snapshot);
    return bytes;
  }

  /// What the engine reports of its images.
  DiskSurvey survey() {
    DiskSurvey survey;
    survey.store = LayerStore::containerd;
    survey.shares_blobs = true;
    const Sizes uses = engine_uses();
    for (std::size_t image = 0; image < images_.size(); ++image)
      survey.images.push_back(surveyed(image, uses));
    return survey;
  }

  /// What an engine before API 1.47 reports: no platforms, and the layers of one of them.
  DiskSurvey survey_without_platforms() {
    DiskSurvey survey = this->survey();
    survey.shares_blobs = false;
    for (SurveyedImage& each : survey.images) {
      const auto best =
          std::find_if(each.chains.begin(), each.chains.end(),
                       [](const LayerChain& chain) { return chain.manifest->available; });
      LayerChain inspected;
      if (best != each.chains.end()) {
        inspected = *best;
        inspected.inspected_size =
            inspected.manifest->content_size + each.image.index_size.value_or(0);
        inspected.manifest.reset();
      }
      each.chains = {inspected};
      each.image.manifests.clear();
      each.image.index_size.reset();
    }
    return survey;
  }

 private:
  std::size_t below(std::size_t limit) { return random_() % limit; }

  std::string blob(const std::string& name, std::size_t most = 1000) {
    blobs_.emplace(name, 1 + below(most));
    return name;
  }

  void add_manifest() {
    Manifest manifest;
    const std::string number = std::to_string(manifests_.size());
    manifest.digest = blob("manifest" + number);
    manifest.blobs = {manifest.digest, blob("config" + number)};
    manifest.architecture = below(3) == 0 ? "arm64" : "amd64";
    // On the layers of another one, or on none.
    if (!manifests_.empty() && below(3) > 0) {
      const Texts& base = manifests_[below(manifests_.size())].diff_ids;
      manifest.diff_ids.assign(base.begin(),
                               base.begin() + static_cast<std::ptrdiff_t>(below(base.size() + 1)));
    }
    for (std::size_t layers = below(4); layers > 0; --layers)
      manifest.diff_ids.push_back(below(6) == 0 ? std::string(dkrls::detail::empty_layer)
                                                : "layer" + std::to_string(below(12)));
    for (const std::string& diff_id : manifest.diff_ids)
      manifest.blobs.push_back(add_layer_blob(diff_id));
    manifest.unpacked = manifest.architecture == "amd64" ? below(8) > 0 : below(3) == 0;
    if (below(6) == 0)
      manifest.state = Manifest::State::absent;
    else if (below(12) == 0 && !manifest.diff_ids.empty())
      manifest.state = Manifest::State::partial;
    manifests_.push_back(std::move(manifest));
  }

  /// Now and then a layer is compressed in another way.
  std::string add_layer_blob(const std::string& diff_id) {
    const bool empty = diff_id == dkrls::detail::empty_layer;
    return blob(diff_id + (below(8) == 0 ? ".zst" : ".gz"), empty ? 1100 : 20000);
  }

  std::size_t add_attestation() {
    Manifest manifest;
    manifest.digest = blob("attestation" + std::to_string(manifests_.size()));
    manifest.blobs = {manifest.digest, blob("{}"), blob("statement" + std::to_string(below(20)))};
    manifests_.push_back(std::move(manifest));
    return manifests_.size() - 1;
  }

  std::size_t any_image_manifest() {
    for (;;)
      if (const std::size_t number = below(manifests_.size()); manifests_[number].is_image())
        return number;
  }

  void add_image() {
    Index image;
    image.used = below(6) == 0;
    image.manifests = {any_image_manifest()};
    if (below(3) == 0) {
      image.id = manifests_[image.manifests.front()].digest;
      image.is_single = true;
      // A manifest has one ID, and so there is one image of it.
      for (const Index& other : images_)
        if (other.id == image.id)
          return;
    } else {
      image.id = blob("index" + std::to_string(images_.size()));
      for (std::size_t more = below(3); more > 0; --more)
        if (const std::size_t number = any_image_manifest();
            std::find(image.manifests.begin(), image.manifests.end(), number) ==
            image.manifests.end())
          image.manifests.push_back(number);
      for (std::size_t more = below(3); more > 0; --more)
        image.manifests.push_back(add_attestation());
    }
    images_.push_back(std::move(image));
  }

  /// What no image refers to is not in the store.
  void drop_manifests_without_image() {
    std::set<std::size_t> kept;
    for (const Index& image : images_)
      kept.insert(image.manifests.begin(), image.manifests.end());
    for (std::size_t number = 0; number < manifests_.size(); ++number)
      if (!kept.contains(number))
        manifests_[number].state = Manifest::State::absent;
  }

  /// Decides which snapshots there are. A manifest is unpacked, too, if one of its platform has
  /// unpacked its layers before; if only one of another platform has, it just looks so.
  void label_unpacked() {
    std::map<std::string, std::set<std::string>> snapshots;  // by architecture
    for (const Manifest& manifest : manifests_)
      keep_snapshots(manifest, snapshots[manifest.architecture]);
    for (Manifest& manifest : manifests_)
      manifest.unpacked =
          manifest.unpacked || (!manifest.diff_ids.empty() &&
                                snapshots[manifest.architecture].contains(manifest.chain().back()));
    for (const Manifest& manifest : manifests_)
      keep_snapshots(manifest, snapshots_);
    for (const std::string& snapshot : snapshots_)
      sizes_.emplace(snapshot, 4096 * (1 + below(10)));
  }

  static void keep_snapshots(const Manifest& manifest, std::set<std::string>& snapshots) {
    if (manifest.state == Manifest::State::absent || !manifest.unpacked)
      return;
    const Texts chain = manifest.chain();
    snapshots.insert(chain.begin(), chain.end());
  }

  std::uint64_t snapshot_size(const std::string& layer) const {
    return snapshots_.contains(layer) ? sizes_.at(layer) : 0;
  }

  std::uint64_t content_size(const Manifest& manifest) const {
    std::uint64_t bytes = 0;
    for (const std::string& each : manifest.present())
      bytes += blobs_.at(each);
    return bytes;
  }

  /// 0 if the uppermost layer is not there, whether or not those below it are.
  std::uint64_t unpacked_size(const Manifest& manifest) const {
    const Texts chain = manifest.chain();
    std::uint64_t bytes = 0;
    if (manifest.state != Manifest::State::absent && !chain.empty() &&
        snapshots_.contains(chain.back()))
      for (const std::string& layer : chain)
        bytes += snapshot_size(layer);
    return bytes;
  }

  /// How often images have each blob, and manifests each layer, unpacked or not.
  Sizes engine_uses() const {
    Sizes uses;
    for (const Index& image : images_) {
      std::set<std::string> blobs;
      for (const std::size_t number : image.manifests) {
        const Manifest& manifest = manifests_[number];
        if (manifest.state == Manifest::State::absent)
          continue;
        const Texts present = manifest.present();
        blobs.insert(present.begin(), present.end());
        for (const std::string& layer : manifest.chain())
          ++uses[layer];
      }
      for (const std::string& each : blobs)
        ++uses[each];
    }
    return uses;
  }

  SurveyedImage surveyed(std::size_t number, const Sizes& uses) {
    const Index& index = images_[number];
    SurveyedImage surveyed;
    dkrls::Image& image = surveyed.image;
    image = dkrls_test::named({"app:" + std::to_string(number)});
    image.id = "sha256:" + index.id;
    image.containers = index.used ? 1 : 0;
    image.size = 0;
    image.shared_size = 0;
    if (!index.is_single)
      image.index_size = blobs_.at(index.id);
    std::set<std::string> shared;
    for (const std::size_t each : index.manifests) {
      const Manifest& manifest = manifests_[each];
      image.manifests.push_back(listed(manifest));
      *image.size += content_size(manifest) + unpacked_size(manifest);
      if (manifest.state == Manifest::State::absent)
        continue;
      for (const std::string& present : manifest.present())
        if (uses.at(present) > 1 && shared.insert(present).second)
          *image.shared_size += blobs_.at(present);
      for (const std::string& layer : manifest.chain())
        *image.shared_size += uses.at(layer) > 1 ? snapshot_size(layer) : 0;
    }
    surveyed.chains = dkrls::detail::chains_of(image);
    for (LayerChain& chain : surveyed.chains)
      if (chain.manifest->available)
        learn(chain);
    return surveyed;
  }

  ImageManifest listed(const Manifest& manifest) const {
    return {
        .digest = manifest.digest,
        .kind = manifest.is_image() ? ImageManifest::Kind::image : ImageManifest::Kind::attestation,
        .available = manifest.state == Manifest::State::complete,
        .platform = {.os = "linux", .architecture = manifest.architecture},
        .content_size = content_size(manifest),
        .unpacked_size = unpacked_size(manifest)};
  }

  /// The history has the sizes of layers that other images have unpacked, too.
  void learn(LayerChain& chain) {
    const Manifest& manifest =
        *std::find_if(manifests_.begin(), manifests_.end(),
                      [&](const Manifest& each) { return each.digest == chain.manifest->digest; });
    chain.layers = manifest.diff_ids;
    chain.history.emplace();
    for (const std::string& layer : manifest.chain()) {
      if (below(3) == 0)
        chain.history->push_back({0, false});
      chain.history->push_back({snapshot_size(layer), true});
    }
  }

  std::mt19937 random_;
  Sizes blobs_;
  std::set<std::string> snapshots_;  // by chain
  Sizes sizes_;                      // of snapshots
  std::vector<Manifest> manifests_;
  std::vector<Index> images_;
};

/// Returns a description of the error in a byte count; empty if it is right.
std::string flaw_of(const Figure& figure, std::uint64_t truth) {
  const bool right = figure.exact() ? figure.bytes == truth : figure.bytes <= truth;
  return right ? ""
               : std::to_string(figure.bytes) + (figure.exact() ? " is " : " is at most ") +
                     std::to_string(truth);
}

/// What removing some images frees, but for those that a container uses.
std::uint64_t freed_by(const Store& store, const std::set<std::size_t>& chosen) {
  std::set<std::size_t> removed;
  for (const std::size_t image : chosen)
    if (!store.images()[image].used)
      removed.insert(image);
  return store.bytes_without({}) - store.bytes_without(removed);
}

}  // namespace

TEST_CASE("on a random containerd store no byte count is too high, and an exact one is right") {
  std::size_t exact = 0;
  double reached = 0;
  std::size_t sets = 0;
  for (std::uint32_t seed = 1; seed <= 5000; ++seed) {
    Store store(seed);
    const DiskSurvey survey = store.survey();
    const DiskUsage usage{DiskSurvey(survey)};
    std::mt19937 random(seed);
    for (std::size_t image = 0; image < store.images().size(); ++image) {
      const Figure unique = usage.unique(survey.images[image].image.id);
      const std::string flaw =
          flaw_of(unique, store.bytes_without({}) - store.bytes_without({image}));
      exact += unique.exact() ? 1U : 0U;
      if (!flaw.empty())
        FAIL("seed " << seed << ", image " << image << ": " << flaw);
    }
    for (int round = 0; round < 3; ++round) {
      std::set<std::size_t> chosen;
      std::vector<std::string_view> ids;
      for (std::size_t image = 0; image < store.images().size(); ++image)
        if (random() % 2 == 0) {
          chosen.insert(image);
          ids.push_back(survey.images[image].image.id);
        }
      const std::uint64_t truth = freed_by(store, chosen);
      const Figure figure = usage.freed_by(ids);
      const std::string flaw = flaw_of(figure, truth);
      if (!flaw.empty())
        FAIL("seed " << seed << ", round " << round << ": " << flaw);
      if (truth > 0) {
        reached += static_cast<double>(figure.bytes) / static_cast<double>(truth);
        ++sets;
      }
    }
    if (const std::string flaw = flaw_of(usage.on_disk(), store.bytes_without({})); !flaw.empty())
      FAIL("seed " << seed << ", on disk: " << flaw);
  }
  CHECK(exact > 2000);
  CHECK(reached / static_cast<double>(sets) > 0.6);
}

TEST_CASE("on a random containerd store whose engine reports less no byte count is too high") {
  for (std::uint32_t seed = 1; seed <= 3000; ++seed) {
    Store store(seed);
    DiskSurvey survey = store.survey();
    std::mt19937 random(seed);
    survey.shares_blobs = random() % 2 == 0;
    for (SurveyedImage& each : survey.images) {
      if (random() % 4 == 0)
        each.image.shared_size.reset();
      for (LayerChain& chain : each.chains) {
        if (random() % 4 == 0)
          chain.history.reset();
        if (random() % 8 == 0)
          chain.layers.reset();
      }
    }
    const DiskUsage usage{DiskSurvey(survey)};
    std::set<std::size_t> chosen;
    std::vector<std::string_view> ids;
    for (std::size_t image = 0; image < store.images().size(); ++image)
      if (random() % 2 == 0) {
        chosen.insert(image);
        ids.push_back(survey.images[image].image.id);
      }
    if (const std::string flaw = flaw_of(usage.freed_by(ids), freed_by(store, chosen));
        !flaw.empty())
      FAIL("seed " << seed << ": " << flaw);
  }
}

TEST_CASE(
    "on a random containerd store whose engine reports no platforms no byte count is too high") {
  for (std::uint32_t seed = 1; seed <= 3000; ++seed) {
    Store store(seed);
    const DiskSurvey survey = store.survey_without_platforms();
    const DiskUsage usage{DiskSurvey(survey)};
    std::mt19937 random(seed);
    std::set<std::size_t> chosen;
    std::vector<std::string_view> ids;
    for (std::size_t image = 0; image < store.images().size(); ++image)
      if (random() % 2 == 0) {
        chosen.insert(image);
        ids.push_back(survey.images[image].image.id);
      }
    if (const std::string flaw = flaw_of(usage.freed_by(ids), freed_by(store, chosen));
        !flaw.empty())
      FAIL("seed " << seed << ": " << flaw);
  }
}

TEST_CASE("no byte count of a random containerd store depends on the order of the list") {
  for (std::uint32_t seed = 1; seed <= 2000; ++seed) {
    Store store(seed);
    const DiskSurvey survey = store.survey();
    DiskSurvey other = survey;
    std::mt19937 random(seed);
    std::shuffle(other.images.begin(), other.images.end(), random);
    for (SurveyedImage& each : other.images)
      std::shuffle(each.chains.begin(), each.chains.end(), random);
    const DiskUsage one{DiskSurvey(survey)};
    const DiskUsage two(std::move(other));
    bool same = one.on_disk() == two.on_disk() && one.unused() == two.unused() &&
                one.repositories() == two.repositories();
    for (const SurveyedImage& each : survey.images)
      same = same && one.unique(each.image.id) == two.unique(each.image.id);
    if (!same)
      FAIL("seed " << seed);
  }
}
