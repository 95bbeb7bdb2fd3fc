// Byte counts of random stores such as containerd's: images for several platforms, attestations,
// manifests that images share, layers that are compressed in several ways or not unpacked.

#include <algorithm>
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

/// A manifest of the store: blobs, and the chain of its layers if it is an image.
struct Manifest {
  std::string digest;
  bool is_image = true;
  bool available = true;
  bool unpacked = true;
  std::string architecture;
  Texts diff_ids;
  std::set<std::string> blobs;  // its own among them

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
      for (const std::size_t number : images_[image].manifests)
        collect(manifests_[number], blobs, snapshots);
    }
    std::uint64_t bytes = 0;
    for (const std::string& blob : blobs)
      bytes += blobs_.at(blob);
    for (const std::string& snapshot : snapshots)
      bytes += snapshots_.at(snapshot);
    return bytes;
  }

  /// What the engine reports when it lists and is asked about each image.
  DiskSurvey survey() {
    DiskSurvey survey;
    survey.store = LayerStore::containerd;
    survey.has_shared_sizes = true;
    for (std::size_t image = 0; image < images_.size(); ++image)
      survey.images.push_back(surveyed(image));
    return survey;
  }

 private:
  std::size_t below(std::size_t limit) { return random_() % limit; }

  std::string blob(const std::string& name) {
    blobs_.emplace(name, 1 + below(1000));
    return name;
  }

  void add_manifest() {
    Manifest manifest;
    manifest.digest = blob("manifest" + std::to_string(manifests_.size()));
    manifest.blobs = {manifest.digest, blob("config" + std::to_string(manifests_.size()))};
    manifest.architecture = "a" + std::to_string(manifests_.size());
    // On the layers of another one, or on none.
    if (!manifests_.empty() && below(3) > 0) {
      const Texts& base = manifests_[below(manifests_.size())].diff_ids;
      manifest.diff_ids.assign(base.begin(),
                               base.begin() + static_cast<std::ptrdiff_t>(below(base.size() + 1)));
    }
    for (std::size_t layers = below(4); layers > 0; --layers)
      manifest.diff_ids.push_back("layer" + std::to_string(below(12)));
    for (const std::string& diff_id : manifest.diff_ids)  // now and then compressed in another way
      manifest.blobs.insert(blob(diff_id + (below(8) == 0 ? ".zst" : ".gz")));
    manifest.unpacked = below(4) > 0;
    manifest.available = below(8) > 0;
    if (manifest.unpacked && manifest.available)
      for (const std::string& layer : manifest.chain())
        snapshots_.emplace(layer, 4096 * (1 + below(100)));
    manifests_.push_back(std::move(manifest));
  }

  std::size_t add_attestation() {
    Manifest manifest;
    manifest.is_image = false;
    manifest.digest = blob("attestation" + std::to_string(manifests_.size()));
    manifest.blobs = {manifest.digest, blob("{}"), blob("statement" + std::to_string(below(20)))};
    manifests_.push_back(std::move(manifest));
    return manifests_.size() - 1;
  }

  std::size_t any_image_manifest() {
    for (;;)
      if (const std::size_t number = below(manifests_.size()); manifests_[number].is_image)
        return number;
  }

  void add_image() {
    Index image;
    image.used = below(6) == 0;
    const std::size_t first = any_image_manifest();
    if (below(3) == 0) {
      // A manifest has one ID, and so there is one image of it.
      const std::string& digest = manifests_[first].digest;
      if (std::any_of(images_.begin(), images_.end(),
                      [&](const Index& each) { return each.id == digest; }))
        return;
      image.id = digest;
      image.is_single = true;
      image.manifests = {first};
    } else {
      image.id = blob("index" + std::to_string(images_.size()));
      image.manifests = {first};
      for (std::size_t more = below(3); more > 0; --more)
        if (const std::size_t number = any_image_manifest();
            std::find(image.manifests.begin(), image.manifests.end(), number) ==
            image.manifests.end())
          image.manifests.push_back(number);
      if (below(2) == 0)
        image.manifests.push_back(add_attestation());
    }
    images_.push_back(std::move(image));
  }

  void collect(const Manifest& manifest, std::set<std::string>& blobs,
               std::set<std::string>& snapshots) const {
    if (!manifest.available)
      return;
    blobs.insert(manifest.blobs.begin(), manifest.blobs.end());
    for (const std::string& layer : manifest.chain())
      if (manifest.unpacked && snapshots_.contains(layer))
        snapshots.insert(layer);
  }

  std::uint64_t content_size(const Manifest& manifest) const {
    std::uint64_t bytes = 0;
    for (const std::string& each : manifest.blobs)
      bytes += manifest.available ? blobs_.at(each) : 0;
    return bytes;
  }

  std::uint64_t unpacked_size(const Manifest& manifest) const {
    std::uint64_t bytes = 0;
    if (manifest.available && manifest.unpacked)
      for (const std::string& layer : manifest.chain())
        bytes += snapshots_.at(layer);
    return bytes;
  }

  /// How many images have each blob and each layer, unpacked or not, as the engine counts.
  Sizes uses() const {
    Sizes uses;
    for (const Index& image : images_) {
      std::set<std::string> had;
      for (const std::size_t number : image.manifests) {
        const Manifest& manifest = manifests_[number];
        if (!manifest.available)
          continue;
        had.insert(manifest.blobs.begin(), manifest.blobs.end());
        const Texts chain = manifest.chain();
        had.insert(chain.begin(), chain.end());
      }
      for (const std::string& each : had)
        ++uses[each];
    }
    return uses;
  }

  SurveyedImage surveyed(std::size_t number) {
    const Index& index = images_[number];
    const Sizes use = uses();
    SurveyedImage surveyed;
    dkrls::Image& image = surveyed.image;
    image = dkrls_test::named({"app:" + std::to_string(number)});
    image.id = "sha256:" + index.id;
    image.containers = index.used ? 1 : 0;
    image.size = 0;
    image.shared_size = 0;
    if (!index.is_single)
      image.index_size = blobs_.at(index.id);
    for (const std::size_t each : index.manifests) {
      const Manifest& manifest = manifests_[each];
      image.manifests.push_back({manifest.digest,
                                 manifest.is_image,
                                 manifest.available,
                                 {"linux", manifest.architecture, "", ""},
                                 content_size(manifest),
                                 unpacked_size(manifest)});
      *image.size += content_size(manifest) + unpacked_size(manifest);
      if (!manifest.available)
        continue;
      for (const std::string& blob : manifest.blobs)
        *image.shared_size += use.at(blob) > 1 ? blobs_.at(blob) : 0;
      for (const std::string& layer : manifest.chain())
        *image.shared_size +=
            use.at(layer) > 1 && snapshots_.contains(layer) ? snapshots_.at(layer) : 0;
    }
    surveyed.chains = dkrls::detail::chains_of(image);
    for (LayerChain& chain : surveyed.chains)
      learn(chain);
    return surveyed;
  }

  void learn(LayerChain& chain) {
    const Manifest& manifest =
        *std::find_if(manifests_.begin(), manifests_.end(),
                      [&](const Manifest& each) { return each.digest == chain.manifest->digest; });
    chain.layers = manifest.diff_ids;
    chain.history.emplace();
    for (const std::string& layer : manifest.chain()) {
      if (below(3) == 0)
        chain.history->push_back({0, false});
      const bool known = snapshots_.contains(layer);
      chain.history->push_back({known ? snapshots_.at(layer) : 0, true});
    }
  }

  std::mt19937 random_;
  Sizes blobs_;
  Sizes snapshots_;  // by chain
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
  CHECK(reached / static_cast<double>(sets) > 0.8);
}

TEST_CASE("on a random containerd store whose engine reports less no byte count is too high") {
  for (std::uint32_t seed = 1; seed <= 3000; ++seed) {
    Store store(seed);
    DiskSurvey survey = store.survey();
    std::mt19937 random(seed);
    survey.has_shared_sizes = random() % 2 == 0;
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
