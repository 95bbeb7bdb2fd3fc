// SPDX-License-Identifier: MIT

// Requests that are sent ahead of the answers to those before, on a connection that may end.

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <dkrls/detail/net/http_connection.hpp>
#include <dkrls/transport.hpp>
#include <memory>
#include <string>
#include <vector>

#include "catch.hpp"

namespace {

namespace asio = boost::asio;
using dkrls::Errc;
using dkrls::detail::HttpConnection;
using Texts = std::vector<std::string>;

/// What an engine says on each connection, piece by piece before it hangs up, and what it was sent.
struct Conversation {
  std::vector<Texts> answers;
  std::vector<Texts> requests;
};

class ScriptedTransport final : public dkrls::Transport {
 public:
  explicit ScriptedTransport(Conversation& conversation) : conversation_(conversation) {}

  asio::awaitable<void> connect() override {
    conversation_.requests.emplace_back();
    next_ = 0;
    co_return;
  }

  asio::awaitable<std::size_t> read_some(asio::mutable_buffer into,
                                         dkrls::error_code& ec) override {
    const Texts& answers = conversation_.answers.at(conversation_.requests.size() - 1);
    ec = {};
    if (next_ == answers.size())
      ec = asio::error::eof;
    co_return ec ? 0 : asio::buffer_copy(into, asio::buffer(answers[next_++]));
  }

  asio::awaitable<void> write(asio::const_buffer from, dkrls::error_code& ec) override {
    ec = {};
    const std::string_view text(static_cast<const char*>(from.data()), from.size());
    std::string paths;  // of all requests that are sent at once
    for (std::size_t at = text.find("GET "); at != text.npos; at = text.find("GET ", at + 1))
      paths += text.substr(at + 4, text.find(' ', at + 4) - at - 4);
    conversation_.requests.back().push_back(paths);
    co_return;
  }

  void cancel() override {}

 private:
  Conversation& conversation_;
  std::size_t next_ = 0;
};

std::string answer(const std::string& body, const std::string& fields = "") {
  return "HTTP/1.1 200 OK\r\n" + fields + "Content-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

/// Asks for these paths, and returns the answers.
Texts ask_for(const Texts& paths, Conversation& conversation) {
  asio::io_context context(1);
  Texts bodies;
  std::exception_ptr failure;
  const auto ask = [&]() -> asio::awaitable<void> {
    HttpConnection connection(context.get_executor(),
                              std::make_unique<ScriptedTransport>(conversation), "", {},
                              std::chrono::seconds(0));
    for (const std::string& path : paths)
      connection.ask("GET", path);
    for (std::size_t i = 0; i < paths.size(); ++i) {
      co_await connection.answer();
      const auto body = co_await connection.read_document(1000);
      bodies.push_back(body.value_or("too long"));
    }
  };
  asio::co_spawn(context, ask(), [&](std::exception_ptr thrown) { failure = thrown; });
  context.run();
  if (failure)
    std::rethrow_exception(failure);
  return bodies;
}

Texts ask_for_three(Conversation& conversation) {
  return ask_for({"/a", "/b", "/c"}, conversation);
}

const Texts three = {"1", "2", "3"};

}  // namespace

TEST_CASE("requests are sent together once a connection has answered the first") {
  Conversation conversation{{{answer("1"), answer("2"), answer("3")}}, {}};
  CHECK(ask_for_three(conversation) == three);
  CHECK(conversation.requests == std::vector<Texts>{{"/a", "/b/c"}});
}

TEST_CASE("answers may come together, and cut anywhere") {
  const std::string all = answer("1") + answer("2") + answer("3");
  for (std::size_t cut = 1; cut < all.size(); ++cut) {
    Conversation conversation{{{all.substr(0, cut), all.substr(cut)}}, {}};
    if (ask_for_three(conversation) != three)
      FAIL("cut at " << cut);
  }
}

TEST_CASE("what a connection ended without answering is asked on another") {
  Conversation conversation{{{answer("1")}, {answer("2"), answer("3")}}, {}};
  CHECK(ask_for_three(conversation) == three);
  CHECK(conversation.requests == std::vector<Texts>{{"/a", "/b/c"}, {"/b", "/c"}});
}

TEST_CASE("a peer that hangs up on requests sent together gets one at a time from then on") {
  Conversation conversation{{{answer("1")}, {answer("2"), answer("3"), answer("4")}}, {}};
  CHECK(ask_for({"/a", "/b", "/c", "/d"}, conversation) == Texts{"1", "2", "3", "4"});
  CHECK(conversation.requests == std::vector<Texts>{{"/a", "/b/c/d"}, {"/b", "/c", "/d"}});
}

TEST_CASE("a kept connection that ends before a single request is no reason to stop pipelining") {
  Conversation conversation{{{answer("1")}, {answer("2"), answer("3"), answer("4")}}, {}};
  asio::io_context context(1);
  const auto ask = [&]() -> asio::awaitable<void> {
    HttpConnection connection(context.get_executor(),
                              std::make_unique<ScriptedTransport>(conversation), "", {},
                              std::chrono::seconds(0));
    for (const Texts& paths : {Texts{"/a"}, Texts{"/b"}, Texts{"/c", "/d"}}) {
      for (const std::string& path : paths)
        connection.ask("GET", path);
      for (std::size_t i = 0; i < paths.size(); ++i) {
        co_await connection.answer();
        co_await connection.read_document(1000);
      }
    }
  };
  std::exception_ptr failure;
  asio::co_spawn(context, ask(), [&](std::exception_ptr thrown) { failure = thrown; });
  context.run();
  CHECK(failure == nullptr);
  CHECK(conversation.requests == std::vector<Texts>{{"/a", "/b"}, {"/b", "/c/d"}});
}

TEST_CASE("nothing more is sent on a connection that will end") {
  const std::string last = "Connection: close\r\n";
  Conversation conversation{{{answer("1", last)}, {answer("2", last)}, {answer("3", last)}}, {}};
  CHECK(ask_for_three(conversation) == three);
  CHECK(conversation.requests == std::vector<Texts>{{"/a"}, {"/b"}, {"/c"}});
}

TEST_CASE("an answer that is cut is asked for no second time") {
  Conversation conversation{{{answer("1"), answer("22").substr(0, 20)}, {answer("2")}}, {}};
  try {
    ask_for_three(conversation);
    FAIL("no error");
  } catch (const boost::system::system_error& error) {
    CHECK(error.code() == Errc::truncated_answer);
  }
  CHECK(conversation.requests.size() == 1);
}

TEST_CASE("a connection that ends before its first answer is an error") {
  Conversation conversation{{{answer("1")}, {}}, {}};
  try {
    ask_for_three(conversation);
    FAIL("no error");
  } catch (const boost::system::system_error& error) {
    CHECK(error.code() == Errc::truncated_answer);
  }
  CHECK(conversation.requests == std::vector<Texts>{{"/a", "/b/c"}, {"/b"}});
}
