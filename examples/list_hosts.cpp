// Lists the images of several engines at the same time, in one table. Each may fail for itself.

#include <boost/asio/io_context.hpp>
#include <deque>
#include <dkrls/dkrls.hpp>
#include <iostream>

namespace {

/// How the listing of a host ended.
struct Outcome {
  std::string host;
  dkrls::error_code ec = {};
  dkrls::Diagnostics diagnostics = {};
};

}  // namespace

int main(int argc, char** argv) {
  using dkrls::ImageField;
  boost::asio::io_context context;
  dkrls::Selection selection(dkrls::ImageQuery().max_tags(1));  // of each repository on each host
  std::deque<Outcome> outcomes;                                 // their addresses must not change
  for (int i = 1; i < argc; ++i) {
    Outcome& outcome = outcomes.emplace_back(Outcome{argv[i]});
    dkrls::DockerClient({.endpoint = dkrls::parse_endpoint(argv[i]).value(), .host_name = argv[i]})
        .async_list_images(context.get_executor(), {}, outcome.diagnostics,
                           [&](dkrls::error_code ec, const std::vector<dkrls::Image>& images) {
                             outcome.ec = ec;
                             for (const dkrls::Image& image : images)
                               selection.add(image);
                           });
  }
  context.run();

  const auto table =
      dkrls::ImageFormat::table({ImageField::repository, ImageField::tag, ImageField::host});
  dkrls::Formatter(table, {.now = {}}).write(selection.finish(), std::cout);
  for (const Outcome& outcome : outcomes)
    if (outcome.ec)
      std::cout << outcome.host << ": " << outcome.ec.message() << '\n';
}
