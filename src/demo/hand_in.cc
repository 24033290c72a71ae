// What units hand in, when, and what the office says to it.

#include <algorithm>

#include "base/text.h"
#include "demo/school_draft.h"
#include "demo/wording.h"
#include "kernel/deadline.h"

namespace shouze {
namespace {

/// What is returned is handed in again at most this often, within so many workdays.
constexpr int kRoundsMax = 3;
constexpr int kAgainWorkdays = 4;
/// Who was told what is wrong gets it right this many times more often.
constexpr int kLearns = 5;

/// A submission with its review.
struct HandedIn {
  Instant at;
  std::string_view unit;
  std::string_view key;
  Instant reviewed_at;
  bool accepted = true;
  std::string_view reason;
};

class HandingIn {
 public:
  HandingIn(SchoolDraft& draft, const Facts& facts) : draft_(draft), facts_(facts) {
    if (draft.policy.settings.supplement_until) {
      const CivilDate until = facts.dates[draft.policy.settings.supplement_until->value];
      supplement_until_ = EndOfDay(until, facts.offset);
    }
  }

  void Do(const Task& task) {
    if (task.waived || !std::holds_alternative<MetBySubmission>(task.duty->met_by)) return;
    const Diligence& unit = draft_.DiligenceOf(*task.unit);
    Chance chance = draft_.ChanceOf("tasks", *task.unit).Fork(task.key);
    const int lot = chance.Between(1, 1000);
    if (lot <= unit.never) return;
    if (lot <= unit.never + unit.late) {
      const Range late = draft_.plan.late_workdays;
      const int days = chance.Between(late.min, late.max);
      Submit(task, draft_.times.OfficeTimeAfter(task.due, days, chance), false, chance);
      return;
    }
    const Range lead = unit.lead_workdays;
    // Most come rather towards the end.
    const int days =
        std::min(chance.Between(lead.min, lead.max), chance.Between(lead.min, lead.max));
    Instant at = draft_.times.Within(task.start, task.due, days, chance);
    Instant limit = task.due;
    int returned = unit.returned;
    for (int round = 1; round <= kRoundsMax; ++round) {
      const bool returns = round < kRoundsMax && chance.Happens(returned);
      const std::optional<Instant> reviewed_at = Submit(task, at, returns, chance);
      if (!returns || !reviewed_at) return;
      limit = LimitAfterReturn(task, limit, *reviewed_at, chance);
      if (*reviewed_at >= limit || !chance.Happens(unit.again)) return;
      const Instant soon = draft_.times.OfficeTimeAfter(*reviewed_at, kAgainWorkdays, chance);
      at = draft_.times.Within(*reviewed_at, std::min(limit, soon), 0, chance);
      returned /= kLearns;
    }
  }

  /// In order of time, numbered.
  void WriteDown() {
    std::ranges::stable_sort(handed_in_, {}, &HandedIn::at);
    RawFacts& facts = draft_.school.facts;
    for (std::size_t i = 0; i < handed_in_.size(); ++i) {
      const HandedIn& one = handed_in_[i];
      const std::string_view id = draft_.Keep(Concat("s", i + 1));
      facts.submissions.push_back({id, one.unit, one.key, one.at});
      facts.reviews.push_back({id, one.reviewed_at, one.accepted, one.reason});
    }
    std::ranges::stable_sort(facts.reviews, {}, &RawReview::at);
  }

 private:
  /// When it is reviewed. Absent where the unit or the year has ended before.
  std::optional<Instant> Submit(const Task& task, Instant at, bool returns, Chance& chance) {
    if (at >= EndOfDay(task.unit->last, facts_.offset)) return std::nullopt;
    const Range days = draft_.plan.reviews.workdays;
    const Instant reviewed_at =
        draft_.times.OfficeTimeAfter(at, chance.Between(days.min, days.max), chance);
    const std::string_view reason =
        returns ? Reason(task, draft_.plan.reviews.reasons, chance) : std::string_view();
    handed_in_.push_back({at, task.unit->code, task.key, reviewed_at, !returns, reason});
    return reviewed_at;
  }

  std::string_view Reason(const Task& task, const std::vector<std::string>& reasons,
                          Chance& chance) {
    Scene scene;
    scene.year = draft_.options.year;
    scene.unit = task.unit->name;
    const std::vector<EvidenceItem>& checklist = task.duty->evidence;
    scene.item = checklist.empty() ? std::string_view(task.duty->name)
                                   : std::string_view(chance.Pick(checklist).name);
    return draft_.Keep(Word(draft_.plan, chance.Pick(reasons), scene, chance));
  }

  /// Until when what was returned may be handed in again: the deadline, the day for supplements, or
  /// an extension given in the same act.
  Instant LimitAfterReturn(const Task& task, Instant limit, Instant reviewed_at, Chance& chance) {
    if (task.duty->resubmission && supplement_until_) return std::max(limit, *supplement_until_);
    const ReviewPlan& plan = draft_.plan.reviews;
    if (reviewed_at < limit || !chance.Happens(plan.matter_of_form)) return limit;
    const int days = chance.Between(plan.extended_workdays.min, plan.extended_workdays.max);
    const CivilDate last = draft_.times.AddWorkdays(DateAt(reviewed_at, facts_.offset), days);
    const Instant until = EndOfDay(last, facts_.offset);
    if (until > facts_.YearEnd()) return limit;
    draft_.school.facts.extensions.push_back({task.unit->code, task.key, until, reviewed_at,
                                              Reason(task, plan.extension_reasons, chance)});
    return until;
  }

  SchoolDraft& draft_;
  const Facts& facts_;
  std::optional<Instant> supplement_until_;
  std::vector<HandedIn> handed_in_;
};

}  // namespace

void HandIn(SchoolDraft& draft, const Facts& facts, const std::vector<Task>& tasks) {
  HandingIn handing_in(draft, facts);
  for (const Task& task : tasks) handing_in.Do(task);
  handing_in.WriteDown();
}

}  // namespace shouze
