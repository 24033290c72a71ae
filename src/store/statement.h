#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

/// Internal to the room: statements that are prepared once on a connection and run many times.
namespace soci {
class session;
}

namespace shouze {

/// One value on its way into or out of the database.
struct Cell {
  std::string text;
  long long number = 0;
  bool is_text = false;
  bool null = false;
};

/// A prepared statement with the cells it reads its parameters from and puts its columns into. The
/// first use decides which there are; later ones name the same in the same order.
class Statement {
 public:
  /// `failed` becomes true where the database refuses; it belongs to the connection.
  Statement(soci::session& session, bool& failed, std::string_view sql);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  /// The cell of the next parameter (`name` without its colon) and of the next column.
  Cell& NextParameter(const char* name, bool is_text);
  Cell& NextColumn(bool is_text);
  /// Columns are taken from the first again.
  void RewindColumns();

  /// Runs it: true where there is a (first) row. Throws StoreBroken, as Fetch does.
  bool Execute();
  /// True where there is another row.
  bool Fetch();
  /// Rows that the last run inserted, changed or deleted.
  std::int64_t affected();

  /// Ends a run; the statement may be used anew. False where it holds so much that it should go.
  bool Release();

 private:
  struct Binding;
  void Prepare();
  bool AfterRow(bool got_row);

  soci::session& session_;
  bool& failed_;
  std::string sql_;
  std::unique_ptr<Binding> binding_;
  std::size_t next_parameter_ = 0;
  std::size_t next_column_ = 0;
  std::size_t rows_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace shouze
