// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace dkrls_bench {

/// Images that are dealt out to several engines: this one gets every `parts`-th, from `part` on.
struct Share {
  std::size_t part = 0;
  std::size_t parts = 1;
};

/// Makes a Docker engine's answer to GET /images/json with a share of `count` images, newest first.
/// The bytes are the same on every machine. The mix of repositories, labels, digests and untagged
/// images is that of a host that builds and pulls for several teams; an image takes 430 bytes.
class CannedImages {
 public:
  static std::string json(std::size_t count, Share share = {}) {
    return CannedImages().list(count, share);
  }

  /// No image is younger than this.
  static constexpr std::chrono::sys_seconds newest{std::chrono::seconds(1'750'000'000)};

 private:
  static constexpr std::array<std::string_view, 5> registries = {
      "", "ghcr.io/", "quay.io/", "registry.example.com:5000/",
      "123456789000.dkr.ecr.us-east-1.amazonaws.com/"};
  static constexpr std::array<std::string_view, 8> teams = {
      "payments", "search", "platform", "data", "mobile", "ops", "machine-learning", "web"};
  static constexpr std::array<std::string_view, 8> services = {
      "api", "worker", "frontend", "migrations", "nginx", "model-server", "scheduler", "e2e-tests"};
  static constexpr std::size_t repositories = registries.size() * teams.size() * services.size();

  std::string list(std::size_t count, Share share) {
    std::string json = "[";
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t end = json.size();
      if (end > 1)
        json += ',';
      append_image(json, i);
      if (i % share.parts != share.part)
        json.resize(end);
    }
    return json + "]\n";
  }

  /// Appends an image with the keys in docker's order.
  void append_image(std::string& json, std::size_t index) {
    // Takes the lower of two draws, so that few repositories have many tags.
    const std::size_t repository = std::min(draw(repositories), draw(repositories));
    const std::string name = repository_name(repository);
    const std::size_t build = ++builds_[repository];
    const bool by_digest_only = index % 50 == 20;
    const bool dangling = index % 25 == 7;
    created_ -= static_cast<std::int64_t>(draw(600));

    json += R"({"Containers":-1,"Created":)" + std::to_string(created_);
    json += R"(,"Id":"sha256:)" + hex_digits(64);
    json += R"(","Labels":)" + labels(index, build) + R"(,"ParentId":"","RepoDigests":[)";
    if (!dangling)
      json += '"' + name + "@sha256:" + hex_digits(64) + '"';
    json += R"(],"RepoTags":[)";
    if (!dangling && !by_digest_only) {
      json += '"' + name + ':' + version(build) + '"';
      if (build == 1)
        json += ",\"" + name + ":latest\"";
    }
    json += R"(],"SharedSize":-1,"Size":)" + std::to_string(5'000'000 + draw(1'500'000'000)) + '}';
  }

  static std::string repository_name(std::size_t repository) {
    std::string name(registries[repository % registries.size()]);
    name += teams[repository / registries.size() % teams.size()];
    name += '/';
    return name += services[repository / registries.size() / teams.size()];
  }

  /// Returns the version of a build. The list is newest first, so later images have lower versions.
  static std::string version(std::size_t build) {
    const std::size_t number = 1'000'000 - build;
    return std::to_string(number / 10'000) + '.' + std::to_string(number / 100 % 100) + '.' +
           std::to_string(number % 100);
  }

  std::string labels(std::size_t index, std::size_t build) {
    switch (index % 4) {
      case 0:
        return "null";
      case 1:
        return R"({"maintainer":"NGINX Docker Maintainers <docker-maint@nginx.com>"})";
      default:
        return R"({"org.opencontainers.image.revision":")" + hex_digits(40) +
               R"(","org.opencontainers.image.version":")" + version(build) + R"("})";
    }
  }

  std::string hex_digits(std::size_t count) {
    std::string digits;
    while (digits.size() < count)
      for (std::uint64_t bits = random_(), i = 0; i < 8; ++i, bits >>= 4)
        digits += "0123456789abcdef"[bits & 15];
    return digits;
  }

  /// Returns a number below `limit`. Does not use std::uniform_int_distribution, because its
  /// numbers differ between standard libraries.
  std::size_t draw(std::size_t limit) { return static_cast<std::size_t>(random_() % limit); }

  std::mt19937_64 random_{42};
  std::array<std::size_t, repositories> builds_{};            // builds of each repository so far
  std::int64_t created_ = newest.time_since_epoch().count();  // of the previous image
};

}  // namespace dkrls_bench
