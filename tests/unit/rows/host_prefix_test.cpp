// SPDX-License-Identifier: MIT
#include <dkrls/detail/rows/host_prefix.hpp>

#include "catch.hpp"

using dkrls::detail::host_of_prefix;
using dkrls::detail::parse_ansible_head;

TEST_CASE("the prefixes of docker, kubectl and pdsh name a host") {
  CHECK(host_of_prefix("") == "");
  CHECK(host_of_prefix(" \t") == "");
  CHECK(host_of_prefix("web-1  | ") == "web-1");
  CHECK(host_of_prefix("web-1 |") == "web-1");
  CHECK(host_of_prefix("job-17.0.x8hv2@worker.example.com    | ") == "worker.example.com");
  CHECK(host_of_prefix("web.1.x8hv2@worker1 | ") == "worker1");
  CHECK(host_of_prefix("[pod/dkr-ls-a-8mz/dkr-ls] ") == "dkr-ls-a-8mz");
  CHECK(host_of_prefix("[pod/dkr-ls-a-8mz] ") == "dkr-ls-a-8mz");
  CHECK(host_of_prefix("web1: ") == "web1");
  CHECK(host_of_prefix("fe80::1: ") == "fe80::1");
}

TEST_CASE("other text before a row is no name of a host") {
  CHECK_FALSE(host_of_prefix("web1"));
  CHECK_FALSE(host_of_prefix("web1 "));
  CHECK_FALSE(host_of_prefix(":"));
  CHECK_FALSE(host_of_prefix(" | "));
  CHECK_FALSE(host_of_prefix("job@ | "));
  CHECK_FALSE(host_of_prefix("[pod/] "));
  CHECK_FALSE(host_of_prefix("[pod//app] "));
  CHECK_FALSE(host_of_prefix("[node/a] "));
  CHECK_FALSE(host_of_prefix("[pod/a b/app] "));
  CHECK_FALSE(host_of_prefix("2026-01-01T00:00:00Z web1 | "));
  CHECK_FALSE(host_of_prefix("cannot read: "));
  CHECK_FALSE(host_of_prefix("\x1b[1mweb1: "));
  CHECK_FALSE(host_of_prefix("caf\xc3\xa9: "));
}

TEST_CASE("ansible's line before the output of a host says whether the command succeeded") {
  const auto good = parse_ansible_head("web1 | CHANGED | rc=0 >>\r");
  REQUIRE(good);
  CHECK(good->host == "web1");
  CHECK(good->status == "CHANGED");
  CHECK(good->succeeded);
  CHECK(parse_ansible_head("web1 | SUCCESS | rc=0 >>")->succeeded);

  const auto failed = parse_ansible_head("web1 | FAILED | rc=1 >>");
  REQUIRE(failed);
  CHECK(failed->status == "FAILED");
  CHECK_FALSE(failed->succeeded);
  const auto unreachable = parse_ansible_head("web1 | UNREACHABLE! => {");
  REQUIRE(unreachable);
  CHECK(unreachable->host == "web1");
  CHECK(unreachable->status == "UNREACHABLE!");
  CHECK_FALSE(unreachable->succeeded);
}

TEST_CASE("other lines are not ansible's") {
  CHECK_FALSE(parse_ansible_head(""));
  CHECK_FALSE(parse_ansible_head("web1 | CHANGED"));
  CHECK_FALSE(parse_ansible_head("web1 | CHANGED | rc=0"));
  CHECK_FALSE(parse_ansible_head("web1 |  | rc=0 >>"));
  CHECK_FALSE(parse_ansible_head("a b | CHANGED | rc=0 >>"));
  CHECK_FALSE(parse_ansible_head(" | CHANGED | rc=0 >>"));
}
