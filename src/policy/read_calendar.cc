#include "policy/read_calendar.h"

#include "base/text.h"
#include "policy/map_reader.h"

namespace shouze {
namespace {

constexpr int kYearMin = 1901;
constexpr int kYearMax = 9998;
constexpr std::size_t kLineColumnsMax = 100;

/// Days of one calendar file; none may stand in it twice.
class DayReader {
 public:
  DayReader(std::optional<int> year, Problems& problems) : year_(year), problems_(problems) {}

  std::vector<CivilDate> Read(std::span<const YamlNode> items, bool worked) {
    std::vector<CivilDate> days;
    for (const YamlNode& item : items) {
      const std::optional<CivilDate> day = ReadDate(item, problems_);
      if (!day) continue;
      taken_.Take(item.text, item.line, problems_);
      CheckYear(*day, item.line);
      if (worked && WeekdayOf(*day) < Weekday::kSaturday) {
        problems_.Add(
            item.line,
            Concat("补班日 ", item.text, " 是", ChineseName(WeekdayOf(*day)),
                   "，本来就上班，请核对"),
            Concat("make-up day ", item.text, " is a weekday, which is worked anyway: check it"));
      }
      days.push_back(*day);
    }
    return days;
  }

 private:
  void CheckYear(CivilDate day, int line) {
    if (!year_) return;
    const YearMonthDay parts = Split(day);
    if (parts.year == *year_ || (parts.year == *year_ - 1 && parts.month == 12)) return;
    problems_.Add(
        line,
        Concat(Format(day), " 不在 ", *year_, " 年（也不在上一年 12 月），请移到那一年的文件"),
        Concat(Format(day), " is not of ", *year_,
               " or the December before: move it to its own year's file"));
  }

  std::optional<int> year_;
  Problems& problems_;
  TakenIds taken_;
};

CalendarYear ReadYear(const YamlNode& node, Problems& problems) {
  CalendarYear calendar;
  MapReader root(node, problems);
  const auto year = root.Needed("year", IntegerFrom(kYearMin, kYearMax));
  calendar.year = year.value_or(0);
  for (const YamlNode& item : root.RequiredList("papers")) {
    if (auto paper = ReadLine(item, problems)) calendar.papers.push_back(std::move(*paper));
  }
  DayReader days(year, problems);
  for (const YamlNode& item : root.RequiredList("holidays")) {
    MapReader off(item, problems);
    std::string name = off.Required("name", ReadLine);
    calendar.off.push_back({std::move(name), days.Read(off.RequiredList("days"), false)});
  }
  root.NeededNode("make_up");
  calendar.work = days.Read(root.OptionalList("make_up"), true);
  return calendar;
}

/// `["2026-01-01", …]`, folded like the files in calendars/cn.
std::string DayList(const std::vector<CivilDate>& days, std::size_t column, std::size_t indent) {
  std::string list = "[";
  column += 1;
  for (std::size_t i = 0; i < days.size(); ++i) {
    const bool last = i + 1 == days.size();
    const std::string item = Concat("\"", Format(days[i]), last ? "\"]" : "\",");
    const std::size_t space = i == 0 ? 0 : 1;
    if (column + space + item.size() > kLineColumnsMax) {
      list.append("\n").append(indent, ' ');
      column = indent;
    } else {
      list.append(space, ' ');
      column += space;
    }
    list += item;
    column += item.size();
  }
  return days.empty() ? "[]" : list;
}

/// Text in double quotes.
std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

/// Text as YAML takes it for text: bare where that is safe, as a holiday's Chinese name is.
std::string BareOrQuoted(std::string_view text) {
  const bool safe = !text.empty() && (static_cast<unsigned char>(text.front()) & 0x80) != 0 &&
                    text.find_first_of(":#\"\\ \t") == std::string_view::npos;
  return safe ? std::string(text) : Quoted(text);
}

}  // namespace

ResultOrErrors<CalendarYear> ReadCalendar(std::string_view text, std::string_view file_name) {
  Problems problems(file_name);
  CalendarYear calendar;
  if (const std::optional<YamlNode> root = ReadYaml(text, problems)) {
    calendar = ReadYear(*root, problems);
  }
  if (problems.count() > 0) return problems.Take();
  return calendar;
}

std::string WriteCalendarYaml(const CalendarYear& year) {
  std::string text = Concat("# ", year.year, " 年工作日历：国务院办公厅关于 ", year.year,
                            " 年部分节假日安排的通知。\n"
                            "# 只列与“周一至周五上班”不同、以及放假期间的日子；补班日是周末上班。\n"
                            "year: ",
                            year.year, "\npapers:\n");
  for (const std::string& paper : year.papers) text += Concat("  - ", Quoted(paper), "\n");
  text += "holidays:\n";
  constexpr std::string_view kDays = "    days: ";
  for (const CalendarYear::DaysOff& off : year.off) {
    text += Concat("  - name: ", BareOrQuoted(off.name), "\n", kDays,
                   DayList(off.days, kDays.size(), 6), "\n");
  }
  constexpr std::string_view kMakeUp = "make_up: ";
  text += Concat(kMakeUp, DayList(year.work, kMakeUp.size(), 2), "\n");
  return text;
}

}  // namespace shouze
