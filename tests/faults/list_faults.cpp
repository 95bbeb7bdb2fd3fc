// SPDX-License-Identifier: MIT
#include "fault.hpp"

namespace dkrls_test {
namespace {

/// A list of an image with a field that holds one array in the other.
std::string nested(std::size_t depth) {
  return image_with("\"x\":" + std::string(depth, '[') + std::string(depth, ']'));
}

Reply value(const std::string& field) {
  return answered(image_with(field));
}

}  // namespace

FaultTable list_faults() {
  return {"Bodies that are no image list",
          {
              {"has no body", answered("")},
              {"lists null", answered("null"), 0},
              {"sends an object", answered(R"({"message":"hello"})")},
              {"sends a text", answered(R"("images")")},
              {"sends a number", answered("17")},
              {"sends HTML", answered("<html></html>")},
              {"lists a number", answered("[17]")},
              {"lists null for an image", answered("[null]")},
              {"lists an image without an ID", answered("[{}]")},
              {"hangs up in a list that ends with the connection",
               Reply().send("HTTP/1.0 200 OK\r\n\r\n[{\"Id\":\"a\"}").close()},
              {"leaves a list open", answered("[{\"Id\":\"a\"}")},
              {"ends in the middle of a number", answered("[{\"Id\":\"a\",\"Size\":1")},
              {"sends something behind the list", answered("[] []")},
              {"sends a byte order mark", answered("\xef\xbb\xbf[]")},
              {"sends UTF-16", answered(std::string("[\0]\0", 4))},
              {"nests 60 deep", answered(nested(60)), 0},
              {"nests 100,000 deep", answered(nested(100'000))},
              {"nests 100,000 deep and never closes", answered(std::string(100'000, '['))},
              {"breaks off behind good images",
               answered(R"([{"Id":"a","RepoTags":["a:1"]},{"Id":"b"},oops])")},
          }};
}

FaultTable description_faults() {
  return {"Descriptions that are none",
          {
              {"has no body", answered("")},
              {"sends null", answered("null")},
              {"sends a list", answered("[]")},
              {"sends a text", answered(R"("hello")")},
              {"sends HTML", answered("<html></html>")},
              {"leaves an object open", answered(R"({"Version":"1")")},
              {"sends something behind the object", answered(R"({"Version":"1"}{})")},
              {"sends bytes that are not UTF-8", answered("{\"Version\":\"\xff\"}")},
              {"nests 100,000 deep", answered("{\"x\":" + std::string(100'000, '['))},
              {"sends 10 MB", answered(R"({"Version":"1","x":")" + std::string(10'000'000, 'x'))},
          }};
}

FaultTable value_faults() {
  return {
      "Values that are none",
      {
          {"has an ID that is no text", answered("[{\"Id\":17}]")},
          {"has an ID that is null", answered("[{\"Id\":null}]")},
          {"has an empty ID", answered("[{\"Id\":\"\"}]")},
          {"has RepoTags that are a text", value("\"RepoTags\":\"a:1\"")},
          {"has RepoTags that are numbers", value("\"RepoTags\":[1]")},
          {"has RepoTags that are null", value("\"RepoTags\":null"), 0},
          {"has RepoDigests that are an object", value("\"RepoDigests\":{}")},
          {"has a Size that is a text", value("\"Size\":\"5\"")},
          {"has a Size below 0", value("\"Size\":-5"), 0},
          {"has a Size with a fraction", value("\"Size\":1.5")},
          {"has a Size beyond int64", value("\"Size\":9223372036854775808")},
          {"has a Size beyond double", value("\"Size\":1e400")},
          {"has a Created that is a text", value("\"Created\":\"2020-01-01T00:00:00Z\"")},
          {"has a Created of the year 1", value("\"Created\":-62135596800"), 0},
          {"has a Created in the year 292277026596", value("\"Created\":9223372036854775807"), 0},
          {"has Labels that are a list of numbers, which are not asked for",
           value("\"Labels\":[1]"), 0},
          {"has the same key twice", value("\"Size\":5,\"Size\":6"), 0},
          {"has a number beyond everything in a field that nobody knows",
           value("\"x\":" + std::string(1'000, '9')), 0},
          {"has bytes that are not UTF-8", value("\"RepoTags\":[\"a\xff:1\"]")},
          {"has half of a surrogate pair", value(R"("RepoTags":["a\ud800:1"])")},
      }};
}

FaultTable name_faults() {
  return {
      "Names",
      {
          {"has a tag with NUL in it", value(R"("RepoTags":["a:\u0000b"])"), 0},
          {"has a tag that colours the terminal", value(R"("RepoTags":["a:\u001b[31mred"])"), 0},
          {"has a tag that renames the window", value(R"("RepoTags":["a:\u001b]0;title\u0007"])"),
           0},
          {"has a tag with the C1 form of that", value(R"("RepoTags":["a:\u009d0;title\u009c"])"),
           0},
          {"has a repository with line breaks", value(R"("RepoTags":["a\r\nb:1"])"), 0},
          {"has a repository with tabs", value(R"("RepoTags":["a\tb:1"])"), 0},
          {"has a repository that turns the text around",
           value(R"("RepoTags":["a\u202eb\u2066c:1"])"), 0},
          {"has a repository with zero-width characters",
           value(R"("RepoTags":["a\u200bb\ufeff:1"])"), 0},
          {"has a repository of wide characters", value(R"("RepoTags":["日本語/画像:1"])"), 0},
          {"has a repository of combining marks", value(R"("RepoTags":["e\u0301e\u0301:1"])"), 0},
          {"has a repository of emoji", value(R"("RepoTags":["\ud83d\ude00/\ud83c\udf0d:1"])"), 0},
          {"has a name of 1 MB", value("\"RepoTags\":[\"" + std::string(1'000'000, 'x') + ":1\"]")},
          {"has an empty name", value("\"RepoTags\":[\"\"]"), 0},
          {"has a name of separators only", value("\"RepoTags\":[\":\",\"/\",\"@\",\":@/\"]"), 0},
      }};
}

}  // namespace dkrls_test
