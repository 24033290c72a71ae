#include "kernel/rules.h"

#include <algorithm>

namespace shouze {
namespace {

/// One run of a line's rules: over the states as they are, or over the worst that they may become.
class RuleRun {
 public:
  RuleRun(const RuleInput& input, bool worst) : input_(input), worst_(worst) {}

  /// Told of each deduction: its points, and its record or its obligations.
  struct Sink {
    virtual void Take(Points points, const UnitRecord* record,
                      std::span<const std::uint32_t> obligations) = 0;

   protected:
    ~Sink() = default;
  };

  void Apply(const Rule& rule, Points line, Sink& sink) {
    sink_ = &sink;
    line_ = line;
    std::visit([this](const auto& form) { Evaluate(form); }, rule.form);
  }

 private:
  void Evaluate(const PerRecord& rule) {
    const RecordKind& kind = At(input_.policy.kinds, rule.kind);
    for (const UnitRecord& record : input_.own.OfKind(rule.kind)) {
      const std::uint8_t marks =
          input_.marks[static_cast<std::size_t>(&record - input_.own.records.data())];
      const bool counts = (marks & kThisYear) != 0 && (marks & kWaived) == 0 &&
                          (worst_ || (marks & kDisputed) == 0);
      if (counts && input_.facts.Holds(rule.when, kind, record)) {
        sink_->Take(rule.points, &record, {});
      }
    }
  }

  void Evaluate(const PerMissed& rule) {
    for (const Id<Duty> duty : rule.duties) {
      ForEach(duty, [&](std::uint32_t place, const Obligation& obligation) {
        if (!Lost(obligation)) return;
        const Points points = obligation.state == State::kLate ? rule.late : rule.points;
        if (points != Points{}) sink_->Take(points, nullptr, std::span(&place, 1));
      });
    }
  }

  void Evaluate(const ZeroIfMissed& rule) {
    for (const Id<Duty> duty : rule.duties) {
      ForEach(duty, [&](std::uint32_t place, const Obligation& obligation) {
        if (Lost(obligation)) sink_->Take(line_, nullptr, std::span(&place, 1));
      });
    }
  }

  void Evaluate(const Consecutive& rule) {
    std::vector<std::uint32_t> row;
    bool taken = false;
    ForEach(rule.duty, [&](std::uint32_t place, const Obligation& obligation) {
      if (taken || LeftOut(obligation)) return;
      if (!Lost(obligation)) return row.clear();
      row.push_back(place);
      if (row.size() < static_cast<std::size_t>(rule.count)) return;
      taken = true;
      sink_->Take(line_, nullptr, row);
    });
  }

  template <class Each>
  void ForEach(Id<Duty> duty, Each each) {
    for (std::uint32_t i = input_.duty_begin[duty.value]; i < input_.duty_begin[duty.value + 1];
         ++i) {
      each(i, input_.obligations[i]);
    }
  }

  bool LeftOut(const Obligation& obligation) const {
    return obligation.state == State::kWaived || (obligation.disputed && !worst_);
  }

  bool Lost(const Obligation& obligation) const {
    if (LeftOut(obligation)) return false;
    return obligation.state == State::kMissed || obligation.state == State::kLate ||
           (worst_ && obligation.can_be_lost);
  }

  const RuleInput& input_;
  const bool worst_;
  Points line_;
  Sink* sink_ = nullptr;
};

/// Writes deductions down and applies them to what is left of the line.
struct Recorder final : RuleRun::Sink {
  Recorder(Points line, std::vector<Deduction>& to, std::vector<std::uint32_t>& why)
      : left(line), deductions(to), causes(why) {}

  void Take(Points points, const UnitRecord* record,
            std::span<const std::uint32_t> obligations) override {
    Deduction deduction{
        rule, points, std::min(points, left), record, static_cast<std::uint32_t>(causes.size()), 0};
    causes.insert(causes.end(), obligations.begin(), obligations.end());
    deduction.causes_end = static_cast<std::uint32_t>(causes.size());
    left -= deduction.applied;
    taken += points;
    deductions.push_back(deduction);
  }

  std::uint32_t rule = 0;
  Points left;
  Points taken;
  std::vector<Deduction>& deductions;
  std::vector<std::uint32_t>& causes;
};

struct Adder final : RuleRun::Sink {
  void Take(Points points, const UnitRecord*, std::span<const std::uint32_t>) override {
    taken += points;
  }
  Points taken;
};

/// Whether the worst case can differ from the case at all.
bool AnythingUndecided(const RuleInput& input, const Indicator& indicator) {
  if (!input.own.disputes.empty()) return true;
  if (indicator.duties.empty()) return false;
  const auto begin = input.duty_begin[indicator.duties.front().value];
  const auto end = input.duty_begin[indicator.duties.back().value + 1];
  return std::ranges::any_of(input.obligations.subspan(begin, end - begin),
                             &Obligation::can_be_lost);
}

bool AnythingHappened(const RuleInput& input, const Indicator& indicator) {
  return std::ranges::any_of(indicator.rules, [&](const Rule& rule) {
    const auto* counted = std::get_if<PerRecord>(&rule.form);
    if (counted == nullptr) return false;
    const RecordKind& kind = At(input.policy.kinds, counted->kind);
    return std::ranges::any_of(input.own.OfKind(counted->kind), [&](const UnitRecord& record) {
      const auto place = static_cast<std::size_t>(&record - input.own.records.data());
      return (input.marks[place] & kThisYear) != 0 &&
             input.facts.Holds(counted->when, kind, record);
    });
  });
}

}  // namespace

RuleOutcome ApplyRules(const RuleInput& input, const Indicator& indicator,
                       std::vector<Deduction>& deductions, std::vector<std::uint32_t>& causes) {
  RuleOutcome outcome;
  Recorder recorder(indicator.points, deductions, causes);
  RuleRun as_it_is(input, false);
  for (std::size_t i = 0; i < indicator.rules.size(); ++i) {
    recorder.rule = static_cast<std::uint32_t>(i);
    as_it_is.Apply(indicator.rules[i], indicator.points, recorder);
  }
  outcome.taken = outcome.worst = recorder.taken;
  if (AnythingUndecided(input, indicator)) {
    Adder adder;
    RuleRun at_worst(input, true);
    for (const Rule& rule : indicator.rules) at_worst.Apply(rule, indicator.points, adder);
    outcome.worst = adder.taken;
  }
  outcome.anything_happened = AnythingHappened(input, indicator);
  return outcome;
}

std::int64_t NeededMillionths(const MetByMeasure& measure, const Unit& unit) {
  return measure.at_least * 1000 * std::max(unit.fields[measure.per.value], measure.per_min);
}

std::int64_t ContributedMillionths(const Facts& facts, const MetByMeasure& measure,
                                   const RecordKind& kind, const UnitRecord& record) {
  if (!facts.Holds(measure.where, kind, record)) return 0;
  std::int64_t amount = facts.Value(record, measure.amount).value_or(0) * 1000;
  if (measure.capped_by) {
    amount =
        std::min(amount, measure.cap_each * facts.Value(record, *measure.capped_by).value_or(0));
  }
  return amount * facts.Value(record, measure.times).value_or(0);
}

}  // namespace shouze
