// SPDX-License-Identifier: MIT
#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json/stream_parser.hpp>
#include <boost/system/system_category.hpp>
#include <cerrno>

#include "dkrls/detail/docker_files/json_file.hpp"
#include "dkrls/detail/text/ascii.hpp"

namespace dkrls::detail {

[[noreturn]] DKRLS_DECL void refuse_json_file(const std::string& path, const std::string& problem) {
  throw Error(Errc::invalid_docker_config, {0, path + " is broken: " + problem});
}

[[noreturn]] DKRLS_DECL void fail_to_read(const std::string& path, const error_code& ec) {
  throw Error(ec, {0, "cannot read " + path + ": " + ec.message()});
}

/// Owns a file descriptor and closes it.
class FileDescriptor {
 public:
  explicit FileDescriptor(int number) noexcept : number_(number) {}
  ~FileDescriptor() {
    if (number_ >= 0)
      ::close(number_);
  }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;

  int number() const noexcept { return number_; }

 private:
  int number_;
};

/// Reads to the end of the file.
/// *Errors:* throws if the file is too large.
inline std::string read_to_end(int descriptor, const std::string& path) {
  constexpr std::size_t first_size = 16 * 1024;
  std::string text;
  for (std::size_t size = 0;;) {
    if (size == text.size())
      text.resize(std::clamp(2 * size, first_size, max_json_file_size + 1));
    const ssize_t count = ::read(descriptor, text.data() + size, text.size() - size);
    if (count < 0 && errno == EINTR)
      continue;
    if (count < 0)
      fail_to_read(path, {errno, boost::system::system_category()});
    size += static_cast<std::size_t>(count);
    if (size > max_json_file_size)
      refuse_json_file(path, "it has more than 1 MiB");
    if (count == 0) {
      text.resize(size);
      return text;
    }
  }
}

/// Returns the text of a file; nullopt if there is no such file. Accepts a device like /dev/null.
/// *Errors:* throws for a pipe, which may never end.
inline std::optional<std::string> read_text_file(const std::string& path) {
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.number() < 0 && errno == ENOENT)
    return std::nullopt;
  struct stat status {};
  if (file.number() < 0 || ::fstat(file.number(), &status) != 0)
    fail_to_read(path, {errno, boost::system::system_category()});
  if (S_ISFIFO(status.st_mode))
    refuse_json_file(path, "it is a pipe, not a file");
  return read_to_end(file.number(), path);
}

DKRLS_DECL std::optional<boost::json::object> read_json_file(const std::string& path,
                                                             AfterJson rest) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto text = read_text_file(path);
  if (!text)
    return std::nullopt;
  if (text->find_first_not_of(blanks) == std::string::npos)
    return boost::json::object();

  boost::json::parse_options options;
  options.max_depth = max_json_file_depth;
  options.allow_invalid_utf8 = true;
  boost::json::stream_parser parser({}, options);
  error_code ec;
  const std::size_t end = parser.write_some(*text, ec);
  if (!ec && rest == AfterJson::refused &&
      text->find_first_not_of(blanks, end) != std::string::npos)
    ec = boost::json::error::extra_data;
  if (!ec && !parser.done())
    parser.finish(ec);
  if (ec) {
    const auto here = text->begin() + static_cast<std::ptrdiff_t>(std::min(end, text->size()));
    refuse_json_file(path, "no JSON at line " +
                               std::to_string(1 + std::count(text->begin(), here, '\n')) + ", " +
                               ec.message());
  }
  boost::json::value json = parser.release();
  if (json.is_null())
    return boost::json::object();
  if (!json.is_object())
    refuse_json_file(path, "it is no JSON object");
  return std::move(json.get_object());
}

/// Returns the last value whose key equals `key` in any case; nullptr if there is none or it is
/// null.
inline const boost::json::value* find_key(const boost::json::object& object, std::string_view key) {
  const boost::json::value* found = nullptr;
  for (const auto& member : object)
    if (equals_ignoring_case(member.key(), key) && !member.value().is_null())
      found = &member.value();
  return found;
}

DKRLS_DECL std::string get_string(const boost::json::object& object, std::string_view key,
                                  const std::string& path) {
  const boost::json::value* const value = find_key(object, key);
  if (value == nullptr)
    return {};
  if (!value->is_string())
    refuse_json_file(path, "\"" + std::string(key) + "\" is no text");
  return std::string(value->get_string());
}

DKRLS_DECL bool get_bool(const boost::json::object& object, std::string_view key,
                         const std::string& path) {
  const boost::json::value* const value = find_key(object, key);
  if (value == nullptr)
    return false;
  if (!value->is_bool())
    refuse_json_file(path, "\"" + std::string(key) + "\" is neither true nor false");
  return value->get_bool();
}

DKRLS_DECL const boost::json::object* get_object(const boost::json::object& object,
                                                 std::string_view key, const std::string& path) {
  const boost::json::value* const value = find_key(object, key);
  if (value == nullptr)
    return nullptr;
  if (!value->is_object())
    refuse_json_file(path, "\"" + std::string(key) + "\" is no object");
  return &value->get_object();
}

}  // namespace dkrls::detail
