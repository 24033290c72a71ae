#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

#include "base/text.h"
#include "cli/command.h"
#include "cli/context.h"
#include "cli/load.h"
#include "exchange/holiday_cn.h"
#include "kernel/deadline.h"
#include "policy/read_calendar.h"
#include "service/deadline_way.h"
#include "system/written_file.h"

namespace shouze {
namespace {

constexpr int kCountMax = 100'000;

struct DueOptions {
  std::string from;
  std::optional<int> workdays;
  std::optional<int> hours;
  std::optional<int> days;
  std::optional<std::string> calendars;
  std::string utc_offset = "+08:00";
};

struct ImportOptions {
  std::string file;
  std::optional<std::string> out;
};

Error WrongOption(std::string_view option, std::string_view chinese, std::string_view english) {
  return {ErrorCode::kInvalidInput, std::string(option), std::string(chinese),
          std::string(english)};
}

std::string DayAndWeekday(CivilDate date) {
  return Concat(Format(date), " ", ChineseName(WeekdayOf(date)));
}

Error MissingYear(int year) {
  return {
      ErrorCode::kCalendarNotCovered, "",
      Concat("没有 ", year, " 年的工作日历，不作推算：通知公布后用 shouze calendar import 导入"),
      Concat("there is no work calendar of ", year,
             ", and none is guessed: import it with 'shouze calendar import' once published")};
}

void PrintWay(CliContext& context, const DeadlineExplanation& way, UtcOffset offset) {
  for (const DeadlineStep& step : way.steps) {
    context.out << "  " << DayAndWeekday(step.date) << "  " << step.why << '\n';
  }
  if (way.deadline.at) {
    context.out << "期限：" << SpokenDeadline(*way.deadline.at, offset) << '\n';
  } else {
    context.out << "期限：未知\n";
    Report(context, {MissingYear(way.deadline.missing_year)});
  }
}

void PrintDue(CliContext& context, const DueOptions& options) {
  const std::optional<UtcOffset> offset = ParseOffset(options.utc_offset);
  if (!offset) {
    Report(context, {WrongOption("--utc-offset", "时差写成 +08:00 这样", "write it like +08:00")});
    return;
  }
  const std::optional<Instant> from = ReadTrigger(options.from, *offset);
  if (!from) {
    Report(context, {WrongOption("--from", "时刻写成 2026-09-30T10:00 这样，日期须存在",
                                 "write it like 2026-09-30T10:00, and a day that exists")});
    return;
  }
  context.out << "起算：" << FormatForPeople(*from, *offset) << "（"
              << ChineseName(WeekdayOf(DateAt(*from, *offset))) << "）\n";
  if (options.hours) {
    context.out << "  " << HoursInWords(*options.hours) << '\n';
    PrintWay(context, {{AfterHours(*from, *options.hours), 0}, {}}, *offset);
    return;
  }
  const ResultOrErrors<WorkCalendar> calendar = LoadCalendars(context, options.calendars);
  if (!calendar) {
    Report(context, calendar.error());
    return;
  }
  PrintWay(context,
           options.workdays ? ExplainWorkdays(*calendar, *from, *options.workdays, *offset)
                            : ExplainDays(*calendar, *from, *options.days, *offset),
           *offset);
}

/// Writes a new file. One that is there already stays as it is.
std::optional<Error> WriteNewFile(const std::string& path, const std::string& text) {
  if (std::filesystem::exists(path)) {
    const Result<std::string> there = ReadFile(path, kYamlBytesMax);
    if (there && *there == text) return std::nullopt;
    return Error{ErrorCode::kInvalidInput, path, "已有内容不同的同名文件，请先比对并移走",
                 "a different file is there already: compare it and move it away first"};
  }
  const auto done = WriteForOwner(path, text);
  return done ? std::nullopt : std::optional(done.error());
}

void Import(CliContext& context, const ImportOptions& options) {
  const Result<std::string> json = ReadFile(options.file, kYamlBytesMax);
  if (!json) {
    Report(context, {json.error()});
    return;
  }
  const ResultOrErrors<CalendarYear> year = ReadHolidayCn(*json, options.file);
  if (!year) {
    Report(context, year.error());
    return;
  }
  const ResultOrErrors<WorkCalendar> calendar = WorkCalendar::Build({*year});
  if (!calendar) {
    Report(context, calendar.error());
    return;
  }
  const std::string text = WriteCalendarYaml(*year);
  if (!options.out) {
    context.out << text;
    return;
  }
  const std::string path =
      (std::filesystem::path(*options.out) / Concat(year->year, ".yaml")).string();
  if (const std::optional<Error> error = WriteNewFile(path, text)) {
    Report(context, {*error});
  } else {
    context.out << path << ": 已写入 / written\n";
  }
}

void AddDue(CLI::App& app, CliContext& context) {
  auto options = std::make_shared<DueOptions>();
  CLI::App* command = app.add_subcommand("due", "逐日说明一个期限 / explain a deadline day by day");
  command->add_option("--from", options->from, "起算时刻，如 2026-09-30T10:00 / the trigger")
      ->required();
  CLI::Option_group* length = command->add_option_group("length");
  const CLI::Range range(0, kCountMax);
  length->add_option("--workdays", options->workdays, "工作日数 / workdays")->check(range);
  length->add_option("--hours", options->hours, "小时数 / hours")->check(range);
  length->add_option("--days", options->days, "日数 / days")->check(range);
  length->require_option(1);
  command->add_option("--calendars", options->calendars, "工作日历目录，默认用内置的 / a folder");
  command->add_option("--utc-offset", options->utc_offset, "学校所在时区 / the school's time zone")
      ->capture_default_str();
  command->callback([&context, options] { PrintDue(context, *options); });
}

void AddImport(CLI::App& app, CliContext& context) {
  auto options = std::make_shared<ImportOptions>();
  CLI::App* command =
      app.add_subcommand("import", "把 holiday-cn 的 JSON 转成工作日历 / convert holiday-cn JSON");
  command->add_option("FILE", options->file, "如 2027.json / a year's file")->required();
  command->add_option("--out", options->out, "写入这个目录，默认打印 / the folder to write to");
  command->callback([&context, options] { Import(context, *options); });
}

}  // namespace

void AddCalendarCommand(CLI::App& app, CliContext& context) {
  CLI::App* command =
      app.add_subcommand("calendar", "工作日历与期限 / work calendar and deadlines");
  command->require_subcommand(1);
  AddDue(*command, context);
  AddImport(*command, context);
}

}  // namespace shouze
