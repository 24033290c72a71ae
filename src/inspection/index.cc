#include "inspection/index.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/text.h"
#include "papers/wording.h"

namespace shouze::inspection {
namespace {

using documents::Align;
using documents::Document;
using documents::Heading;
using documents::Layout;
using documents::Plain;
using documents::Table;
using documents::Value;
using documents::Workbook;
using documents::Worksheet;

std::string NamesOf(const Task& task, std::string_view between) {
  std::string names;
  for (const EvidenceFile& file : task.files) {
    names += Concat(names.empty() ? "" : between, file.name);
  }
  return names;
}

std::string HandedAt(const Task& task, UtcOffset offset) {
  return task.handed_at ? papers::Minute(*task.handed_at, offset) : std::string();
}

Table TasksTable(const papers::Letterhead& head, const UnitFolder& unit) {
  constexpr std::string_view kTitles[] = {"指标", "分值", "得分", "事项",
                                          "期限", "报送", "状态", "材料"};
  Table table{{7, 2, 2, 8, 5, 5, 3, 10}, 1, {papers::HeaderRow(kTitles)}};
  for (const Line& line : unit.lines) {
    const int rows = static_cast<int>(line.tasks.size());
    documents::TableRow row{{Concat(line.form.indicator, " ", line.form.name), Align::kLeft, false,
                             1, std::max(1, rows)},
                            {Format(line.form.points), Align::kCentre, false, 1, std::max(1, rows)},
                            {Format(line.form.score), Align::kCentre, false, 1, std::max(1, rows)}};
    if (rows == 0) {
      row.push_back({line.form.not_occurred ? "未发生（无此事项）" : "没有须报送的材料",
                     Align::kLeft, false, 5});
      table.rows.push_back(std::move(row));
    }
    for (const Task& task : line.tasks) {
      row.insert(row.end(), {papers::Text(task.name), papers::Centred(task.due_text),
                             papers::Centred(HandedAt(task, head.offset)),
                             papers::Centred(task.state_name), papers::Text(NamesOf(task, "\n"))});
      table.rows.push_back(std::exchange(row, {}));
    }
  }
  return table;
}

/// `出席 已完成 ×4；整改 未完成`: counted by what is done and how it stands, in order.
std::string CountedText(const std::vector<const Task*>& tasks) {
  std::vector<std::pair<std::string, int>> counts;
  for (const Task* task : tasks) {
    std::string key = Concat(task->action, " ", task->state_name);
    const auto found = std::ranges::find(counts, key, &std::pair<std::string, int>::first);
    if (found == counts.end()) {
      counts.emplace_back(std::move(key), 1);
    } else {
      ++found->second;
    }
  }
  std::string text;
  for (const auto& [key, count] : counts) {
    text += Concat(text.empty() ? "" : "；", key, count == 1 ? "" : Concat(" ×", count));
  }
  return text;
}

/// What stands of a line on the short index: a row for each task with files, one for all others.
void AddShortRows(const Line& line, Table& table) {
  std::vector<const Task*> others;
  std::vector<const Task*> handed;
  for (const Task& task : line.tasks) (task.files.empty() ? others : handed).push_back(&task);
  const int rows = static_cast<int>(handed.size() + (others.empty() ? 0 : 1));
  documents::TableRow row{
      {Concat(line.form.indicator, " ", line.form.name), Align::kLeft, false, 1, rows},
      {Concat(Format(line.form.score), " / ", Format(line.form.points)), Align::kCentre, false, 1,
       rows}};
  for (const Task* task : handed) {
    row.insert(row.end(), {papers::Text(Concat(task->name, " ", task->state_name)),
                           papers::Text(NamesOf(*task, "、"))});
    table.rows.push_back(std::exchange(row, {}));
  }
  if (others.empty()) return;
  row.push_back({CountedText(others), Align::kLeft, false, 2});
  table.rows.push_back(std::move(row));
}

Table ShortTable(const UnitFolder& unit) {
  constexpr std::string_view kTitles[] = {"指标", "得分", "事项和状态", "材料"};
  Table table{{8, 3, 16, 11}, 1, {papers::HeaderRow(kTitles)}};
  std::string quiet;
  for (const Line& line : unit.lines) {
    if (!line.tasks.empty()) {
      AddShortRows(line, table);
    } else {
      quiet += Concat(quiet.empty() ? "" : "、", line.form.indicator, " ", line.form.name);
    }
  }
  if (!quiet.empty()) {
    table.rows.push_back({papers::Text("没有事项"), {std::move(quiet), Align::kLeft, false, 3}});
  }
  std::map<std::string, int> kinds;
  for (const RecordRow& record : unit.records) ++kinds[record.kind_name];
  std::string records;
  for (const auto& [kind, count] : kinds) {
    records += Concat(records.empty() ? "" : "、", kind, " ", count);
  }
  if (!records.empty()) {
    table.rows.push_back({papers::Text("台账"), {std::move(records), Align::kLeft, false, 3}});
  }
  return table;
}

/// 各单位一览: who has how much, before who has what.
Table SummaryTable(std::span<const UnitFolder> units) {
  constexpr std::string_view kTitles[] = {"序号",   "单位",     "得分", "事项",
                                          "已报送", "材料文件", "台账"};
  Table table{{2, 10, 3, 3, 3, 3, 3}, 1, {papers::HeaderRow(kTitles)}};
  for (const UnitFolder& unit : units) {
    std::size_t tasks = 0;
    std::size_t handed = 0;
    std::size_t files = 0;
    for (const Line& line : unit.lines) {
      for (const Task& task : line.tasks) {
        ++tasks;
        handed += task.handed_at ? 1 : 0;
        files += task.files.size();
      }
    }
    table.rows.push_back({papers::Centred(Concat(table.rows.size())),
                          papers::Text(unit.form.unit_name), papers::Figure(unit.form.total),
                          papers::Centred(Concat(tasks)), papers::Centred(Concat(handed)),
                          papers::Centred(Concat(files)),
                          papers::Centred(Concat(unit.records.size()))});
  }
  return table;
}

Table RecordsTable(const papers::Letterhead& head, const UnitFolder& unit) {
  constexpr std::string_view kTitles[] = {"编号", "类别", "时间", "内容"};
  Table table{{4, 5, 6, 20}, 1, {papers::HeaderRow(kTitles)}};
  for (const RecordRow& record : unit.records) {
    table.rows.push_back({papers::Centred(record.id), papers::Text(record.kind_name),
                          papers::Centred(papers::Minute(record.at, head.offset)),
                          papers::Text(record.text)});
  }
  return table;
}

Worksheet FilesSheet(const papers::Letterhead& head, std::span<const UnitFolder> units,
                     std::string_view title) {
  Worksheet sheet{"材料",
                  std::string(title),
                  {{"单位", 24},
                   {"指标", 30},
                   {"分值", 8},
                   {"得分", 8},
                   {"事项", 36},
                   {"期限", 18},
                   {"报送时间", 18},
                   {"状态", 12},
                   {"审核", 10},
                   {"文件", 36},
                   {"位置", 60},
                   {"SHA-256", 66}},
                  1,
                  {}};
  for (const UnitFolder& unit : units) {
    for (const Line& line : unit.lines) {
      const std::string indicator = Concat(line.form.indicator, " ", line.form.name);
      for (const Task& task : line.tasks) {
        const std::vector<Value> about{unit.form.unit_name,
                                       indicator,
                                       line.form.points,
                                       line.form.score,
                                       task.name,
                                       task.due_text,
                                       HandedAt(task, head.offset),
                                       task.state_name,
                                       task.review};
        const auto add = [&](const EvidenceFile& file) {
          std::vector<Value> row = about;
          row.insert(row.end(), {file.name, file.path, file.digest});
          sheet.rows.push_back(std::move(row));
        };
        if (task.files.empty()) add({});
        for (const EvidenceFile& file : task.files) add(file);
      }
    }
  }
  return sheet;
}

Worksheet RecordsSheet(const papers::Letterhead& head, std::span<const UnitFolder> units,
                       std::string_view title) {
  Worksheet sheet{"台账",
                  Concat(title, "：台账"),
                  {{"单位", 24}, {"编号", 12}, {"类别", 18}, {"时间", 18}, {"内容", 90}},
                  1,
                  {}};
  for (const UnitFolder& unit : units) {
    for (const RecordRow& record : unit.records) {
      sheet.rows.push_back({unit.form.unit_name, record.id, record.kind_name,
                            papers::Minute(record.at, head.offset), record.text});
    }
  }
  return sheet;
}

}  // namespace

Document IndexDocument(const papers::Letterhead& head, std::span<const UnitFolder> units,
                       std::string_view title) {
  Document document = papers::Begin(head, Concat(head.school, "\n", title));
  document.layout = Layout::kForm;
  document.landscape = units.size() == 1;
  document.foot = Concat("依据截至 ", papers::Minute(head.at, head.offset), " 登记在册的事实");
  document.blocks = {Heading{0, document.title}};
  if (units.size() != 1) document.blocks.push_back(SummaryTable(units));
  for (const UnitFolder& unit : units) {
    document.blocks.push_back(
        Heading{1, Concat(unit.form.unit_name, "（", Format(unit.form.total), " 分",
                          unit.form.vetoed ? "，一票否决" : "", "）")});
    if (units.size() != 1) {
      document.blocks.push_back(ShortTable(unit));
      continue;
    }
    document.blocks.push_back(TasksTable(head, unit));
    if (unit.records.empty()) continue;
    document.blocks.push_back(Heading{2, "台账"});
    document.blocks.push_back(RecordsTable(head, unit));
  }
  document.blocks.push_back(Plain(Concat("文件的位置和校验值（SHA-256）",
                                         units.size() == 1 ? "" : "、期限和报送时间、台账",
                                         "见索引.xlsx；SHA256SUMS.txt 可用 sha256sum -c 核对。")));
  return document;
}

Workbook IndexWorkbook(const papers::Letterhead& head, std::span<const UnitFolder> units,
                       std::string_view title) {
  return {std::string(title),
          head.at,
          head.offset,
          {FilesSheet(head, units, title), RecordsSheet(head, units, title)}};
}

std::string SumsText(std::span<const Sum> sums) {
  std::string text;
  for (const Sum& sum : sums) text += Concat(sum.digest, "  ", sum.path, "\n");
  return text;
}

}  // namespace shouze::inspection
