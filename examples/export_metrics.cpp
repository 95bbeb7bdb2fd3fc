// SPDX-License-Identifier: MIT

// Prints the images of an engine as metrics in the text format of Prometheus, for node_exporter's
// textfile collector for example: how many there are and their bytes, of each repository and of
// all.

#include <dkrls/dkrls.hpp>
#include <iostream>

namespace {

/// Returns a label's value as the format needs it.
std::string escaped(std::string_view text) {
  std::string value;
  for (const char c : text) {
    if (c == '\\' || c == '"')
      value += '\\';
    value += c == '\n' ? "\\n" : std::string(1, c);
  }
  return value;
}

void print_head(std::string_view name, std::string_view help) {
  std::cout << "# HELP " << name << ' ' << help << "\n# TYPE " << name << " gauge\n";
}

void print_metric(std::string_view name, std::string_view help, std::uint64_t value) {
  print_head(name, help);
  std::cout << name << ' ' << value << '\n';
}

/// Prints a metric that has a value for each repository.
template <class Value>
void print_metric(std::string_view name, std::string_view help,
                  const std::vector<dkrls::Repository>& repositories, Value value) {
  print_head(name, help);
  for (const dkrls::Repository& each : repositories)
    std::cout << name << "{repository=\"" << (each.name.empty() ? "<none>" : escaped(each.name))
              << "\"} " << value(each) << '\n';
}

}  // namespace

int main() {
  try {
    const dkrls::DockerClient client = dkrls::DockerClient::from_environment();
    const std::vector<dkrls::Image> images = client.list_images();
    dkrls::RepositorySummary summary;
    for (const dkrls::Image& image : images)
      summary.add(image);
    const auto repositories = summary.finish({.key = dkrls::RepositoryKey::name});
    const dkrls::Total total = dkrls::ImageQuery().select(images).total();

    print_metric("docker_images", "Images of the engine.", total.images);
    print_metric("docker_images_bytes", "Sum of their sizes; shared layers count several times.",
                 total.bytes);
    print_metric("docker_repository_images", "Images of the repository.", repositories,
                 [](const dkrls::Repository& each) { return each.images; });
    print_metric("docker_repository_bytes", "Sum of their sizes.", repositories,
                 [](const dkrls::Repository& each) { return each.size; });
  } catch (const dkrls::Error& error) {
    std::cerr << explain(error) << '\n';
    return 1;
  }
}
