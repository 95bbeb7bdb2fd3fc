// SPDX-License-Identifier: MIT

// The framings of an answer, and truncated answers.

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

const std::string& example() {
  static const std::string json = example_listing_json(some_day);
  return json;
}

/// True if the client distinguishes a truncated answer from a whole one.
bool is_cut(const Outcome& outcome) {
  const bool told = outcome.ec == Errc::truncated_answer || outcome.ec == Errc::malformed_answer ||
                    outcome.ec == Errc::not_an_image_list;
  return told && outcome.images.empty();
}

}  // namespace

TEST_CASE("a list is read in one chunk, in many, and with its length") {
  const Framing framing =
      GENERATE(Framing::content_length, Framing::one_chunk, Framing::chunks_of_2048);
  FakeEngine engine;
  serve_example(engine, framing);
  const Outcome outcome = list(engine);
  CHECK_FALSE(outcome.ec);
  CHECK(is_example(outcome.images));
}

TEST_CASE("chunks may be of any size, with extensions and trailers") {
  std::string answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n";
  for (const char c : example())
    answer += std::string("001;name=\"value\";flag\r\n") + c + "\r\n";
  answer += "0;last\r\nX-Sum: 17\r\nX-More: yes\r\n\r\n";
  const Outcome outcome = list_with_answer(Reply().send(answer));
  CHECK(outcome.ec.message() == "Success");
  CHECK(is_example(outcome.images));
}

TEST_CASE("a body without a length ends with the connection") {
  const std::string version = GENERATE("1.0", "1.1");
  const Outcome outcome =
      list_with_answer(Reply().send("HTTP/" + version + " 200 OK\r\n\r\n" + example()).close());
  CHECK_FALSE(outcome.ec);
  CHECK(is_example(outcome.images));
}

TEST_CASE("interim answers are skipped") {
  FakeEngine engine;
  const std::string interim =
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\nX-Progress: some\r\n\r\n";
  engine.on("HEAD /_ping", Reply().send(interim + "HTTP/1.1 200 OK\r\nApi-Version: 1.44\r\n\r\n"));
  engine.on("GET /images/json", Reply().send(interim).send(http_response("200 OK", example())));
  const Outcome outcome = list(engine);
  CHECK_FALSE(outcome.ec);
  CHECK(is_example(outcome.images));
  CHECK(engine.requests().back().line == "GET /v1.44/images/json HTTP/1.1");
}

TEST_CASE("a list of ten megabytes is read with every framing") {
  constexpr std::size_t count = 25'000;
  const std::string json = many_images_json(count);
  REQUIRE(json.size() > 9'000'000);
  const Framing framing =
      GENERATE(Framing::content_length, Framing::one_chunk, Framing::chunks_of_2048);
  const Outcome outcome = list_with_answer(images(json, framing));
  CHECK_FALSE(outcome.ec);
  REQUIRE(outcome.images.size() == count);
  CHECK(outcome.images.back().repo_tags == std::vector<std::string>{"example.com/app:24999"});
}

TEST_CASE("an answer in two parts is read wherever it is divided") {
  const std::string answer = http_response("200 OK", many_images_json(2), Framing::one_chunk);
  FakeEngine engine;
  for (std::size_t at = 0; at < answer.size(); at += 3) {
    engine.on("GET /images/json", Reply()
                                      .send(answer.substr(0, at))
                                      .drip(answer.substr(at, 1), std::chrono::milliseconds(0))
                                      .send(answer.substr(at + 1)));
    const Outcome outcome = list(engine);
    CAPTURE(at);
    REQUIRE_FALSE(outcome.ec);
    REQUIRE(outcome.images.size() == 2);
  }
}

TEST_CASE("an answer cut at any byte is an error and never a short list") {
  const std::string answer =
      GENERATE(http_response("200 OK", many_images_json(2)),
               http_response("200 OK", many_images_json(2), Framing::one_chunk));
  FakeEngine engine;
  for (std::size_t size = 0; size < answer.size(); ++size) {
    engine.on("GET /images/json", Reply().send(answer.substr(0, size)).close());
    const Outcome outcome = list(engine);
    CAPTURE(size, outcome.ec.message());
    REQUIRE(is_cut(outcome));
  }
}

TEST_CASE("a list cut on a connection that marks its end is an error at any byte of the list") {
  const std::string head = "HTTP/1.0 200 OK\r\n\r\n";
  const std::string json = many_images_json(2);
  const std::size_t end_of_list = json.rfind(']');
  FakeEngine engine;
  for (std::size_t size = 0; size <= end_of_list; ++size) {
    engine.on("GET /images/json", Reply().send(head + json.substr(0, size)).close());
    const Outcome outcome = list(engine);
    CAPTURE(size, outcome.ec.message());
    REQUIRE(is_cut(outcome));
  }
}

TEST_CASE("a ping cut at any byte is an error") {
  const std::string answer = "HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\n\r\n";
  FakeEngine engine;
  for (std::size_t size = 0; size < answer.size(); ++size) {
    engine.on("HEAD /_ping", Reply().send(answer.substr(0, size)).close());
    const Outcome outcome = list(engine);
    CAPTURE(size, outcome.ec.message());
    REQUIRE(is_cut(outcome));
  }
}

TEST_CASE("a cut list says where it ends") {
  const Outcome outcome =
      list_with_answer(Reply().send("HTTP/1.0 200 OK\r\n\r\n[{\"Id\":").close());
  CHECK(outcome.ec == Errc::truncated_answer);
  CHECK(outcome.diagnostics.message == "the list of images ends at byte 7");
}

TEST_CASE("a connection that is reset is an error and never a short list") {
  const std::string answer = http_response("200 OK", many_images_json(3));
  FakeEngine engine;
  for (const std::size_t size :
       {std::size_t(0), std::size_t(10), answer.size() / 2, answer.size() - 1}) {
    engine.on("GET /images/json", Reply().send(answer.substr(0, size)).reset());
    const Outcome outcome = list(engine);
    CAPTURE(size);
    CHECK(outcome.ec == boost::system::errc::connection_reset);
    CHECK(outcome.images.empty());
  }
}

TEST_CASE("a reset after a whole answer does no harm") {
  const Outcome outcome =
      list_with_answer(Reply().send(http_response("200 OK", example())).reset());
  CHECK_FALSE(outcome.ec);
  CHECK(is_example(outcome.images));
}

TEST_CASE("bytes after a whole answer do no harm") {
  FakeEngine engine;
  engine.on("GET /images/json", Reply().send(http_response("200 OK", example()) + "HTTP/1.1 500"));
  CHECK(is_example(list(engine).images));
}
