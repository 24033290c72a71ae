#include "documents/grid.h"

#include <algorithm>

namespace shouze::documents {

std::vector<Placed> PlaceCells(const Table& table) {
  const int width = static_cast<int>(table.widths.size());
  const int height = static_cast<int>(table.rows.size());
  std::vector<Placed> placed;
  std::vector<int> taken_until(table.widths.size(), 0);  // The first row that is free again.
  for (int row = 0; row < height; ++row) {
    int column = 0;
    const TableRow& cells = table.rows[static_cast<std::size_t>(row)];
    for (std::size_t index = 0; index < cells.size(); ++index) {
      const Cell& cell = cells[index];
      while (column < width && taken_until[static_cast<std::size_t>(column)] > row) ++column;
      if (column == width) break;
      int columns = 0;
      while (columns < std::max(cell.columns, 1) && column + columns < width &&
             taken_until[static_cast<std::size_t>(column + columns)] <= row) {
        ++columns;
      }
      const int rows = std::clamp(cell.rows, 1, height - row);
      placed.push_back({static_cast<std::size_t>(row), index, column, rows, columns});
      for (int i = 0; i < columns; ++i) {
        taken_until[static_cast<std::size_t>(column + i)] = row + rows;
      }
      column += columns;
    }
  }
  return placed;
}

}  // namespace shouze::documents
