#include "system/seats.h"

namespace shouze {

Seat Seats::Take(std::string_view whose) {
  const std::lock_guard lock(mutex_);
  auto row = taken_.find(whose);
  if (row == taken_.end()) row = taken_.emplace(whose, 0).first;
  if (row->second >= of_each_max_) return nullptr;
  ++row->second;
  const std::string& name = row->first;  // Stays where it is for as long as one is taken.
  return {&name, [this, &name](const void*) { Free(name); }};
}

void Seats::Free(const std::string& whose) {
  const std::lock_guard lock(mutex_);
  const auto row = taken_.find(whose);
  if (--row->second == 0) taken_.erase(row);
}

}  // namespace shouze
