#include "reading.h"

#include <algorithm>
#include <boost/json.hpp>
#include <iostream>
#include <optional>
#include <utility>
#include <vector>

#include "clock.h"
#include "exchange/read_facts.h"

namespace shouze {
namespace {

/// The median over fresh copies of the text; what `read` leaves behind goes after the clock stops.
template <class Read>
double MedianOverCopies(const std::string& json, int times, Read read) {
  std::vector<double> seconds;
  for (int i = 0; i < times; ++i) {
    std::string copy = json;
    std::optional<decltype(read(std::move(copy)))> value;
    seconds.push_back(SecondsOf([&] { value.emplace(read(std::move(copy))); }));
  }
  std::ranges::sort(seconds);
  return seconds[seconds.size() / 2];
}

}  // namespace

ReadingTimes MeasureReading(const Rulebook& rulebook, const std::string& json, int times) {
  ReadingTimes measured;
  measured.bytes = json.size();
  measured.boost =
      MedianOverCopies(json, times, [](std::string text) { return boost::json::parse(text); });
  measured.boost_pool = MedianOverCopies(json, times, [](std::string text) {
    const auto pool = boost::json::make_shared_resource<boost::json::monotonic_resource>();
    return boost::json::parse(text, pool);
  });
  measured.read =
      MedianOverCopies(json, times, [](std::string text) { return ReadFacts(std::move(text)); });
  measured.resolve = MedianOverCopies(json, times, [&](std::string text) {
    return ReadAndResolveFacts(rulebook.policy, rulebook.calendar, std::move(text));
  });
  return measured;
}

void ParseOnce(const std::string& json) {
  if (boost::json::parse(json).as_object().empty()) std::cerr << "{}\n";
}

void ReadOnce(std::string json) {
  if (!ReadFacts(std::move(json))) std::cerr << "!\n";
}

}  // namespace shouze
