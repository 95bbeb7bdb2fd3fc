// Lists images in a coroutine, so that the same thread can do other work.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <dkrls/dkrls.hpp>
#include <iostream>

namespace asio = boost::asio;

asio::awaitable<void> count_images(dkrls::DockerClient client) {
  const auto executor = co_await asio::this_coro::executor;
  dkrls::Diagnostics diagnostics;  // outlives the operation: the coroutine owns it
  try {
    const std::vector<dkrls::Image> images =
        co_await client.async_list_images(executor, {}, diagnostics, asio::use_awaitable);
    std::cout << images.size() << " images\n";
  } catch (const boost::system::system_error& error) {
    std::cerr << error.code().message() << ' ' << diagnostics.message << '\n';
  }
}

int main(int argc, char** argv) {
  dkrls::ClientOptions options;
  if (argc > 1)
    options.endpoint = dkrls::parse_endpoint(argv[1]).value();
  asio::io_context context;
  asio::co_spawn(context, count_images(dkrls::DockerClient(options)), asio::detached);
  context.run();
}
