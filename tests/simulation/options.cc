#include "options.h"

#include <stdexcept>
#include <string_view>

#include "base/text.h"

namespace shouze::simulation {
namespace {

constexpr int kFirstDaysBack = 12;

std::int64_t NumberOf(std::string_view name, std::string_view text) {
  const auto number = ParseInteger(text);
  if (!number) throw std::runtime_error(Concat(name, ": ", text, " is no whole number"));
  return *number;
}

void SetOption(Options& options, std::string_view name, std::string_view value) {
  const auto number = [&] { return static_cast<int>(NumberOf(name, value)); };
  if (name == "--seed") {
    options.seed = static_cast<std::uint64_t>(NumberOf(name, value));
  } else if (name == "--database") {
    options.database = value;
  } else if (name == "--folder") {
    options.folder = value;
  } else if (name == "--days") {
    options.days = number();
  } else if (name == "--units") {
    options.units = number();
  } else if (name == "--busyness") {
    options.busyness = number();
  } else if (name == "--thorough-every") {
    options.thorough_every = number();
  } else if (name == "--no-faults") {
    options.faults = number() == 0;
  } else if (name == "--verbose") {
    options.verbose = number() != 0;
  } else {
    throw std::runtime_error(Concat("unknown option ", name));
  }
}

}  // namespace

Options ParseOptions(int argc, char** argv) {
  Options options;
  options.from = FirstDayOf(kYear) - kFirstDaysBack;
  if (argc % 2 == 0) throw std::runtime_error(Concat(argv[argc - 1], " has no value"));
  for (int i = 1; i + 1 < argc; i += 2) SetOption(options, argv[i], argv[i + 1]);
  const bool sound = options.days > 0 && options.units > 1 && options.thorough_every > 0;
  if (options.folder.empty() || !sound) {
    throw std::runtime_error("needed: --folder, one day or more, two units or more");
  }
  return options;
}

}  // namespace shouze::simulation
