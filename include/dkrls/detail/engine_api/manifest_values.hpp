#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "dkrls/detail/engine_api/listed_field.hpp"
#include "dkrls/image.hpp"

/// The values of interest in Descriptor and Manifests of GET /images/json.
/// Source: Engine API, Descriptor and ImageManifestSummary.
namespace dkrls::detail {

/// What the name of an image points at: an index or a manifest.
struct ImageTarget {
  bool is_index = false;
  std::optional<std::uint64_t> size;  ///< bytes of it alone
};

/// A value in a document, by the keys that lead to it, and what it sets in a record. `set` returns
/// false if the value has the wrong type.
template <class Record>
struct RecordValue {
  std::string_view path;
  bool (*set)(Record& record, const DocumentValue& value);
};

template <class Type, class To>
bool assign(const DocumentValue& value, To& to) {
  const Type* const known = std::get_if<Type>(&value);
  if (known != nullptr)
    to = static_cast<To>(*known);
  return known != nullptr;
}

inline bool assign_size(const DocumentValue& value, std::uint64_t& to) {
  const auto* const size = std::get_if<std::int64_t>(&value);
  if (size == nullptr || *size < 0)
    return false;
  to = static_cast<std::uint64_t>(*size);
  return true;
}

constexpr bool is_index_type(std::string_view media_type) noexcept {
  return media_type == "application/vnd.oci.image.index.v1+json" ||
         media_type == "application/vnd.docker.distribution.manifest.list.v2+json";
}

inline constexpr std::array<RecordValue<ImageTarget>, 2> target_values{{
    {"mediaType",
     [](ImageTarget& target, const DocumentValue& value) {
       std::string_view type;
       const bool known = assign<std::string_view>(value, type);
       target.is_index = is_index_type(type);
       return known;
     }},
    {"size", [](ImageTarget& target,
                const DocumentValue& value) { return assign_size(value, target.size.emplace()); }},
}};

/// Assigns a text to a member of a manifest.
template <auto member>
bool set_text(ImageManifest& manifest, const DocumentValue& value) {
  return assign<std::string_view>(value, manifest.*member);
}

template <auto member>
bool set_platform_text(ImageManifest& manifest, const DocumentValue& value) {
  return assign<std::string_view>(value, manifest.platform.*member);
}

inline constexpr std::array<RecordValue<ImageManifest>, 9> manifest_values{{
    {"ID", set_text<&ImageManifest::digest>},
    {"Kind",
     [](ImageManifest& manifest, const DocumentValue& value) {
       std::string_view kind;
       const bool known = assign<std::string_view>(value, kind);
       manifest.is_image = kind == "image";
       return known;
     }},
    {"Available",
     [](ImageManifest& manifest, const DocumentValue& value) {
       return assign<bool>(value, manifest.available);
     }},
    {"Size.Content",
     [](ImageManifest& manifest, const DocumentValue& value) {
       return assign_size(value, manifest.content_size);
     }},
    {"ImageData.Size.Unpacked",
     [](ImageManifest& manifest, const DocumentValue& value) {
       return assign_size(value, manifest.unpacked_size);
     }},
    {"ImageData.Platform.os", set_platform_text<&Platform::os>},
    {"ImageData.Platform.architecture", set_platform_text<&Platform::architecture>},
    {"ImageData.Platform.variant", set_platform_text<&Platform::variant>},
    {"ImageData.Platform.os.version", set_platform_text<&Platform::os_version>},
}};

/// The value at a path; nullptr if it is not of interest.
template <class Values>
constexpr const typename Values::value_type* find_value(const Values& values,
                                                        std::string_view path) {
  const auto found = std::find_if(values.begin(), values.end(),
                                  [&](const auto& value) { return value.path == path; });
  return found == values.end() ? nullptr : &*found;
}

}  // namespace dkrls::detail
