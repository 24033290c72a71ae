#include "store/statement.h"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <deque>
#include <optional>

#include "base/check.h"
#include "base/text.h"
#include "store/connection.h"
#include "store/store.h"

namespace shouze {
namespace {

/// Cells keep no more than this between runs, and a statement whose rows were more goes altogether:
/// libpq holds a whole answer until the next.
constexpr std::size_t kKeptBytesMax = 64 * 1024;
constexpr std::size_t kAnswerBytesMax = 1024 * 1024;

/// What SQLite knows a statement by; null where it is PostgreSQL's. SOCI's libraries hide the types
/// that a checked cast would look at.
__attribute__((no_sanitize("vptr"))) sqlite_api::sqlite3_stmt* SqliteStatement(
    const soci::session& session, soci::details::statement_backend* backend) {
  if (session.get_backend_name() != "sqlite3") return nullptr;
  return static_cast<soci::sqlite3_statement_backend*>(backend)->stmt_;
}

}  // namespace

/// SOCI keeps the addresses of cells and indicators: a deque never moves them.
struct Statement::Binding {
  struct Bound {
    const char* name = "";
    Cell cell;
    soci::indicator indicator = soci::i_ok;
  };
  std::deque<Bound> parameters;
  std::deque<Bound> columns;
  std::optional<soci::statement> statement;
  sqlite_api::sqlite3_stmt* sqlite = nullptr;  ///< SOCI's own, where it is SQLite's.
};

Statement::Statement(soci::session& session, bool& failed, std::string_view sql)
    : session_(session), failed_(failed), sql_(sql), binding_(std::make_unique<Binding>()) {}

Statement::~Statement() = default;

Cell& Statement::NextParameter(const char* name, bool is_text) {
  auto& parameters = binding_->parameters;
  if (next_parameter_ == parameters.size()) {
    CHECK(!binding_->statement);
    parameters.push_back({name, {}, soci::i_ok});
    parameters.back().cell.is_text = is_text;
  }
  Cell& cell = parameters[next_parameter_++].cell;
  CHECK(cell.is_text == is_text);
  return cell;
}

Cell& Statement::NextColumn(bool is_text) {
  auto& columns = binding_->columns;
  if (next_column_ == columns.size()) {
    CHECK(!binding_->statement);
    columns.emplace_back().cell.is_text = is_text;
  }
  Cell& cell = columns[next_column_++].cell;
  CHECK(cell.is_text == is_text);
  return cell;
}

void Statement::RewindColumns() { next_column_ = 0; }

void Statement::Prepare() {
  soci::statement statement(session_);
  for (auto& [name, cell, indicator] : binding_->parameters) {
    if (cell.is_text) {
      statement.exchange(soci::use(cell.text, indicator, name));
    } else {
      statement.exchange(soci::use(cell.number, indicator, name));
    }
  }
  for (auto& [name, cell, indicator] : binding_->columns) {
    if (cell.is_text) {
      statement.exchange(soci::into(cell.text, indicator));
    } else {
      statement.exchange(soci::into(cell.number, indicator));
    }
  }
  statement.alloc();
  statement.prepare(sql_);
  statement.define_and_bind();
  binding_->statement.emplace(statement);
  binding_->sqlite = SqliteStatement(session_, statement.get_backend());
}

bool Statement::Execute() {
  rows_ = bytes_ = 0;
  try {
    if (!binding_->statement) Prepare();
    for (auto& bound : binding_->parameters) {
      bound.indicator = bound.cell.null ? soci::i_null : soci::i_ok;
    }
    return AfterRow(binding_->statement->execute(true));
  } catch (const soci::soci_error& error) {
    failed_ = true;
    throw StoreBroken(Concat(FirstLine(error.get_error_message()), " [", sql_, "]"));
  }
}

bool Statement::Fetch() {
  try {
    return AfterRow(binding_->statement->fetch());
  } catch (const soci::soci_error& error) {
    failed_ = true;
    throw StoreBroken(Concat(FirstLine(error.get_error_message()), " [", sql_, "]"));
  }
}

bool Statement::AfterRow(bool got_row) {
  if (!got_row) return false;
  ++rows_;
  for (auto& bound : binding_->columns) {
    bound.cell.null = bound.indicator == soci::i_null;
    bytes_ += bound.cell.text.size();
  }
  return true;
}

std::int64_t Statement::affected() { return binding_->statement->get_affected_rows(); }

bool Statement::Release() {
  next_parameter_ = next_column_ = 0;
  if (!binding_->statement || bytes_ > kAnswerBytesMax) return false;
  // A row that was not fetched would keep SQLite's read transaction open past its end.
  if (binding_->sqlite != nullptr) sqlite_api::sqlite3_reset(binding_->sqlite);
  for (auto* bounds : {&binding_->parameters, &binding_->columns}) {
    for (auto& bound : *bounds) {
      if (bound.cell.text.capacity() > kKeptBytesMax) bound.cell.text = {};
    }
  }
  return true;
}

}  // namespace shouze
