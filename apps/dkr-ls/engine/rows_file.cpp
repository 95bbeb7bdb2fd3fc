// SPDX-License-Identifier: MIT
#include "engine/rows_file.hpp"

#include <cerrno>
#include <dkrls/read_rows.hpp>
#include <fstream>
#include <sstream>
#include <system_error>

#include "engine/engine.hpp"

namespace dkr_ls {
namespace {

[[noreturn]] void fail_to_read(const std::string& name, const std::string& reason) {
  throw EngineError("cannot read " + name + ": " + reason);
}

void read(std::istream& in, const std::string& name, const dkrls::ImageSink& sink) {
  dkrls::error_code ec;
  dkrls::Diagnostics diagnostics;
  try {
    dkrls::read_rows(in, sink, ec, diagnostics);
  } catch (const std::system_error& error) {  // of the stream
    fail_to_read(name, error.code().message());
  }
  if (ec == dkrls::Errc::not_a_row)
    throw EngineError(name + ", " + diagnostics.message);
  if (ec)
    fail_to_read(name, ec.message());
}

}  // namespace

void for_each_row(const std::string& file, const dkrls::ImageSink& sink, const World& world) {
  if (file == "-") {
    std::istringstream nothing;
    return read(world.in == nullptr ? nothing : *world.in, "standard input", sink);
  }
  std::ifstream in;
  errno = 0;
  in.open(file, std::ios::binary);
  if (!in)
    fail_to_read(file, std::generic_category().message(errno));
  in.exceptions(std::ios::badbit);
  read(in, file, sink);
}

}  // namespace dkr_ls
