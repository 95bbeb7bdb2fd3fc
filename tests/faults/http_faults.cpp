#include "fault.hpp"

namespace dkrls_test {
namespace {

const std::string list = R"([{"Id":"sha256:0123456789abcdef","RepoTags":["a:1"],"Size":5}])";

/// An answer with these headers and this body, after which the engine hangs up.
Reply framed(const std::string& headers, const std::string& body = list) {
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

std::string half() {
  return list.substr(0, 10);
}

}  // namespace

FaultTable http_faults() {
  const std::string size = std::to_string(list.size());
  return {
      "HTTP",
      {
          {"speaks HTTP/1.0", Reply().send("HTTP/1.0 200 OK\r\n\r\n" + list).close(), 0},
          {"names extensions of a chunk and trailers",
           chunks("a;name=\"value\";x\r\n" + half() + "\r\n34\r\n" + list.substr(10) +
                  "\r\n0\r\nX-Trailer: x\r\n\r\n"),
           0},
          {"says 100 Continue first",
           Reply().send("HTTP/1.1 100 Continue\r\n\r\n" + http_response("200 OK", list)), 0},
          {"names a length that is too long", framed("Content-Length: 999\r\n")},
          {"names a length that is too short", framed("Content-Length: 10\r\n")},
          {"names a length of 0", framed("Content-Length: 0\r\n")},
          {"names a length that is no number", framed("Content-Length: many\r\n")},
          {"names a length below 0", framed("Content-Length: -1\r\n")},
          {"names a length beyond 64 bits", framed("Content-Length: 99999999999999999999\r\n")},
          {"names two lengths", framed("Content-Length: 5\r\nContent-Length: 6\r\n")},
          {"names both a length and chunks",
           framed("Content-Length: " + size + "\r\nTransfer-Encoding: chunked\r\n")},
          {"names no length of a chunk", chunks("x\r\n" + list + "\r\n0\r\n\r\n")},
          {"names a length of a chunk that is too short", chunks("9\r\n" + list + "\r\n0\r\n\r\n")},
          {"names a length of a chunk beyond 64 bits",
           chunks("fffffffffffffffff\r\n" + list + "\r\n0\r\n\r\n")},
          {"compresses the list, though not asked to",
           framed("Content-Encoding: gzip\r\nContent-Length: 10\r\n",
                  std::string("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10))},
          {"has a header of 10 MB", framed("X: " + std::string(10'000'000, 'x') + "\r\n")},
          {"has 10 MB of headers", framed(many_headers())},
          {"has a header without a colon", framed("nonsense\r\n")},
          {"has a reason that attacks",
           Reply().send("HTTP/1.1 500 \x1b[31mred\r\nContent-Length: 0\r\n\r\n")},
          {"is a server of SSH", Reply().send("SSH-2.0-OpenSSH_9.2p1\r\n").close(), 1,
           "HEAD /_ping"},
          {"is a server of TLS", Reply().send("\x15\x03\x01").close(), 1, "HEAD /_ping"},
          {"answers with zeros", Reply().send(std::string(1000, '\0')).close()},
          {"answers with the body alone", Reply().send(list).close()},
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
              {"refuses the ping", error("500 Oops", ""), 0, "HEAD /_ping"},
              {"knows no API version that is known here", ping("1.12"), 1, "HEAD /_ping"},
              {"names a version that is none", ping("newest"), 0, "HEAD /_ping"},
          }};
}

}  // namespace dkrls_test
