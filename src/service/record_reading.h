#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "service/use_case.h"

/// 查看台账. 知其所需 need to know: what a record's fields say (hosts, ports, numbers of
/// vulnerabilities) is for its units and for those who work on it (Action::kReadDetails); whoever
/// else reads the school sees kinds, titles and days, and asks for one record's details with a
/// reason, which is kept.
namespace shouze {

/// A record with what the policy and the ledger say of it.
struct RecordRow {
  std::string id;
  std::string kind;
  std::string kind_name;
  std::string title;
  std::vector<std::string> units;
  Instant at;
  FieldValues fields;
  std::string text;  ///< The fields in words: 系统：教务系统；严重程度：高危.
  std::string reason;
  std::int64_t entry = 0;
  Instant entered_at;
  std::string entered_by;
  bool whole = true;  ///< Else without `fields`, `text` and `reason`.
};
SHOUZE_DESCRIBE(RecordRow, id, kind, kind_name, title, units, at, fields, text, reason, entry,
                entered_at, entered_by, whole)

struct ListRecordsRequest {
  int year = 0;
  std::optional<Label> kind;
};
SHOUZE_DESCRIBE(ListRecordsRequest, year, kind)

struct ListUnitRecordsRequest {
  int year = 0;
  Label unit;
  std::optional<Label> kind;
};
SHOUZE_DESCRIBE(ListUnitRecordsRequest, year, unit, kind)

struct RecordsAnswer {
  std::vector<RecordRow> records;  ///< By instant, then id.
};
SHOUZE_DESCRIBE(RecordsAnswer, records)

extern const ReadCase<ListRecordsRequest, RecordsAnswer> kListRecords;
extern const ReadCase<ListUnitRecordsRequest, RecordsAnswer> kListUnitRecords;
/// The same without what the fields say.
extern const ReadCase<ListRecordsRequest, RecordsAnswer> kListRecordTitles;
extern const ReadCase<ListUnitRecordsRequest, RecordsAnswer> kListUnitRecordTitles;

struct AskDetailsRequest {
  Label id;
  int year = 0;
  std::string reason;
};
SHOUZE_DESCRIBE(AskDetailsRequest, id, year, reason)

/// One record whole; the security log keeps who asked and why, and the office is told. Errors:
/// kInvalidInput at `/reason` without one; kNotFound.
extern const WriteCase<AskDetailsRequest, RecordRow> kAskDetails;

/// The body of an entry without what fields of records say; absent: it says nothing of them.
std::optional<std::string> BodyWithoutDetails(std::string_view kind, const std::string& body);

}  // namespace shouze
