#pragma once

#include <string>
#include <vector>

namespace shouze {

/// A table for a terminal: columns as wide as their widest cell (Chinese counts two), numbers to
/// the right, free lines in between.
class TextTable {
 public:
  enum class Side { kLeft, kRight };
  struct Column {
    std::string title;
    Side side = Side::kLeft;
  };

  explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

  /// One cell for each column.
  void AddRow(std::vector<std::string> cells);
  /// A line that is in no column.
  void AddLine(std::string line);
  /// Title row, a rule, and the rest; each line ends with a line break and has no spaces before it.
  std::string Text() const;

 private:
  struct Row {
    std::vector<std::string> cells;
    bool free = false;
  };
  std::vector<Column> columns_;
  std::vector<Row> rows_;
};

}  // namespace shouze
