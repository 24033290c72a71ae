#pragma once

#include <cstdint>
#include <string>

#include "http/route.h"
#include "http/served_school.h"

/// Which answers are kept, and under what name.
namespace shouze {

/// Reads are rendered for everybody who asks the same.
inline bool IsRead(const Route& route) {
  return route.method == Method::kGet && route.answer != nullptr;
}
inline bool IsKept(const Route& route) { return IsRead(route) && route.action && route.depends_on; }

/// Under which it is kept: who asks is not in it.
inline std::string KeyOf(const Route& route, const BoundRequest& bound) {
  std::string key(route.name);
  key += ' ';
  return key += bound.canonical;
}

/// The last entry that it depends on.
inline std::int64_t LastEntryFor(ServedSchool& school, const Route& route,
                                 const BoundRequest& bound) {
  return school.LastEntryOf(route.depends_on == DependsOn::kUnit ? bound.unit : "");
}

}  // namespace shouze
