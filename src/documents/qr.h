#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace shouze::documents {

/// A QR code's modules, row by row, without its quiet zone. Source: ISO/IEC 18004.
struct QrModules {
  int size = 0;  ///< Per side.
  std::vector<bool> dark;

  bool At(int row, int column) const { return dark[static_cast<std::size_t>(row * size + column)]; }
};

/// Of a text of 1–2,000 bytes, with a quarter of it to spare for damage (level Q) or, of longer
/// ones, less.
QrModules MakeQr(std::string_view text);

/// The same as PNG, quiet zone included.
std::string QrPng(const QrModules& modules);

}  // namespace shouze::documents
