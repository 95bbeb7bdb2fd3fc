// SPDX-License-Identifier: MIT
#include <dkrls/error.hpp>
#include <set>

#include "catch.hpp"

using dkrls::Errc;

namespace {

constexpr int first = static_cast<int>(Errc::invalid_byte_size);
constexpr int last = static_cast<int>(Errc::callback_failed);

}  // namespace

TEST_CASE("every error has words of its own") {
  std::set<std::string> messages;
  for (int value = first; value <= last; ++value) {
    const dkrls::error_code code = static_cast<Errc>(value);
    CAPTURE(value);
    CHECK(code.failed());
    CHECK(code.message() != "unknown error");
    CHECK_FALSE(code.message().empty());
    messages.insert(code.message());
  }
  CHECK(messages.size() == last - first + 1);
}

TEST_CASE("values that are no error of ours have words, too") {
  CHECK(dkrls::error_category().message(0) == "unknown error");
  CHECK(dkrls::error_category().message(last + 1) == "unknown error");
  CHECK(dkrls::error_category().message(-1) == "unknown error");
}

TEST_CASE("error codes belong to the category dkrls") {
  const dkrls::error_code code = Errc::timed_out;
  CHECK(code.category() == dkrls::error_category());
  CHECK(std::string(code.category().name()) == "dkrls");
  CHECK(code == Errc::timed_out);
  CHECK(code != Errc::truncated_answer);
  CHECK(code.value() == static_cast<int>(Errc::timed_out));
}

TEST_CASE("an Error carries its code, the engine's message and the HTTP status") {
  const dkrls::Error error(Errc::engine_error, {500, "disk is full"});
  CHECK(error.code() == Errc::engine_error);
  CHECK(error.diagnostics().http_status == 500);
  CHECK(error.diagnostics().message == "disk is full");

  const std::string what = error.what();
  CHECK(what.find("disk is full") != std::string::npos);
  CHECK(what.find("the engine answered with an error") != std::string::npos);
}

TEST_CASE("an Error is caught as the system_error it is, and errors of the system stay theirs") {
  const auto refused = make_error_code(boost::system::errc::connection_refused);
  try {
    throw dkrls::Error(refused, {});
  } catch (const boost::system::system_error& error) {
    CHECK(error.code() == boost::system::errc::connection_refused);
    CHECK(error.code().category() == boost::system::generic_category());
    return;
  }
  FAIL("not a system_error");
}

TEST_CASE("the words of an Error are the endpoint, the message and the text of the code") {
  const dkrls::error_code missing = make_error_code(boost::system::errc::no_such_file_or_directory);
  const std::string socket = "unix:///run/docker.sock";
  const auto what = [](const dkrls::error_code& code, const dkrls::Diagnostics& diagnostics) {
    return std::string(dkrls::Error(code, diagnostics).what());
  };
  CHECK(what(missing, {.endpoint = socket}) == socket + ": No such file or directory");
  CHECK(what(Errc::engine_error, {.message = "the disk is full", .endpoint = socket}) ==
        socket + ": the disk is full [the engine answered with an error]");
  CHECK(what(Errc::no_such_context, {.message = "there is no context \"x\""}) ==
        "there is no context \"x\" [there is no such context]");
  CHECK(what(Errc::timed_out, {}) == "the engine did not answer in time");
  // The text of the code is there once.
  CHECK(what(missing, {.message = "cannot read /x: No such file or directory"}) ==
        "cannot read /x: No such file or directory");
}

TEST_CASE("the words of a ParseError that is thrown begin with its message") {
  const dkrls::result<int, dkrls::ParseError> bad =
      dkrls::ParseError{Errc::invalid_age, "give a number of days"};
  CHECK_THROWS_WITH(bad.value(), "give a number of days [not an age]");
}

TEST_CASE("the words of an Error do not tell where in the sources it comes from") {
  constexpr static boost::source_location here = BOOST_CURRENT_LOCATION;
  dkrls::error_code code;
  code.assign(make_error_code(Errc::timed_out), &here);
  const std::string what = dkrls::Error(code, {}).what();
  CHECK(what.find("error_test") == std::string::npos);
}
