#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "kernel/calendar.h"
#include "kernel/facts.h"
#include "kernel/policy.h"

namespace shouze {

/// What everything here is measured with: the seed policy, all calendars.
struct Rulebook {
  Policy policy;
  WorkCalendar calendar;
};

/// Reads both from the checkout, which is the folder that the program runs in. Ends the program
/// with a word where that fails, like everything here.
Rulebook ReadRulebook();

/// One school's year, and the instant that it is looked at from.
struct SchoolYear {
  Facts facts;
  Instant as_of;
};

/// A file's text.
std::string ReadText(const std::string& path);

/// Facts out of a JSON text.
SchoolYear ReadSchool(const Rulebook& rulebook, std::string json, const std::string& name);

/// One school's facts as JSON, by the demo's generator; same number, same school.
std::string MakeSchoolJson(const Rulebook& rulebook, int number, int units);

/// `count` schools of `units` units, by the demo's generator.
std::vector<SchoolYear> MakeProvince(const Rulebook& rulebook, int count, int units);

/// How many of what there is.
struct FactsCount {
  std::int64_t units = 0;
  std::int64_t records = 0;  ///< As units see them: a meeting of fifty units counts fifty times.
  std::int64_t submissions = 0;
  std::int64_t reviews = 0;
  std::int64_t exceptions = 0;  ///< Waivers, extensions, disputes.
  std::int64_t posts = 0;

  std::int64_t all() const { return records + submissions + reviews + exceptions + posts; }
};
FactsCount Count(std::span<const SchoolYear> schools);

}  // namespace shouze
