#pragma once

namespace dkrls {

/// What an engine is asked to tell of its images.
struct ImageRequest {
  /// Also the images without a name that others were built on, which engines leave out of their
  /// lists.
  bool intermediate = false;

  /// Image::labels. What is not read costs next to nothing.
  bool labels = true;

  /// Image::containers. Most engines do not count: then their containers are asked for, too.
  bool containers = false;

  /// Image::shared_size, of engines from API 1.42 on. They take twice as long for it.
  bool shared_sizes = false;
};

}  // namespace dkrls
