#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/civil.h"

/// Facts as somebody wrote them, before they are checked against a policy: names are texts, an
/// optional that a reader could not fill was reported by that reader. Texts are views into what the
/// reader keeps alive. Places in error messages are JSON pointers: the n-th record is `/records/n`.
namespace shouze {

/// A number with at most three decimals.
struct RawNumber {
  std::int64_t thousandths = 0;
};
/// Numbers by unit code, for fields that differ between the units of one record.
using RawPerUnit = std::vector<std::pair<std::string_view, RawNumber>>;
/// A value of another shape than any field takes (a list, say).
struct RawOther {};

/// A field of a record, or a member of a unit that is not one of the unit's own.
struct RawField {
  std::string_view key;
  std::variant<bool, RawNumber, std::string_view, RawPerUnit, RawOther> value;
};

/// 二级单位.
struct RawUnit {
  std::string_view code;
  std::string_view name;
  std::string_view kind;
  std::optional<CivilDate> from;
  std::optional<CivilDate> to;
  std::string_view successor;
  std::vector<RawField> fields;  ///< All other members.
};

/// 岗位任职.
struct RawPost {
  std::string_view unit;
  std::string_view post;
  std::optional<CivilDate> from;
  std::optional<CivilDate> to;
};

/// 台账记录 of one or several units.
struct RawRecord {
  std::string_view id;
  std::vector<std::string_view> units;
  bool one_unit = true;  ///< Given as `unit` rather than `units`.
  std::string_view kind;
  std::optional<Instant> at;
  std::vector<RawField> fields;
};

/// 报送.
struct RawSubmission {
  std::string_view id;
  std::string_view unit;
  std::string_view obligation;
  std::optional<Instant> at;
};

/// 审核.
struct RawReview {
  std::string_view submission;
  std::optional<Instant> at;
  std::optional<bool> accepted;
  std::string_view reason;
};

/// 豁免 of an obligation or of a record.
struct RawWaiver {
  std::string_view unit;
  std::optional<std::string_view> obligation;  ///< Either this
  std::optional<std::string_view> record;      ///< or this.
  std::optional<Instant> at;
  std::string_view reason;
};

/// 延期.
struct RawExtension {
  std::string_view unit;
  std::string_view obligation;
  std::optional<Instant> until;
  std::optional<Instant> at;
  std::string_view reason;
};

/// 争议.
struct RawDispute {
  std::string_view unit;
  std::string_view record;
  std::optional<Instant> at;
  std::optional<Instant> decided_at;
  std::string_view reason;
};

/// One cycle's facts. DESIGN 3.5; docs/reference/facts-format.md.
struct RawFacts {
  std::optional<int> year;
  UtcOffset offset;                                           ///< `cycle.utc_offset`
  std::vector<std::pair<std::string_view, CivilDate>> dates;  ///< `cycle.dates`
  std::vector<RawUnit> units;
  std::vector<RawPost> posts;
  std::vector<RawRecord> records;
  std::vector<RawSubmission> submissions;
  std::vector<RawReview> reviews;
  std::vector<RawWaiver> waivers;
  std::vector<RawExtension> extensions;
  std::vector<RawDispute> disputes;
};

}  // namespace shouze
