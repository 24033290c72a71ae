#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil.h"
#include "base/id.h"
#include "base/result.h"
#include "kernel/calendar.h"
#include "kernel/deadline.h"
#include "kernel/policy.h"
#include "kernel/raw_facts.h"

namespace shouze {

/// Texts kept once, end to end; an id is eight bytes smaller than a string and never allocates.
class TextPool {
 public:
  using TextId = Id<TextPool>;

  TextId Add(std::string_view text);
  std::string_view View(TextId id) const;

 private:
  std::string characters_;
  std::vector<std::size_t> ends_;
};
using TextId = TextPool::TextId;

/// 二级单位.
struct Unit {
  std::string code;
  std::string name;
  Id<UnitKind> kind;
  std::optional<CivilDate> from;
  std::optional<CivilDate> to;
  std::string successor;
  std::vector<std::int64_t> fields;  ///< Whole numbers by Policy::unit_fields; absent is 0.
};

/// 台账记录, what all its units share.
struct Record {
  TextId id;
  Id<RecordKind> kind;
  Instant at;
};

/// A record as one of its units sees it. Values stand by the kind's fields from `values` on.
struct UnitRecord {
  Instant at;
  std::uint64_t present = 0;  ///< Bit n: field n is given.
  std::uint32_t values = 0;
  Id<Record> record;
  Id<RecordKind> kind;
};

/// Which obligation of a unit: its duty and its triggering record, if any. Ordered as obligations
/// are listed, since records are numbered by (at, id).
struct ObligationRef {
  Id<Duty> duty;
  std::uint32_t trigger = 0;  ///< 0, or the record's number + 1.

  /// `record` is null for a yearly duty.
  static ObligationRef Of(Id<Duty> duty, const UnitRecord* record) {
    return {duty, record == nullptr ? 0 : record->record.value + 1};
  }
  constexpr auto operator<=>(const ObligationRef&) const = default;
};

/// 审核: accepted, or returned with a reason.
struct Review {
  Instant at;
  bool accepted = false;
  TextId reason;
};

/// 报送, with its reviews in order of time.
struct Submission {
  ObligationRef of;
  Instant at;
  std::uint32_t reviews_begin = 0;
  std::uint32_t reviews_end = 0;
  TextId id;
};

/// Somebody held a post from `from` to the end of `to`, or holds it still.
struct PostHeld {
  Id<Post> post;
  CivilDate from;
  std::optional<CivilDate> to;
};

/// 豁免 of one obligation: that duty only.
struct ObligationWaiver {
  ObligationRef of;
  Instant at;
  TextId reason;
};

/// 豁免 of a record: its counts, duties and veto.
struct RecordWaiver {
  Id<Record> record;
  Instant at;
  TextId reason;
};

/// 延期: the obligation is due `until` instead.
struct Extension {
  ObligationRef of;
  Instant at;
  Instant until;
  TextId reason;
};

/// 争议: while undecided the record is scored as if waived.
struct Dispute {
  Id<Record> record;
  Instant at;
  std::optional<Instant> decided_at;
  TextId reason;
};

/// All that concerns one unit, each in the order the evaluation walks it.
struct UnitFacts {
  std::span<const UnitRecord> records;        ///< By kind, then (at, id).
  std::span<const std::uint32_t> kind_begin;  ///< Into `records`, one per kind and the end.
  std::span<const PostHeld> posts;
  std::span<const Submission> submissions;       ///< By obligation, then (at, id).
  std::span<const ObligationWaiver> waivers;     ///< By obligation, then at.
  std::span<const RecordWaiver> record_waivers;  ///< By record, then at.
  std::span<const Extension> extensions;         ///< By obligation, then (at, until).
  std::span<const Dispute> disputes;             ///< By record, then at.

  std::span<const UnitRecord> OfKind(Id<RecordKind> kind) const {
    return records.subspan(kind_begin[kind.value],
                           kind_begin[kind.value + 1] - kind_begin[kind.value]);
  }
};

/// Rows of several tables in one vector, by unit.
template <class Row>
struct ByUnit {
  std::vector<Row> rows;
  std::vector<std::uint32_t> begin;  ///< One per unit and the end.

  std::span<const Row> Of(Id<Unit> unit) const {
    return std::span(rows).subspan(begin[unit.value], begin[unit.value + 1] - begin[unit.value]);
  }
};

/// One cycle's facts, checked against the policy and resolved to ids: nothing here can be wrong
/// input any more, and the order in which it was written is gone (same facts, same bytes).
struct Facts {
  int year = 0;
  UtcOffset offset;
  std::vector<CivilDate> dates;  ///< By Policy::dates.
  std::vector<Unit> units;       ///< By code, bytewise.
  std::vector<Record> records;   ///< By (at, id).
  std::vector<std::int64_t> values;
  std::vector<Review> reviews;
  TextPool texts;

  ByUnit<UnitRecord> unit_records;
  std::vector<std::uint32_t> kind_begin;  ///< Per unit: one per kind and the end.
  ByUnit<PostHeld> posts;
  ByUnit<Submission> submissions;
  ByUnit<ObligationWaiver> waivers;
  ByUnit<RecordWaiver> record_waivers;
  ByUnit<Extension> extensions;
  ByUnit<Dispute> disputes;

  UnitFacts Of(Id<Unit> unit) const;
  /// The unit's records of one kind, by (at, id).
  std::span<const UnitRecord> RecordsOf(Id<Unit> unit, Id<RecordKind> kind) const;

  /// The field's value, absent when it is not given.
  std::optional<std::int64_t> Value(const UnitRecord& record, Id<Field> field) const {
    if ((record.present >> field.value & 1) == 0) return std::nullopt;
    return values[record.values + field.value];
  }
  bool Holds(const Conditions& conditions, const RecordKind& kind, const UnitRecord& record) const;
  /// The latest review given by `as_of`; null when there is none.
  const Review* LatestReview(const Submission& submission, Instant as_of) const;
  std::string_view IdOf(Id<Record> record) const { return texts.View(At(records, record).id); }
  std::optional<Id<Unit>> FindUnit(std::string_view code) const;

  Instant YearStart() const { return Midnight(FirstDayOf(year), offset); }
  Instant YearEnd() const { return Midnight(FirstDayOf(year + 1), offset); }
  /// Whether the record, of the policy's veto kind, vetoes this year's result: by its own field
  /// where that names a year, else by its instant. DESIGN 3.3.
  bool VetoesThisYear(const Veto& veto, const UnitRecord& record) const;
  /// The year's end, or the latest review, waiver, extension, dispute or veto of this year where
  /// that is later.
  Instant DefaultAsOf(const Policy& policy) const;
};

/// Facts, and what is odd without being wrong (each with its JSON pointer).
struct Resolved {
  Facts facts;
  Errors warnings;
};

/// Checks `raw` as a whole and resolves it. Errors: all that DESIGN 3.5 lists, each at its JSON
/// pointer, in document order. The calendar is needed to judge extensions.
ResultOrErrors<Resolved> ResolveFacts(const Policy& policy, const WorkCalendar& calendar,
                                      const RawFacts& raw);

/// The due instant of an obligation without extensions: absent when the duty does not arise from
/// this record (or for this unit). `record` is null for a yearly duty.
std::optional<Deadline> OriginalDeadline(const Policy& policy, const WorkCalendar& calendar,
                                         const Facts& facts, const Unit& unit, const Duty& duty,
                                         const UnitRecord* record);

}  // namespace shouze
