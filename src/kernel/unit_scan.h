#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "kernel/rules.h"
#include "kernel/score.h"

namespace shouze {

/// One pass over one unit: obligations first, lines from them, and on the way the next boundary.
struct Scorer::UnitScan {
  Scorer& scorer;
  const Unit& unit;
  const UnitFacts own;
  UnitResult& result;
  std::optional<Instant> boundary;
  // Obligations come in the order in which these tables are sorted, so each is walked once.
  std::size_t next_submission = 0;
  std::size_t next_waiver = 0;
  std::size_t next_extension = 0;
  std::optional<Id<Duty>> references_of =
      std::nullopt;  ///< The duty that Scorer::references_ is of.

  /// From `instant` on things may look different; noted if it is still to come.
  void ChangesAt(Instant instant) {
    if (instant > scorer.as_of_ && (!boundary || instant < *boundary)) boundary = instant;
  }
  void ChangesAfter(Instant instant) { ChangesAt({instant.ms + 1}); }

  bool Past(Instant due) const {
    const Instant now = scorer.as_of_;
    return due <= scorer.year_end_ && (now > due || now >= scorer.year_end_);
  }
  void ChangesWhenPast(Instant due) {
    if (due <= scorer.year_end_) ChangesAt(std::min(Instant{due.ms + 1}, scorer.year_end_));
  }

  bool Ended();
  void MarkRecords();
  void ListObligations();
  void AddObligation(Id<Duty> duty, const UnitRecord* record);
  void ApplyWaivers(ObligationRef ref, Obligation& obligation);
  void ApplyExtensions(ObligationRef ref, Obligation& obligation);
  void DecideState(const Duty& duty, Obligation& obligation);
  void DecideBySubmissions(const Duty& duty, Obligation& obligation,
                           std::span<const Submission> submissions);
  State WithoutSubmission(const Obligation& obligation) const;
  bool MetOtherwise(const Duty& duty, const Obligation& obligation);
  /// Collects, once for all obligations of the duty, which triggers its records name.
  void NoteReferences(Id<Duty> duty, const MetByRecord& met_by);
  bool PostHeldNow(Id<Post> post);
  const Review* LatestReview(const Submission& submission);
  std::span<const Submission> TakeSubmissions(ObligationRef ref);
  bool CanBeLost(const Obligation& obligation) const;
  void ScoreLines();
  void FindVetoes();

  std::uint8_t& MarksOf(const UnitRecord& record) {
    return scorer.record_marks_[static_cast<std::size_t>(&record - own.records.data())];
  }
};

}  // namespace shouze
