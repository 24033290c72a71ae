#pragma once

#include <string>
#include <vector>

#include "base/civil.h"

namespace shouze::documents {

/// A file in a ZIP.
struct PackagePart {
  std::string name;
  std::string bytes;
};

/// A small ZIP, whole in memory; `made_at` is its files' time.
std::string WritePackage(const std::vector<PackagePart>& parts, Instant made_at);

}  // namespace shouze::documents
