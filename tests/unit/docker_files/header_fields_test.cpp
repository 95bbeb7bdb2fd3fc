// SPDX-License-Identifier: MIT
#include <dkrls/detail/docker_files/header_fields.hpp>

#include "catch.hpp"

using dkrls::Errc;
using dkrls::Error;
using dkrls::HeaderFields;
using dkrls::detail::checked_header_fields;
using dkrls::detail::parse_custom_headers;

namespace {

/// Returns the error message; empty if there is no error.
template <class Function>
std::string message_of(Function function, Errc code) {
  try {
    function();
  } catch (const Error& error) {
    CHECK(error.code() == code);
    return error.diagnostics().message;
  }
  return {};
}

std::string refusal_of(std::string_view text) {
  return message_of([&] { (void)parse_custom_headers(text); }, Errc::invalid_environment);
}

std::string refusal_of(const HeaderFields& pairs) {
  return message_of(
      [&] { (void)checked_header_fields(pairs, Errc::invalid_docker_config, "HERE"); },
      Errc::invalid_docker_config);
}

}  // namespace

TEST_CASE("custom headers are pairs between commas") {
  const struct {
    std::string_view text;
    HeaderFields pairs;
  } table[] = {
      {"X=1", {{"X", "1"}}},
      {"X=1,Y=2", {{"X", "1"}, {"Y", "2"}}},
      {"X=1,\"Y=a,b\"", {{"X", "1"}, {"Y", "a,b"}}},
      {"\"X=say \"\"hi\"\"\"", {{"X", "say \"hi\""}}},
      {"\"X=\"\"\"", {{"X", "\""}}},
      {"X=", {{"X", ""}}},
      {"X==,Y=a=b", {{"X", "="}, {"Y", "a=b"}}},
      {" X =1, Y= 2 ", {{"X", "1"}, {"Y", " 2 "}}},
      {"\" X=1\"", {{"X", "1"}}},
      {"X=1,X=2", {{"X", "1"}, {"X", "2"}}},
      {"X=1\n", {{"X", "1"}}},
      {"\r\nX=1\r\n", {{"X", "1"}}},
      // docker's own example
      {"one=one-value,\"two=two,value\",\"three= a value with whitespace  \",four=,five=five=one,"
       "five=five-two",
       {{"one", "one-value"},
        {"two", "two,value"},
        {"three", " a value with whitespace  "},
        {"four", ""},
        {"five", "five=one"},
        {"five", "five-two"}}},
  };
  for (const auto& [text, pairs] : table) {
    CAPTURE(text);
    CHECK(parse_custom_headers(text) == pairs);
  }
}

TEST_CASE("invalid custom headers are refused with the pair at fault") {
  const struct {
    std::string_view text, words;
  } table[] = {
      {"X", "without \"=\", \"X\""},
      {"X=1,Y", "without \"=\", \"Y\""},
      {"=1", "without a name, \"=1\""},
      {" =1", "without a name, \" =1\""},
      {"X=1,", "without a name, \"\""},
      {",X=1", "without a name, \"\""},
      {"X=1,,Y=2", "without a name, \"\""},
      {" ", "without a name, \" \""},
      {"\n", "without a name, \"\""},
      {"\"X=1", "not closed"},
      {"\"", "not closed"},
      {"\"X=1\"\"", "not closed"},
      {"\"X=1\"2", "behind a closing quote"},
      {"\"X=1\" ,Y=2", "behind a closing quote"},
      {"X=\"1\"", "within a pair"},
      {" \"X=1\"", "within a pair"},
  };
  for (const auto& [text, words] : table) {
    CAPTURE(text);
    const std::string message = refusal_of(text);
    CAPTURE(message);
    CHECK(message.starts_with("DOCKER_CUSTOM_HEADERS has "));
    CHECK(message.find(words) != std::string::npos);
    CHECK(message.ends_with("; give name=value pairs such as X-One=1,\"X-Two=a,b\""));
  }
}

TEST_CASE("the last value of a name counts, whatever its case") {
  const HeaderFields pairs = {{"X-One", "1"}, {"Y", "2"}, {"x-one", "3"}};
  CHECK(checked_header_fields(pairs, Errc::invalid_environment, "") ==
        HeaderFields{{"X-One", "3"}, {"Y", "2"}});
}

TEST_CASE("fields of the connection are left out, User-Agent among them") {
  const HeaderFields pairs = {{"User-Agent", "me"},      {"X", "1"},
                              {"host", "elsewhere"},     {"Content-Length", "5"},
                              {"trailer", "X"},          {"Transfer-Encoding", "chunked"},
                              {"User-Agent-Extra", "2"}, {"Authorization", "Basic eA=="}};
  CHECK(checked_header_fields(pairs, Errc::invalid_environment, "") ==
        HeaderFields{{"X", "1"}, {"User-Agent-Extra", "2"}, {"Authorization", "Basic eA=="}});
}

TEST_CASE("an invalid name or value of a header is refused") {
  CHECK(refusal_of({{"X", "tab\tand \xc3\xa9"}}).empty());
  for (const std::string name : {"", "X Y", "X:", "X\r\nY", "X\xc3\xa9", "X\"", "(X)"}) {
    CAPTURE(name);
    CHECK(refusal_of({{"A", "1"}, {name, "1"}}) ==
          "HERE cannot be sent: \"" + name + "\" is no name of an HTTP header");
  }
  using namespace std::string_literals;
  for (const std::string& value : {"a\r\nY: b"s, "\n"s, "a\0b"s, "\x1b"s, "\x7f"s}) {
    CAPTURE(value);
    CHECK(refusal_of({{"X", value}}) ==
          "HERE cannot be sent: \"X\" has a control character in its value");
  }
}
