// SPDX-License-Identifier: MIT

// Answers of engines and of other servers.

#include "catch.hpp"
#include "client_support.hpp"

namespace {

using namespace dkrls_test;
using dkrls::Errc;

Outcome list_with_answer(Reply reply) {
  FakeEngine engine;
  engine.on("GET /images/json", std::move(reply));
  return list(engine);
}

Outcome list_with_body(std::string_view body) {
  return list_with_answer(images(body));
}

}  // namespace

TEST_CASE("an error answer is reported with its status and its message") {
  struct Case {
    std::string status;
    std::string body;
    unsigned code;
    std::string message;
  };
  const Case c = GENERATE(values<Case>({
      {"500 Internal Server Error", "{\"message\":\"no space left\"}\n", 500, "no space left"},
      {"500 Internal Server Error", "{\"cause\":\"a\",\"message\":\"b: a\",\"response\":500}", 500,
       "b: a"},
      {"503 Service Unavailable", "\n  not now \n", 503, "not now"},
      {"502 Bad Gateway", "<html>\n<h1>Bad Gateway</h1></html>\n", 502, "Bad Gateway"},
      {"404 Not Found", "", 404, "Not Found"},
      {"404 Not Found", " \r\n", 404, "Not Found"},
      {"500 Oops", "{\"message\":17}", 500, "{\"message\":17}"},
      {"500 Oops", "{\"message\":\"\"}", 500, "Oops"},
      {"500 Oops", "{\"mess", 500, "{\"mess"},
      {"500 Oops", "[\"message\"]", 500, "[\"message\"]"},
      {"204 No Content", "", 204, "No Content"},
      {"301 Moved Permanently", "elsewhere", 301, "elsewhere"},
      {"401 Unauthorized", "{\"message\":\"who are you?\"}", 401, "who are you?"},
  }));
  CAPTURE(c.status, c.body);
  const Outcome outcome = list_with_answer(error(c.status, c.body));
  CHECK(outcome.ec == Errc::engine_error);
  CHECK(outcome.diagnostics.http_status == c.code);
  CHECK(outcome.diagnostics.message == c.message);
  CHECK(outcome.diagnostics.request == "GET /images/json");
  CHECK(outcome.images.empty());
}

TEST_CASE("an error answer is reported with any framing and in any chunks") {
  const std::string body = "{\"message\":\"no\"}";
  const std::string head = "HTTP/1.1 500 Oops\r\n";
  CHECK(list_with_answer(Reply().send(http_response("500 Oops", body, Framing::one_chunk)))
            .diagnostics.message == "no");
  CHECK(list_with_answer(Reply().send(head + "\r\n" + body).close()).diagnostics.message == "no");
  const Outcome cut =
      list_with_answer(Reply().send(head + "Content-Length: 99\r\n\r\nhalf a wo").close());
  CHECK(cut.ec == Errc::engine_error);
  CHECK(cut.diagnostics.message == "half a wo");
}

TEST_CASE("only the beginning of a huge error message is kept") {
  const std::string body(10'000'000, 'x');
  const Framing framing = GENERATE(Framing::content_length, Framing::chunks_of_2048);
  const Outcome outcome =
      list_with_answer(Reply().send(http_response("500 Oops", body, framing, {})));
  CHECK(outcome.ec == Errc::engine_error);
  CHECK(outcome.diagnostics.http_status == 500);
  CHECK(outcome.diagnostics.message == std::string(64 * 1024, 'x'));
}

TEST_CASE("an answer that is not HTTP is malformed") {
  const std::string answer =
      GENERATE("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n", "\x15\x02\x01\x02\x02\x46 and more",
               "220 mail.example.com ESMTP\r\n", "\n\n\n\n\n\n\n\n", "{\"message\":\"no head\"}\n",
               "HTTP/1.1 OK\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n", "HTTP/one 200 OK\r\n\r\n",
               "HTTP/1.1 200 OK\r\nno colon\r\n\r\n");
  CAPTURE(answer);
  FakeEngine engine;
  engine.on("HEAD /_ping", Reply().send(answer).close());
  CHECK(list(engine).ec == Errc::malformed_answer);
  engine.on("HEAD /_ping", ping("1.41"));
  engine.on("GET /images/json", Reply().send(answer).close());
  CHECK(list(engine).ec == Errc::malformed_answer);
}

TEST_CASE("an error answer with a huge length is reported") {
  const Outcome outcome = list_with_answer(
      Reply().send("HTTP/1.1 500 Oops\r\nContent-Length: 4000000000000000\r\n\r\nhalf").close());
  CHECK(outcome.ec == Errc::engine_error);
  CHECK(outcome.diagnostics.message == "half");
}

