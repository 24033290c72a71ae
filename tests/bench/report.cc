#include "report.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cstdio>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "clock.h"
#include "kernel/score.h"
#include "reading.h"
#include "scoring.h"
#include "sql_province.h"

namespace shouze {
namespace {

constexpr int kUnitsPerSchool = 50;
constexpr int kReadingUnits = 200;
constexpr int kTimes = 5;
constexpr double kMega = 1e6;

template <class... Values>
void Line(fmt::format_string<Values...> format, Values&&... values) {
  fmt::print(format, std::forward<Values>(values)...);
  std::fputc('\n', stdout);
  std::fflush(stdout);
}

/// 75,000.
std::string Grouped(std::int64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, ",");
  return digits;
}

/// One row of the table of times.
struct Row {
  const char* what;
  FactsCount count;
  double seconds;
};

void PrintRow(const Row& row) {
  const auto units = static_cast<double>(row.count.units);
  const auto records = static_cast<double>(row.count.records);
  Line("{:<26}{:>9}{:>13.6f}{:>13.3f}{:>13.2f}", row.what, Grouped(row.count.units), row.seconds,
       row.seconds / units * 1e6, row.seconds / records * 1e9);
}

void PrintFacts(const FactsCount& count) {
  Line(
      "Facts    {} units, per unit {:.1f} records, {:.1f} submissions, {:.1f} reviews, {:.2f} "
      "exceptions, {:.1f} posts",
      Grouped(count.units), static_cast<double>(count.records) / static_cast<double>(count.units),
      static_cast<double>(count.submissions) / static_cast<double>(count.units),
      static_cast<double>(count.reviews) / static_cast<double>(count.units),
      static_cast<double>(count.exceptions) / static_cast<double>(count.units),
      static_cast<double>(count.posts) / static_cast<double>(count.units));
}

double MeasureOneUnit(const Rulebook& rulebook, const SchoolYear& school, Id<Unit> unit) {
  constexpr int kRuns = 20'000;
  UnitResult result;
  std::int64_t sum = 0;
  const double seconds = MedianSeconds(kTimes, [&] {
    for (int i = 0; i < kRuns; ++i) {
      Scorer scorer(rulebook.policy, rulebook.calendar, school.facts, school.as_of);
      scorer.Score(unit, result);
      sum += result.total.thousandths;
    }
  });
  if (sum < 0) Line("impossible");
  return seconds / kRuns;
}

/// The unit whose number of records is nearest to the mean of its school.
Id<Unit> OrdinaryUnit(const Facts& facts) {
  const std::size_t mean = facts.unit_records.rows.size() / facts.units.size();
  Id<Unit> nearest;
  std::size_t distance = mean;
  for (std::size_t i = 0; i < facts.units.size(); ++i) {
    const std::size_t records = facts.unit_records.Of(Id<Unit>(i)).size();
    const std::size_t off = records > mean ? records - mean : mean - records;
    if (off < distance) nearest = Id<Unit>(i), distance = off;
  }
  return nearest;
}

/// Measures over a hundredth, a tenth and all of the schools; the seconds for all.
double PrintGrowth(const char* what, std::span<const SchoolYear> schools,
                   const std::function<void(std::span<const SchoolYear>)>& part) {
  double seconds = 0;
  for (const std::size_t divisor : {100, 10, 1}) {
    const std::span<const SchoolYear> some = schools.first(schools.size() / divisor);
    if (some.empty()) continue;
    seconds = MedianSeconds(kTimes, [&] { part(some); });
    PrintRow({what, Count(some), seconds});
  }
  return seconds;
}

double PrintScoring(const Rulebook& rulebook, std::span<const SchoolYear> schools) {
  const SchoolYear& first = schools.front();
  const Id<Unit> unit = OrdinaryUnit(first.facts);
  FactsCount one;
  one.units = 1;
  one.records = static_cast<std::int64_t>(first.facts.unit_records.Of(unit).size());
  PrintRow({"kernel, one unit alone", one, MeasureOneUnit(rulebook, first, unit)});

  std::int64_t sum = 0;
  const double seconds =
      PrintGrowth("kernel", schools, [&](auto some) { sum = ScoreAll(rulebook, some); });
  const auto units = static_cast<double>(Count(schools).units);
  Line("  (mean total {:.3f} points)", static_cast<double>(sum) / 1000 / units);
  return seconds;
}

double PrintWalk(std::span<const SchoolYear> schools) {
  std::uint64_t sum = 0;
  const double seconds =
      PrintGrowth("walk of the same facts", schools, [&](auto some) { sum = WalkAll(some); });
  Line("  (checksum {:016x})", sum);
  return seconds;
}

double PrintSql(const Rulebook& rulebook, std::span<const SchoolYear> schools) {
  const std::int64_t before = ResidentBytes();
  std::optional<SqlProvince> sql;
  const double loading = SecondsOf([&] { sql.emplace(rulebook, schools); });
  const std::int64_t bytes = ResidentBytes() - before;
  const double seconds = SecondsOf([&] { sql->Score(); });
  const FactsCount count = Count(schools);
  PrintRow({"SQL, in memory, indexed", count, seconds});
  const Comparison compared = sql->Compare();
  Line(
      "  ({} lines compared with the kernel's, {} differ, {} missing; loading took {:.0f} s, "
      "{:.0f} bytes/unit)",
      Grouped(compared.lines), compared.differ, compared.missing, loading,
      static_cast<double>(bytes) / static_cast<double>(count.units));
  return seconds;
}

void PrintReading(const Rulebook& rulebook) {
  const std::string json = MakeSchoolJson(rulebook, 1, kReadingUnits);
  const ReadingTimes times = MeasureReading(rulebook, json, kTimes);
  const double megabytes = static_cast<double>(times.bytes) / kMega;
  Line("\nReading JSON, {} units, {:.1f} MB", kReadingUnits, megabytes);
  const auto row = [&](const char* what, double seconds) {
    Line("{:<35}{:>13.6f} s{:>10.0f} MB/s{:>8.2f} × Boost.JSON", what, seconds, megabytes / seconds,
         seconds / times.boost);
  };
  row("Boost.JSON parse alone", times.boost);
  row("  the same into a memory pool", times.boost_pool);
  row("ReadFacts: parsed, read, checked", times.read);
  row("  and resolved against the policy", times.resolve);
}

}  // namespace

