// SPDX-License-Identifier: MIT

// Lists images in a coroutine, so that the same thread can do other work.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <dkrls/dkrls.hpp>
#include <iostream>

namespace asio = boost::asio;

asio::awaitable<void> count_images(dkrls::DockerClient client) {
  const std::vector<dkrls::Image> images = co_await client.async_list_images(asio::use_awaitable);
  std::cout << images.size() << " images\n";
}

int main() {
  try {
    asio::io_context context;
    asio::co_spawn(context, count_images(dkrls::DockerClient::from_environment()),
                   [](const std::exception_ptr& exception) {
                     if (exception)
                       std::rethrow_exception(exception);  // leaves run()
                   });
    context.run();
  } catch (const dkrls::Error& error) {
    std::cerr << explain(error) << '\n';
    return 1;
  }
}