TEST_CASE("a head that never ends is refused") {
  std::string head = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 100'000; ++i)
    head += "X-Header-" + std::to_string(i) + ": " + std::string(50, 'x') + "\r\n";
  CHECK(list_with_answer(Reply().send(head).wait()).ec == Errc::malformed_answer);
}

TEST_CASE("framing that contradicts itself is a malformed answer") {
  const std::string headers = GENERATE("Content-Length: minus one\r\n", "Content-Length: -1\r\n",
                                       "Content-Length: 2\r\nContent-Length: 3\r\n",
                                       "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
                                       "Content-Length: 99999999999999999999999\r\n");
  CAPTURE(headers);
  CHECK(list_with_answer(Reply().send("HTTP/1.1 200 OK\r\n" + headers + "\r\n[]").close()).ec ==
        Errc::malformed_answer);
}

TEST_CASE("an invalid chunk is a malformed answer") {
  const std::string body = GENERATE("xyz\r\n[]\r\n0\r\n\r\n", "-2\r\n[]\r\n0\r\n\r\n",
                                    "2\r\n[]0\r\n\r\n", "fffffffffffffffff\r\n[]\r\n0\r\n\r\n");
  CAPTURE(body);
  CHECK(list_with_answer(
            Reply().send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body).close())
            .ec == Errc::malformed_answer);
}

TEST_CASE("an answer that is not an image list is refused, and the diagnostics name the place") {
  const auto [body, problem] = GENERATE(table<std::string, std::string>({
      {"hello", "not JSON: "},
      {"<html></html>", "not JSON: "},
      {"{}", "not a list of images"},
      {"\"images\"", "not a list of images"},
      {"17", "not a list of images"},
      {"true", "not a list of images"},
      {"[17]", "not a list of images"},
      {"[null]", "not a list of images"},
      {"[{}]", "an image without Id"},
      {"[{\"Id\":17}]", "Id is not a string"},
      {"[{\"Id\":\"a\",\"RepoTags\":\"x\"}]", "RepoTags is not a list of strings"},
      {"[{\"Id\":\"a\",\"Size\":\"big\"}]", "Size is not a number of bytes"},
      {"[{\"Id\":\"a\",\"Created\":\"2020\"}]", "Created is not a number of seconds"},
      {"[] []", "not JSON: "},
      {"[],", "not JSON: "},
      {"\xef\xbb\xbf[]", "not JSON: "},
      {"[{\"Id\":\"\xff\"}]", "not JSON: "},
  }));
  CAPTURE(body);
  const Outcome outcome = list_with_body(body);
  CHECK(outcome.ec == Errc::not_an_image_list);
  CHECK(outcome.diagnostics.http_status == 200);
  CHECK(outcome.diagnostics.message.starts_with(problem));
  CHECK(outcome.diagnostics.message.find(" at byte ") != std::string::npos);
  CHECK(outcome.images.empty());
}

TEST_CASE("an empty answer is no image list") {
  const Reply reply = GENERATE(values<Reply>({images(""), images("", Framing::one_chunk),
                                              Reply().send("HTTP/1.1 200 OK\r\n\r\n").close(),
                                              Reply().send("HTTP/1.0 200 OK\r\n\r\n").close()}));
  const Outcome outcome = list_with_answer(reply);
  CHECK(outcome.ec == Errc::not_an_image_list);
  CHECK(outcome.diagnostics.message == "an empty answer");
}

TEST_CASE("a list with a broken image is refused as a whole") {
  std::string json = many_images_json(100);
  json.insert(json.rfind("{\"Containers"), "oops");
  FakeEngine engine;
  engine.on("GET /images/json", images(json));
  std::size_t seen = 0;
  Outcome outcome;
  client_of(engine).for_each_image(
      {}, [&](const dkrls::Image&) { ++seen; }, outcome.ec, outcome.diagnostics);
  CHECK(outcome.ec == Errc::not_an_image_list);
  CHECK(seen == 99);
  CHECK(list(engine).images.empty());
}

TEST_CASE("an engine without images lists none") {
  const std::string body = GENERATE("[]", "[]\n", "null", " [ ] \r\n");
  for (const Framing framing : {Framing::content_length, Framing::one_chunk}) {
    const Outcome outcome = list_with_answer(images(body, framing));
    CHECK_FALSE(outcome.ec);
    CHECK(outcome.diagnostics.http_status == 200);
    CHECK(outcome.images.empty());
  }
}
