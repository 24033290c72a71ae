#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/nearest.h"
#include "base/place.h"
#include "base/text.h"
#include "kernel/facts.h"

namespace shouze {

/// Turns raw facts into Facts, reporting everything that is wrong. Internal to the kernel: callers
/// use ResolveFacts. The steps build on each other in the order they stand here; an item that is
/// wrong is left out, and what refers to it is not blamed as well.
class FactsResolver {
 public:
  FactsResolver(const Policy& policy, const WorkCalendar& calendar, const RawFacts& raw);

  void ResolveCycle();
  void ResolveUnits();
  void ResolvePosts();
  void ResolveRecords();
  void ResolveSubmissions();
  void ResolveWaivers();
  void ResolveExtensions();
  void ResolveDisputes();

  Facts facts;
  Errors errors;
  Errors warnings;

 private:
  template <class Row>
  struct Owned {
    Id<Unit> unit;
    Row row;
  };
  /// Which obligation a text names: absent when that was reported, or rests on a reported item.
  struct Named {
    ObligationRef ref;
    const UnitRecord* record = nullptr;
    Deadline original;
  };
  /// A record of the file: its number unless kind or instant are wrong; in doubt where its units
  /// are.
  struct KnownRecord {
    std::size_t index = 0;
    std::optional<Id<Record>> id;
    bool in_doubt = false;

    /// Whether others may be blamed for how they refer to it.
    bool reliable() const { return id && !in_doubt; }
  };

  void Wrong(const Place& where, std::string message, std::string english);
  void Odd(const Place& where, std::string message, std::string english);

  std::optional<Id<Unit>> FindUnit(std::string_view code, const Place& where);
  std::optional<KnownRecord> FindRecord(std::string_view id, const Place& where);
  /// The record as `unit` sees it, null when it does not concern the unit.
  const UnitRecord* RecordOf(Id<Unit> unit, Id<Record> record) const;
  /// A record that a waiver or dispute of `unit` names; absent when reported, or the unit was.
  std::optional<Id<Record>> FindRecordOf(std::optional<Id<Unit>> unit, std::string_view id,
                                         const Place& where);
  std::optional<Named> FindObligation(std::optional<Id<Unit>> unit, std::string_view key,
                                      const Place& where);

  Unit ReadUnit(const RawUnit& raw, const Place& where);
  void ReadUnitFields(const RawUnit& raw, const Place& where, Unit& unit);

  // Records, in resolve_records.cc.
  std::optional<Id<RecordKind>> CheckRecord(const RawRecord& raw, const Place& where);
  bool UnitsKnown(const RawRecord& raw, const Place& where);
  /// The number of each raw record that has a kind and an instant.
  std::vector<std::optional<Id<Record>>> NumberRecords(
      const std::vector<std::optional<Id<RecordKind>>>& kinds);
  void FillValues(const RawRecord& raw, const Place& where, Id<Record> id,
                  std::vector<Owned<UnitRecord>>& rows);
  void CheckExpected(const RawRecord& raw, const Place& where, const UnitRecord& row);
  std::optional<std::int64_t> ReadValue(const RawRecord& raw, const Field& field,
                                        const RawField& value, const Place& where);
  std::optional<std::int64_t> ReadNumber(const Field& field, RawNumber number, const Place& where);
  std::optional<std::int64_t> ReadDate(const RawRecord& raw, std::string_view text,
                                       const Place& where);
  std::optional<std::int64_t> ReadReference(const RawRecord& raw, const Field& field,
                                            std::string_view id, const Place& where);
  void FillPerUnit(const RawRecord& raw, const Field& field, std::size_t slot,
                   const RawPerUnit& numbers, const Place& where,
                   std::vector<Owned<UnitRecord>>& rows, std::size_t first_row,
                   std::uint32_t shared_values);

  /// Reviews by submission; fills `review_ranges_`.
  void ResolveReviews();

  template <class Row, class Key>
  ByUnit<Row> Group(std::vector<Owned<Row>> owned, Key key) const;

  const Policy& policy_;
  const WorkCalendar& calendar_;
  const RawFacts& raw_;
  const Place root_;
  std::unordered_map<std::string_view, Id<Unit>> unit_ids_;
  std::unordered_map<std::string_view, KnownRecord> record_ids_;
  std::unordered_map<std::string_view, std::size_t> submission_ids_;
  std::unordered_map<std::string, Id<Duty>> duty_ids_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> review_ranges_;
};

template <class Row, class Key>
ByUnit<Row> FactsResolver::Group(std::vector<Owned<Row>> owned, Key key) const {
  std::ranges::sort(owned, [&](const Owned<Row>& a, const Owned<Row>& b) {
    if (a.unit != b.unit) return a.unit < b.unit;
    return key(a.row) < key(b.row);
  });
  ByUnit<Row> grouped;
  grouped.rows.reserve(owned.size());
  grouped.begin.reserve(facts.units.size() + 1);
  for (const Owned<Row>& one : owned) {
    while (grouped.begin.size() <= one.unit.value) {
      grouped.begin.push_back(static_cast<std::uint32_t>(grouped.rows.size()));
    }
    grouped.rows.push_back(one.row);
  }
  while (grouped.begin.size() <= facts.units.size()) {
    grouped.begin.push_back(static_cast<std::uint32_t>(grouped.rows.size()));
  }
  return grouped;
}

/// Whole numbers and numbers of facts lie in 0 … this, so that no sum or product can overflow.
inline constexpr std::int64_t kFactNumberMax = 1'000'000;

/// How a message goes on after a name that `known` lacks: the nearest of them, or all of a few.
struct Meant {
  std::string chinese;
  std::string english;
};

/// `known` has the `id`s that could have been meant.
template <class Named>
Meant MeantOf(std::string_view written, const std::vector<Named>& known) {
  std::vector<std::string_view> ids;
  for (const Named& one : known) ids.push_back(one.id);
  constexpr std::size_t kListedMax = 12;
  const auto near = NearestNames(written, ids, 1);
  if (!near.empty()) {
    return {Concat("；是否想写“", near.front(), "”？"),
            Concat("; did you mean \"", near.front(), "\"?")};
  }
  if (ids.empty() || ids.size() > kListedMax) return {};
  return {Concat("；可以写：", Join(ids, "、")), Concat("; one of: ", Join(ids, ", "))};
}

/// So many errors, and as many warnings, are told; a file with more has one cause.
inline constexpr std::size_t kToldMax = 10'000;

/// The last year of a date in facts: its 24:00 can still be written in RFC 3339.
inline constexpr int kFactYearMax = 9998;

}  // namespace shouze
