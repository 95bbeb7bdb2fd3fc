#include <dkrls/detail/engine_api/json_reader.hpp>
#include <random>

#include "catch.hpp"
#include "json_trace.hpp"

using namespace dkrls::detail;
using dkrls_test::JsonTrace;
using dkrls_test::trace_json;
using dkrls_test::trace_with_boost;

namespace {

/// Makes documents of everything that JSON has, the same ones in every run.
class Documents {
 public:
  std::string next() { return blanks() + value(0) + blanks(); }

  /// A document with up to three bytes replaced, left out or put in.
  std::string next_broken() {
    std::string document = next();
    for (std::size_t changes = draw(3) + 1; changes > 0 && !document.empty(); --changes) {
      const std::size_t place = draw(document.size());
      const std::string_view likely =
          "\"\\{}[],:0123456789eE+-.untrfalsb/ \n\x1f\x7f\x80\xbf\xc0\xc3\xe0\xed\xf0\xf4";
      const char byte = draw(4) == 0 ? static_cast<char>(draw(256)) : likely[draw(likely.size())];
      switch (draw(4)) {
        case 0:
          document[place] = byte;
          break;
        case 1:
          document.erase(place, 1 + draw(3));
          break;
        case 2:
          document.insert(place, 1, byte);
          break;
        default:  // most end up in a string
          document.insert(place, one_of({"\xc0\x80", "\xe0\x9f\xbf", "\xed\xa0\x80",
                                         "\xf4\x90\x80\x80", "\\ud83d", "\\ude00", "\\u12"}));
      }
    }
    return document;
  }

  /// Pieces of up to `longest` bytes, empty ones too.
  std::vector<std::string_view> cut(std::string_view text, std::size_t longest) {
    std::vector<std::string_view> pieces;
    for (; !text.empty(); text.remove_prefix(pieces.back().size()))
      pieces.push_back(text.substr(0, draw(longest + 1)));
    return pieces;
  }

 private:
  std::size_t draw(std::size_t limit) { return random_() % limit; }

  std::string one_of(const std::vector<std::string>& choices) {
    return choices[draw(choices.size())];
  }

  std::string blanks() { return draw(4) == 0 ? one_of({" ", "\n", "\t", "\r\n", "  "}) : ""; }

  std::string value(int depth) {
    switch (draw(depth < 6 ? 6 : 4)) {
      case 0:
        return text();
      case 1:
        return number();
      case 2:
        return one_of({"true", "false", "null"});
      case 3:
        return one_of({"{}", "[]", "{ }", "[\n]", "\"\""});
      case 4:
        return list('[', ']', [&] { return value(depth + 1); });
      default:
        return list('{', '}',
                    [&] { return text() + blanks() + ":" + blanks() + value(depth + 1); });
    }
  }

  template <class Element>
  std::string list(char open, char close, Element element) {
    std::string list(1, open);
    for (std::size_t count = draw(5) + 1; count > 0; --count)
      list += blanks() + element() + blanks() + (count > 1 ? "," : "");
    return list + close;
  }

  std::string text() {
    std::string text = "\"";
    for (std::size_t parts = draw(6); parts > 0; --parts)
      text += one_of({"a",
                      "sha256:0123456789abcdef",
                      " ",
                      "\x7f",
                      "\\n",
                      "\\\"",
                      "\\\\",
                      "\\/",
                      "\\u0000",
                      "\\u00e4",
                      "\\u20AC",
                      "\\uD83d\\uDe00",
                      "\\uFFFF",
                      "\u00e4",
                      "\u20ac",
                      "\U0001f600",
                      "\xed\x9f\xbf",
                      "\xef\xbf\xbf",
                      "[{",
                      "Id",
                      ","});
    return text + "\"";
  }

  std::string number() {
    std::string number = one_of({"", "-"}) +
                         one_of({"0", "1", "17", "1750000000", "9223372036854775807",
                                 "9223372036854775808", "9223372036854775809", "922337203685477580",
                                 "99999999999999999999", "18446744073709551616"});
    number += one_of({"", "", "", ".0", ".25", ".125000000000000000000001"});
    return number + one_of({"", "", "", "e0", "E+17", "e-3", "e308", "e400"});
  }

