#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/cycles.h"
#include "service/feedback.h"
#include "service/use_case.h"

/// 异议与答复: the office's side of the units' word. What an answer brings about is a fact (a
/// waiver, a corrected record, an accepted submission), registered before it; never a number.
namespace shouze {

/// The office's word on one objection.
struct AnswerObjectionRequest {
  int year = 0;
  Label unit;
  Label indicator;
  Outcome outcome = Outcome::kRefused;
  std::string reason;      ///< Needed.
  std::int64_t entry = 0;  ///< Of the answer that is changed (ObjectionRow::answer_entry); 0: none.
};
SHOUZE_DESCRIBE(AnswerObjectionRequest, year, unit, indicator, outcome, reason, entry)

struct AnswerObjectionAnswer {
  std::string id;
};
SHOUZE_DESCRIBE(AnswerObjectionAnswer, id)

/// In 单位确认, by somebody who has reviewed nothing of the unit for that line: of the office, or
/// of those who carry the assessment out with it (Article 5), should all of the office have.
/// Errors: kForbidden for whoever has; kConflict where it is upheld, whole or in part, and the line
/// stands as it was frozen, and at `/entry` where it was answered meanwhile; kNotFound.
extern const WriteCase<AnswerObjectionRequest, AnswerObjectionAnswer> kAnswerObjection;

/// One objection with all that is needed to answer it.
struct ObjectionRow {
  std::string unit;
  std::string unit_name;
  std::string feedback;
  Instant at;  ///< When it was signed.
  std::string by;
  std::string reason;
  std::vector<FileRef> files;
  ComparedLine line;
  std::optional<AnswerRow> answer;
  std::int64_t answer_entry = 0;
  std::vector<std::string> reviewers;  ///< Accounts that may not answer it.
  bool can_answer = false;             ///< The caller, now.
};
SHOUZE_DESCRIBE(ObjectionRow, unit, unit_name, feedback, at, by, reason, files, line, answer,
                answer_entry, reviewers, can_answer)

/// Where one unit's word stands.
struct FeedbackOverviewRow {
  std::string unit;
  std::string unit_name;
  FeedbackState state = FeedbackState::kAwaited;
  std::string state_name;
  int objections = 0;
  int answered = 0;
  std::optional<Points> total;  ///< As it was frozen.
  std::optional<Instant> signed_at;
  std::string signed_by;
  std::string prepared_by;
};
SHOUZE_DESCRIBE(FeedbackOverviewRow, unit, unit_name, state, state_name, objections, answered,
                total, signed_at, signed_by, prepared_by)

struct ObjectionsAnswer {
  Stage stage = Stage::kOpen;
  std::optional<Instant> confirm_until;
  std::string confirm_until_text;
  std::vector<FeedbackOverviewRow> units;  ///< By code.
  std::vector<ObjectionRow> objections;    ///< Signed ones: unanswered first, by unit and line.
};
SHOUZE_DESCRIBE(ObjectionsAnswer, stage, confirm_until, confirm_until_text, units, objections)

extern const CallerReadCase<CycleRequest, ObjectionsAnswer> kListObjections;

/// What keeps the final result from being made as far as the units are concerned: words that are
/// still awaited, objections without an answer.
std::vector<Blocker> FeedbackBlockers(const View& view, const CycleFact& cycle);

}  // namespace shouze
