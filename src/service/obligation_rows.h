#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/kept_facts.h"
#include "ledger/sheet.h"
#include "service/school.h"

/// Obligations as people see them: the words of the policy, what is at stake, what was handed in.
namespace shouze {
/// One review, as people see it.
struct ReviewRow {
  std::string id;
  Instant at;
  std::string by;
  Verdict verdict = Verdict::kAccepted;
  std::string reason;
};
SHOUZE_DESCRIBE(ReviewRow, id, at, by, verdict, reason)

struct SubmissionRow {
  std::string id;
  Instant at;
  std::string by;
  std::vector<FileRef> files;
  std::string note;
  std::string batch;
  std::optional<Instant> received_at;
  std::string reason;
  std::vector<ReviewRow> reviews;
  bool return_proposed = false;  ///< For form's sake, with an extension: a second person decides.
};
SHOUZE_DESCRIBE(SubmissionRow, id, at, by, files, note, batch, received_at, reason, reviews,
                return_proposed)

/// A waiver or an extension of an obligation, or a waiver of its record.
struct ExceptionRow {
  std::string id;
  std::string kind;  ///< `waiver`, `extension`
  Instant at;
  std::optional<Instant> until;  ///< Of an extension.
  std::string reason;
};
SHOUZE_DESCRIBE(ExceptionRow, id, kind, at, until, reason)

struct ChecklistRow {
  std::string id;
  std::string name;
  std::string note;
};
SHOUZE_DESCRIBE(ChecklistRow, id, name, note)

struct ObligationRow {
  std::string key;
  std::string unit;
  std::string unit_name;
  std::string indicator;
  std::string indicator_name;
  std::string duty;
  std::string action;  ///< 整改
  std::string record;  ///< Its id; empty for a yearly one.
  std::string record_title;
  Instant start;
  std::optional<Instant> due;
  std::string due_text;  ///< `2026-04-08 24:00`, or which calendar year is missing.
  std::string state;
  std::string state_name;
  bool extended = false;
  bool disputed = false;
  bool hour_clock = false;  ///< Counts by the hour, nights and holidays included.
  bool resubmission = false;
  bool by_submission = false;  ///< Met by handing in.
  bool can_hand_in = false;    ///< Now.
  bool can_be_lost = false;
  Points stake;  ///< What missing it takes off its line, at the most.
  std::vector<ChecklistRow> checklist;
  std::vector<SubmissionRow> submissions;  ///< Newest first.
  std::vector<ExceptionRow> exceptions;    ///< In order of id; what was granted, counting or not.
};
SHOUZE_DESCRIBE(ObligationRow, key, unit, unit_name, indicator, indicator_name, duty, action,
                record, record_title, start, due, due_text, state, state_name, extended, disputed,
                hour_clock, resubmission, by_submission, can_hand_in, can_be_lost, stake, checklist,
                submissions, exceptions)

/// One obligation of a sheet.
ObligationRow RowOf(const View& view, const Sheet& sheet, const Obligation& obligation);
SubmissionRow RowOf(const View& view, const Kept<SubmissionFact>& kept);

/// The open proposal to return a submission; empty: none.
std::string ProposedReturnOf(const SchoolState& state, std::string_view submission);

/// Runs the policy's rules: what a missed obligation of the duty costs at the most.
Points StakeOf(const Policy& policy, Id<Duty> duty);
/// Whether the duty's deadline counts by the hour for this record.
bool CountsByHours(const Sheet& sheet, const Obligation& obligation);

}  // namespace shouze
