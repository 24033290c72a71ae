// bench [SCHOOLS]         the table: everything side by side, SCHOOLS (1500) × 50 units
// bench --fixed PART      one PART on one school of 50 units within CountedPart, for callgrind:
//                         score, walk, sql, parse, read, resolve
// bench --same FILE...    whether SQL and kernel give these facts the same scores (exit code 0)

#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "clock.h"
#include "reading.h"
#include "report.h"
#include "scoring.h"
#include "sql_province.h"

namespace {

using namespace shouze;

constexpr int kSchools = 1500;
constexpr int kFixedUnits = 50;

// Prints what the count is to be divided by.
int RunFixed(const Rulebook& rulebook, std::string_view part) {
  const std::string json = MakeSchoolJson(rulebook, 1, kFixedUnits);
  std::vector<SchoolYear> schools;
  schools.push_back(ReadSchool(rulebook, json, "demo"));
  const FactsCount count = Count(schools);
  std::int64_t kept = 0;
  if (part == "score") {
    CountedPart([&] { kept = ScoreAll(rulebook, schools); });
  } else if (part == "walk") {
    CountedPart([&] { kept = static_cast<std::int64_t>(WalkAll(schools)); });
  } else if (part == "sql") {
    SqlProvince sql(rulebook, schools);
    CountedPart([&] { sql.Score(); });
    if (!sql.Compare().full()) return 1;
  } else if (part == "read") {
    CountedPart([&] { ReadOnce(json); });
  } else if (part == "parse") {
    CountedPart([&] { ParseOnce(json); });
  } else if (part == "resolve") {
    CountedPart([&] { ReadSchool(rulebook, json, "demo"); });
  } else {
    return 2;
  }
  std::cout << count.units << " " << count.records << " " << json.size() << " " << kept << "\n";
  return 0;
}

int RunSame(const Rulebook& rulebook, const std::vector<std::string>& paths) {
  int worst = 0;
  for (const std::string& path : paths) {
    std::vector<SchoolYear> schools;
    schools.push_back(ReadSchool(rulebook, ReadText(path), path));
    SqlProvince sql(rulebook, schools);
    sql.Score();
    const Comparison compared = sql.Compare();
    if (compared.full()) continue;
    std::cerr << path << ": " << compared.differ << " of " << compared.lines << " differ, "
              << compared.missing << " missing\n";
    worst = 1;
  }
  return worst;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  const Rulebook rulebook = ReadRulebook();
  if (words.size() == 2 && words[0] == "--fixed") return RunFixed(rulebook, words[1]);
  if (words.size() >= 2 && words[0] == "--same") {
    return RunSame(rulebook, {words.begin() + 1, words.end()});
  }
  PrintReport(rulebook, words.empty() ? kSchools : std::atoi(words[0].c_str()));
  return 0;
}
