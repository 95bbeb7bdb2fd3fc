#pragma once

#include <string>
#include <utility>
#include <vector>

#include "fake_engine.hpp"

/// What engines, and other things behind their addresses, may do wrong. docs/faults.md is made of
/// these tables and of what the command says, see document_test.cpp.
namespace dkrls_test {

struct Fault {
  std::string what;  ///< what the engine does, to follow "the engine"
  Reply reply;       ///< to GET /images/json, unless `route` names another request
  int status = 1;    ///< what the command ends with
  std::string route = "GET /images/json";
};

struct FaultTable {
  std::string heading;
  std::vector<Fault> faults;
};

/// Engines that fall silent or hang up.
FaultTable silence_faults();
FaultTable hang_up_faults();

/// Answers that are not HTTP, or strange HTTP.
FaultTable http_faults();
FaultTable status_faults();

/// Bodies that are no image list, or a strange one.
FaultTable list_faults();
FaultTable value_faults();

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
