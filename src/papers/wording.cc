#include "papers/wording.h"

#include "base/check.h"
#include "base/text.h"

namespace shouze::papers {

using documents::Align;
using documents::Cell;
using documents::Document;
using documents::Paragraph;
using documents::RedHead;
using documents::Signature;
using documents::TableRow;

std::string ChineseDate(CivilDate date) {
  const YearMonthDay parts = Split(date);
  return Concat(parts.year, "年", parts.month, "月", parts.day, "日");
}

std::string ChineseNumber(int number) {
  CHECK(number >= 1 && number <= 99);
  constexpr std::string_view kDigits[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
  const int tens = number / 10;
  std::string text;
  if (tens > 1) text += kDigits[tens];
  if (tens > 0) text += "十";
  text += kDigits[number % 10];
  return text;
}

std::string Writer(const Letterhead& head) { return Concat(head.school, head.office); }

RedHead RedHeadOf(const Letterhead& head) { return {Writer(head), head.number}; }

Signature SignatureOf(const Letterhead& head) {
  return {{Writer(head), ChineseDate(DateAt(head.at, head.offset))}};
}

Document Begin(const Letterhead& head, std::string title) {
  Document document;
  document.title = std::move(title);
  document.made_at = head.at;
  document.offset = head.offset;
  return document;
}

std::string PolicyNamed(std::string_view title, std::string_view document) {
  if (document.empty()) return Concat("《", title, "》");
  return Concat("《", title, "》（", document, "）");
}

Paragraph Addressed(std::string_view name) { return {{{Concat(name, "：")}}, Align::kLeft, false}; }

Cell Header(std::string_view text) { return {std::string(text), Align::kCentre, true}; }
Cell Centred(std::string_view text) { return {std::string(text), Align::kCentre}; }
Cell Figure(Points points) { return {Format(points), Align::kCentre}; }
Cell Text(std::string_view text) { return {std::string(text)}; }

TableRow HeaderRow(std::span<const std::string_view> titles) {
  TableRow row;
  for (const std::string_view title : titles) row.push_back(Header(title));
  return row;
}

std::string Minute(Instant instant, UtcOffset offset) {
  constexpr std::int64_t kMsPerMinute = 60'000;
  return FormatDeadline({instant.ms - instant.ms % kMsPerMinute}, offset);
}

std::string Sentences(const std::vector<std::string>& sentences) {
  if (sentences.size() == 1) return sentences.front();
  std::string text;
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    text += Concat(i == 0 ? "" : "\n", i + 1, ". ", sentences[i]);
  }
  return text;
}

std::string VetoSaid(std::string_view veto) {
  constexpr std::string_view kPrefix = "一票否决：";
  if (veto.starts_with(kPrefix)) veto.remove_prefix(kPrefix.size());
  return std::string(veto);
}

std::string Change(Points points) {
  return Concat(points.thousandths > 0 ? "+" : "", Format(points));
}

}  // namespace shouze::papers