  std::mt19937 random_{17};
};

/// Checks a document against Boost.JSON and against itself in pieces. Returns whether it is JSON.
bool check(const std::string& document, Documents& documents) {
  const JsonTrace whole = trace_json({document});
  const auto expected = trace_with_boost(document);
  CAPTURE(document);
  if (expected && expected->is_json != whole.is_json)
    FAIL_CHECK("Boost.JSON does not agree");
  if (expected && whole.is_json && expected->told != whole.told)
    FAIL_CHECK(whole.told << " is not what Boost.JSON reads: " << expected->told);
  for (const std::size_t longest : {1u, 3u, 40u})
    if (trace_json(documents.cut(document, longest)) != whole)
      FAIL_CHECK("something else in pieces");
  return whole.is_json;
}

}  // namespace

TEST_CASE("generated documents are read as Boost.JSON reads them, however they are cut") {
  Documents documents;
  for (int round = 0; round < 5'000; ++round)
    CHECK(check(documents.next(), documents));
}

TEST_CASE("broken documents are refused as Boost.JSON refuses them, at one byte however cut") {
  Documents documents;
  int refused = 0;
  constexpr int rounds = 20'000;
  for (int round = 0; round < rounds; ++round)
    refused += check(documents.next_broken(), documents) ? 0 : 1;
  CHECK(refused > rounds / 2);
  CHECK(refused < rounds);
}

TEST_CASE("a document of one number ends with the last piece") {
  for (const std::string document : {"0", "-0", "17", "1.5", "1e3", "9223372036854775808"}) {
    CHECK(trace_json({document}).is_json);
    CHECK(trace_json({document.substr(0, 1), document.substr(1)}).is_json);
  }
  CHECK(trace_json({"-", "17"}).told == "#-17");
  for (const std::string document : {"-", "1.", "1e", "1e+", ""})
    CHECK_FALSE(trace_json({document}).is_json);
}

TEST_CASE("exponents have no limit in JSON") {
  CHECK(trace_json({"[1e99999999999999999999,-1E-99999999999999999999]"}).is_json);
}

TEST_CASE("every byte but what is special is found plain, wherever it is") {
  for (int byte = 0; byte < 256; ++byte) {
    const bool special = byte < ' ' || byte > 127 || byte == '"' || byte == '\\';
    for (std::size_t place = 0; place < 20; ++place) {
      std::string text(20, place % 2 == 0 ? '!' : '#');
      text[place] = static_cast<char>(byte);
      text += '"';
      const std::size_t expected = special ? place : 20;
      if (find_special(text.data(), text.data() + text.size()) != text.data() + expected)
        FAIL_CHECK("byte " << byte << " at " << place);
    }
  }
}

TEST_CASE("what is skipped is not told, but must be JSON") {
  struct Skipping : dkrls_test::TracedEvents {
    using TracedEvents::TracedEvents;
    JsonWish begin(JsonType type) {
      return depth++ == 0 ? TracedEvents::begin(type) : JsonWish::skip;
    }
    int depth = 0;
  };
  const auto read = [](std::string_view document, std::size_t piece) {
    std::string told;
    Skipping events(told);
    JsonReader reader;
    for (; !document.empty(); document.remove_prefix(std::min(piece, document.size())))
      if (!reader.write(document.substr(0, piece), events))
        return "byte " + std::to_string(reader.offset());
    return reader.finish(events) ? told : "unfinished";
  };
  for (const std::size_t piece : {std::string_view::npos, std::size_t(1), std::size_t(5)}) {
    CHECK(read(R"({"a":1.5,"b":"\u00e4","c":[{"d":[]},"e"],"f":null,"g":12})", piece) ==
          "{a:b:c:f:g:/");
    CHECK(read(R"([["a",{"b":tru}]])", piece) == "byte 14");
    CHECK(read(R"({"a":{"b":"c"},"d":[})", piece) == "byte 20");
    CHECK(read(R"({"a":{"b":"c")", piece) == "unfinished");
  }
}
