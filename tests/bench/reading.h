#pragma once

#include <cstddef>

#include "province.h"

namespace shouze {

/// Seconds (medians) for one JSON text, each from the text in memory to the value, texts copied and
/// values destroyed outside of the clock.
struct ReadingTimes {
  std::size_t bytes = 0;
  double boost = 0;       ///< boost::json::parse alone.
  double boost_pool = 0;  ///< The same into a monotonic_resource, its fastest.
  double read = 0;        ///< ReadFacts: every member read and checked.
  double resolve = 0;     ///< ReadAndResolveFacts: judged against policy and calendar besides.
};

/// Reads one school's year.
ReadingTimes MeasureReading(const Rulebook& rulebook, const std::string& json, int times);

/// Once each, for counting instructions.
void ParseOnce(const std::string& json);
void ReadOnce(std::string json);

}  // namespace shouze
