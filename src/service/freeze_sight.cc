#include "service/freeze_sight.h"

namespace shouze {

const Kept<FrozenFact>* InitialFreeze(const SchoolState& state, const CycleFact& cycle) {
  if (cycle.stage < Stage::kInitial) return nullptr;
  const Kept<FrozenFact>* last = nullptr;
  for (const auto& [id, kept] : state.All<FrozenFact>()) {
    if (kept.fact.cycle != cycle.year || kept.fact.stage != Stage::kInitial) continue;
    if (last == nullptr || kept.seq > last->seq) last = &kept;
  }
  return last;
}

bool MaySeeFreeze(const CallerView& view, const CycleFact& cycle, const Kept<FrozenFact>& freeze) {
  if (view.May(Action::kReadSchool, {})) return true;
  if (freeze.fact.stage != Stage::kInitial) return true;
  const auto* const in_force = InitialFreeze(view.state(), cycle);
  return cycle.stage >= Stage::kConfirming && in_force != nullptr && in_force->seq == freeze.seq;
}

}  // namespace shouze
