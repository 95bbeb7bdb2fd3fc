// SPDX-License-Identifier: MIT
#include <dkrls/detail/engine_json/engine_message.hpp>

#include "catch.hpp"

using dkrls::detail::engine_message;

TEST_CASE("the message of an error answer is the message of its JSON") {
  CHECK(engine_message(R"({"message":"page not found"})") == "page not found");
  CHECK(engine_message("{\"message\":\"invalid filter 'foo'\"}\n") == "invalid filter 'foo'");
  CHECK(engine_message(R"({"cause":"no such file","message":"cannot open","response":500})") ==
        "cannot open");
  CHECK(engine_message(R"({"message":"\u00e4 \"quoted\"\n"})") == "\u00e4 \"quoted\"\n");
}

TEST_CASE("the message of other text is the text without blanks around it") {
  const struct {
    std::string_view body, message;
  } table[] = {
      {"client version 1.10 is too old\n", "client version 1.10 is too old"},
      {"  Bad Gateway\r\n", "Bad Gateway"},
      {"<html><body>502</body></html>", ""},
      {"\n<!DOCTYPE html>\n<html></html>", ""},
      {R"({"message":5})", R"({"message":5})"},
      {R"({"error":"x"})", R"({"error":"x"})"},
      {R"(["message"])", R"(["message"])"},
      {R"("message")", R"("message")"},
      {R"({"message":"cut)", R"({"message":"cut)"},
      {R"({"message":"x"} y)", R"({"message":"x"} y)"},
      {"{\"message\":\"\xff\"}", "{\"message\":\"\xff\"}"},
  };
  for (const auto& [body, message] : table)
    CHECK(engine_message(body) == message);
}

TEST_CASE("the message of an empty body is empty") {
  CHECK(engine_message("").empty());
  CHECK(engine_message(" \r\n\t").empty());
}

TEST_CASE("deeply nested JSON counts as text") {
  const std::string body(100'000, '[');
  CHECK(engine_message(body) == body);
}
