#include "exchange/holiday_cn.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "exchange/object_reader.h"

namespace shouze {
namespace {

constexpr int kYearMin = 2000;
constexpr int kYearMax = 2999;

void ReadPapers(JsonValue papers, const Place& place, ReadingErrors& errors, CalendarYear& year) {
  if (!Expect(JsonType::kArray, papers, place, errors)) return;
  std::size_t index = 0;
  for (const JsonValue paper : papers) {
    const auto text = ReadName(paper, place.Item(index++), errors);
    if (text) year.papers.emplace_back(*text);
  }
}

void ReadDay(JsonValue value, const Place& place, ReadingErrors& errors, CalendarYear& year) {
  ObjectReader reader(value, place, errors);
  const std::string_view name = reader.Name("name");
  const auto date = reader.Date("date");
  const auto member = reader.Required("isOffDay");
  const auto off = member ? ReadBoolean(*member, place.Member("isOffDay"), errors) : std::nullopt;
  reader.Finish();
  if (!date || !off) return;
  if (!*off) {
    year.work.push_back(*date);
    return;
  }
  auto holiday = std::ranges::find(year.off, name, &CalendarYear::DaysOff::name);
  if (holiday == year.off.end()) {
    holiday = year.off.insert(year.off.end(), {std::string(name), {}});
  }
  holiday->days.push_back(*date);
}

void ReadDays(JsonValue days, const Place& place, ReadingErrors& errors, CalendarYear& year) {
  if (!Expect(JsonType::kArray, days, place, errors)) return;
  if (days.size() == 0) {
    errors.Wrong(place, "这一年还没有日子：放假通知尚未公布，请在公布后再导入",
                 "there are no days yet: the year's notice is not published, import it when it is");
  }
  const bool fine_before = errors.empty();
  std::size_t index = 0;
  for (const JsonValue day : days) ReadDay(day, place.Item(index++), errors, year);
  if (fine_before && errors.empty() && year.off.empty()) {
    errors.Wrong(place, "只有补班、没有放假，数据不完整；请换一份完整的",
                 "there are make-up days but no days off: the list is incomplete");
  }
}

}  // namespace

ResultOrErrors<CalendarYear> ReadHolidayCn(std::string_view json, std::string_view file) {
  const auto in_file = [file](Errors all) {
    for (Error& error : all) {
      error.where = error.where.empty() ? std::string(file) : Concat(file, ": ", error.where);
    }
    return all;
  };
  const auto tree = JsonTree::Parse(std::string(json));
  if (!tree) return in_file({tree.error()});

  CalendarYear year;
  ReadingErrors errors;
  ReportDuplicates(**tree, (*tree)->root(), errors);
  const Place place;
  ObjectReader reader((*tree)->root(), place, errors);
  reader.Optional("$schema");
  reader.Optional("$id");
  if (const auto member = reader.Required("year")) {
    const auto whole = ReadWhole(*member, kYearMin, kYearMax, place.Member("year"), errors);
    year.year = static_cast<int>(whole.value_or(0));
  }
  if (const auto papers = reader.Required("papers")) {
    ReadPapers(*papers, place.Member("papers"), errors, year);
  }
  if (const auto days = reader.Required("days")) {
    ReadDays(*days, place.Member("days"), errors, year);
  }
  reader.Finish();
  if (!errors.empty()) return in_file(errors.Take());
  return year;
}

}  // namespace shouze
