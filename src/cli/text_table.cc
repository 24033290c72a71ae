#include "cli/text_table.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/text.h"

namespace shouze {

void TextTable::AddRow(std::vector<std::string> cells) {
  CHECK(cells.size() == columns_.size());
  rows_.push_back({std::move(cells), false});
}

void TextTable::AddLine(std::string line) { rows_.push_back({{std::move(line)}, true}); }

std::string TextTable::Text() const {
  std::vector<int> widths;
  for (const Column& column : columns_) widths.push_back(DisplayWidth(column.title));
  for (const Row& row : rows_) {
    for (std::size_t i = 0; !row.free && i < row.cells.size(); ++i) {
      widths[i] = std::max(widths[i], DisplayWidth(row.cells[i]));
    }
  }
  std::string text;
  const auto end_line = [&] {
    text.erase(text.find_last_not_of(' ') + 1);
    text += '\n';
  };
  const auto add_cell = [&](std::size_t i, const std::string& cell) {
    const bool left = columns_[i].side == Side::kLeft;
    text += Concat(i == 0 ? "" : "  ", left ? PadRight(cell, widths[i]) : PadLeft(cell, widths[i]));
  };
  for (std::size_t i = 0; i < columns_.size(); ++i) add_cell(i, columns_[i].title);
  end_line();
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    add_cell(i, std::string(static_cast<std::size_t>(widths[i]), '-'));
  }
  end_line();
  for (const Row& row : rows_) {
    if (row.free) text += row.cells.front();
    for (std::size_t i = 0; !row.free && i < row.cells.size(); ++i) add_cell(i, row.cells[i]);
    end_line();
  }
  return text;
}

}  // namespace shouze
