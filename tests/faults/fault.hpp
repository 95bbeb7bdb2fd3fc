// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "fake_engine.hpp"

/// What engines, and other things behind their addresses, may do wrong. document_test.cpp runs the
/// commands against all of it and makes docs/faults.md of what they answer.
namespace dkrls_test {

/// A command, and its request that gets the wrong answer.
struct Target {
  std::string command;  ///< with its flags, between blanks
  std::string route;
  std::string good_body = {};   ///< of the right answer
  bool can_do_without = false;  ///< if the request is refused, the command goes on with a warning
};

struct Fault {
  std::string what;  ///< what the engine does, to follow "the engine"
  Reply reply;       ///< to the target's request, unless `route` names another
  int status = 1;    ///< the exit status of the command
  std::string route = {};
};

struct FaultTable {
  std::string heading;
  std::vector<Fault> faults;
};

/// Engines that fall silent or hang up while they send `body`.
FaultTable silence_faults(const std::string& body);
FaultTable hang_up_faults(const std::string& body);

/// Answers that are not HTTP, or are unusual HTTP, and carry `body`.
FaultTable http_faults(const std::string& body);
FaultTable status_faults();

/// Refusals, as a proxy before the engine sends them.
FaultTable refusal_faults();

/// Bodies that are no image list, or an unusual one.
FaultTable list_faults();
FaultTable value_faults();

/// Bodies that are no description of an engine.
FaultTable description_faults();

/// Names that attack the terminal or the table.
FaultTable name_faults();

/// The answer 200 with a body of a known length.
inline Reply answered(std::string_view body) {
  return images(body);
}

/// An image with one more field, as text of JSON.
inline std::string image_with(const std::string& field) {
  return "[{\"Id\":\"sha256:0123456789abcdef\"," + field + "}]";
}

}  // namespace dkrls_test
