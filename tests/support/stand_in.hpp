// SPDX-License-Identifier: MIT
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "temporary_directory.hpp"

namespace dkrls_test {

/// Sets a variable in this process's environment and restores it at the end of its life.
/// *Threads:* no other thread may read the environment meanwhile. Set variables before the fake
/// engine starts.
class SetVariable {
 public:
  SetVariable(std::string name, const std::string& value) : name_(std::move(name)) {
    if (const char* const before = ::getenv(name_.c_str()))
      before_ = before;
    ::setenv(name_.c_str(), value.c_str(), 1);
  }
  ~SetVariable() {
    if (before_)
      ::setenv(name_.c_str(), before_->c_str(), 1);
    else
      ::unsetenv(name_.c_str());
  }
  SetVariable(const SetVariable&) = delete;
  SetVariable& operator=(const SetVariable&) = delete;

 private:
  std::string name_;
  std::optional<std::string> before_;
};

/// A directory of fake programs at the front of PATH.
class StandIns {
 public:
  /// Selects whether PATH contains other directories, too.
  enum class Others { found, hidden };

  explicit StandIns(Others others = Others::found)
      : path_("PATH", others == Others::hidden
                          ? directory_.path()
                          : directory_.path() + ":" + std::string(::getenv("PATH"))) {}

  /// Writes a program. `script` is the body of a bash script; $HERE is this directory.
  void write(std::string_view name, std::string_view script) const {
    const std::string path = directory_.write(
        name, "#!/bin/bash\nHERE=" + directory_.path() + "\n" + std::string(script) + "\n");
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  }

  /// Returns the contents of a file in this directory; empty if there is no such file.
  std::string read(std::string_view name) const {
    std::ifstream file(directory_ / name);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  std::vector<std::string> lines(std::string_view name) const {
    std::istringstream text(read(name));
    std::vector<std::string> lines;
    for (std::string line; std::getline(text, line);)
      lines.push_back(line);
    return lines;
  }

  const TemporaryDirectory& directory() const noexcept { return directory_; }

 private:
  TemporaryDirectory directory_;
  SetVariable path_;
};

}  // namespace dkrls_test
