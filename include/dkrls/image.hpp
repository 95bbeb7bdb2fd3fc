// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "dkrls/detail/config.hpp"
#include "dkrls/platform.hpp"
#include "dkrls/reference.hpp"

namespace dkrls {

/// A label of an image; what it means is between those who set and read it.
struct Label {
  std::string key;    ///< UNTRUSTED, like Diagnostics::message
  std::string value;  ///< UNTRUSTED, too

  friend bool operator==(const Label&, const Label&) = default;
};

/// A part of an image in containerd's store: the image for one platform, or an attestation.
/// Source: Engine API, ImageManifestSummary of GET /images/json?manifests=1.
struct ImageManifest {
  /// The kinds of parts.
  enum class Kind {
    image,        ///< an image for one platform
    attestation,  ///< a statement about such an image
    unknown,      ///< the engine reports neither
  };

  std::string digest = {};    ///< "sha256:" and 64 hex digits
  Kind kind = Kind::unknown;  ///< what the part is
  bool available = false;     ///< true if the engine has its content
  Platform platform = {};     ///< of an image

  /// Bytes of the manifest, its configuration and its compressed layers, as far as the engine has
  /// them.
  std::uint64_t content_size = 0;

  /// Bytes of its unpacked layers; 0 if it is not unpacked, and if it has no layers.
  std::uint64_t unpacked_size = 0;

  friend bool operator==(const ImageManifest&, const ImageManifest&) = default;
};

/// An image as an engine lists it.
/// Source: Engine API, ImageSummary of GET /images/json.
struct Image {
  std::string id;                         ///< "sha256:" and 64 hex digits
  std::vector<std::string> repo_tags;     ///< as sent: "nginx:latest", "<none>:<none>", ...
  std::vector<std::string> repo_digests;  ///< as sent: "nginx@sha256:...", ...

  /// When the image was built; nullopt if that is unknown. See known_creation_time().
  std::optional<std::chrono::sys_seconds> created;

  /// Bytes as this engine counts them; nullopt if it did not report them.
  std::optional<std::uint64_t> size;

  /// By key, each key once; nullopt if they were not requested or the engine did not send them. An
  /// engine's null means that there are none.
  std::optional<std::vector<Label>> labels;

  /// How many containers of any state were made from it; nullopt if that was not requested or not
  /// reported.
  std::optional<std::uint64_t> containers;

  /// The ID of the image this one was built on, if the classic builder made both and keeps them;
  /// else empty. Some engines leave the "sha256:" away.
  std::string parent_id;

  /// Bytes of its layers that other images have as well, intermediate images too; nullopt if it was
  /// not requested or the engine did not report it.
  std::optional<std::uint64_t> shared_size;

  /// Empty if they were not requested, and on other stores than containerd's.
  std::vector<ImageManifest> manifests;

  /// The platform of an image that was inspected for it; see platforms_of().
  std::optional<Platform> platform;

  /// When the image last got a name on this engine: containerd's store knows it of every image, a
  /// graph driver of those that were built, imported or tagged there, podman of none. nullopt if it
  /// is unknown or was not requested.
  std::optional<std::chrono::sys_seconds> tagged;

  /// Bytes of the index that lists these manifests; nullopt if the image is a single manifest.
  std::optional<std::uint64_t> index_size;

  /// The name of the host whose engine has the image, see ClientOptions::host_name; empty for none.
  std::string host = {};

  /// False if it is unknown whether the image has a tag: it was read from a row without one, and
  /// the row does not report whether the image is dangling.
  bool all_tags_known = true;

