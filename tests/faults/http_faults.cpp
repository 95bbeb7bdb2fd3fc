// SPDX-License-Identifier: MIT
#include <sstream>

#include "fault.hpp"

namespace dkrls_test {
namespace {

/// An answer with these headers and this body, after which the engine hangs up.
Reply framed(const std::string& headers, const std::string& body) {
  return Reply().send("HTTP/1.1 200 OK\r\n" + headers + "\r\n" + body).close();
}

Reply chunks(const std::string& body) {
  return framed("Transfer-Encoding: chunked\r\n", body);
}

std::string many_headers() {
  std::string headers;
  for (int i = 0; i < 200'000; ++i)
    headers += "X-Header-" + std::to_string(i) + ": " + std::string(35, 'x') + "\r\n";
  return headers;
}

}  // namespace

FaultTable http_faults(const std::string& body) {
  const std::string size = std::to_string(body.size());
  const auto with_headers = [&](const std::string& headers) { return framed(headers, body); };
  const auto with_size = [&](const std::string& value) {
    return with_headers("Content-Length: " + value + "\r\n");
  };
  const auto with_chunk_size = [&](const std::string& value) {
    return chunks(value + "\r\n" + body + "\r\n0\r\n\r\n");
  };
  std::ostringstream rest;  // of two chunks, the first of which has ten bytes
  rest << std::hex << body.size() - 10;
  return {
      "HTTP",
      {
          {"speaks HTTP/1.0", Reply().send("HTTP/1.0 200 OK\r\n\r\n" + body).close(), 0},
          {"names extensions of a chunk and trailers",
           chunks("a;name=\"value\";x\r\n" + body.substr(0, 10) + "\r\n" + rest.str() + "\r\n" +
                  body.substr(10) + "\r\n0\r\nX-Trailer: x\r\n\r\n"),
           0},
          {"says 100 Continue first",
           Reply().send("HTTP/1.1 100 Continue\r\n\r\n" + http_response("200 OK", body)), 0},
          {"names a length that is too long", with_size("999")},
          {"names a length that is too short", with_size("10")},
          {"names a length of 0", with_size("0")},
          {"names a length that is no number", with_size("many")},
          {"names a length below 0", with_size("-1")},
          {"names a length beyond 64 bits", with_size("99999999999999999999")},
          {"names two lengths", with_headers("Content-Length: 5\r\nContent-Length: 6\r\n")},
          {"names both a length and chunks",
           with_headers("Content-Length: " + size + "\r\nTransfer-Encoding: chunked\r\n")},
          {"names no length of a chunk", with_chunk_size("x")},
          {"names a length of a chunk that is too short", with_chunk_size("9")},
          {"names a length of a chunk beyond 64 bits", with_chunk_size("fffffffffffffffff")},
          {"compresses the body, though not asked to",
           framed("Content-Encoding: gzip\r\nContent-Length: 10\r\n",
                  std::string("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10))},
          {"has a header of 10 MB", with_headers("X: " + std::string(10'000'000, 'x') + "\r\n")},
          {"has 10 MB of headers", with_headers(many_headers())},
          {"has a header without a colon", with_headers("nonsense\r\n")},
          {"has a reason that attacks",
           Reply().send("HTTP/1.1 500 \x1b[31mred\r\nContent-Length: 0\r\n\r\n")},
          {"is a server of SSH", Reply().send("SSH-2.0-OpenSSH_9.2p1\r\n").close(), 1,
           "HEAD /_ping"},
          {"is a server of TLS", Reply().send("\x15\x03\x01").close(), 1, "HEAD /_ping"},
          {"answers with zeros", Reply().send(std::string(1000, '\0')).close()},
          {"answers with the body alone", Reply().send(body).close()},
      }};
}

FaultTable status_faults() {
  return {"Errors of the engine",
          {
              {"answers 204", Reply().send("HTTP/1.1 204 No Content\r\n\r\n")},
              {"answers 301",
               Reply().send(http_response("301 Moved Permanently", "", Framing::content_length,
                                          "Location: http://elsewhere/\r\n"))},
              {"answers 401", error("401 Unauthorized", R"({"message":"who are you?"})")},
              {"answers 404", error("404 Not Found", R"({"message":"page not found"})")},
              {"answers 500 with JSON", error("500 Oops", R"({"message":"no space left"})")},
              {"answers 500 with JSON that is none", error("500 Oops", R"({"message":)")},
              {"answers 500 with a message that is no text", error("500 Oops", R"({"message":1})")},
              {"answers 500 with HTML", error("500 Oops", "<html>\n<h1>Oops</h1>\n</html>\n")},
              {"answers 500 without a body", error("500 Oops", "")},
              {"answers 500 with JSON nested 100,000 deep",
               error("500 Oops", R"({"message":)" + std::string(100'000, '['))},
              {"answers 500 with 10 MB of text", error("500 Oops", std::string(10'000'000, 'x'))},
              {"answers 500 with a message of 1,000 words",
               error("500 Oops", R"({"message":")" + std::string(5'000, '.') + "\"}")},
              {"answers 500 with a message that attacks",
               error("500 Oops", R"({"message":"\u001b]0;title\u0007\r\n\u202ered"})")},
              {"fails at the ping", error("500 Oops", "oops"), 0, "GET /_ping"},
              {"refuses the ping", error("403 Forbidden", "not for you"), 1, "GET /_ping"},
              {"knows no API version that is known here", ping("1.12"), 1, "HEAD /_ping"},
              {"names a version that is none", ping("newest"), 0, "HEAD /_ping"},
          }};
}

FaultTable refusal_faults() {
  return {"Refusals of a proxy",
          {
              {"answers 403 with two lines", error("403 Forbidden", "not for you\nask them")},
              {"answers 403 with HTML", error("403 Forbidden", "<html>\n<p>not for you</html>")},
              {"answers 403 with JSON", error("403 Forbidden", R"({"message":"not for you"})")},
              {"answers 407 without a body", error("407 Proxy Authentication Required", "")},
          }};
}

}  // namespace dkrls_test
