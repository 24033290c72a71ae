#include "store/dump.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <optional>
#include <utility>

#include "base/check.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "exchange/json_tree.h"
#include "store/account_act_rows.h"
#include "store/account_columns.h"
#include "store/entry_columns.h"
#include "store/matter_columns.h"

namespace shouze {
namespace {

/// Who has uploaded which file, and what is remembered by name: their other statements need no
/// rows.
struct Upload {
  std::string digest;
  std::string account;
  Instant at;
};
struct Remembered {
  std::string name;
  std::string value;
};

}  // namespace

template <>
struct Columns<Upload> {
  static constexpr void Each(auto& row, auto&& column) {
    column("digest", row.digest);
    column("account", row.account);
    column("at", row.at);
  }
};

template <>
struct Columns<Remembered> {
  static constexpr void Each(auto& row, auto&& column) {
    column("name", row.name);
    column("value", row.value);
  }
};

namespace {

using UseRow = std::function<void(std::string_view)>;

/// Rows are fetched so many at a time: libpq holds a whole answer in memory.
constexpr std::int64_t kRowsAtOnce = 200;

/// `TABLE entry` as a template's argument: the table's name.
template <std::size_t kSize>
struct Name {
  char text[kSize]{};
  consteval Name(const char (&name)[kSize]) { std::ranges::copy(name, text); }  // NOLINT: implicit
  constexpr std::string_view view() const {
    return std::string_view(text, kSize - 1).substr(std::string_view("TABLE ").size());
  }
};

/// Room for a constant of SQL that is put together while compiling (which clang 16 cannot do with
/// libstdc++ 12's strings).
struct SqlText {
  std::array<char, 600> text{};
  std::size_t size = 0;

  constexpr SqlText& Append(std::string_view more) {
    for (const char c : more) text[size++] = c;
    return *this;
  }
  /// The first `count` columns of a row, such as `seq, unit`; with a colon, their parameters.
  template <class Row>
  constexpr SqlText& AppendColumns(std::size_t count, std::string_view colon = "") {
    // Its members are named and never looked at.
    union NoRow {
      char nothing;
      Row row;
      constexpr NoRow() : nothing() {}
      constexpr ~NoRow() {}
    } no;
    std::size_t given = 0;
    Columns<Row>::Each(no.row, [&](const char* name, const auto&) {
      if (given == count) return;
      if (given++ > 0) Append(", ");
      Append(colon).Append(name);
    });
    return *this;
  }
  constexpr std::string_view view() const { return {text.data(), size}; }
};

constexpr std::size_t kAllColumns = std::numeric_limits<std::size_t>::max();

/// What is said of a table to the database. Its key are the first columns of its rows.
template <class Row, Name kTable, std::size_t kKeyColumns>
struct Statements {
  static consteval SqlText Select() {
    SqlText sql;
    return sql.Append("SELECT ")
        .AppendColumns<Row>(kAllColumns)
        .Append(" FROM ")
        .Append(kTable.view());
  }
  static consteval SqlText InOrder(SqlText sql) {
    sql.Append(" ORDER BY ");
    return sql.AppendColumns<Row>(kKeyColumns).Append(" LIMIT :row_count");
  }
  static consteval SqlText After(SqlText sql) {
    sql.Append(" WHERE (");
    sql.AppendColumns<Row>(kKeyColumns).Append(") > (");
    return sql.AppendColumns<Row>(kKeyColumns, ":").Append(")");
  }
  static consteval SqlText Insert() {
    SqlText sql;
    sql.Append("INSERT INTO ").Append(kTable.view()).Append(" (");
    sql.AppendColumns<Row>(kAllColumns).Append(") VALUES (");
    return sql.AppendColumns<Row>(kAllColumns, ":").Append(")");
  }

