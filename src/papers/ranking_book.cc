#include <algorithm>
#include <utility>

#include "base/text.h"
#include "papers/papers.h"
#include "papers/wording.h"

/// 排名与明细工作簿.
namespace shouze::papers {

using documents::Value;
using documents::Workbook;
using documents::Worksheet;

namespace {

Value Optional(const std::optional<Points>& points) { return points ? Value(*points) : Value(); }

Value Rank(int rank) { return rank == 0 ? Value() : Value(std::int64_t{rank}); }

std::string Remark(const ResultRow& row) {
  return row.ended ? "已撤并" : row.vetoed ? "一票否决" : "";
}

Worksheet RankingSheet(const std::string& title, const ResultsAnswer& results) {
  Worksheet sheet{"排名", Concat(title, "排名（", results.stage_name, "）"), {}, 3, {}};
  sheet.columns = {{"名次", 8},      {"代码", 12}, {"单位", 28},           {"类别", 14},
                   {"初评", 10},     {"结果", 10}, {"按细则计", 10},       {"备注", 12},
                   {"单位意见", 14}, {"异议", 8},  {"采纳（含部分）", 14}, {"核验码", 68}};
  for (const ResultRow& row : results.units) {
    sheet.rows.push_back({Rank(row.rank), row.unit, row.unit_name, row.kind_name,
                          Optional(row.initial), row.total, row.computed_total, Remark(row),
                          row.feedback_name, std::int64_t{row.objections}, std::int64_t{row.upheld},
                          row.digest});
  }
  return sheet;
}

Worksheet DetailSheet(const std::string& title, const ResultsAnswer& results) {
  Worksheet sheet{"明细", Concat(title, "各指标得分"), {{"名次", 8}, {"单位", 28}}, 2, {}};
  for (const IndicatorName& one : results.indicators) {
    sheet.columns.push_back({Concat(one.id, " ", one.name, "（", Format(one.points), "）"), 14});
  }
  sheet.columns.insert(sheet.columns.end(), {{"按细则计", 10}, {"结果", 10}});
  for (const ResultRow& row : results.units) {
    std::vector<Value> cells{Rank(row.rank), row.unit_name};
    for (const ResultLine& line : row.lines) cells.emplace_back(line.score);
    cells.insert(cells.end(), {row.computed_total, row.total});
    sheet.rows.push_back(std::move(cells));
  }
  return sheet;
}

Worksheet ReasonsSheet(const std::string& title, std::span<const ScoreFormAnswer> forms) {
  Worksheet sheet{"扣分依据",
                  Concat(title, "扣分依据"),
                  {{"单位", 28}, {"指标", 30}, {"分值", 8}, {"得分", 8}, {"扣分依据", 90}},
                  1,
                  {}};
  for (const ScoreFormAnswer& form : forms) {
    for (const ScoreFormLine& line : form.lines) {
      for (const std::string& reason : line.reasons) {
        sheet.rows.push_back({form.unit_name, Concat(line.indicator, " ", line.name), line.points,
                              line.score, reason});
      }
    }
  }
  return sheet;
}

Worksheet VetoesSheet(const std::string& title, const ResultsAnswer& results) {
  Worksheet sheet{
      "一票否决", Concat(title, "一票否决"), {{"单位", 28}, {"按细则计", 10}, {"事由", 90}}, 1, {}};
  for (const ResultRow& row : results.units) {
    for (const std::string& veto : row.vetoes) {
      sheet.rows.push_back({row.unit_name, row.computed_total, VetoSaid(veto)});
    }
  }
  return sheet;
}

Worksheet YearsSheet(const std::string& title, const YearOnYearAnswer& years) {
  Worksheet sheet{"历年对比", Concat(title, "历年对比"), {{"单位", 28}}, 1, {}};
  for (const int year : years.years) {
    sheet.columns.insert(sheet.columns.end(),
                         {{Concat(year, " 得分"), 12}, {Concat(year, " 名次"), 12}});
  }
  sheet.columns.push_back({"比上年", 10});
  std::vector<Value> means{std::string("平均")};
  for (const auto& mean : years.means) means.insert(means.end(), {Optional(mean), Value()});
  means.emplace_back();
  sheet.rows.push_back(std::move(means));
  for (const YearOnYearRow& unit : years.units) {
    std::vector<Value> cells{unit.unit_name};
    for (const YearCell& cell : unit.years) {
      cells.insert(cells.end(), {Optional(cell.total), Rank(cell.rank)});
    }
    cells.push_back(Optional(unit.change));
    sheet.rows.push_back(std::move(cells));
  }
  return sheet;
}

}  // namespace

Workbook RankingBook(const Letterhead& head, const ResultsAnswer& results,
                     std::span<const ScoreFormAnswer> forms, const YearOnYearAnswer& years) {
  const std::string title = Concat(head.school, " ", results.year, " 年度", kSubject);
  return {title,
          head.at,
          head.offset,
          {RankingSheet(title, results), DetailSheet(title, results), ReasonsSheet(title, forms),
           VetoesSheet(title, results), YearsSheet(title, years)}};
}

}  // namespace shouze::papers
