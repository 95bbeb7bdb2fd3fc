#pragma once

#include <boost/json/basic_parser_impl.hpp>
#include <limits>
#include <utility>

#include "dkrls/detail/image_list_parser.hpp"

namespace dkrls::detail {

/// What basic_parser reports to: follows the nesting, and collects the fields of the image at hand.
class ImageListHandler {
 public:
  static constexpr std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_array_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_key_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_string_size = std::numeric_limits<std::size_t>::max();

  explicit ImageListHandler(ImageSink sink) : sink_(std::move(sink)) {}

  /// What the handler did not accept; static storage.
  std::string_view complaint() const noexcept { return complaint_; }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }

  bool on_array_begin(error_code& ec) {
    ++depth_;
    if (depth_ == list_depth || (depth_ > image_depth && field_ == Field::other))
      return true;
    return (depth_ == text_list_depth && expects_text_list()) || refuse(ec);
  }

  bool on_array_end(std::size_t, error_code&) {
    --depth_;
    return true;
  }

  bool on_object_begin(error_code& ec) {
    ++depth_;
    if (depth_ == image_depth) {
      begin_image();
      return true;
    }
    return depth_ > image_depth && field_ == Field::other ? true : refuse(ec);
  }

  bool on_object_end(std::size_t, error_code& ec) {
    if (depth_-- != image_depth)
      return true;
    return end_image(ec);
  }

  bool on_key_part(boost::json::string_view part, std::size_t, error_code&) {
    // The keys of interest are short: no more than their length is ever needed.
    if (depth_ == image_depth && key_.size() <= longest_key)
      key_.append(part.data(), std::min(part.size(), longest_key + 1));
    return true;
  }

  bool on_key(boost::json::string_view last_part, std::size_t, error_code&) {
    if (depth_ != image_depth)
      return true;
    if (key_.empty()) {
      begin_field(last_part);
    } else {
      key_.append(last_part.data(), std::min(last_part.size(), longest_key + 1));
      begin_field(key_);
      key_.clear();
    }
    return true;
  }

  bool on_string_part(boost::json::string_view part, std::size_t size, error_code& ec) {
    if (skipping())
      return true;
    if (text_ == nullptr) {
      text_ = begin_text();
      if (text_ == nullptr)
        return refuse(ec);
    }
    if (size > ImageListParser::max_text_size)
      return refuse(ec, "a name is too long");
    text_->append(part.data(), part.size());
    return true;
  }

  bool on_string(boost::json::string_view last_part, std::size_t size, error_code& ec) {
    const bool accepted = on_string_part(last_part, size, ec);
    text_ = nullptr;
    return accepted;
  }

  bool on_number_part(boost::json::string_view, error_code&) { return true; }

  bool on_int64(std::int64_t value, boost::json::string_view, error_code& ec) {
    if (skipping())
      return true;
    if (depth_ == image_depth && field_ == Field::created) {
      image_.created = known_creation_time(value);
      return true;
    }
    if (depth_ == image_depth && field_ == Field::size) {
      // Engines say -1 for what they did not compute.
      image_.size = value < 0 ? std::nullopt : std::optional(static_cast<std::uint64_t>(value));
      return true;
    }
    return refuse(ec);
  }

  bool on_uint64(std::uint64_t, boost::json::string_view, error_code& ec) {
    return skipping() || refuse(ec);  // called for what does not fit int64 only
  }

  bool on_double(double, boost::json::string_view, error_code& ec) {
    return skipping() || refuse(ec);
  }

  bool on_bool(bool, error_code& ec) { return skipping() || refuse(ec); }

  bool on_null(error_code& ec) {
    // An absent list or field; but a list holds no absent images and no absent names.
    return depth_ == 0 || depth_ == image_depth || skipping() || refuse(ec);
  }

  bool on_comment_part(boost::json::string_view, error_code&) { return true; }
  bool on_comment(boost::json::string_view, error_code&) { return true; }

 private:
  enum class Field { other, id, repo_tags, repo_digests, created, size };

  static constexpr int list_depth = 1;
  static constexpr int image_depth = 2;
  static constexpr int text_list_depth = 3;
  static constexpr std::size_t longest_key = std::string_view("RepoDigests").size();

  /// Whether the value at hand is part of a field that is not kept.
  bool skipping() const noexcept { return depth_ >= image_depth && field_ == Field::other; }

  bool expects_text_list() const noexcept {
    return field_ == Field::repo_tags || field_ == Field::repo_digests;
  }

  void begin_image() {
    image_.id.clear();
    repo_tags_ = 0;
    repo_digests_ = 0;
    image_.created.reset();
    image_.size.reset();
  }

