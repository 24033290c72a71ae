#include <array>
#include <utility>

#include "base/json_writer.h"
#include "base/text.h"
#include "documents/write.h"
#include "http/file_answer.h"
#include "http/resources/resources.h"
#include "service/security_events.h"

/// 安全日志: looking through it, and taking it along as a file.
namespace shouze {
namespace {

/// A spreadsheet has no more rows than about a million; what is more is asked for by its days.
constexpr std::size_t kRowsMax = 100'000;
constexpr int kRowsAtOnce = 1000;

enum class LogFormat : std::uint8_t { kCsv, kXlsx, kJsonl };
SHOUZE_DESCRIBE_ENUM(LogFormat, kCsv, kXlsx, kJsonl)

struct LogExportRequest {
  LogFormat format = LogFormat::kCsv;
  std::optional<Label> who;
  std::optional<Label> kind;
  std::optional<Label> address;
  std::optional<Label> outcome;
  std::optional<Label> text;
  std::optional<Instant> from;
  std::optional<Instant> to;
};
SHOUZE_DESCRIBE(LogExportRequest, format, who, kind, address, outcome, text, from, to)

constexpr std::array<std::string_view, 9> kTitles = {"编号", "时刻", "账号", "登录名", "事件",
                                                     "结果", "来自", "对象", "详情"};

std::array<std::string, 9> CellsOf(const SecurityEventRow& row, UtcOffset offset) {
  return {Concat(row.id), FormatRfc3339(row.at, offset),
          row.account,    row.login,
          row.kind,       row.outcome,
          row.address,    row.subject,
          row.detail.text};
}

/// A cell that a spreadsheet would take for a formula is text. Source: RFC 4180; OWASP CSV
/// injection.
std::string CsvCell(std::string_view text) {
  std::string cell = "\"";
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != text.npos) cell += '\'';
  for (const char c : text) {
    if (c == '"') cell += '"';
    cell += c;
  }
  return cell += '"';
}

template <class Cells>
void AddCsvLine(std::string& csv, const Cells& cells) {
  std::string_view between;
  for (const auto& cell : cells) csv.append(std::exchange(between, ",")).append(CsvCell(cell));
  csv += "\r\n";
}

std::string AsCsv(const std::vector<SecurityEventRow>& rows, UtcOffset offset) {
  std::string csv = "\xEF\xBB\xBF";
  AddCsvLine(csv, kTitles);
  for (const SecurityEventRow& row : rows) AddCsvLine(csv, CellsOf(row, offset));
  return csv;
}

std::string AsJsonLines(const std::vector<SecurityEventRow>& rows, UtcOffset offset) {
  std::string lines;
  for (const SecurityEventRow& row : rows) lines += WriteJson(row, offset) + "\n";
  return lines;
}

std::string AsXlsx(const std::vector<SecurityEventRow>& rows, Instant now, UtcOffset offset) {
  documents::Worksheet sheet{"安全日志", "安全日志", {}, 1, {}};
  for (const std::string_view title : kTitles) sheet.columns.push_back({std::string(title), 20});
  for (const SecurityEventRow& row : rows) {
    std::vector<documents::Value> cells;
    for (std::string& cell : CellsOf(row, offset)) cells.emplace_back(std::move(cell));
    sheet.rows.push_back(std::move(cells));
  }
  return documents::WriteXlsx({"安全日志", now, offset, {std::move(sheet)}});
}

/// All rows that fit, by pages of the use case, which asks for the right to them.
ResultOrErrors<std::vector<SecurityEventRow>> RowsOf(Call& call, const LogExportRequest& asked) {
  SecurityEventsRequest request{{},         kRowsAtOnce,   asked.who,
                                asked.kind, asked.address, asked.outcome,
                                asked.text, asked.from,    asked.to};
  std::vector<SecurityEventRow> rows;
  while (true) {
    auto page = call.school.school().Run(kListSecurityEvents, call.caller(), request);
    if (!page) return page.error();
    const bool is_last = std::ssize(page->events) < kRowsAtOnce;
    rows.insert(rows.end(), std::make_move_iterator(page->events.begin()),
                std::make_move_iterator(page->events.end()));
    if (is_last) return rows;
    if (rows.size() >= kRowsMax) {
      return Fail(ErrorCode::kTooLarge, "超过 10 万条，请缩小起止日期后分几次导出",
                  "more than 100,000 events: take fewer days at a time", "/from");
    }
    request.before = rows.back().id;
  }
}

ResultOrErrors<Response> Export(Call& call, const LogExportRequest& asked) {
  const auto rows = RowsOf(call, asked);
  if (!rows) return rows.error();
  const UtcOffset offset = call.school.offset();
  const Instant now = call.school.Now();
  const bool csv = asked.format == LogFormat::kCsv;
  const bool xlsx = asked.format == LogFormat::kXlsx;
  const std::string_view ending = csv ? "csv" : xlsx ? "xlsx" : "jsonl";
  Response response;
  response.headers = {
      {"Content-Type", csv    ? "text/csv; charset=utf-8"
                       : xlsx ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                              : "application/x-ndjson; charset=utf-8"},
      {"Content-Disposition",
       AttachmentNamed(Concat("安全日志-", Format(DateAt(now, offset)), ".", ending))},
      {"Cache-Control", "no-store"}};
  response.body = csv    ? AsCsv(*rows, offset)
                  : xlsx ? AsXlsx(*rows, now, offset)
                         : AsJsonLines(*rows, offset);
  return response;
}

}  // namespace

std::vector<Route> SecurityLogRoutes() {
  std::vector<Route> routes = {
      Row("/api/v1/security-events", kListSecurityEvents, Audit::kRead),
      RawRow<LogExportRequest>(
          {Method::kGet, "/api/v1/security-events/file", "security_event.export", "导出安全日志",
           Door::kCaller, Audit::kExport},
          AnswerAs::kBytes, Export)};
  routes.back().action = Action::kReadSecurityLog;
  return routes;
}

}  // namespace shouze
