// SPDX-License-Identifier: MIT
#include <dkrls/detail/engine_json/engine_message.hpp>

#include "catch.hpp"
#include "parse_images.hpp"
#include "recordings.hpp"

using dkrls_test::parse_images;
using recordings::read_answer;

TEST_CASE("the message of a refusal comes from the engine's answer") {
  const struct {
    std::string_view path;
    int status;
    std::string_view message;
  } table[] = {
      {"docker-20.10.24/refused/images_v1.52.http", 400,
       "client version 1.52 is too new. Maximum supported API version is 1.41"},
      {"docker-20.10.24/refused/images_v1.10.http", 400,  // not JSON
       "client version 1.10 is too old. Minimum supported API version is 1.12, please upgrade your "
       "client to a newer version"},
      {"docker-20.10.24/refused/page_not_found.http", 404, "page not found"},
      {"docker-20.10.24/refused/no_such_image.http", 404,
       "no such image: nosuch: No such image: nosuch:latest"},
      {"docker-26.1.5-overlay2/refused/images_v1.23.http", 400,
       "client version 1.23 is too old. Minimum supported API version is 1.24, please upgrade your "
       "client to a newer version"},
      {"podman-4.3.1/refused/method_not_allowed.http", 405, "Method Not Allowed"},  // not JSON
      {"podman-4.3.1/refused/no_such_image.http", 404,
       "failed to find image nosuch: docker.io/library/nosuch: No such image"},
      {"podman-4.3.1/refused/images_all_maybe.http", 400,
       "failed to parse parameters for /images/json?all=maybe&filters=%7B%22reference%22%3A%20%5B"
       "%22nosuch%22%5D%7D: schema: error converting value for \"all\""},
  };
  for (const auto& [path, status, message] : table) {
    const recordings::Answer answer = read_answer(recordings::folder / path);
    CAPTURE(path);
    CHECK(answer.status == status);
    CHECK(dkrls::detail::engine_message(answer.body) == message);
    CHECK(parse_images(answer.body).error == dkrls::Errc::not_an_image_list);
  }
}

TEST_CASE("podman's empty answer to an unknown parameter is not an image list") {
  for (const std::string engine : {"podman-4.3.1", "podman-5.4.2"}) {
    const recordings::Answer answer =
        read_answer(recordings::folder / engine / "refused" / "images_digests.http");
    CHECK(answer.status == 200);
    CHECK(answer.body.empty());
    CHECK(parse_images(answer.body).error == dkrls::Errc::not_an_image_list);
    CHECK(parse_images(answer.body).problem == "an empty answer");
  }
}
