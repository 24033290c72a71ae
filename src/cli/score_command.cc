#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <iostream>
#include <iterator>
#include <memory>

#include "base/nearest.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/context.h"
#include "cli/load.h"
#include "cli/score_text.h"
#include "cli/what_if.h"
#include "exchange/read_facts.h"
#include "exchange/write_result.h"

namespace shouze {
namespace {

constexpr std::string_view kWhatIfForm = "accepted:";

struct ScoreOptions {
  std::string policy;
  std::string facts;
  std::optional<std::string> as_of;
  std::optional<std::string> calendars;
  std::optional<std::string> unit;
  std::optional<std::string> what_if;
  bool json = false;
  bool explain = false;
};

Error WrongOption(std::string where, std::string message, std::string english) {
  return {ErrorCode::kInvalidInput, std::move(where), std::move(message), std::move(english)};
}

/// The bytes of the facts file, or of standard input for `-`.
Result<std::string> ReadFactsBytes(const std::string& path) {
  if (path != "-") return ReadFile(path, kJsonBytesMax);
  std::string bytes{std::istreambuf_iterator<char>(std::cin), {}};
  return bytes;
}

ResultOrErrors<Id<Unit>> FindUnit(const Facts& facts, const std::string& code) {
  if (const auto unit = facts.FindUnit(code)) return *unit;
  std::vector<std::string_view> codes;
  for (const Unit& unit : facts.units) codes.push_back(unit.code);
  std::vector<std::string_view> near = NearestNames(code, codes);
  for (const Unit& unit : facts.units) {
    if (unit.name.find(code) != std::string::npos) near.push_back(unit.code);
  }
  const std::string listed = Join(near, "、");
  return Errors{WrongOption(
      "--unit", Concat("没有代码为“", code, "”的单位", near.empty() ? "" : "；是否想写 ", listed),
      Concat("no unit has the code \"", code, "\"", near.empty() ? "" : "; did you mean ",
             listed))};
}

ResultOrErrors<Instant> FindAsOf(const Policy& policy, const Facts& facts,
                                 const std::optional<std::string>& typed) {
  if (!typed) return facts.DefaultAsOf(policy);
  if (const auto instant = ParseTypedInstant(*typed, facts.offset)) return *instant;
  return Errors{
      WrongOption("--as-of",
                  Concat("“", *typed, "”不是时刻；可写日期 YYYY-MM-DD（当日 24:00）、",
                         "YYYY-MM-DDTHH:MM 或带时区的时刻"),
                  "not an instant; write a date (its 24:00), YYYY-MM-DDTHH:MM, or RFC 3339")};
}

/// What is odd or did not count, on standard error.
void PrintWarnings(CliContext& context, const ScoringInput& input, const Errors& warnings) {
  for (const Error& warning : warnings)
    context.err << "提醒 / warning: " << ForTerminal(Describe(warning)) << '\n';
  for (const Error& notice : UncountedNotices(input.policy, input.facts, input.as_of)) {
    context.err << "提示 / notice: " << ForTerminal(Describe(notice)) << '\n';
  }
}

void PrintSheets(CliContext& context, const ScoringInput& input, std::optional<Id<Unit>> only) {
  Scorer scorer(input.policy, input.calendar, input.facts, input.as_of);
  UnitResult result;
  std::string_view between;
  for (std::size_t i = 0; i < input.facts.units.size(); ++i) {
    if (only && only->value != i) continue;
    scorer.Score(Id<Unit>(i), result);
    context.out << between << ForTerminal(ScoreSheet(input, result));
    between = "\n\n";
  }
}

void PrintWhatIf(CliContext& context, const ScoringInput& input, const FactsDocument& document,
                 std::optional<Id<Unit>> unit, std::string_view wish) {
  if (!unit || !wish.starts_with(kWhatIfForm)) {
    Report(context, {WrongOption("--what-if", "请写作 --unit 单位代码 --what-if accepted:任务",
                                 "write it as --unit CODE --what-if accepted:OBLIGATION")});
    return;
  }
  const auto text = WhatIfAccepted(input, document, *unit, wish.substr(kWhatIfForm.size()));
  if (text) {
    context.out << ForTerminal(*text);
  } else {
    Report(context, text.error());
  }
}

void Print(CliContext& context, const ScoreOptions& options, const ScoringInput& input,
           const FactsFile& file, std::optional<Id<Unit>> unit) {
  PrintWarnings(context, input, file.resolved.warnings);
  if (options.json) {
    context.out << WriteResult(input, unit) << '\n';
    return;
  }
  if (options.what_if) {
    PrintWhatIf(context, input, file.document, unit, *options.what_if);
  } else if (options.explain || unit) {
    PrintSheets(context, input, unit);
  } else {
    context.out << ForTerminal(ScoreTable(input));
  }
}

/// The same errors, with the file's name before their places in it.
Errors InFile(const std::string& path, Errors errors) {
  for (Error& error : errors) {
    error.where = error.where.empty() ? path : Concat(path, ":", error.where);
  }
  return errors;
}

void Score(CliContext& context, const ScoreOptions& options) {
  const auto policy = LoadPolicy(context, options.policy);
  if (!policy) return Report(context, policy.error());
  const auto calendar = LoadCalendars(context, options.calendars);
  if (!calendar) return Report(context, calendar.error());
  auto bytes = ReadFactsBytes(options.facts);
  if (!bytes) return Report(context, {bytes.error()});
  const auto file = ReadAndResolveFacts(*policy, *calendar, std::move(*bytes));
  if (!file) return Report(context, InFile(options.facts, file.error()));

  const Facts& facts = file->resolved.facts;
  const auto as_of = FindAsOf(*policy, facts, options.as_of);
  if (!as_of) return Report(context, as_of.error());
  std::optional<Id<Unit>> unit;
  if (options.unit) {
    const auto found = FindUnit(facts, *options.unit);
    if (!found) return Report(context, found.error());
    unit = *found;
  }
  Print(context, options, {*policy, *calendar, facts, *as_of}, *file, unit);
}

}  // namespace

void AddScoreCommand(CLI::App& app, CliContext& context) {
  auto options = std::make_shared<ScoreOptions>();
  CLI::App* command = app.add_subcommand("score", "由事实文件计算得分表 / score a facts file");
  command->add_option("--policy", options->policy, "考核办法文件，或内置办法的代号 / policy")
      ->required();
  command->add_option("--facts", options->facts, "事实文件，- 为标准输入 / facts, - for stdin")
      ->required();
  command->add_option(
      "--as-of", options->as_of,
      "截至时刻；日期即当日 24:00；不写则看年度结束时 / the instant to look at, by default the year's end");
  command->add_option("--calendars", options->calendars, "工作日历目录，默认用内置的 / a folder");
  command->add_option("--unit", options->unit, "只看一个单位 / one unit's code");
  CLI::Option* json = command->add_flag("--json", options->json, "输出 JSON / print JSON");
  CLI::Option* explain =
      command->add_flag("--explain", options->explain, "逐项说明依据 / every line and its reasons")
          ->excludes(json);
  command
      ->add_option("--what-if", options->what_if,
                   "accepted:任务，假如此时报送并通过 / if it were handed in and accepted now")
      ->excludes(json)
      ->excludes(explain);
  command->callback([&context, options] { Score(context, *options); });
}

}  // namespace shouze
