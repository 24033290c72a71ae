#include "sqlite.h"

#include <cstdlib>
#include <iostream>

namespace shouze {
namespace {

[[noreturn]] void Fail(sqlite3* handle, std::string_view sql) {
  std::cerr << "SQLite: " << sqlite3_errmsg(handle) << "\n" << sql.substr(0, 400) << "\n";
  std::exit(1);
}

sqlite3* Open() {
  sqlite3* handle = nullptr;
  if (sqlite3_open(":memory:", &handle) != SQLITE_OK) Fail(handle, "");
  return handle;
}

}  // namespace

SqlStatement& SqlStatement::Bind(std::optional<std::int64_t> value) {
  ++bound_;
  if (value) {
    sqlite3_bind_int64(get(), bound_, *value);
  } else {
    sqlite3_bind_null(get(), bound_);
  }
  return *this;
}

void SqlStatement::Run() {
  while (Next()) {
  }
  sqlite3_reset(get());
  bound_ = 0;
}

bool SqlStatement::Next() {
  const int code = sqlite3_step(get());
  if (code != SQLITE_ROW && code != SQLITE_DONE) {
    Fail(sqlite3_db_handle(get()), sqlite3_sql(get()));
  }
  return code == SQLITE_ROW;
}

SqlDatabase::SqlDatabase() : handle_(Open(), sqlite3_close) {
  RunScript("PRAGMA journal_mode = OFF; PRAGMA temp_store = MEMORY;");
}

SqlStatement SqlDatabase::Prepare(std::string_view sql) const {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(handle_.get(), sql.data(), static_cast<int>(sql.size()), &statement,
                         nullptr) != SQLITE_OK) {
    Fail(handle_.get(), sql);
  }
  return SqlStatement(statement);
}

void SqlDatabase::RunScript(std::string_view script,
                            const std::function<std::int64_t(std::string_view)>& value_of) const {
  while (!script.empty()) {
    sqlite3_stmt* prepared = nullptr;
    const char* rest = nullptr;
    if (sqlite3_prepare_v2(handle_.get(), script.data(), static_cast<int>(script.size()), &prepared,
                           &rest) != SQLITE_OK) {
      Fail(handle_.get(), script);
    }
    script.remove_prefix(static_cast<std::size_t>(rest - script.data()));
    if (prepared == nullptr) continue;  // nothing but comments
    SqlStatement statement(prepared);
    for (int i = 1; i <= sqlite3_bind_parameter_count(prepared); ++i) {
      statement.Bind(value_of(sqlite3_bind_parameter_name(prepared, i)));
    }
    statement.Run();
  }
}

}  // namespace shouze
