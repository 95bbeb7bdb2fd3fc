// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <dkrls/image.hpp>
#include <dkrls/listing.hpp>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

/// Short ways to the values that tests are about.
namespace dkrls_test {

using Texts = std::vector<std::string>;

inline std::chrono::sys_seconds at(std::int64_t unix_seconds) {
  return std::chrono::sys_seconds(std::chrono::seconds(unix_seconds));
}

inline dkrls::Image named(Texts repo_tags, Texts repo_digests = {}) {
  dkrls::Image image;
  image.id = "sha256:0123456789abcdef";
  image.repo_tags = std::move(repo_tags);
  image.repo_digests = std::move(repo_digests);
  return image;
}

/// An image with one tag.
inline dkrls::Image image(std::string id, std::string name,
                          std::optional<std::int64_t> created = std::nullopt,
                          std::optional<std::uint64_t> size = std::nullopt) {
  dkrls::Image image = named({std::move(name)});
  image.id = std::move(id);
  if (created)
    image.created = at(*created);
  image.size = size;
  return image;
}

inline dkrls::Row row(std::string_view repository, std::string_view tag, std::string_view id,
                      std::optional<std::int64_t> created = std::nullopt,
                      std::optional<std::uint64_t> size = std::nullopt) {
  return {std::string(repository), std::string(tag), std::string(id),
          created ? std::optional(at(*created)) : std::nullopt, size};
}

/// An image or a row on a host.
template <class Value>
Value on_host(std::string host, Value value) {
  value.host = std::move(host);
  return value;
}

/// Rows of few different values, so that every part of the order decides now and then.
inline std::vector<dkrls::Row> random_rows(std::size_t count, std::uint32_t seed) {
  std::mt19937 random(seed);
  const auto one_of = [&](auto... choices) {
    const std::common_type_t<decltype(choices)...> all[] = {choices...};
    return all[random() % sizeof...(choices)];
  };
  std::vector<dkrls::Row> rows;
  for (std::size_t i = 0; i < count; ++i) {
    std::optional<std::int64_t> created = one_of(5, 6, 7);
    if (random() % 4 == 0)
      created.reset();
    rows.push_back(row(one_of("", "a", "a/b", "b", "\xff"), one_of("", "1", "10", "2"),
                       one_of("sha256:1", "sha256:2", "sha256:3"), created));
    if (rows.back().id != "sha256:3")  // an image has one size
      rows.back().size = 5;
    rows.back().host = one_of("", "east", "west");
  }
  return rows;
}

/// References as text, absent parts and all: "nginx|latest|" is nginx:latest.
inline std::string text_of(const dkrls::Reference& reference) {
  return std::string(reference.repository) + "|" + std::string(reference.tag) + "|" +
         std::string(reference.digest);
}

/// "repository tag id" of each row.
template <class Rows>
Texts texts_of(const Rows& rows) {
  Texts texts;
  for (const dkrls::Row& row : rows)
    texts.push_back(row.repository + " " + row.tag + " " + row.id);
  return texts;
}

}  // namespace dkrls_test
