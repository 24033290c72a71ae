#include "sql_province.h"

#include <cstdlib>
#include <iostream>
#include <string>
#include <utility>

#include "kernel/score.h"
#include "sql_loader.h"

namespace shouze {
namespace {

constexpr const char* kSchemaPath = "tests/bench/sql_schema.sql";
constexpr const char* kScorePath = "tests/bench/sql_score.sql";
constexpr std::int64_t kToldMax = 10;

/// `a/b/c` at its first slash.
std::pair<std::string_view, std::string_view> SplitAtSlash(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return {text, {}};
  return {text.substr(0, slash), text.substr(slash + 1)};
}

}  // namespace

SqlProvince::SqlProvince(const Rulebook& rulebook, std::span<const SchoolYear> schools)
    : rulebook_(rulebook), schools_(schools) {
  database_.RunScript(ReadText(kSchemaPath));
  database_.RunScript("BEGIN");
  SqlLoader loader(database_, rulebook);
  loader.LoadRulebook();
  for (const SchoolYear& school : schools) loader.LoadSchool(school);
  database_.RunScript("COMMIT; ANALYZE;");
}

void SqlProvince::Score() {
  database_.RunScript(ReadText(kScorePath),
                      [this](std::string_view parameter) { return ValueOf(parameter); });
}

// `$duty(5.1/fix)`: the number by which the tables know it.
std::int64_t SqlProvince::ValueOf(std::string_view parameter) const {
  const Policy& policy = rulebook_.policy;
  const std::size_t bracket = parameter.find('(');
  const std::string_view word = parameter.substr(1, bracket - 1);
  const std::string_view name = parameter.substr(bracket + 1, parameter.size() - bracket - 2);
  const auto [first, rest] = SplitAtSlash(name);
  if (word == "duty") {
    for (std::size_t i = 0; i < policy.duties.size(); ++i) {
      if (DutyKey(policy, policy.duties[i]) == name) return static_cast<std::int64_t>(i);
    }
  } else if (word == "indicator") {
    return PlaceOf(policy.indicators, name);
  } else if (word == "post") {
    return PlaceOf(policy.posts, name);
  } else if (word == "points") {
    const auto indicator = static_cast<std::size_t>(PlaceOf(policy.indicators, first));
    for (const Rule& rule : policy.indicators[indicator].rules) {
      if (rule.id == rest) return std::get<PerRecord>(rule.form).points.thousandths;
    }
  } else if (word == "choice") {
    const auto [field, choice] = SplitAtSlash(rest);
    const auto kind = static_cast<std::size_t>(PlaceOf(policy.kinds, first));
    const auto place = static_cast<std::size_t>(PlaceOf(policy.kinds[kind].fields, field));
    return PlaceOf(policy.kinds[kind].fields[place].choices, choice);
  } else if (name == "new_unit_workdays") {
    return policy.settings.new_unit_workdays;
  } else if (name == "post_vacancy_days") {
    return policy.settings.post_vacancy_days;
  }
  std::cerr << parameter << ": 考核办法里没有 / not in the policy\n";
  std::exit(1);
}

Comparison SqlProvince::Compare() const {
  Comparison compared;
  SqlStatement lines =
      database_.Prepare("SELECT unit, indicator, score FROM line ORDER BY unit, indicator");
  bool more = lines.Next();
  std::int64_t number = 0;
  UnitResult result;
  for (const auto& [facts, as_of] : schools_) {
    Scorer scorer(rulebook_.policy, rulebook_.calendar, facts, as_of);
    for (std::size_t i = 0; i < facts.units.size(); ++i) {
      ++number;
      scorer.Score(Id<Unit>(i), result);
      for (const ScoreLine& line : result.lines) {
        ++compared.lines;
        const bool there =
            more && lines.Column(0) == number && lines.Column(1) == line.indicator.value;
        if (!there) {
          ++compared.missing;
          continue;
        }
        if (lines.Column(2) != line.score.thousandths && ++compared.differ <= kToldMax) {
          std::cerr << facts.units[i].code << " "
                    << At(rulebook_.policy.indicators, line.indicator).id << ": "
                    << line.score.thousandths << " / SQL " << lines.Column(2) << "\n";
        }
        more = lines.Next();
      }
    }
  }
  for (; more; more = lines.Next()) ++compared.missing;
  return compared;
}

}  // namespace shouze
