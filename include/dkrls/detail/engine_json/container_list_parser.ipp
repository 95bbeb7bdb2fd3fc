// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "dkrls/detail/engine_json/container_list_parser.hpp"
#include "dkrls/detail/engine_json/object_list_impl.hpp"

namespace dkrls::detail {

/// Collects the ImageID of a container.
class ContainerCollector {
 public:
  static constexpr std::string_view list_name = "list of containers";
  static constexpr Errc error = Errc::unexpected_answer;
  static constexpr std::array<ListedField, 1> fields{
      {{"ImageID", FieldType::text, "ImageID is not a string"}}};

  explicit ContainerCollector(ImageIdSink sink) : sink_(std::move(sink)) {}

  bool wants(std::size_t) const noexcept { return true; }
  void begin() { image_id_.clear(); }
  void clear(std::size_t) { image_id_.clear(); }
  std::string& next_text(std::size_t) { return image_id_; }

  std::string_view end() {
    if (!image_id_.empty())
      sink_(image_id_);
    return {};
  }

 private:
  ImageIdSink sink_;
  std::string image_id_;
};

DKRLS_DECL ContainerListParser::ContainerListParser(ImageIdSink sink)
    : ListParser(std::make_unique<ObjectListImpl<ContainerCollector>>(
          ContainerCollector(std::move(sink)))) {}

}  // namespace dkrls::detail
