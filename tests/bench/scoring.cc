#include "scoring.h"

#include "kernel/score.h"

namespace shouze {
namespace {

std::uint64_t Bits(std::int64_t number) { return static_cast<std::uint64_t>(number); }

/// Adds up what one unit's facts say.
class Walker {
 public:
  explicit Walker(const Facts& facts) : facts_(facts) {}

  void WalkUnit(Id<Unit> id) {
    const UnitFacts own = facts_.Of(id);
    const Unit& unit = At(facts_.units, id);
    for (const std::int64_t field : unit.fields) sum_ += Bits(field);
    if (unit.from) Add(*unit.from);
    if (unit.to) Add(*unit.to);
    for (const UnitRecord& record : own.records) Walk(record);
    for (const PostHeld& post : own.posts) {
      sum_ += post.post.value;
      Add(post.from);
      if (post.to) Add(*post.to);
    }
    for (const Submission& submission : own.submissions) Walk(submission);
    for (const ObligationWaiver& waiver : own.waivers) Add(waiver.of), Add(waiver.at);
    for (const RecordWaiver& waiver : own.record_waivers) {
      sum_ += waiver.record.value;
      Add(waiver.at);
    }
    for (const Extension& extension : own.extensions) {
      Add(extension.of);
      Add(extension.at);
      Add(extension.until);
    }
    for (const Dispute& dispute : own.disputes) {
      sum_ += dispute.record.value;
      Add(dispute.at);
      if (dispute.decided_at) Add(*dispute.decided_at);
    }
  }

  std::uint64_t sum() const { return sum_; }

 private:
  void Walk(const UnitRecord& record) {
    Add(record.at);
    sum_ += record.kind.value + record.record.value;
    std::size_t place = record.values;
    for (std::uint64_t present = record.present; present != 0; present >>= 1, ++place) {
      if ((present & 1) != 0) sum_ += Bits(facts_.values[place]);
    }
  }

  void Walk(const Submission& submission) {
    Add(submission.of);
    Add(submission.at);
    for (std::uint32_t i = submission.reviews_begin; i < submission.reviews_end; ++i) {
      Add(facts_.reviews[i].at);
      sum_ += facts_.reviews[i].accepted ? 1 : 0;
    }
  }

  void Add(Instant instant) { sum_ += Bits(instant.ms); }
  void Add(CivilDate date) { sum_ += Bits(date.days); }
  void Add(ObligationRef ref) { sum_ += ref.duty.value + ref.trigger; }

  const Facts& facts_;
  std::uint64_t sum_ = 0;
};

}  // namespace

std::int64_t ScoreAll(const Rulebook& rulebook, std::span<const SchoolYear> schools) {
  std::int64_t sum = 0;
  UnitResult result;
  for (const auto& [facts, as_of] : schools) {
    Scorer scorer(rulebook.policy, rulebook.calendar, facts, as_of);
    for (std::size_t i = 0; i < facts.units.size(); ++i) {
      scorer.Score(Id<Unit>(i), result);
      sum += result.total.thousandths;
    }
  }
  return sum;
}

std::uint64_t WalkAll(std::span<const SchoolYear> schools) {
  std::uint64_t sum = 0;
  for (const SchoolYear& school : schools) {
    Walker walker(school.facts);
    for (std::size_t i = 0; i < school.facts.units.size(); ++i) walker.WalkUnit(Id<Unit>(i));
    sum += walker.sum();
  }
  return sum;
}

}  // namespace shouze
