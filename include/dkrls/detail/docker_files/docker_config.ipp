// SPDX-License-Identifier: MIT
#pragma once

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/system/system_category.hpp>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <vector>

#ifdef __APPLE__
#include <pwd.h>
#endif

#include "dkrls/detail/docker_files/docker_config.hpp"
#include "dkrls/detail/docker_files/json_file.hpp"

namespace dkrls::detail {

DKRLS_DECL std::string home_in_passwd(std::istream& passwd, std::uint64_t user) {
  constexpr std::size_t id_field = 2;
  constexpr std::size_t home_field = 5;
  for (std::string line; std::getline(passwd, line);) {
    std::vector<std::string_view> fields;
    for (std::string_view rest = line;;) {
      const std::size_t colon = rest.find(':');
      fields.push_back(rest.substr(0, colon));
      if (colon == std::string_view::npos)
        break;
      rest.remove_prefix(colon + 1);
    }
    if (fields.size() <= home_field)
      continue;
    const std::string_view id = fields[id_field];
    std::uint64_t number = 0;
    const auto parsed = std::from_chars(id.data(), id.data() + id.size(), number);
    if (parsed.ec == std::errc() && parsed.ptr == id.data() + id.size() && number == user)
      return std::string(fields[home_field]);
  }
  return {};
}

DKRLS_DECL std::string home_of_this_user() {
#ifdef __APPLE__
  const passwd* const entry = ::getpwuid(::getuid());
  return entry == nullptr || entry->pw_dir == nullptr ? std::string() : entry->pw_dir;
#else
  std::ifstream passwd("/etc/passwd");
  return home_in_passwd(passwd, ::getuid());
#endif
}

DKRLS_DECL std::string variable(const Environment& environment, std::string_view name) {
  return environment(name).value_or("");
}

DKRLS_DECL std::string home_directory(const Environment& environment,
                                      const std::function<std::string()>& otherwise) {
  std::string home = variable(environment, "HOME");
  if (home.empty())
    home = otherwise();
  return home;
}

DKRLS_DECL std::string config_home(const Environment& environment) {
  std::string directory = variable(environment, "XDG_CONFIG_HOME");
  if (directory.empty())
    if (const std::string home = home_directory(environment); !home.empty())
      directory = home + "/.config";
  return directory;
}

DKRLS_DECL std::string docker_config_directory(const Environment& environment,
                                               const std::function<std::string()>& otherwise) {
  std::string directory = variable(environment, "DOCKER_CONFIG");
  if (!directory.empty())
    return directory;
  const std::string home = home_directory(environment, otherwise);
  return home.empty() ? home : home + "/.docker";
}

DKRLS_DECL DockerConfig read_docker_config(const std::string& directory) {
  DockerConfig config;
  if (directory.empty())
    return config;
  config.file = directory + "/config.json";
  const auto json = read_json_file(config.file, AfterJson::ignored);
  if (!json)
    return config;
  config.current_context = get_string(*json, "currentContext", config.file);
  const auto* const headers = get_object(*json, "HttpHeaders", config.file);
  if (headers == nullptr)
    return config;
  for (const auto& [name, value] : *headers) {
    if (!value.is_string() && !value.is_null())
      refuse_json_file(config.file, "\"HttpHeaders\" has a value that is no text");
    config.http_headers.emplace_back(name, value.is_null() ? "" : std::string(value.get_string()));
  }
  return config;
}

DKRLS_DECL bool is_there(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 || errno != ENOENT;
}

DKRLS_DECL TlsOptions tls_files_in(const std::string& directory) {
  TlsOptions tls;
  if (is_there(directory + "/ca.pem"))
    tls.ca_file = directory + "/ca.pem";
  if (is_there(directory + "/cert.pem") && is_there(directory + "/key.pem")) {
    tls.cert_file = directory + "/cert.pem";
    tls.key_file = directory + "/key.pem";
  }
  return tls;
}

/// The directories of a context store.
struct ContextDirectories {
  std::vector<std::string> found;  ///< with a meta.json: relative to the store, each "/..."
  std::vector<std::pair<dev_t, ino_t>> visited;  ///< symbolic links may form a cycle
  std::optional<Error> trouble;                  ///< for the first unreadable directory
};

/// Finds the directories of contexts at any level, as docker does.
inline void find_context_directories(const std::string& root, const std::string& below,
                                     ContextDirectories& directories) {
  struct stat status {};
  if (::stat((root + below).c_str(), &status) != 0 && errno == ENOENT)
    return;  // a dangling link, or there is no store
  const auto identity = std::pair(status.st_dev, status.st_ino);
  auto& visited = directories.visited;
  if (std::find(visited.begin(), visited.end(), identity) != visited.end())
    return;
  visited.push_back(identity);
  if (!below.empty() && is_there(root + below + "/meta.json"))
    directories.found.push_back(below);

  namespace fs = std::filesystem;
  std::error_code ec;
  fs::directory_iterator entry(root + below, ec);
  for (; !ec && entry != fs::directory_iterator(); entry.increment(ec)) {
    std::error_code ignored;  // an entry whose status is unreadable counts as no directory
    if (entry->is_directory(ignored))
      find_context_directories(root, below + "/" + entry->path().filename().string(), directories);
  }
  if (ec && !directories.trouble)
    directories.trouble = Error(error_code(ec.value(), boost::system::system_category()),
                                {0, "cannot read " + root + below + ": " + ec.message()});
}

/// Throws an error that lists the existing names, at most 20 of them.
[[noreturn]] inline void fail_to_find_context(const std::string& named_by, const std::string& store,
                                              std::vector<std::string> names) {
  constexpr std::size_t most = 20;
  std::sort(names.begin(), names.end());
  std::string list = "default";
  for (std::size_t i = 0; i < std::min(names.size(), most); ++i)
    list += ", " + names[i];
  if (names.size() > most)
    list += " and " + std::to_string(names.size() - most) + " more";
  throw Error(Errc::no_such_context,
              {0, named_by + " is not in " + store + "; the contexts there are: " + list});
}

/// The contents of a context.
inline DockerContext understand_context(const boost::json::object& meta, std::string meta_file,
                                        const std::string& tls_directory) {
  DockerContext context;
  context.meta_file = std::move(meta_file);
  const auto* const endpoints = get_object(meta, "Endpoints", context.meta_file);
  // In a map, unlike in a struct, Go tells keys apart by case.
  const auto* const docker = endpoints == nullptr ? nullptr : endpoints->if_contains("docker");
  if (docker == nullptr || !docker->is_object())
    refuse_json_file(context.meta_file, "\"Endpoints\" has no \"docker\"");
  context.host = get_string(docker->get_object(), "Host", context.meta_file);

  const bool skip_verify = get_bool(docker->get_object(), "SkipTLSVerify", context.meta_file);
  const bool has_files = is_there(tls_directory);
  if (has_files)
    context.tls = tls_files_in(tls_directory);
  if (skip_verify) {
    context.tls = context.tls.value_or(TlsOptions());
    context.tls->verify = false;
  }
  return context;
}

/// Returns the name of a described context.
/// *Errors:* throws Error for one without a name.
inline std::string name_in(const boost::json::object& meta, const std::string& meta_file) {
  std::string name = get_string(meta, "Name", meta_file);
  if (name.empty())
    refuse_json_file(meta_file, "it has no \"Name\"");
  return name;
}

DKRLS_DECL DockerContext read_docker_context(const std::string& directory, std::string_view name,
                                             const std::string& named_by) {
  const std::string store = directory + "/contexts";
  const std::string meta_root = store + "/meta";
  ContextDirectories directories;
  if (!directory.empty())
    find_context_directories(meta_root, "", directories);
  std::sort(directories.found.begin(), directories.found.end());

  std::optional<DockerContext> context;
  std::vector<std::string> names;
  for (const std::string& found : directories.found) {
    const std::string meta_file = std::string(meta_root).append(found).append("/meta.json");
    boost::json::object meta;
    try {
      meta = read_json_file(meta_file, AfterJson::refused).value_or(boost::json::object());
      names.push_back(name_in(meta, meta_file));
    } catch (const Error& error) {
      if (!directories.trouble)
        directories.trouble = error;
      continue;
    }
    if (names.back() != name)
      continue;
    if (context)
      refuse_json_file(store, std::string(named_by)
                                  .append(" is there twice, in ")
                                  .append(context->meta_file)
                                  .append(" and ")
                                  .append(meta_file));
    context = understand_context(meta, meta_file,
                                 std::string(store).append("/tls").append(found).append("/docker"));
  }
  if (context)
    return *std::move(context);
  if (directories.trouble)  // the unreadable directory may be the context's
    throw Error(directories.trouble->code(),
                {0, named_by + " cannot be found: " + directories.trouble->diagnostics().message});
  fail_to_find_context(named_by, store, std::move(names));
}

DKRLS_DECL ContextNames names_of_docker_contexts(const std::string& directory) {
  const std::string meta_root = directory + "/contexts/meta";
  ContextDirectories directories;
  if (!directory.empty())
    find_context_directories(meta_root, "", directories);
  std::sort(directories.found.begin(), directories.found.end());
  std::vector<std::string> names;
  for (const std::string& found : directories.found) {
    const std::string meta_file = std::string(meta_root).append(found).append("/meta.json");
    try {
      if (const auto meta = read_json_file(meta_file, AfterJson::refused))
        names.push_back(name_in(*meta, meta_file));
    } catch (const Error& error) {  // a broken context has no name
      if (!directories.trouble)
        directories.trouble = error;
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return {std::move(names), std::move(directories.trouble)};
}

}  // namespace dkrls::detail
