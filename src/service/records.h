#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/use_case.h"

/// 台账: registering, correcting and withdrawing records. What lies more than a day back needs a
/// second person of the office: then the answer names a proposal, and nothing has changed yet. So
/// does whatever concerns a veto (Article 8), however new it is.
namespace shouze {

/// A record for some units, or for all that exist on its day.
struct RegisterRecordRequest {
  Label kind;
  std::vector<Label> units;
  bool all_units = false;
  Instant at;
  FieldValues fields;
  std::string reason;      ///< Needed where it lies more than a day back, and of a veto.
  std::string loses = {};  ///< The code of the lost work that the asker has seen (lost_work.h).
};
SHOUZE_DESCRIBE(RegisterRecordRequest, kind, units, all_units, at, fields, reason, loses)

/// The same by a unit about itself, where the policy lets units register the kind.
struct RegisterUnitRecordRequest {
  Label unit;
  Label kind;
  Instant at;
  FieldValues fields;
  std::string reason;
  std::string loses = {};
};
SHOUZE_DESCRIBE(RegisterUnitRecordRequest, unit, kind, at, fields, reason, loses)

struct CorrectRecordRequest {
  Label id;
  std::vector<Label> units;
  Instant at;
  FieldValues fields;
  Label reason;
  std::string loses = {};
};
SHOUZE_DESCRIBE(CorrectRecordRequest, id, units, at, fields, reason, loses)

struct WithdrawRecordRequest {
  Label id;
  Label reason;
  std::optional<Label> document = {};  ///< 文号, needed to undo a veto.
  std::string loses = {};
};
SHOUZE_DESCRIBE(WithdrawRecordRequest, id, reason, document, loses)

struct RecordAnswer {
  std::string id;                  ///< Of the record; empty while it is only proposed.
  std::string proposal;            ///< Of the proposal; empty where none was needed.
  std::vector<std::string> notes;  ///< What no longer counts because of it.
};
SHOUZE_DESCRIBE(RecordAnswer, id, proposal, notes)

extern const WriteCase<RegisterRecordRequest, RecordAnswer> kRegisterRecord;
extern const WriteCase<RegisterUnitRecordRequest, RecordAnswer> kRegisterUnitRecord;
extern const WriteCase<CorrectRecordRequest, RecordAnswer> kCorrectRecord;
extern const WriteCase<WithdrawRecordRequest, RecordAnswer> kWithdrawRecord;

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
};
SHOUZE_DESCRIBE(RecordRow, id, kind, kind_name, title, units, at, fields, text, reason, entry,
                entered_at, entered_by)

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

}  // namespace shouze
