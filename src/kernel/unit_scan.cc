// Which obligations a unit has as of an instant, and where each stands. DESIGN 3.2.

#include "kernel/unit_scan.h"

#include <algorithm>
#include <array>

namespace shouze {

bool Scorer::UnitScan::Ended() {
  if (!unit.to || *unit.to >= FirstDayOf(scorer.facts_.year + 1) - 1) return false;
  const Instant end = EndOfDay(*unit.to, scorer.facts_.offset);
  ChangesAfter(end);
  return scorer.as_of_ > end;
}

void Scorer::UnitScan::MarkRecords() {
  const Instant now = scorer.as_of_;
  scorer.record_marks_.assign(own.records.size(), 0);
  for (const UnitRecord& record : own.records) {
    const bool veto = scorer.policy_.veto && record.kind == scorer.policy_.veto->kind;
    if (veto || record.at < scorer.year_end_) ChangesAt(record.at);
    if (record.at > now || record.at >= scorer.year_end_) continue;
    MarksOf(record) = record.at >= scorer.year_start_ ? kExists | kThisYear : kExists;
  }
  const auto mark = [&](Id<Record> record, RecordMark how) {
    const std::span<const UnitRecord> rows = own.OfKind(At(scorer.facts_.records, record).kind);
    std::uint8_t& marks = MarksOf(*std::ranges::lower_bound(rows, record, {}, &UnitRecord::record));
    marks = static_cast<std::uint8_t>(marks | how);
  };
  for (const RecordWaiver& waiver : own.record_waivers) {
    ChangesAt(waiver.at);
    if (waiver.at <= now) mark(waiver.record, kWaived);
  }
  for (const Dispute& dispute : own.disputes) {
    ChangesAt(dispute.at);
    if (dispute.decided_at) ChangesAt(*dispute.decided_at);
    const bool decided = dispute.decided_at && *dispute.decided_at <= now;
    if (dispute.at <= now && !decided) mark(dispute.record, kDisputed);
  }
}

void Scorer::UnitScan::ListObligations() {
  const std::vector<Duty>& duties = scorer.policy_.duties;
  scorer.duty_begin_.clear();
  for (std::size_t i = 0; i < duties.size(); ++i) {
    scorer.duty_begin_.push_back(static_cast<std::uint32_t>(result.obligations.size()));
    const Id<Duty> duty(i);
    if (!duties[i].each) {
      AddObligation(duty, nullptr);
      continue;
    }
    for (const UnitRecord& record : own.OfKind(*duties[i].each)) {
      if ((MarksOf(record) & kExists) != 0) AddObligation(duty, &record);
    }
  }
  scorer.duty_begin_.push_back(static_cast<std::uint32_t>(result.obligations.size()));
  for (const Submission& submission : own.submissions) {
    if (submission.at <= scorer.year_end_) ChangesAt(submission.at);
  }
}

void Scorer::UnitScan::AddObligation(Id<Duty> duty_id, const UnitRecord* record) {
  const Duty& duty = At(scorer.policy_.duties, duty_id);
  const std::optional<Deadline> original =
      OriginalDeadline(scorer.policy_, scorer.calendar_, scorer.facts_, unit, duty, record);
  if (!original) return;
  Obligation obligation;
  obligation.duty = duty_id;
  obligation.trigger = record;
  obligation.due = *original;
  obligation.start = record != nullptr ? record->at : scorer.year_start_;
  if (duty.not_before) {
    const Instant earliest =
        Midnight(scorer.facts_.dates[duty.not_before->value], scorer.facts_.offset);
    obligation.start = std::max(obligation.start, earliest);
  }
  const ObligationRef ref = ObligationRef::Of(duty_id, record);
  ApplyExtensions(ref, obligation);
  const bool carried = record != nullptr && (MarksOf(*record) & kThisYear) == 0;
  if (carried && (!obligation.due.at || *obligation.due.at <= scorer.year_start_)) return;
  if (record != nullptr) {
    obligation.record_waived = (MarksOf(*record) & kWaived) != 0;
    obligation.disputed = (MarksOf(*record) & kDisputed) != 0 && !obligation.record_waived;
  }
  obligation.state = obligation.record_waived ? State::kWaived : State::kOpen;
  ApplyWaivers(ref, obligation);
  if (obligation.state != State::kWaived) DecideState(duty, obligation);
  obligation.can_be_lost = CanBeLost(obligation);
  result.obligations.push_back(obligation);
}

void Scorer::UnitScan::ApplyExtensions(ObligationRef ref, Obligation& obligation) {
  while (next_extension < own.extensions.size() && own.extensions[next_extension].of < ref) {
    ++next_extension;
  }
  for (std::size_t i = next_extension; i < own.extensions.size(); ++i) {
    const Extension& extension = own.extensions[i];
    if (extension.of != ref) break;
    ChangesAt(extension.at);
    if (extension.at > scorer.as_of_) continue;
    obligation.due = {extension.until, 0};
    obligation.extended = true;
  }
}

void Scorer::UnitScan::ApplyWaivers(ObligationRef ref, Obligation& obligation) {
  while (next_waiver < own.waivers.size() && own.waivers[next_waiver].of < ref) ++next_waiver;
  for (std::size_t i = next_waiver; i < own.waivers.size(); ++i) {
    const ObligationWaiver& waiver = own.waivers[i];
    if (waiver.of != ref) break;
    ChangesAt(waiver.at);
    if (waiver.at <= scorer.as_of_) obligation.state = State::kWaived;
  }
}

std::span<const Submission> Scorer::UnitScan::TakeSubmissions(ObligationRef ref) {
  while (next_submission < own.submissions.size() && own.submissions[next_submission].of < ref) {
    ++next_submission;
  }
  std::size_t end = next_submission;
  while (end < own.submissions.size() && own.submissions[end].of == ref) ++end;
  return own.submissions.subspan(next_submission, end - next_submission);
}

const Review* Scorer::UnitScan::LatestReview(const Submission& submission) {
  for (std::uint32_t i = submission.reviews_begin; i < submission.reviews_end; ++i) {
    ChangesAt(scorer.facts_.reviews[i].at);
  }
  return scorer.facts_.LatestReview(submission, scorer.as_of_);
}

void Scorer::UnitScan::DecideState(const Duty& duty, Obligation& obligation) {
  ChangesAt(obligation.start);
  if (obligation.due.at) ChangesWhenPast(*obligation.due.at);
  if (!std::holds_alternative<MetBySubmission>(duty.met_by)) {
    obligation.state = MetOtherwise(duty, obligation) ? State::kMet : WithoutSubmission(obligation);
    return;
  }
  const ObligationRef ref = ObligationRef::Of(obligation.duty, obligation.trigger);
  const std::span<const Submission> submissions = TakeSubmissions(ref);
  if (submissions.empty()) {
    obligation.state = WithoutSubmission(obligation);
  } else {
    DecideBySubmissions(duty, obligation, submissions);
  }
}

State Scorer::UnitScan::WithoutSubmission(const Obligation& obligation) const {
  if (scorer.as_of_ < obligation.start) return State::kUpcoming;
  return obligation.due.at && Past(*obligation.due.at) ? State::kMissed : State::kOpen;
}

void Scorer::UnitScan::DecideBySubmissions(const Duty& duty, Obligation& obligation,
                                           std::span<const Submission> submissions) {
  const std::optional<Instant> due = obligation.due.at;
  const std::optional<Instant> until = duty.resubmission ? scorer.supplement_until_ : std::nullopt;
  if (until) ChangesWhenPast(*until);
  // The first one handed in by the deadline that now stands returned: it opens resubmission.
  std::optional<Instant> returned_in_time;
  const Submission* met = nullptr;
  const Submission* waiting = nullptr;
  const Submission* late = nullptr;
  const Submission* last = nullptr;
  bool last_returned = false;
  for (const Submission& submission : submissions) {
    const bool exists = submission.at >= obligation.start && submission.at <= scorer.as_of_ &&
                        submission.at <= scorer.year_end_;
    const Review* review = LatestReview(submission);
    if (!exists) continue;
    const bool in_time = !due || submission.at <= *due;
    const bool resubmitted =
        until && submission.at <= *until && returned_in_time && *returned_in_time < submission.at;
    const bool timely = in_time || resubmitted;
    last = &submission;
    last_returned = review != nullptr && !review->accepted;
    if (last_returned && in_time && !returned_in_time) returned_in_time = submission.at;
    if (review == nullptr && timely && waiting == nullptr) waiting = &submission;
    if (review != nullptr && review->accepted) {
      const Submission*& first = timely ? met : late;
      if (first == nullptr) first = &submission;
    }
  }
  obligation.submission = met != nullptr ? met : waiting != nullptr ? waiting : late;
  if (met != nullptr) {
    obligation.state = State::kMet;
  } else if (waiting != nullptr) {
    obligation.state = State::kSubmitted;
  } else if (late != nullptr) {
    obligation.state = State::kLate;
  } else {
    obligation.submission = last;
    obligation.state = WithoutSubmission(obligation);
    const bool may_resubmit = until && returned_in_time && !Past(*until);
    if ((obligation.state == State::kOpen && last_returned) ||
        (obligation.state == State::kMissed && may_resubmit)) {
      obligation.state = State::kReturned;
    }
  }
}

bool Scorer::UnitScan::PostHeldNow(Id<Post> post) {
  const int grace = scorer.policy_.settings.post_vacancy_days;
  const UtcOffset offset = scorer.facts_.offset;
  bool held = false;
  for (const PostHeld& one : own.posts) {
    if (one.post != post) continue;
    // The date that counts is that of the instant less 1 ms, so a day begins 1 ms after midnight;
    // after the year's end it stands still.
    for (const std::optional<Instant> day :
         {std::optional(Midnight(one.from, offset)),
          one.to ? std::optional(EndOfDay(*one.to + grace, offset)) : std::nullopt}) {
      if (day && *day < scorer.year_end_) ChangesAfter(*day);
    }
    held |= one.from <= scorer.post_date_ && (!one.to || scorer.post_date_ <= *one.to + grace);
  }
  return held;
}

void Scorer::UnitScan::NoteReferences(Id<Duty> duty, const MetByRecord& met_by) {
  if (references_of == duty) return;
  references_of = duty;
  scorer.references_.clear();
  for (const UnitRecord& record : own.OfKind(met_by.kind)) {
    const auto named = scorer.facts_.Value(record, met_by.reference);
    if (named && (MarksOf(record) & kExists) != 0) scorer.references_.push_back(*named);
  }
  std::ranges::sort(scorer.references_);
}

bool Scorer::UnitScan::MetOtherwise(const Duty& duty, const Obligation& obligation) {
  if (const auto* by_post = std::get_if<MetByPost>(&duty.met_by)) {
    return PostHeldNow(by_post->post);
  }
  if (const auto* by_record = std::get_if<MetByRecord>(&duty.met_by)) {
    NoteReferences(obligation.duty, *by_record);
    return std::ranges::binary_search(scorer.references_, obligation.trigger->record.value);
  }
  const auto& measure = std::get<MetByMeasure>(duty.met_by);
  const RecordKind& kind = At(scorer.policy_.kinds, measure.kind);
  const std::int64_t needed = NeededMillionths(measure, unit);
  std::int64_t sum = 0;
  for (const UnitRecord& record : own.OfKind(measure.kind)) {
    if (sum >= needed) break;  // Stopping here keeps the sum from overflowing, however many.
    if ((MarksOf(record) & kThisYear) == 0) continue;
    sum += ContributedMillionths(scorer.facts_, measure, kind, record);
  }
  return sum >= needed;
}

bool Scorer::UnitScan::CanBeLost(const Obligation& obligation) const {
  constexpr std::array kUndecided = {State::kSubmitted, State::kUpcoming, State::kOpen,
                                     State::kReturned};
  if (std::ranges::find(kUndecided, obligation.state) == kUndecided.end()) return false;
  if (obligation.due.at) return *obligation.due.at <= scorer.year_end_;
  return obligation.due.missing_year <= scorer.facts_.year;
}

}  // namespace shouze
