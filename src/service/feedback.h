#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/kept_facts.h"
#include "service/handed_files.h"
#include "service/school.h"
#include "service/use_case.h"

/// 单位确认: a unit's word on its initial sheet, written by its 信息员, signed by its head. Source:
/// Article 10 (2); DESIGN 2 "Objection, Answer".
namespace shouze {

/// Where a unit's word stands.
enum class FeedbackState : std::uint8_t {
  kAwaited,    ///< Nothing was written yet.
  kPrepared,   ///< Written, and waiting for the head.
  kConfirmed,  ///< Signed without an objection.
  kObjected,   ///< Signed, with objections.
  kSilent,     ///< Not signed in time: as the policy reads silence, confirmed.
};
SHOUZE_DESCRIBE_ENUM(FeedbackState, kAwaited, kPrepared, kConfirmed, kObjected, kSilent)
std::string_view ChineseName(FeedbackState state);

/// The unit's word on it; null where nothing was written.
const Kept<FeedbackFact>* FindFeedback(const SchoolState& state, const FrozenFact& freeze,
                                       std::string_view unit);
FeedbackState StateOf(const View& view, const CycleFact& cycle, const Kept<FeedbackFact>* feedback);
/// The answer to one of its objections; null: none yet.
const Kept<AnswerFact>* FindAnswer(const SchoolState& state, const FeedbackFact& feedback,
                                   std::string_view indicator);
/// The units whose word is asked for: those of the freeze that had not ended.
std::vector<std::string> AskedUnits(const FrozenFact& freeze);

/// What the unit objects to.
struct ObjectionRequest {
  Label indicator;
  std::string reason;  ///< Needed.
  std::vector<HandedFile> files;
};
SHOUZE_DESCRIBE(ObjectionRequest, indicator, reason, files)

/// What it will say, in place of what was written before. Without objections it confirms.
struct PrepareFeedbackRequest {
  int year = 0;
  Label unit;
  std::vector<ObjectionRequest> objections;
  std::string note;
  std::int64_t entry = 0;  ///< The version that was read (FeedbackRow::entry); 0: there was none.
};
SHOUZE_DESCRIBE(PrepareFeedbackRequest, year, unit, objections, note, entry)

/// By the unit's head, of what they have read.
struct SignFeedbackRequest {
  int year = 0;
  Label unit;
  std::int64_t entry = 0;  ///< As above; 0 confirms without anything written.
};
SHOUZE_DESCRIBE(SignFeedbackRequest, year, unit, entry)

/// What came of it.
struct FeedbackChanged {
  std::string id;
  FeedbackState state = FeedbackState::kAwaited;
};
SHOUZE_DESCRIBE(FeedbackChanged, id, state)

/// Errors: kConflict outside of 单位确认, after its last instant, once signed, or at `/entry` where
/// somebody else has changed it meanwhile; kInvalidInput at `/objections/N/…`.
extern const WriteCase<PrepareFeedbackRequest, FeedbackChanged> kPrepareFeedback;
extern const WriteCase<SignFeedbackRequest, FeedbackChanged> kSignFeedback;
/// The signature, while nothing was answered.
extern const WriteCase<SignFeedbackRequest, FeedbackChanged> kTakeBackFeedback;

/// One line, as it was frozen and as it stands.
struct ComparedLine {
  std::string indicator;
  std::string name;
  Points points;
  Points before;
  Points at_risk;  ///< Then.
  Points after;
  std::vector<std::string> reasons_before;  ///< 扣分依据, a sentence each.
  std::vector<std::string> reasons_after;
  bool changed = false;  ///< In its score or its reasons.
};
SHOUZE_DESCRIBE(ComparedLine, indicator, name, points, before, at_risk, after, reasons_before,
                reasons_after, changed)

/// The unit's lines, before and after. Errors: a unit without a sheet.
ResultOrErrors<std::vector<ComparedLine>> CompareLines(const Sheet& before, const Sheet& after);

/// The answer to one objection.
struct AnswerRow {
  std::string indicator;
  Outcome outcome = Outcome::kRefused;
  std::string reason;
  Instant at;
  std::string by;
};
SHOUZE_DESCRIBE(AnswerRow, indicator, outcome, reason, at, by)
AnswerRow RowOf(const Kept<AnswerFact>& answer);

/// What was written.
struct FeedbackRow {
  std::string id;
  std::int64_t entry = 0;
  std::vector<Objection> objections;
  std::string note;
  Instant at;
  std::string prepared_by;
  std::optional<Instant> signed_at;
  std::string signed_by;
  std::optional<LetIn> let_in;  ///< Whoever wrote it last.
};
SHOUZE_DESCRIBE(FeedbackRow, id, entry, objections, note, at, prepared_by, signed_at, signed_by,
                let_in)

/// One unit's page.
struct FeedbackRequest {
  int year = 0;
  Label unit;
};
SHOUZE_DESCRIBE(FeedbackRequest, year, unit)

/// The unit's page.
struct FeedbackAnswer {
  Stage stage = Stage::kOpen;
  std::string unit_name;
  bool asked = false;       ///< There is an initial sheet of the unit.
  std::int64_t freeze = 0;  ///< The entry that froze it.
  std::string digest;       ///< Of the frozen sheet.
  std::optional<Instant> frozen_at;
  std::optional<Instant> confirm_until;
  std::string confirm_until_text;
  FeedbackState state = FeedbackState::kAwaited;
  std::string state_name;
  std::optional<FeedbackRow> feedback;
  std::vector<AnswerRow> answers;
  Points total_before;
  Points total_after;
  bool vetoed = false;  ///< As it stands.
  std::vector<ComparedLine> lines;
  bool can_prepare = false;
  bool can_sign = false;
  bool can_take_back = false;
};
SHOUZE_DESCRIBE(FeedbackAnswer, stage, unit_name, asked, freeze, digest, frozen_at, confirm_until,
                confirm_until_text, state, state_name, feedback, answers, total_before, total_after,
                vetoed, lines, can_prepare, can_sign, can_take_back)

extern const CallerReadCase<FeedbackRequest, FeedbackAnswer> kReadFeedback;

}  // namespace shouze