  friend bool operator==(const Image&, const Image&) = default;
};

/// The date that decides how old an image is.
enum class ImageDate {
  created,  ///< when it was built, here or elsewhere
  tagged,   ///< when it last got a name on this engine
};

/// Returns one of the dates of an image.
/// *Lifetime:* valid as long as the image.
inline const std::optional<std::chrono::sys_seconds>& date_of(const Image& image,
                                                              ImageDate date) noexcept {
  return date == ImageDate::tagged ? image.tagged : image.created;
}

/// Takes images one at a time, while an engine's answer arrives. The image is valid during the
/// call.
using ImageSink = std::function<void(const Image&)>;

/// The creation time an engine means by its number of Unix seconds; nullopt for the numbers that
/// mean unknown: the year 1, everything up to 0, and the fixed stamps of reproducible builds
/// (1 for Bazel and Jib, 315532800 and 315532801, the first moments of 1980, for Nix and zip-based
/// tools).
DKRLS_DECL std::optional<std::chrono::sys_seconds> known_creation_time(
    std::int64_t unix_seconds) noexcept;

/// True if docker calls the image dangling: RepoTags is empty, or has the old "<none>:<none>"
/// alone. RepoDigests do not matter. So on graph drivers an image that is known by digest only is
/// dangling, as a pull of a newer tag leaves it behind; containerd's store and podman list its
/// digest among the tags, and there it is not. Source: Engine API, the filter `dangling` of GET
/// /images/json.
DKRLS_DECL bool is_dangling(const Image& image) noexcept;

/// Returns is_dangling(); nullopt if the image may have a tag that is not known, see
/// Image::all_tags_known.
DKRLS_DECL std::optional<bool> known_dangling(const Image& image) noexcept;

/// Appends the references under which an image is listed, one a row: each of its tags once, and
/// each repository that is known by digest only once; for a dangling image one empty Reference.
/// Sorted by repository and tag. They are views into the image.
DKRLS_DECL void append_references(const Image& image, std::vector<Reference>& out);

/// A platform of an image.
struct ImagePlatform {
  Platform platform = {};  ///< what it runs on

  /// The digest of its manifest, "sha256:" and 64 hex digits; empty on other stores than
  /// containerd's.
  std::string digest = {};

  /// Bytes of its content and its unpacked layers; nullopt if the engine did not report them.
  std::optional<std::uint64_t> size = {};

  bool available = true;  ///< true if the engine has its content

  friend bool operator==(const ImagePlatform&, const ImagePlatform&) = default;
};

/// Returns the platforms of an image, in the engine's order. An attestation is no platform. Returns
/// nullopt if the engine did not report them or they were not requested; see
/// ImageRequest::platforms.
DKRLS_DECL std::optional<std::vector<ImagePlatform>> platforms_of(const Image& image);

/// Returns the bytes of the manifests, configurations and compressed layers of all platforms and
/// attestations; nullopt if the engine did not report them or they were not requested.
DKRLS_DECL std::optional<std::uint64_t> content_size(const Image& image);

/// Receives the number of inspected images and the number of images to inspect.
using InspectionProgress = std::function<void(std::size_t inspected, std::size_t all)>;

/// The fields of Image that a listing requests.
struct ImageRequest {
  /// Also the images without a name that others were built on, which engines leave out of their
  /// lists.
  bool intermediate = false;

  /// Image::labels. If false, labels are skipped, which costs next to nothing.
  bool labels = true;

  /// Image::containers. Asks the engine for its containers, too.
  bool containers = false;

  /// If the engine, or a proxy before it, refuses to list its containers: true leaves
  /// Image::containers unknown and logs a warning, false makes it an error.
  bool containers_optional = false;

  /// Image::shared_size, of engines from API 1.42 on. They take twice as long for it.
  bool shared_sizes = false;

  /// Image::manifests and Image::index_size, of engines from API 1.47 on.
  bool manifests = false;

  /// What platforms_of() needs: Image::manifests, and Image::platform of an image without
  /// manifests. That image is inspected with a request of its own, and the first image is handed on
  /// when the last is inspected. An image that is removed meanwhile is left out; what the engine
  /// refuses to report stays unknown.
  bool platforms = false;

  /// Image::tagged. Each image is inspected, as for `platforms`.
  bool tagged = false;

  /// Called after each inspected image; may be empty.
  InspectionProgress progress = {};
};

}  // namespace dkrls

#ifndef DKRLS_SEPARATE_COMPILATION
#include "dkrls/impl/image.ipp"
#endif
