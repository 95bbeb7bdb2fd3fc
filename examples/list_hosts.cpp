// SPDX-License-Identifier: MIT

// Lists the images of several engines at the same time, in one table. Each may fail for itself. The
// arguments are endpoints, "tcp://east:2375" for example; without any it lists the engine of the
// environment.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <dkrls/dkrls.hpp>
#include <iostream>

namespace asio = boost::asio;

namespace {

std::vector<dkrls::DockerClient> clients_of(const std::vector<std::string>& endpoints) {
  if (endpoints.empty())
    return {dkrls::DockerClient::from_environment({.host_name = "this host"})};
  std::vector<dkrls::DockerClient> clients;
  clients.reserve(endpoints.size());
  for (const std::string& text : endpoints) {
    const auto endpoint = dkrls::parse_endpoint(text);
    if (!endpoint)
      throw dkrls::Error(endpoint.error().code,
                         {.message = text + ": " + endpoint.error().message});
    clients.emplace_back(dkrls::ClientOptions{.endpoint = *endpoint, .host_name = text});
  }
  return clients;
}

asio::awaitable<void> add_images(dkrls::DockerClient client, dkrls::ListingBuilder& builder,
                                 bool& failed) {
  try {
    for (const dkrls::Image& image : co_await client.async_list_images(asio::use_awaitable))
      builder.add(image);
  } catch (const dkrls::Error& error) {
    std::cerr << explain(error) << '\n';
    failed = true;
  }
}

}  // namespace

int main(int argc, char** argv) {
  using dkrls::ImageField;
  dkrls::ListingBuilder builder(
      dkrls::ImageQuery().max_tags(1));  // of each repository on each host
  bool failed = false;
  try {
    asio::io_context context;
    for (const dkrls::DockerClient& client : clients_of({argv + 1, argv + argc}))
      asio::co_spawn(context, add_images(client, builder, failed), asio::detached);
    context.run();
  } catch (const dkrls::Error& error) {  // no endpoint, or no engine in the environment
    std::cerr << explain(error) << '\n';
    return 1;
  }
  const auto table =
      dkrls::ImageFormat::table({ImageField::repository, ImageField::tag, ImageField::host});
  dkrls::Formatter(table, {.now = {}}).write(builder.finish(), std::cout);
  return failed ? 1 : 0;
}