  bool end_image(error_code& ec) {
    if (image_.id.empty())
      return refuse(ec, "an image without Id");
    image_.repo_tags.resize(repo_tags_);
    image_.repo_digests.resize(repo_digests_);
    field_ = Field::other;
    sink_(image_);
    return true;
  }

  /// A repeated key replaces what came before, as in every JSON library.
  void begin_field(std::string_view key) {
    field_ = Field::other;
    if (key == "Id") {
      field_ = Field::id;
      image_.id.clear();
    } else if (key == "RepoTags") {
      field_ = Field::repo_tags;
      repo_tags_ = 0;
    } else if (key == "RepoDigests") {
      field_ = Field::repo_digests;
      repo_digests_ = 0;
    } else if (key == "Created") {
      field_ = Field::created;
      image_.created.reset();
    } else if (key == "Size") {
      field_ = Field::size;
      image_.size.reset();
    }
  }

  /// Where the string that begins here goes; nullptr when no string belongs here.
  std::string* begin_text() {
    if (depth_ == image_depth && field_ == Field::id)
      return &image_.id;
    if (depth_ != text_list_depth || !expects_text_list())
      return nullptr;
    return field_ == Field::repo_tags ? next_text(image_.repo_tags, repo_tags_)
                                      : next_text(image_.repo_digests, repo_digests_);
  }

  /// The strings of the image before are used again, for their memory.
  static std::string* next_text(std::vector<std::string>& texts, std::size_t& used) {
    if (used == texts.size())
      texts.emplace_back();
    std::string& text = texts[used++];
    text.clear();
    return &text;
  }

  bool refuse(error_code& ec) {
    if (depth_ < image_depth || (depth_ == image_depth && field_ == Field::other))
      return refuse(ec, "not a list of images");
    switch (field_) {
      case Field::id:
        return refuse(ec, "Id is not a string");
      case Field::repo_tags:
        return refuse(ec, "RepoTags is not a list of strings");
      case Field::repo_digests:
        return refuse(ec, "RepoDigests is not a list of strings");
      case Field::created:
        return refuse(ec, "Created is not a number of seconds");
      case Field::size:
        return refuse(ec, "Size is not a number of bytes");
      case Field::other:
        break;
    }
    return refuse(ec, "not a list of images");
  }

  bool refuse(error_code& ec, std::string_view complaint) {
    complaint_ = complaint;
    ec = Errc::not_an_image_list;
    return false;
  }

  ImageSink sink_;
  std::string_view complaint_;

  int depth_ = 0;
  Field field_ = Field::other;
  std::string key_;              // of a key that came in parts, what has come so far
  std::string* text_ = nullptr;  // where the parts of the current string go

  Image image_;
  std::size_t repo_tags_ = 0;     // how many of image_'s texts are of this image
  std::size_t repo_digests_ = 0;  // likewise
};

class ImageListParser::Impl {
 public:
  explicit Impl(ImageSink sink) : parser_({}, std::move(sink)) {}

  void write(std::string_view piece, error_code& ec) {
    const std::size_t used = parser_.write_some(true, piece.data(), piece.size(), ec);
    offset_ += used;
    if (!ec && used < piece.size())
      ec = boost::json::error::extra_data;
    if (ec)
      fail(ec);
  }

  void finish(error_code& ec) {
    if (offset_ == 0) {
      problem_ = "an empty answer";
      ec = Errc::not_an_image_list;
      return;
    }
    parser_.write_some(false, nullptr, 0, ec);
    if (!ec)
      return;
    if (ec == Errc::not_an_image_list || !problem_.empty()) {
      fail(ec);
      return;
    }
    // All bytes were good: what is wrong is that there are no more, in the middle of a number, too.
    problem_ = "the list of images ends at byte " + std::to_string(offset_);
    ec = Errc::truncated_answer;
  }

  const std::string& problem() const noexcept { return problem_; }

 private:
  void fail(error_code& ec) {
    problem_ = ec == Errc::not_an_image_list ? std::string(parser_.handler().complaint())
                                             : "not JSON: " + ec.message();
    problem_ += " at byte " + std::to_string(offset_);
    ec = Errc::not_an_image_list;
  }

  boost::json::basic_parser<ImageListHandler> parser_;
  std::uint64_t offset_ = 0;
  std::string problem_;
};

DKRLS_DECL ImageListParser::ImageListParser(ImageSink sink)
    : impl_(std::make_unique<Impl>(std::move(sink))) {}

DKRLS_DECL ImageListParser::~ImageListParser() = default;

DKRLS_DECL void ImageListParser::write(std::string_view piece, error_code& ec) {
  impl_->write(piece, ec);
}

DKRLS_DECL void ImageListParser::finish(error_code& ec) {
  impl_->finish(ec);
}

DKRLS_DECL const std::string& ImageListParser::problem() const noexcept {
  return impl_->problem();
}

}  // namespace dkrls::detail
