// Units, how diligent they are, what systems they run and who holds their posts.

#include <algorithm>
#include <numeric>

#include "base/text.h"
#include "demo/school_draft.h"
#include "demo/wording.h"

namespace shouze {
namespace {

/// Posts are held since some September of so many years before.
constexpr int kYearsHeldMax = 6;
constexpr int kDaysPerYear = 365;

/// Codes and names repeat with the campus's number.
void AddUnit(SchoolDraft& draft, std::size_t place) {
  const std::vector<UnitPlan>& plans = draft.plan.units;
  const auto campus = static_cast<int>(place / plans.size()) + 1;
  DemoUnit unit;
  unit.plan = &plans[place % plans.size()];
  unit.code = draft.Name(unit.plan->code);
  unit.name = draft.Name(unit.plan->name);
  Chance chance = draft.chance;
  if (campus > 1) {
    unit.code = draft.Name(Concat(unit.plan->code, "-", campus));
    Scene scene;
    scene.number = campus;
    unit.name = draft.Name(Word(draft.plan, draft.plan.campus, scene, chance) + unit.plan->name);
  }
  Scene scene;
  scene.year = draft.options.year;
  scene.unit = unit.name;
  for (const std::string& name : draft.plan.own_systems) {
    unit.systems.push_back({draft.Name(Word(draft.plan, name, scene, chance)), {}});
  }
  for (const SystemPlan& system : draft.plan.systems) {
    if (system.unit != unit.plan->code) continue;
    unit.systems.push_back({draft.Name(system.name), draft.Name(system.group)});
  }
  unit.first = unit.plan->from ? draft.Day(*unit.plan->from) : FirstDayOf(draft.options.year);
  unit.last = draft.LastDay();
  draft.units.push_back(std::move(unit));
}

/// Each diligence gets its share as exactly as the number of units allows; chance says who.
void AssignDiligence(SchoolDraft& draft) {
  const std::vector<Diligence>& classes = draft.plan.diligences;
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < draft.units.size(); ++i) {
    const bool listed = i < draft.plan.units.size();
    if (listed && draft.units[i].plan->diligence) {
      draft.units[i].diligence = *draft.units[i].plan->diligence;
    } else {
      open.push_back(i);
    }
  }
  Chance chance = draft.chance.Fork("diligence");
  chance.Shuffle(open);
  std::size_t shares = 0;
  for (const Diligence& one : classes) shares += static_cast<std::size_t>(one.share);
  for (std::size_t rank = 0; rank < open.size(); ++rank) {
    // The middle of the rank's part of the whole, doubled to stay whole.
    const std::size_t middle = (2 * rank + 1) * shares / open.size();
    std::size_t upto = 0;
    for (std::size_t i = 0; i < classes.size(); ++i) {
      upto += 2 * static_cast<std::size_t>(classes[i].share);
      if (middle >= upto) continue;
      draft.units[open[rank]].diligence = i;
      break;
    }
  }
}

std::string_view SuccessorOf(const SchoolDraft& draft, std::size_t place) {
  const std::size_t listed = draft.plan.units.size();
  for (std::size_t i = place - place % listed; i < draft.units.size(); ++i) {
    if (i / listed != place / listed) break;
    if (draft.units[i].plan->code == draft.units[place].plan->successor) {
      return draft.units[i].code;
    }
  }
  return {};
}

void AddPost(SchoolDraft& draft, const DemoUnit& unit, std::string_view post, CivilDate from,
             std::optional<CivilDate> to) {
  if (!to && unit.last < draft.LastDay()) to = unit.last;
  if (to && *to < from) return;
  draft.school.facts.posts.push_back({unit.code, post, from, to});
}

CivilDate HeldSince(const DemoUnit& unit, Chance& chance) {
  if (unit.plan->from) return unit.first + chance.Between(0, 3);
  return unit.first - chance.Between(1, kYearsHeldMax) * kDaysPerYear + chance.Between(0, 300);
}

void MakePost(SchoolDraft& draft, const DemoUnit& unit, const PostPlan& plan, bool asked_for,
              Chance& chance) {
  const std::string_view post = draft.Name(At(draft.policy.posts, plan.post).id);
  const int count = plan.as_many_as ? unit.plan->fields[plan.as_many_as->value] : 1;
  for (int i = 0; i < count; ++i) {
    CivilDate from = HeldSince(unit, chance);
    for (const DemoUnit::HandOver& change : unit.hand_overs) {
      if (i > 0 || change.post != post || change.date <= from) continue;
      AddPost(draft, unit, post, from, change.date - 1);
      from = change.date;
    }
    const int days = std::max(0, static_cast<int>(unit.last.days - unit.first.days) - 40);
    const CivilDate leaves = std::max(from, unit.first + chance.Between(0, days));
    if (asked_for && i == 0 && !chance.Happens(draft.DiligenceOf(unit).holds_posts)) {
      const bool never_named = chance.Between(0, 1) == 0;
      if (!never_named) AddPost(draft, unit, post, from, leaves);
    } else if (chance.Happens(plan.changes)) {
      AddPost(draft, unit, post, from, leaves);
      const int gap = chance.Between(plan.gap_days.min, plan.gap_days.max);
      AddPost(draft, unit, post, leaves + 1 + gap, std::nullopt);
    } else {
      AddPost(draft, unit, post, from, std::nullopt);
    }
  }
}

}  // namespace

void MakeUnits(SchoolDraft& draft) {
  const auto count = draft.options.units > 0 ? static_cast<std::size_t>(draft.options.units)
                                             : draft.plan.units.size();
  for (std::size_t place = 0; place < count; ++place) AddUnit(draft, place);
  AssignDiligence(draft);
  for (std::size_t place = 0; place < count; ++place) {
    DemoUnit& unit = draft.units[place];
    RawUnit raw;
    raw.code = unit.code;
    raw.name = unit.name;
    raw.kind = draft.Name(At(draft.policy.unit_kinds, unit.plan->kind).id);
    if (unit.plan->from) raw.from = unit.first;
    const std::string_view successor = SuccessorOf(draft, place);
    const bool needs_successor = !unit.plan->successor.empty();
    if (unit.plan->to && (!successor.empty() || !needs_successor)) {
      raw.to = unit.last = draft.Day(*unit.plan->to);
      raw.successor = successor;
    }
    for (std::size_t i = 0; i < unit.plan->fields.size(); ++i) {
      const RawNumber number{std::int64_t{unit.plan->fields[i]} * 1000};
      raw.fields.push_back({draft.Name(draft.policy.unit_fields[i].id), number});
    }
    draft.school.facts.units.push_back(std::move(raw));
  }
}

void MakePosts(SchoolDraft& draft) {
  for (const DemoUnit& unit : draft.units) {
    Chance chance = draft.ChanceOf("posts", unit);
    for (const PostPlan& plan : draft.plan.posts) {
      const bool asked_for = std::ranges::any_of(draft.policy.duties, [&](const Duty& duty) {
        const auto* by_post = std::get_if<MetByPost>(&duty.met_by);
        return by_post != nullptr && by_post->post == plan.post;
      });
      MakePost(draft, unit, plan, asked_for, chance);
    }
  }
}

}  // namespace shouze
