#include <algorithm>
#include <utility>

#include "base/text.h"
#include "papers/papers.h"
#include "papers/wording.h"

/// 送领导小组的报告.
namespace shouze::papers {

using documents::Align;
using documents::Block;
using documents::Document;
using documents::Heading;
using documents::Paragraph;
using documents::Plain;
using documents::Table;
using documents::TableRow;

namespace {

/// Adds sections one after another, numbered.
class Sections {
 public:
  explicit Sections(Document& document) : document_(document) {}
  void Begin(std::string_view title) {
    document_.blocks.push_back(Heading{1, Concat(ChineseNumber(++number_), "、", title)});
  }
  void Add(Block block) { document_.blocks.push_back(std::move(block)); }

 private:
  Document& document_;
  int number_ = 0;
};

/// A total on the edge of two belongs to the upper one.
std::string NameOf(const TotalsBand& band, Points score_max) {
  return Concat(Format(band.from), band.to == score_max ? " 至 " : " 至不足 ", Format(band.to));
}

void AddOverall(Sections& sections, const ResultsAnswer& results, const YearOnYearAnswer& years) {
  sections.Begin("总体情况");
  const Totals& totals = results.totals;
  std::string said = Concat("参加考核的单位 ", totals.units, " 个");
  if (totals.mean) said += Concat("，平均 ", Format(*totals.mean), " 分");
  const std::size_t count = years.years.size();
  if (count >= 2 && years.years[count - 2] == results.year - 1 && years.means[count - 2] &&
      totals.mean) {
    said += Concat("，比上年 ", Change(*totals.mean - *years.means[count - 2]), " 分");
  }
  sections.Add(Plain(said + "。分布如下。"));
  constexpr std::string_view kTitles[] = {"分数段", "单位数"};
  Table bands{{1, 1}, 1, {HeaderRow(kTitles)}};
  for (const TotalsBand& band : totals.bands) {
    if (band.units == 0) continue;
    bands.rows.push_back({Centred(NameOf(band, results.score_max)), Centred(Concat(band.units))});
  }
  if (totals.vetoed > 0)
    bands.rows.push_back({Centred("一票否决"), Centred(Concat(totals.vetoed))});
  sections.Add(std::move(bands));
}

void AddUnits(Sections& sections, const ResultsAnswer& results) {
  sections.Begin("各单位得分");
  constexpr std::string_view kTitles[] = {"名次", "单位", "初评", "结果", "变化", "备注"};
  Table table{{2, 8, 3, 3, 3, 4}, 1, {HeaderRow(kTitles)}};
  for (const ResultRow& row : results.units) {
    const bool changed = row.initial && row.total != *row.initial;
    table.rows.push_back({Centred(row.rank == 0 ? "—" : Concat(row.rank)), Text(row.unit_name),
                          row.initial ? Figure(*row.initial) : Centred("—"),
                          row.ended ? Centred("—") : Figure(row.total),
                          Centred(changed ? Change(row.total - *row.initial) : ""),
                          Centred(row.ended    ? "已撤并"
                                  : row.vetoed ? "一票否决"
                                               : "")});
  }
  sections.Add(std::move(table));
}

void AddChanges(Sections& sections, const ResultsAnswer& results) {
  constexpr std::string_view kTitles[] = {"单位", "指标", "初评", "现在", "现在的扣分依据"};
  Table table{{6, 7, 3, 3, 12}, 1, {HeaderRow(kTitles)}};
  for (const ResultRow& row : results.units) {
    for (const ComparedLine& line : row.changes) {
      table.rows.push_back(
          {Text(row.unit_name), Text(Concat(line.indicator, " ", line.name)), Figure(line.before),
           Figure(line.after),
           Text(line.reasons_after.empty() ? "未扣分。" : Sentences(line.reasons_after))});
    }
  }
  sections.Begin("初评以来的变化");
  if (table.rows.size() == 1) {
    sections.Add(Plain("各单位各指标得分均与初评一致。"));
  } else {
    sections.Add(std::move(table));
  }
}

void AddVetoes(Sections& sections, const ResultsAnswer& results) {
  sections.Begin("一票否决");
  bool any = false;
  for (const ResultRow& row : results.units) {
    for (const std::string& veto : row.vetoes) {
      sections.Add(Paragraph{
          {{Concat(row.unit_name, "（按细则计 ", Format(row.computed_total), " 分）："), true},
           {VetoSaid(veto)}}});
      any = true;
    }
  }
  if (!any) sections.Add(Plain("本年度没有单位被一票否决。"));
}

void AddObjections(Sections& sections, const ObjectionsAnswer& objections) {
  sections.Begin("单位确认、异议及答复");
  int confirmed = 0;
  int objected = 0;
  int silent = 0;
  for (const FeedbackOverviewRow& unit : objections.units) {
    confirmed += unit.state == FeedbackState::kConfirmed ? 1 : 0;
    objected += unit.state == FeedbackState::kObjected ? 1 : 0;
    silent += unit.state == FeedbackState::kSilent ? 1 : 0;
  }
  sections.Add(Plain(Concat("签署确认的单位 ", confirmed, " 个，提出异议的 ", objected,
                            " 个，逾期未签署视为确认的 ", silent, " 个；异议共 ",
                            objections.objections.size(), " 项。")));
  if (objections.objections.empty()) return;
  constexpr std::string_view kTitles[] = {"单位", "指标", "异议", "答复", "初评", "现在"};
  Table table{{5, 5, 9, 9, 3, 3}, 1, {HeaderRow(kTitles)}};
  for (const ObjectionRow& row : objections.objections) {
    table.rows.push_back(
        {Text(row.unit_name), Text(Concat(row.line.indicator, " ", row.line.name)),
         Text(row.reason),
         Text(row.answer ? Concat(ChineseName(row.answer->outcome), "。", row.answer->reason)
                         : "尚未答复"),
         Figure(row.line.before), Figure(row.line.after)});
  }
  sections.Add(std::move(table));
}

void AddComments(Sections& sections, const ResultsAnswer& results, UtcOffset offset) {
  sections.Begin("有关部门意见");
  if (results.comments.empty()) sections.Add(Plain("没有意见。"));
  for (const CommentRow& comment : results.comments) {
    const std::string whom =
        comment.unit_name.empty() ? std::string("总体") : Concat("关于", comment.unit_name);
    sections.Add(Paragraph{
        {{Concat(comment.by, "（", ChineseDate(DateAt(comment.at, offset)), "，", whom, "）："),
          true},
         {comment.text}}});
  }
}

void AddYears(Sections& sections, const YearOnYearAnswer& years) {
  if (years.years.size() < 2) return;
  sections.Begin("历年对比");
  Table table{{8}, 1, {{Header("单位")}}};
  for (const int year : years.years) {
    table.widths.push_back(3);
    table.rows[0].push_back(Header(Concat(year)));
  }
  table.widths.push_back(3);
  table.rows[0].push_back(Header("比上年"));
  TableRow means{{"平均", Align::kLeft, true}};
  for (const auto& mean : years.means) means.push_back(mean ? Figure(*mean) : Centred("—"));
  means.push_back(Centred(""));
  table.rows.push_back(std::move(means));
  for (const YearOnYearRow& unit : years.units) {
    TableRow cells{Text(unit.unit_name)};
    for (const YearCell& cell : unit.years) {
      cells.push_back(cell.total ? Figure(*cell.total) : Centred("—"));
    }
    cells.push_back(Centred(unit.change ? Change(*unit.change) : ""));
    table.rows.push_back(std::move(cells));
  }
  sections.Add(std::move(table));
}

}  // namespace

Document Report(const Letterhead& head, const ResultsAnswer& results,
                const ObjectionsAnswer& objections, const YearOnYearAnswer& years) {
  Document document = Begin(head, Concat("关于 ", results.year, " 年度", kSubject, "结果的报告"));
  document.blocks = {
      RedHeadOf(head), Heading{0, document.title}, Addressed("学校网络安全领导小组"),
      Plain(Concat("根据", PolicyNamed(results.policy_title, results.policy_document), "，",
                   head.office, "对各单位 ", results.year,
                   " 年度网络安全责任制落实情况进行了考核评价，现将结果报告如下，请审核认定。"))};
  Sections sections(document);
  AddOverall(sections, results, years);
  AddUnits(sections, results);
  AddChanges(sections, results);
  AddVetoes(sections, results);
  AddObjections(sections, objections);
  AddComments(sections, results, head.offset);
  AddYears(sections, years);
  document.blocks.push_back(SignatureOf(head));
  return document;
}

}  // namespace shouze::papers
