#include "store/split_sql.h"

namespace shouze {
namespace {

/// Where what begins at `begin` and is closed by `close` ends; the text's end where it never does.
std::size_t EndOf(std::string_view sql, std::string_view close, std::size_t begin) {
  const std::size_t at = sql.find(close, begin);
  return at == sql.npos ? sql.size() : at + close.size();
}

/// Adds `statement` without the blanks around it, if anything is left, and empties it.
void Finish(std::string& statement, std::vector<std::string>& statements) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t first = statement.find_first_not_of(kBlanks);
  if (first != std::string::npos) {
    const std::size_t last = statement.find_last_not_of(kBlanks);
    statements.push_back(statement.substr(first, last - first + 1));
  }
  statement.clear();
}

}  // namespace

std::vector<std::string> SplitSql(std::string_view sql) {
  std::vector<std::string> statements;
  std::string statement;
  for (std::size_t at = 0; at < sql.size();) {
    const std::string_view rest = sql.substr(at);
    if (rest.starts_with("--")) {
      at = EndOf(sql, "\n", at);
      statement += '\n';
    } else if (rest.starts_with("/*")) {
      at = EndOf(sql, "*/", at + 2);
      statement += ' ';
    } else if (rest.front() == '\'' || rest.front() == '"') {
      // A doubled quote ends one literal and begins the next: the same text.
      const std::size_t end = EndOf(sql, rest.substr(0, 1), at + 1);
      statement += sql.substr(at, end - at);
      at = end;
    } else {
      ++at;
      if (rest.front() == ';') {
        Finish(statement, statements);
      } else {
        statement += rest.front();
      }
    }
  }
  Finish(statement, statements);
  return statements;
}

}  // namespace shouze
