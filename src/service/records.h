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

/// By whoever may register what it leads to and withdraw what it takes away; by two persons where
/// one of these needs two (record_rules.h). It lifts no veto.
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

}  // namespace shouze
