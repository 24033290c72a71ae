#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "base/text.h"
#include "cli/command.h"
#include "cli/context.h"
#include "cli/load.h"
#include "demo/demo_school.h"
#include "exchange/write_facts.h"
#include "system/written_file.h"

namespace shouze {
namespace {

constexpr std::string_view kSchoolPath = "demo/school.yaml";
constexpr int kUnitsMax = 2000;
constexpr int kIntensityMax = 100;
constexpr int kYearMin = 2000;
constexpr int kYearMax = 2999;

struct DemoCommandOptions {
  DemoOptions demo;
  std::optional<std::string> policy;
  std::optional<std::string> school;
  std::optional<std::string> calendars;
  std::optional<std::string> out;
};

/// The text of a plan and its name for messages.
struct SchoolText {
  std::string text;
  std::string name;
};

ResultOrErrors<SchoolText> LoadSchool(const CliContext& context,
                                      const std::optional<std::string>& path) {
  if (path) {
    Result<std::string> bytes = ReadFile(*path, kYamlBytesMax);
    if (!bytes) return Errors{std::move(bytes).error()};
    return SchoolText{std::move(*bytes), *path};
  }
  const auto found = std::ranges::find(context.built_in, kSchoolPath, &BuiltIn::path);
  if (found != context.built_in.end()) {
    return SchoolText{std::string(found->bytes), std::string(kSchoolPath)};
  }
  return Errors{{ErrorCode::kNotFound, std::string(kSchoolPath),
                 "程序里没有内置的示例学校，请用 --school 指定文件",
                 "no school is built into the program: name a file with --school"}};
}

void Write(CliContext& context, const std::optional<std::string>& path, const std::string& text) {
  if (!path) {
    context.out << text;
    return;
  }
  if (const auto done = WriteForOwner(*path, text); !done) Report(context, {done.error()});
}

void MakeFacts(CliContext& context, const DemoCommandOptions& options) {
  const auto school = LoadSchool(context, options.school);
  if (!school) return Report(context, school.error());
  const auto named = ReadPolicyName(school->text, school->name);
  if (!named) return Report(context, named.error());
  const auto policy = LoadPolicy(context, options.policy.value_or(*named));
  if (!policy) return Report(context, policy.error());
  const auto calendar = LoadCalendars(context, options.calendars);
  if (!calendar) return Report(context, calendar.error());
  const auto made = MakeDemoSchool(*policy, *calendar, school->text, school->name, options.demo);
  if (!made) return Report(context, made.error());
  const int year = options.demo.year;
  if (!calendar->Covers(year)) {
    context.err << "说明 / notice: 没有 " << year << " 年的工作日历，按周一至周五上班编造 / "
                << "there is no work calendar of " << year << ": Monday to Friday were taken\n";
  }
  Write(context, options.out, WriteFactsJson(made->facts));
}

}  // namespace

void AddDemoCommand(CLI::App& app, CliContext& context) {
  auto options = std::make_shared<DemoCommandOptions>();
  CLI::App* command = app.add_subcommand(
      "demo-facts", "编造一所学校一年的事实文件 / make up the facts of a school's year");
  command->add_option("--seed", options->demo.seed, "种子，相同则结果相同 / same seed, same school")
      ->capture_default_str();
  command->add_option("--units", options->demo.units, "单位个数，默认为文件所列 / how many units")
      ->check(CLI::Range(1, kUnitsMax));
  command->add_option("--year", options->demo.year, "考核年度 / the year")
      ->check(CLI::Range(kYearMin, kYearMax))
      ->capture_default_str();
  command
      ->add_option(
          "--intensity", options->demo.intensity,
          "事件次数的倍数，6 约为每单位 120 条台账 / times as many events; 6 gives about 120 "
          "records a unit")
      ->check(CLI::Range(1, kIntensityMax))
      ->capture_default_str();
  command->add_option("--policy", options->policy,
                      "考核办法文件，或内置办法的代号，默认为示例学校所写的 / policy");
  command->add_option("--school", options->school,
                      "示例学校的构成（YAML），默认用内置的 / what the school is made of");
  command->add_option("--calendars", options->calendars, "工作日历目录，默认用内置的 / a folder");
  command->add_option("--out", options->out, "写入文件（已有的会被覆盖），默认为标准输出 / a file");
  command->callback([&context, options] { MakeFacts(context, *options); });
}

}  // namespace shouze
