// SPDX-License-Identifier: MIT
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstddef>
#include <exception>
#include <utility>
#include <vector>

namespace dkrls::detail {

using Work = std::vector<boost::asio::awaitable<void>>;

/// Runs several operations at the same time.
/// *Errors:* cancels the other operations after the first failure, and throws that failure.
inline boost::asio::awaitable<void> run_all(Work work) {
  namespace asio = boost::asio;
  if (work.empty())
    co_return;
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  using Started = decltype(asio::co_spawn(executor, std::move(work[0]), asio::deferred));
  std::vector<Started> started;
  for (asio::awaitable<void>& each : work)
    started.push_back(asio::co_spawn(executor, std::move(each), asio::deferred));
  const auto [order, failures] =
      co_await asio::experimental::make_parallel_group(std::move(started))
          .async_wait(asio::experimental::wait_for_one_error(), asio::use_awaitable);
  for (const std::size_t index : order)
    if (failures[index])
      std::rethrow_exception(failures[index]);
}

}  // namespace dkrls::detail
