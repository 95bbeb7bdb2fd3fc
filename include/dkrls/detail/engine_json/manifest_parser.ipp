// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "dkrls/detail/engine_json/manifest_parser.hpp"

namespace dkrls::detail {

/// Reads the members of an object into fields, and notes if one has the wrong type.
class MemberReader {
 public:
  explicit MemberReader(const boost::json::value& object) : object_(object.if_object()) {
    good_ = object_ != nullptr;
  }

  /// False if the value is no object or a member has the wrong type.
  bool good() const noexcept { return good_; }

  MemberReader& read(std::string_view key, std::string& text) {
    if (const boost::json::value* const member = find(key))
      if (expect(member->is_string()))
        text = std::string(member->get_string());
    return *this;
  }

  MemberReader& read(std::string_view key, bool& flag) {
    if (const boost::json::value* const member = find(key))
      if (expect(member->is_bool()))
        flag = member->get_bool();
    return *this;
  }

  MemberReader& read(std::string_view key, std::uint64_t& bytes) {
    if (const boost::json::value* const member = find(key))
      if (expect(member->is_int64() && member->get_int64() >= 0))
        bytes = static_cast<std::uint64_t>(member->get_int64());
    return *this;
  }

  /// Calls `read_members` with the MemberReader of a member that is an object.
  template <class ReadMembers>
  MemberReader& inside(std::string_view key, ReadMembers read_members) {
    if (const boost::json::value* const member = find(key)) {
      MemberReader reader(*member);
      read_members(reader);
      expect(reader.good());
    }
    return *this;
  }

 private:
  /// Returns a member; nullptr if it is absent or null.
  const boost::json::value* find(std::string_view key) const {
    const boost::json::value* const member =
        object_ != nullptr ? object_->if_contains(key) : nullptr;
    return member != nullptr && !member->is_null() ? member : nullptr;
  }

  bool expect(bool condition) {
    good_ = good_ && condition;
    return condition;
  }

  const boost::json::object* object_;
  bool good_ = true;
};

inline std::optional<ImageManifest> parse_manifest(const boost::json::value& listed) {
  ImageManifest manifest;
  std::string kind;
  MemberReader reader(listed);
  reader.read("ID", manifest.digest)
      .read("Kind", kind)
      .read("Available", manifest.available)
      .inside("Size", [&](MemberReader& size) { size.read("Content", manifest.content_size); })
      .inside("ImageData", [&](MemberReader& data) {
        data.inside("Size",
                    [&](MemberReader& size) { size.read("Unpacked", manifest.unpacked_size); });
        data.inside("Platform", [&](MemberReader& platform) {
          platform.read("os", manifest.platform.os)
              .read("architecture", manifest.platform.architecture)
              .read("variant", manifest.platform.variant)
              .read("os.version", manifest.platform.os_version);
        });
      });
  if (kind == "image")
    manifest.kind = ImageManifest::Kind::image;
  else if (kind == "attestation")
    manifest.kind = ImageManifest::Kind::attestation;
  return reader.good() ? std::optional(manifest) : std::nullopt;
}

DKRLS_DECL std::optional<std::vector<ImageManifest>> parse_manifests(
    const boost::json::value& listed) {
  if (!listed.is_array())
    return std::nullopt;
  std::vector<ImageManifest> manifests;
  manifests.reserve(listed.get_array().size());
  for (const boost::json::value& each : listed.get_array()) {
    const std::optional<ImageManifest> manifest = parse_manifest(each);
    if (!manifest)
      return std::nullopt;
    manifests.push_back(*manifest);
  }
  return manifests;
}

DKRLS_DECL std::optional<ImageTarget> parse_descriptor(const boost::json::value& descriptor) {
  std::string type;
  std::uint64_t size = 0;
  MemberReader reader(descriptor);
  reader.read("mediaType", type).read("size", size);
  if (!reader.good())
    return std::nullopt;
  return ImageTarget{type == "application/vnd.oci.image.index.v1+json" ||
                         type == "application/vnd.docker.distribution.manifest.list.v2+json",
                     size};
}

}  // namespace dkrls::detail
