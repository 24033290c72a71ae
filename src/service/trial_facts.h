#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "kernel/calendar.h"
#include "kernel/facts.h"
#include "kernel/policy.h"
#include "kernel/raw_facts.h"
#include "kernel/score.h"

namespace shouze {

/// How many of what there are in a made-up case.
struct TrialCounts {
  std::map<Id<RecordKind>, int> records;
  std::map<Id<Duty>, int> missed;
  std::map<Id<Duty>, int> late;

  int Missed(Id<Duty> duty) const;
  int Late(Id<Duty> duty) const;
};

/// The facts of one made-up unit in which an indicator's duties are met, late and missed so many
/// times, the missed ones first.
class TrialFacts {
 public:
  TrialFacts(const Policy& policy, const WorkCalendar& calendar, const Indicator& indicator,
             int year, UtcOffset offset);

  /// Makes them. Errors: those of ResolveFacts, where the policy wants what is not made up here.
  ResultOrErrors<void> Make(const TrialCounts& counts);

  const Facts& facts() const { return facts_; }
  /// As of the year's end; points into facts().
  const UnitResult& result() const { return result_; }

 private:
  std::string_view Keep(std::string text) { return texts_.emplace_back(std::move(text)); }
  Instant AtStart() const;
  void AddUnit();
  /// `depth`: how many records name each other so far.
  std::string_view AddRecord(Id<RecordKind> kind, Instant at, std::vector<RawField> fields,
                             int depth);
  std::vector<RawField> TriggeringFields(Id<RecordKind> kind, Instant at);
  void FillRequired(const RecordKind& kind, Instant at, std::vector<RawField>& fields, int depth);
  RawField FieldOf(const Field& field, std::int64_t value);
  void Meet(const Obligation& obligation, const Duty& duty, bool late);
  void HandIn(const Obligation& obligation, bool late);
  void AddMeasured(const MetByMeasure& measure);
  ResultOrErrors<void> Compute();

  const Policy& policy_;
  const WorkCalendar& calendar_;
  const Indicator& indicator_;
  const int year_;
  const UtcOffset offset_;
  std::deque<std::string> texts_;  ///< What raw_ has views into.
  RawFacts raw_;
  Facts facts_;
  UnitResult result_;
};

}  // namespace shouze
