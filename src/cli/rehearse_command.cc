#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <memory>

#include "base/text.h"
#include "cli/command.h"
#include "cli/context.h"
#include "cli/load.h"
#include "cli/open_school.h"
#include "demo/demo_school.h"
#include "policy/read_policy.h"
#include "rehearsal/rehearsal.h"
#include "system/password.h"

namespace shouze {
namespace {

struct RehearseOptions {
  SchoolArguments school;
  int year = 2026;
  std::uint64_t seed = 1;
  int units = 0;
  std::optional<std::string> until;
};

/// How long after the year's end reviews still come in.
constexpr int kDaysAfterYear = 20;

const BuiltIn* FindBuiltIn(const CliContext& context, std::string_view path) {
  const auto found = std::ranges::find(context.built_in, path, &BuiltIn::path);
  return found == context.built_in.end() ? nullptr : &*found;
}

/// What the built-in demo school needs.
struct Ingredients {
  std::string policy_text;
  Policy policy;
  std::vector<std::string> calendar_texts;
  DemoSchool school;
};

ResultOrErrors<Ingredients> Gather(const CliContext& context, const RehearseOptions& options) {
  constexpr std::string_view kPlan = "demo/school.yaml";
  const BuiltIn* const plan = FindBuiltIn(context, kPlan);
  const auto name = ReadPolicyName(plan->bytes, kPlan);
  if (!name) return name.error();
  Ingredients all;
  all.policy_text = FindBuiltIn(context, Concat("policies/", *name, ".yaml"))->bytes;
  auto policy = ReadPolicy(all.policy_text, *name);
  if (!policy) return policy.error();
  all.policy = std::move(*policy);
  for (const BuiltIn& file : context.built_in) {
    if (file.path.starts_with("calendars/")) all.calendar_texts.emplace_back(file.bytes);
  }
  const auto calendar = LoadCalendars(context, std::nullopt);
  if (!calendar) return calendar.error();
  DemoOptions demo;
  demo.seed = options.seed;
  demo.units = options.units;
  demo.year = options.year;
  auto school = MakeDemoSchool(all.policy, *calendar, plan->bytes, kPlan, demo);
  if (!school) return school.error();
  all.school = std::move(*school);
  return all;
}

ResultOrErrors<Instant> UntilOf(const RehearseOptions& options, UtcOffset offset) {
  const Instant last = Midnight(FirstDayOf(options.year + 1) + kDaysAfterYear, offset);
  if (!options.until) return std::min(SystemClock().Now(), last);
  const auto until = ParseTypedInstant(*options.until, offset);
  if (until) return *until;
  return Fail(ErrorCode::kInvalidInput,
              Concat("“", *options.until, "”不是时刻；可写 YYYY-MM-DD 或 YYYY-MM-DDTHH:MM"),
              "not an instant", "--until");
}

void PrintOutcome(CliContext& context, const Rehearsal& rehearsal, const School& school,
                  const std::string& password) {
  context.out << "演练完成：" << rehearsal.acts() << " 件事，账本 " << school.head().seq
              << " 条 / acts, ledger entries\n";
  for (const RehearsalSlip& slip : rehearsal.slips()) {
    context.err << FormatForPeople(slip.at, school.options().offset) << " "
                << ForTerminal(slip.what) << "：" << ForTerminal(Describe(slip.why.front()))
                << "\n";
  }
  context.out << "\n可登录的账号（密码均为 " << password << "，只显示这一次） / accounts, one "
              << "password for all, shown this once:\n";
  for (const RehearsalLogin& login : rehearsal.logins()) {
    const bool holds_something = school.HeldBy(login.account).size() > 1;  // 已登录者 aside.
    if (!holds_something) continue;
    context.out << "  " << PadRight(login.login, 24) << login.who << "\n";
  }
}

void Rehearse(CliContext& context, const RehearseOptions& options) {
  const auto ingredients = Gather(context, options);
  if (!ingredients) return Report(context, ingredients.error());
  MovedClock clock;
  const auto opened = OpenSchool(options.school, SchoolUse::kCreate, &clock);
  if (!opened) return Report(context, opened.error());
  School& school = *(*opened)->school;
  if (school.head().seq > 0) {
    return Report(context,
                  Fail(ErrorCode::kConflict,
                       "这里已有学校的数据，演练只在空的数据目录里进行；请用 --data 另选目录",
                       "there is a school here already; choose another folder",
                       (*opened)->loaded.settings.data.folder));
  }
  const auto until = UntilOf(options, school.options().offset);
  if (!until) return Report(context, until.error());
  const std::string password = (*opened)->random.Password();
  const auto hash = HashPassword(password);
  if (!hash) return Report(context, {hash.error()});
  const RehearsalScript script{ingredients->school.facts, ingredients->policy,
                               ingredients->policy_text, ingredients->calendar_texts, *hash};
  Rehearsal rehearsal(school, clock, script);
  if (const auto prepared = rehearsal.Prepare(); !prepared) {
    return Report(context, prepared.error());
  }
  rehearsal.PlayUntil(*until);
  PrintOutcome(context, rehearsal, school, password);
}

}  // namespace

void AddRehearseCommand(CLI::App& app, CliContext& context) {
  auto options = std::make_shared<RehearseOptions>();
  CLI::App* command = app.add_subcommand(
      "demo", "在空目录里演练一年：账号、台账、材料、审核 / play a year into an empty folder");
  AddSchoolOptions(*command, options->school);
  command->add_option("--year", options->year, "考核年度 / the year")->capture_default_str();
  command->add_option("--seed", options->seed, "种子，相同则结果相同 / same seed, same year")
      ->capture_default_str();
  command->add_option("--units", options->units, "单位个数，默认为所列全部 / how many units");
  command->add_option("--until", options->until, "演练到何时，默认到现在 / until when");
  command->callback([&context, options] { Rehearse(context, *options); });
}

}  // namespace shouze