  static constexpr SqlText kFirstRows = InOrder(Select());
  static constexpr SqlText kNextRows = InOrder(After(Select()));
  static constexpr SqlText kAddRow = Insert();
};

void Write(JsonWriter& writer, const std::string& value) { writer.Text(value); }
void Write(JsonWriter& writer, std::int64_t value) { writer.Whole(value); }
void Write(JsonWriter& writer, bool value) { writer.Boolean(value); }
void Write(JsonWriter& writer, Instant value) { writer.Whole(value.ms); }
template <class Value>
void Write(JsonWriter& writer, const std::optional<Value>& value) {
  value ? Write(writer, *value) : writer.Null();
}

/// Each is false where the value is not of the type.
bool Read(JsonValue value, std::string& into) {
  into = value.text();
  return value.Is(JsonType::kText) && into.find('\0') == std::string::npos;
}
bool Read(JsonValue value, std::int64_t& into) {
  const auto number = value.Is(JsonType::kNumber) ? ParseInteger(value.text()) : std::nullopt;
  into = number.value_or(0);
  return number.has_value();
}
bool Read(JsonValue value, bool& into) {
  if (!value.Is(JsonType::kBoolean)) return false;
  into = value.boolean();
  return true;
}
bool Read(JsonValue value, Instant& into) { return Read(value, into.ms); }
template <class Value>
bool Read(JsonValue value, std::optional<Value>& into) {
  return value.Is(JsonType::kNull) || Read(value, into.emplace());
}

template <class Row>
std::string WriteRow(const Row& row) {
  JsonWriter writer;
  writer.BeginObject();
  Columns<Row>::Each(row, [&](const char* name, const auto& value) {
    writer.Key(name);
    Write(writer, value);
  });
  writer.EndObject();
  return writer.Take();
}

/// Absent where it is no row: every column once, in its order.
template <class Row>
std::optional<Row> ReadRow(JsonValue object) {
  if (!object.Is(JsonType::kObject)) return std::nullopt;
  Row row;
  auto next = object.begin();
  bool is_one = true;
  Columns<Row>::Each(row, [&](std::string_view name, auto& value) {
    is_one = is_one && next != object.end() && (*next).key() == name && Read(*next, value);
    if (is_one) ++next;
  });
  if (!is_one || next != object.end()) return std::nullopt;
  return row;
}

template <class Row>
void Add(WriteTx& tx, std::string_view sql, const Row& row) {
  Query(tx, sql).WithRow(row).Run();
}
/// The chains' heads move with them.
void Add(WriteTx& tx, std::string_view, const Entry& row) { RestoreEntry(tx, row); }
void Add(WriteTx& tx, std::string_view, const SecurityEvent& row) { RestoreSecurityEvent(tx, row); }

template <class Row, Name kTable, std::size_t kKeyColumns>
void EachRow(const ReadTx& tx, std::int64_t rows_max, const UseRow& use) {
  using Sql = Statements<Row, kTable, kKeyColumns>;
  std::optional<Row> last;
  for (std::int64_t rows = kRowsAtOnce; rows == kRowsAtOnce && rows_max > 0; rows_max -= rows) {
    Query query(tx, (last ? Sql::kNextRows : Sql::kFirstRows).view());
    if (last) {
      std::size_t left = kKeyColumns;
      Columns<Row>::Each(*last, [&](const char* name, const auto& value) {
        if (left > 0) --left, query.With(name, value);
      });
    }
    query.With("row_count", std::min(rows_max, kRowsAtOnce));
    rows = 0;
    query.template Each<Row>([&](Row&& row) {
      ++rows;
      use(WriteRow(row));
      last = std::move(row);
    });
  }
}

/// False where it is no row of the table.
template <class Row, Name kTable, std::size_t kKeyColumns>
bool RestoreOne(WriteTx& tx, JsonValue value) {
  const auto row = ReadRow<Row>(value);
  if (row) Add(tx, Statements<Row, kTable, kKeyColumns>::kAddRow.view(), *row);
  return row.has_value();
}

struct Table {
  std::string_view name;
  void (*each)(const ReadTx&, std::int64_t rows_max, const UseRow&);
  bool (*restore)(WriteTx&, JsonValue);
};

template <class Row, Name kTable, std::size_t kKeyColumns>
constexpr Table Dumped() {
  return {kTable.view(), EachRow<Row, kTable, kKeyColumns>, RestoreOne<Row, kTable, kKeyColumns>};
}

/// The one list: a row type with its Columns, the table, how many columns are its key. Tables come
/// after those that they refer to.
constexpr Table kTables[] = {
    Dumped<Entry, "TABLE entry", 1>(),
    Dumped<FrozenSheet, "TABLE frozen_sheet", 2>(),
    Dumped<Account, "TABLE account", 1>(),
    Dumped<AccountAct, "TABLE account_act", 1>(),
    Dumped<SecurityEvent, "TABLE security_event", 1>(),
    Dumped<StoredFile, "TABLE file", 1>(),
    Dumped<Upload, "TABLE upload", 2>(),
    Dumped<FileUse, "TABLE file_use", 4>(),
    Dumped<Notice, "TABLE notice", 1>(),
    Dumped<Opened, "TABLE opened", 2>(),
    Dumped<Remembered, "TABLE remembered", 1>(),
};

constexpr auto kTableNames = [] {
  std::array<std::string_view, std::size(kTables)> names;
  std::ranges::transform(kTables, names.begin(), &Table::name);
  return names;
}();

constexpr std::string_view kTablesLeftOut[] = {
    "chain_head",       "fact",           "entry_unit",       "session",
    "known_device",     "login_failures", "answered",         "outgoing_mail",
    "schema_migration", "security_head",  "password_history", "first_link",
};

const Table* FindTable(std::string_view name) {
  const auto* const table = std::ranges::find(kTables, name, &Table::name);
  return table == std::end(kTables) ? nullptr : table;
}

Error Refused(std::string message, std::string english) {
  return {ErrorCode::kInvalidInput, "", std::move(message), std::move(english)};
}

}  // namespace

std::span<const std::string_view> DumpedTables() { return kTableNames; }

std::span<const std::string_view> TablesLeftOut() { return kTablesLeftOut; }

void ForEachDumpedRow(const ReadTx& tx, std::string_view table, const UseRow& use) {
  const Table* const found = FindTable(table);
  CHECK(found != nullptr);
  found->each(tx, std::numeric_limits<std::int64_t>::max(), use);
}

bool IsEmpty(const ReadTx& tx) {
  return std::ranges::all_of(kTables, [&](const Table& table) {
    bool has_row = false;
    table.each(tx, 1, [&](std::string_view) { has_row = true; });
    return !has_row;
  });
}

Result<void> RestoreRow(WriteTx& tx, std::string_view table, std::string json) {
  const Table* const found = FindTable(table);
  if (found == nullptr) {
    return Refused("没有这样的表", "there is no such table");
  }
  const auto tree = JsonTree::Parse(std::move(json));
  if (!tree) return tree.error();
  try {
    if (found->restore(tx, (*tree)->root())) return {};
  } catch (const StoreBroken& broken) {
    return Refused("数据库不接受这一行：它已经有了，或它所指的不存在",
                   Concat("the database does not take this row: ", broken.what()));
  }
  return Refused("不是这个表的一行", "it is no row of this table");
}

}  // namespace shouze
