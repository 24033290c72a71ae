#include <utility>

#include "base/text.h"
#include "papers/papers.h"
#include "papers/wording.h"

/// 结果通报、分项得分表.
namespace shouze::papers {

using documents::Align;
using documents::Document;
using documents::Heading;
using documents::Layout;
using documents::Paragraph;
using documents::Plain;
using documents::Table;
using documents::TableRow;

namespace {

/// Before anything is published: what is usual, for those who are to approve it.
constexpr Publication kDraft = {.totals = true, .ranking = true};

Publication ShownOf(const ResultsAnswer& results) {
  return results.publication ? *results.publication : kDraft;
}

std::string BasisOf(const Letterhead& head, const ResultsAnswer& results) {
  std::string said =
      Concat("根据", PolicyNamed(results.policy_title, results.policy_document), "，", head.office,
             "会同有关部门对各单位 ", results.year, " 年度网络安全责任制落实情况进行了考核评价。");
  if (results.resolution) {
    said += Concat("考核结果经学校网络安全领导小组审核认定（", results.resolution->number, "，",
                   ChineseDate(results.resolution->date), "），现予公布。");
  } else {
    said += "考核结果拟经学校网络安全领导小组审核认定后公布。";
  }
  return said;
}

Table UnitsTable(const ResultsAnswer& results, const Publication& shown) {
  Table table{{3, 12}, 1, {{Header(shown.ranking ? "名次" : "序号"), Header("单位")}}};
  if (shown.totals) {
    table.widths.push_back(4);
    table.rows[0].push_back(Header("得分"));
  }
  table.widths.push_back(6);
  table.rows[0].push_back(Header("备注"));
  int number = 0;
  for (const ResultRow& row : results.units) {
    if (row.ended) continue;
    TableRow cells{Centred(Concat(shown.ranking ? row.rank : ++number)), Text(row.unit_name)};
    if (shown.totals) cells.push_back(Figure(row.total));
    cells.push_back(Centred(row.vetoed ? "一票否决" : ""));
    table.rows.push_back(std::move(cells));
  }
  return table;
}

}  // namespace

Document Announcement(const Letterhead& head, const ResultsAnswer& results) {
  const Publication shown = ShownOf(results);
  Document document = Begin(head, Concat("关于公布 ", results.year, " 年度", kSubject, "结果的通知",
                                         results.publication ? "" : "\n（送审稿）"));
  document.blocks = {RedHeadOf(head), Heading{0, document.title}, Addressed("各二级单位"),
                     Plain(BasisOf(head, results)), Heading{1, "一、考核结果"}};
  std::string said = Concat("参加考核的单位共 ", results.totals.units, " 个，满分 ",
                            Format(results.score_max), " 分");
  if (shown.totals && results.totals.mean) {
    said += Concat("，平均 ", Format(*results.totals.mean), " 分");
  }
  document.blocks.push_back(Plain(said + "。各单位结果如下。"));
  document.blocks.push_back(UnitsTable(results, shown));
  if (shown.lines) document.blocks.push_back(Plain("各指标得分见附件。"));
  document.blocks.push_back(Heading{1, "二、有关要求"});
  document.blocks.push_back(Plain(
      "各单位要对照评价表逐项查找不足、落实整改，严格履行网络安全责任，未办结的事项转入下一年度继续"
      "办理。各单位的评价表及扣分依据可登录系统查看。"));
  if (shown.lines) {
    document.blocks.push_back(
        Plain(Concat("附件：", results.year, " 年度", kSubject, "分项得分表")));
  }
  document.blocks.push_back(SignatureOf(head));
  return document;
}

Document LineScores(const Letterhead& head, const ResultsAnswer& results) {
  Document document =
      Begin(head, Concat(head.school, "\n", results.year, " 年度", kSubject, "分项得分表"));
  document.layout = Layout::kForm;
  document.landscape = true;
  document.foot = Concat(results.stage_name, " · 单位：分");
  Table table{{8}, 2, {{{"单位", Align::kCentre, true, 1, 2}}, {}}};
  for (const IndicatorName& indicator : results.indicators) {
    table.widths.push_back(2);
    table.rows[0].push_back(Header(indicator.id));
    table.rows[1].push_back(Figure(indicator.points));
  }
  table.widths.push_back(3);
  table.rows[0].push_back(Header("总分"));
  table.rows[1].push_back(Figure(results.score_max));
  for (const ResultRow& row : results.units) {
    if (row.ended) continue;
    TableRow cells{Text(row.unit_name)};
    for (const ResultLine& line : row.lines) cells.push_back(Figure(line.score));
    cells.push_back({row.vetoed ? Concat(Format(row.total), "\n否决") : Format(row.total),
                     Align::kCentre, true});
    table.rows.push_back(std::move(cells));
  }
  std::string legend = "指标：";
  for (const IndicatorName& indicator : results.indicators) {
    legend += Concat(indicator.id, " ", indicator.name, "；");
  }
  document.blocks = {Heading{0, document.title}, std::move(table),
                     Paragraph{{{std::move(legend)}}, Align::kLeft, false, true}};
  return document;
}

}  // namespace shouze::papers
