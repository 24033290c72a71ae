#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/civil.h"
#include "store/connection.h"
#include "store/store.h"

/// Internal to the room: rows of types in, rows of types out.
namespace shouze {

/// Joins literals into one constant of SQL while compiling; nothing is built from strings later.
template <std::size_t... Sizes>
consteval auto Sql(const char (&... parts)[Sizes]) {
  struct Constant {
    std::array<char, (0 + ... + (Sizes - 1))> text;
    constexpr operator std::string_view() const { return {text.data(), text.size()}; }
  } constant{};
  std::size_t at = 0;
  const auto append = [&](const char* part, std::size_t size) {
    for (std::size_t i = 0; i + 1 < size; ++i) constant.text[at++] = part[i];
  };
  (append(parts, Sizes), ...);
  return constant;
}

/// What is written into a cell and read from it. Truth is 0 or 1, an instant its milliseconds.
/// Throws StoreBroken at a text with a NUL, which PostgreSQL would cut there.
void Put(Cell& cell, std::string_view value);
void Take(Cell& cell, std::string& value);
inline void Put(Cell& cell, std::int64_t value) { cell.number = value; }
inline void Put(Cell& cell, Instant value) { cell.number = value.ms; }
inline void Take(Cell& cell, std::int64_t& value) { value = cell.number; }
inline void Take(Cell& cell, int& value) { value = static_cast<int>(cell.number); }
inline void Take(Cell& cell, bool& value) { value = cell.number != 0; }
inline void Take(Cell& cell, Instant& value) { value.ms = cell.number; }

/// Whether a member's cells hold text.
template <class Value>
inline constexpr bool kIsText = std::is_convertible_v<const Value&, std::string_view>;
template <class Value>
inline constexpr bool kIsText<std::optional<Value>> = kIsText<Value>;

/// How a row's members are named and ordered: a specialisation has
/// `static void Each(auto& row, auto&& column) { column("id", row.id); … }`, the order being that
/// of the columns in every SELECT of such rows.
template <class Row>
struct Columns;

/// Rows of one number, one text.
struct OneNumber {
  std::int64_t value = 0;
};
struct OneText {
  std::string value;
};
template <>
struct Columns<OneNumber> {
  static void Each(auto& row, auto&& column) { column("value", row.value); }
};
template <>
struct Columns<OneText> {
  static void Each(auto& row, auto&& column) { column("value", row.value); }
};

/// One run of a statement: parameters first, then Run, One, All or Each.
class Query {
 public:
  Query(const ReadTx& tx, std::string_view sql)
      : connection_(tx.connection()), sql_(sql), statement_(connection_.Take(sql)) {}
  ~Query() { connection_.GiveBack(sql_, std::move(statement_)); }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  /// Binds the parameter `:name`.
  template <class Value>
  Query& With(const char* name, const Value& value) {
    Cell& cell = statement_->NextParameter(name, kIsText<Value>);
    PutOptional(cell, value);
    return *this;
  }

  /// Binds every member of `row` under its column's name.
  template <class Row>
  Query& WithRow(const Row& row) {
    Columns<Row>::Each(row, [&](const char* name, const auto& value) { With(name, value); });
    return *this;
  }

  /// Runs it for its effect: how many rows were inserted, changed or deleted.
  std::int64_t Run() {
    statement_->Execute();
    return statement_->affected();
  }

  /// Hands each row to `use`.
  template <class Row, class Use>
  void Each(Use&& use) {
    Row shape;
    ReadInto(shape);  // the columns' types, before the first run
    for (bool more = statement_->Execute(); more; more = statement_->Fetch()) {
      Row row;
      ReadInto(row);
      use(std::move(row));
    }
  }

  template <class Row>
  std::vector<Row> All() {
    std::vector<Row> rows;
    Each<Row>([&](Row&& row) { rows.push_back(std::move(row)); });
    return rows;
  }

  /// The first row.
  template <class Row>
  std::optional<Row> One() {
    Row row;
    ReadInto(row);
    if (!statement_->Execute()) return std::nullopt;
    ReadInto(row);
    return row;
  }

 private:
  template <class Value>
  static void PutOptional(Cell& cell, const Value& value) {
    cell.null = false;
    Put(cell, value);
  }
  template <class Value>
  static void PutOptional(Cell& cell, const std::optional<Value>& value) {
    cell.null = !value;
    if (value) Put(cell, *value);
  }
  template <class Value>
  static void TakeOptional(Cell& cell, Value& value) {
    if (!cell.null) Take(cell, value);
  }
  template <class Value>
  static void TakeOptional(Cell& cell, std::optional<Value>& value) {
    if (cell.null) {
      value.reset();
    } else {
      Take(cell, value.emplace());
    }
  }
  template <class Row>
  void ReadInto(Row& row) {
    statement_->RewindColumns();
    Columns<Row>::Each(row, [&]<class Value>(const char*, Value& value) {
      TakeOptional(statement_->NextColumn(kIsText<Value>), value);
    });
  }

  Connection& connection_;
  std::string_view sql_;
  std::unique_ptr<Statement> statement_;
};

}  // namespace shouze