void PrintReport(const Rulebook& rulebook, int school_count) {
  Line("Machine  {}", MachineLine());
  const std::int64_t before = ResidentBytes();
  std::vector<SchoolYear> schools;
  const double making =
      SecondsOf([&] { schools = MakeProvince(rulebook, school_count, kUnitsPerSchool); });
  const std::int64_t bytes = ResidentBytes() - before;
  const FactsCount count = Count(schools);
  PrintFacts(count);
  Line(
      "         {} schools × {}, each seen from its default instant; made up and resolved in "
      "{:.0f} s; SQLite {}",
      Grouped(school_count), kUnitsPerSchool, making, sqlite3_libversion());

  Line("\n{:<26}{:>9}{:>13}{:>13}{:>13}", "On one core", "units", "seconds", "µs/unit",
       "ns/record");
  const double kernel = PrintScoring(rulebook, schools);
  const std::int64_t peak = PeakBytes();
  const double walk = PrintWalk(schools);
  const double sql = PrintSql(rulebook, schools);

  Line("\nkernel in all   {:>8.2f} s  (aim for 75,000 units: under 3 s)", kernel);
  Line("kernel ÷ walk   {:>8.1f}    (aim: at most 20)", kernel / walk);
  Line("SQL ÷ kernel    {:>8.1f}    (aim: at least 20)", sql / kernel);
  Line(
      "Memory          {:>8.0f} bytes/unit of facts, {:.2f} GB in all, {:.2f} GB at the peak of "
      "making and scoring",
      static_cast<double>(bytes) / static_cast<double>(count.units),
      static_cast<double>(bytes) / 1e9, static_cast<double>(peak) / 1e9);
  PrintReading(rulebook);
}

}  // namespace shouze
