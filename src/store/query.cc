#include "store/query.h"

namespace shouze {

void Put(Cell& cell, std::string_view value) {
  if (value.find('\0') != value.npos) throw StoreBroken("a text with a NUL in it");
  cell.text = value;
}

void Take(Cell& cell, std::string& value) { value = std::move(cell.text); }

}  // namespace shouze
