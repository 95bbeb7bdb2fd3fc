// SPDX-License-Identifier: MIT
#include <chrono>

#include "fault.hpp"

namespace dkrls_test {
namespace {

Reply silent_after(std::string bytes) {
  return Reply().send(std::move(bytes)).wait();
}

Reply hung_up_after(std::string bytes) {
  return Reply().send(std::move(bytes)).close();
}

Reply reset_after(std::string bytes) {
  return Reply().send(std::move(bytes)).reset();
}

}  // namespace

FaultTable silence_faults(const std::string& body) {
  using namespace std::chrono_literals;
  const std::string whole = http_response("200 OK", body);
  const std::string chunked = http_response("200 OK", body, Framing::one_chunk);
  return {
      "Silence",
      {
          {"accepts and says nothing", Reply().wait(), 1, "HEAD /_ping"},
          {"answers the ping and says nothing more", Reply().wait()},
          {"stalls in the status line", silent_after("HTTP/1.1 2")},
          {"stalls after the status line", silent_after("HTTP/1.1 200 OK\r\n")},
          {"stalls in a header", silent_after("HTTP/1.1 200 OK\r\nContent-Ty")},
          {"stalls after the head", silent_after("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n")},
          {"stalls in the middle of a chunk", silent_after(chunked.substr(0, chunked.size() - 20))},
          {"stalls before the last chunk", silent_after(chunked.substr(0, chunked.size() - 5))},
          {"says 100 Continue and nothing more", silent_after("HTTP/1.1 100 Continue\r\n\r\n")},
          {"stalls in an error message",
           silent_after("HTTP/1.1 500 Oops\r\nContent-Length: 99\r\n\r\nhalf a wo")},
          {"sends a byte at a time", Reply().drip(whole, 2ms), 0},
      }};
}

FaultTable hang_up_faults(const std::string& body) {
  const std::string whole = http_response("200 OK", body);
  const std::string chunked = http_response("200 OK", body, Framing::one_chunk);
  return {
      "Connections that end",
      {
          {"hangs up without a word", Reply().close(), 1, "HEAD /_ping"},
          {"answers the ping and hangs up at the next request", Reply().close()},
          {"hangs up in the status line", hung_up_after("HTTP/1.1 2")},
          {"hangs up in a header", hung_up_after("HTTP/1.1 200 OK\r\nContent-Ty")},
          {"hangs up before the body",
           hung_up_after("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n")},
          {"hangs up before the last byte", hung_up_after(whole.substr(0, whole.size() - 1))},
          {"hangs up in the middle of a chunk",
           hung_up_after(chunked.substr(0, chunked.size() - 20))},
          {"hangs up before the last chunk", hung_up_after(chunked.substr(0, chunked.size() - 5))},
          {"hangs up in an error message",
           hung_up_after("HTTP/1.1 500 Oops\r\nContent-Length: 99\r\n\r\nhalf a wo")},
          {"resets the connection at once", Reply().reset(), 1, "HEAD /_ping"},
          {"resets the connection in the head", reset_after("HTTP/1.1 200 OK\r\n")},
          {"resets the connection in the body", reset_after(whole.substr(0, whole.size() - 10))},
      }};
}

}  // namespace dkrls_test
