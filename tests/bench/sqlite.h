#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace shouze {

/// A prepared statement. Whatever fails ends the program with SQLite's own words.
class SqlStatement {
 public:
  explicit SqlStatement(sqlite3_stmt* statement) : statement_(statement, sqlite3_finalize) {}

  /// Binds the next parameter.
  SqlStatement& Bind(std::optional<std::int64_t> value);
  /// Runs it without rows, ready for the next binding.
  void Run();
  /// Steps to the next row; false behind the last.
  bool Next();
  std::int64_t Column(int column) const { return sqlite3_column_int64(statement_.get(), column); }

  sqlite3_stmt* get() const { return statement_.get(); }

 private:
  std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement_;
  int bound_ = 0;
};

/// A database in memory.
class SqlDatabase {
 public:
  SqlDatabase();

  SqlStatement Prepare(std::string_view sql) const;
  /// Runs all statements of `script`. `value_of` says what a parameter `$word(name)` stands for.
  void RunScript(
      std::string_view script,
      const std::function<std::int64_t(std::string_view parameter)>& value_of = {}) const;

 private:
  std::unique_ptr<sqlite3, int (*)(sqlite3*)> handle_;
};

}  // namespace shouze
