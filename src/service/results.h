#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "service/cycles.h"
#include "service/feedback.h"
#include "service/totals.h"
#include "service/use_case.h"

/// 年度结果: the whole year on one page, what others say of it, and what of it is published.
/// Source: Articles 8 and 10 (3); DESIGN 5.
namespace shouze {

/// A line's score.
struct ResultLine {
  std::string indicator;
  Points score;
};
SHOUZE_DESCRIBE(ResultLine, indicator, score)

/// One unit's year.
struct ResultRow {
  std::string unit;
  std::string unit_name;
  std::string kind;
  std::string kind_name;
  bool ended = false;
  std::optional<Points> initial;  ///< The total as the initial result has it.
  Points total;                   ///< 0 when vetoed.
  Points computed_total;
  bool vetoed = false;
  int rank = 0;        ///< Equal totals share one; 0: none (ended).
  std::string digest;  ///< Of the final sheet; empty before.
  std::vector<ResultLine> lines;
  std::vector<ComparedLine> changes;  ///< Lines that differ from the initial result.
  std::vector<std::string> vetoes;    ///< A sentence each.
  FeedbackState feedback = FeedbackState::kAwaited;
  std::string feedback_name;
  int objections = 0;
  int upheld = 0;  ///< Whole or in part.
};
SHOUZE_DESCRIBE(ResultRow, unit, unit_name, kind, kind_name, ended, initial, total, computed_total,
                vetoed, rank, digest, lines, changes, vetoes, feedback, feedback_name, objections,
                upheld)

/// The units' rows by rank, ended ones last; `compared` with the initial result.
ResultOrErrors<std::vector<ResultRow>> ResultRows(const View& view, const CycleFact& cycle,
                                                  bool compared);
/// Of those that have a rank.
Totals TotalsOf(std::span<const ResultRow> rows, Points score_max);

/// What a unit that sees the result (党委、校长办公室、宣传部) says of it.
struct CommentRow {
  std::string id;
  std::string unit;
  std::string unit_name;
  std::string text;
  Instant at;
  std::string by;
};
SHOUZE_DESCRIBE(CommentRow, id, unit, unit_name, text, at, by)

struct IndicatorName {
  std::string id;
  std::string name;
  Points points;
};
SHOUZE_DESCRIBE(IndicatorName, id, name, points)

struct ResultsAnswer {
  int year = 0;
  Stage stage = Stage::kOpen;
  std::string stage_name;
  std::string policy_title;
  std::string policy_document;
  Points score_max;
  std::vector<IndicatorName> indicators;
  std::vector<ResultRow> units;  ///< By rank, then code; ended ones last.
  Totals totals;
  std::vector<CommentRow> comments;  ///< Oldest first.
  std::optional<Resolution> resolution;
  std::optional<Publication> publication;
  std::optional<Instant> frozen_at;
  std::int64_t freeze = 0;  ///< The entry that froze the final result; 0: not made yet.
};
SHOUZE_DESCRIBE(ResultsAnswer, year, stage, stage_name, policy_title, policy_document, score_max,
                indicators, units, totals, comments, resolution, publication, frozen_at, freeze)

/// As it stands; once the result is made, as it was frozen.
extern const ReadCase<CycleRequest, ResultsAnswer> kReadResults;

/// What somebody says of it.
struct CommentRequest {
  int year = 0;
  std::string about;  ///< A unit's code; empty: the result as a whole.
  std::string text;   ///< Needed.
};
SHOUZE_DESCRIBE(CommentRequest, year, about, text)

struct CommentAnswer {
  std::string id;
};
SHOUZE_DESCRIBE(CommentAnswer, id)

/// From 初评 on, until the result is approved. Errors: kConflict outside of that.
extern const WriteCase<CommentRequest, CommentAnswer> kComment;

/// What is shown of a unit.
struct PublishedRow {
  std::string unit_name;
  std::string kind_name;
  std::optional<Points> total;
  std::optional<int> rank;
  bool vetoed = false;
  std::vector<ResultLine> lines;
};
SHOUZE_DESCRIBE(PublishedRow, unit_name, kind_name, total, rank, vetoed, lines)

struct PublishedAnswer {
  int year = 0;
  std::string school;
  std::string policy_title;
  std::string policy_document;
  Points score_max;
  Resolution resolution;
  Publication publication;
  std::vector<IndicatorName> indicators;  ///< Where lines are shown.
  std::vector<PublishedRow> units;        ///< By rank where it is shown, else by code.
};
SHOUZE_DESCRIBE(PublishedAnswer, year, school, policy_title, policy_document, score_max, resolution,
                publication, indicators, units)

/// For whoever is logged in. Errors: kNotFound while nothing is published.
extern const ReadCase<CycleRequest, PublishedAnswer> kReadPublished;
/// For those who are not. Errors: kNotFound also where it is not open to them.
ResultOrErrors<PublishedAnswer> ReadPublicResult(const School& school, int year);

/// What the ledger knows of a frozen sheet's digest.
struct VerifiedSheet {
  bool known = false;
  std::string school;
  int year = 0;
  std::string stage_name;  ///< 初评, 年度结果
  std::optional<Instant> frozen_at;
  bool in_force = false;  ///< No later freeze stands in its place.
  /// Only where totals are published to anybody.
  std::string unit_name;
  std::optional<Points> total;
};
SHOUZE_DESCRIBE(VerifiedSheet, known, school, year, stage_name, frozen_at, in_force, unit_name,
                total)

/// For anybody who holds a printed sheet: of years that are published.
VerifiedSheet VerifySheet(const School& school, std::string_view digest);

}  // namespace shouze
