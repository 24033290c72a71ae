#include "service/freeze_sight.h"

#include "ledger/cycle_rules.h"

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
  const bool initial = freeze.fact.stage == Stage::kInitial;
  if (initial && cycle.stage < Stage::kConfirming) return false;
  const auto* const in_force =
      initial ? InitialFreeze(view.state(), cycle) : FinalFreeze(view.state(), cycle);
  return in_force != nullptr && in_force->seq == freeze.seq;
}

}  // namespace shouze
