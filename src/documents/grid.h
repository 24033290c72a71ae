#pragma once

#include <cstddef>
#include <vector>

#include "documents/document.h"

namespace shouze::documents {

/// A cell and where it stands once the ones above that reach down have their places.
struct Placed {
  std::size_t row = 0;
  std::size_t index = 0;  ///< In its row.
  int column = 0;
  int rows = 1;     ///< Within the table.
  int columns = 1;  ///< Within the table.

  const Cell& In(const Table& table) const { return table.rows[row][index]; }
};

/// Every cell of the table by row and column; those for which no column is left are dropped.
std::vector<Placed> PlaceCells(const Table& table);

}  // namespace shouze::documents
