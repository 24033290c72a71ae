#include <iterator>
#include <utility>

#include "base/text.h"
#include "papers/papers.h"
#include "papers/wording.h"

/// 评价表.
namespace shouze::papers {

using documents::Align;
using documents::Document;
using documents::Heading;
using documents::Layout;
using documents::Paragraph;
using documents::QrCode;
using documents::SignPlaces;
using documents::Table;
using documents::TableRow;

namespace {

constexpr std::string_view kTitles[] = {"序号", "内容", "工作要求", "评分细则",
                                        "分值", "得分", "扣分依据"};

std::string ReasonsOf(const ScoreFormLine& line) {
  std::vector<std::string> reasons = line.reasons;
  if (line.not_occurred) reasons.emplace_back("未发生（无此事项）。");
  if (line.at_risk > Points{}) {
    reasons.push_back(Concat("尚有 ", Format(line.at_risk), " 分待定。"));
  }
  return Sentences(reasons);
}

/// Which unit, year and state: stands above the titles on every page.
TableRow WhoseRow(const Letterhead& head, const ScoreFormAnswer& form) {
  const std::string state = form.digest.empty()
                                ? Concat("截至 ", Minute(form.as_of, head.offset), "，未冻结")
                                : form.stage_name;
  return {{Concat("单位：", form.unit_name, "（", form.kind_name, "）    考核年度：", form.year,
                  "    ", state),
           Align::kLeft, true, static_cast<int>(std::size(kTitles))}};
}

int LinesOf(const ScoreFormAnswer& form, std::string_view aspect) {
  int count = 0;
  for (const ScoreFormLine& line : form.lines) count += line.aspect == aspect ? 1 : 0;
  return count;
}

Table LinesTable(const Letterhead& head, const ScoreFormAnswer& form) {
  Table table{{2, 5, 17, 17, 2, 2, 17}, 2, {WhoseRow(head, form), HeaderRow(kTitles)}};
  std::string_view aspect;
  int number = 0;
  for (const ScoreFormLine& line : form.lines) {
    TableRow row;
    if (line.aspect != aspect) {
      aspect = line.aspect;
      const int rows = LinesOf(form, aspect);
      row = {{Concat(++number), Align::kCentre, false, 1, rows},
             {line.aspect_name, Align::kLeft, false, 1, rows}};
    }
    row.insert(row.end(), {Text(line.requirement), Text(line.scoring), Figure(line.points),
                           Figure(line.score), Text(ReasonsOf(line))});
    table.rows.push_back(std::move(row));
  }
  const std::string sum = form.vetoed
                              ? Concat("一票否决；按细则计 ", Format(form.computed_total), " 分")
                              : std::string();
  table.rows.push_back({{"合计", Align::kCentre, true, 4},
                        {Format(form.score_max), Align::kCentre, true},
                        {Format(form.total), Align::kCentre, true},
                        Text(sum)});
  return table;
}

}  // namespace

Document ScoreSheet(const Letterhead& head, const ScoreFormAnswer& form) {
  Document document = Begin(head, Concat(head.school, "\n", form.year, " 年度", kSubject, "表"));
  document.layout = Layout::kForm;
  document.landscape = true;
  document.foot = form.digest.empty()
                      ? Concat("依据", PolicyNamed(form.policy_title, form.policy_document))
                      : Concat("核验码 ", form.digest);
  document.blocks = {Heading{0, document.title}, LinesTable(head, form)};
  for (const std::string& veto : form.vetoes) {
    document.blocks.push_back(
        Paragraph{{{Concat("一票否决：", VetoSaid(veto))}}, Align::kLeft, false, true});
  }
  document.blocks.push_back(
      SignPlaces{{"单位主要负责人（签字、盖章）", Concat(head.office, "（盖章）")}});
  if (form.published && !form.digest.empty() && !head.public_url.empty()) {
    document.blocks.push_back(
        QrCode{Concat(head.public_url, "/verify/", form.digest),
               Concat("扫码核验本表是否与账本一致。核验码：\n", form.digest)});
  }
  return document;
}

}  // namespace shouze::papers
