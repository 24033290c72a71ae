#include "service/results.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "base/text.h"
#include "kernel/explain.h"
#include "service/final_sheets.h"
#include "service/fits.h"
#include "service/freeze_sight.h"

namespace shouze {
namespace {

/// One year's rows in the making.
struct Making {
  const View& view;
  const CycleFact& cycle;
  const Policy& policy;
  const Kept<FrozenFact>* initial;  ///< Null before 初评, and where it is not compared with.
  const Kept<FrozenFact>* final;    ///< Null before 年度结果.

  ResultOrErrors<ResultRow> Row(const std::string& unit) const {
    const auto sheet = view.LiveSheet(cycle, unit);
    if (!sheet) return sheet.error();
    view.HoldsUntil((*sheet)->valid_until);
    const UnitResult& result = (*sheet)->result;
    const Unit& about = At((*sheet)->facts.facts.units, (*sheet)->unit);
    ResultRow row;
    row.unit = unit;
    row.unit_name = about.name;
    const UnitKind& kind = At(policy.unit_kinds, about.kind);
    row.kind = kind.id;
    row.kind_name = kind.name;
    row.ended = result.ended;
    row.total = result.total;
    row.computed_total = result.computed_total;
    row.vetoed = result.vetoed();
    for (const ScoreLine& line : result.lines) {
      row.lines.push_back({At(policy.indicators, line.indicator).id, line.score});
    }
    for (const UnitRecord* veto : result.vetoes) {
      row.vetoes.push_back(ExplainVeto(policy, (*sheet)->facts.facts, *veto));
    }
    if (final != nullptr) {
      const auto frozen = std::ranges::find(final->fact.sheets, unit, &FrozenRow::unit);
      if (frozen != final->fact.sheets.end()) row.digest = frozen->digest;
    }
    if (const auto added = AddInitial(**sheet, unit, row); !added) return added.error();
    return row;
  }

 private:
  ResultOrErrors<void> AddInitial(const Sheet& sheet, const std::string& unit,
                                  ResultRow& row) const {
    if (initial == nullptr) return {};
    const auto& sheets = initial->fact.sheets;
    const auto frozen = std::ranges::find(sheets, unit, &FrozenRow::unit);
    if (frozen == sheets.end() || !frozen->total) return {};
    row.initial = frozen->total;
    const auto before = ComputeFinal(view.school(), initial->fact, unit);
    if (!before) return before.error();
    auto lines = CompareLines(**before, sheet);
    if (!lines) return lines.error();
    std::erase_if(*lines, [](const ComparedLine& line) { return !line.changed; });
    row.changes = std::move(*lines);
    const auto* const feedback = FindFeedback(view.state(), initial->fact, unit);
    row.feedback = StateOf(view, cycle, feedback);
    row.feedback_name = ChineseName(row.feedback);
    if (feedback == nullptr) return {};
    for (const Objection& objection : feedback->fact.objections) {
      ++row.objections;
      const auto* const given = FindAnswer(view.state(), feedback->fact, objection.indicator);
      if (given != nullptr && given->fact.outcome != Outcome::kRefused) ++row.upheld;
    }
    return {};
  }
};

void Rank(std::vector<ResultRow>& rows) {
  std::ranges::sort(rows, [](const ResultRow& one, const ResultRow& two) {
    return std::tuple(one.ended, -one.total.thousandths, std::string_view(one.unit)) <
           std::tuple(two.ended, -two.total.thousandths, std::string_view(two.unit));
  });
  for (std::size_t i = 0; i < rows.size() && !rows[i].ended; ++i) {
    const bool same = i > 0 && rows[i].total == rows[i - 1].total;
    rows[i].rank = same ? rows[i - 1].rank : static_cast<int>(i) + 1;
  }
}

}  // namespace

Totals TotalsOf(std::span<const ResultRow> rows, Points score_max) {
  std::vector<UnitTotal> units;
  for (const ResultRow& row : rows) {
    if (row.rank != 0) units.push_back({row.total, row.vetoed});
  }
  return TotalsOf(units, score_max);
}

ResultOrErrors<std::vector<ResultRow>> ResultRows(const View& view, const CycleFact& cycle,
                                                  bool compared) {
  const auto rules = view.Rules(cycle);
  if (!rules) return rules.error();
  const auto units = UnitsOf(view, cycle);
  if (!units) return units.error();
  const Making making{view, cycle, (*rules)->policy,
                      compared ? InitialFreeze(view.state(), cycle) : nullptr,
                      FinalFreeze(view.state(), cycle)};
  std::vector<ResultRow> rows;
  for (const std::string& unit : *units) {
    auto row = making.Row(unit);
    if (!row) return row.error();
    rows.push_back(std::move(*row));
  }
  Rank(rows);
  return rows;
}

namespace {

std::vector<IndicatorName> IndicatorsOf(const Policy& policy) {
  std::vector<IndicatorName> names;
  for (const Indicator& one : policy.indicators) names.push_back({one.id, one.name, one.points});
  return names;
}

std::vector<CommentRow> CommentsOf(const View& view, int year) {
  std::vector<const Kept<CommentFact>*> found;
  for (const auto& [id, kept] : view.state().All<CommentFact>()) {
    if (kept.fact.cycle == year) found.push_back(&kept);
  }
  std::ranges::sort(found, {}, [](const auto* kept) { return kept->seq; });
  std::vector<CommentRow> rows;
  for (const auto* kept : found) {
    const auto* const unit = view.state().Find<UnitFact>(kept->fact.unit);
    rows.push_back({kept->fact.id, kept->fact.unit,
                    unit == nullptr ? "" : std::string(unit->fact.name), kept->fact.text,
                    kept->fact.at, kept->actor});
  }
  return rows;
}

ResultOrErrors<ResultsAnswer> RunResults(const View& view, const CycleRequest& request) {
  const auto kept = view.Cycle(request.year);
  if (!kept) return kept.error();
  const CycleFact& cycle = (*kept)->fact;
  const auto rules = view.Rules(cycle);
  if (!rules) return rules.error();
  const Policy& policy = (*rules)->policy;
  auto rows = ResultRows(view, cycle, true);
  if (!rows) return rows.error();
  ResultsAnswer answer;
  answer.year = cycle.year;
  answer.stage = cycle.stage;
  answer.stage_name = ChineseName(cycle.stage);
  answer.policy_title = policy.title;
  answer.policy_document = policy.document;
  answer.score_max = policy.points;
  answer.indicators = IndicatorsOf(policy);
  answer.totals = TotalsOf(*rows, policy.points);
  answer.units = std::move(*rows);
  answer.comments = CommentsOf(view, cycle.year);
  answer.resolution = cycle.resolution;
  answer.publication = cycle.publication;
  if (const auto* final = FinalFreeze(view.state(), cycle)) {
    answer.frozen_at = final->fact.as_of;
    answer.freeze = final->seq;
  }
  if (cycle.confirm_until && view.now() <= *cycle.confirm_until) {
    view.HoldsUntil(Instant{cycle.confirm_until->ms + 1});
  }
  return answer;
}

ResultOrErrors<CommentAnswer> RunComment(Act& act, const CommentRequest& request) {
  const auto kept = act.Cycle(request.year);
  if (!kept) return kept.error();
  const Stage stage = (*kept)->fact.stage;
  if (stage < Stage::kInitial || stage > Stage::kFinal) {
    return Fail(ErrorCode::kConflict, "初评之后、审定之前才能提出意见",
                "comments are taken between the initial result and its approval");
  }
  if (request.text.empty()) {
    return Fail(ErrorCode::kInvalidInput, "请写下意见", "write a comment", "/text");
  }
  if (!request.about.empty()) {
    if (const auto unit = FindUnit(act, request.about); !unit) return unit.error();
  }
  const CommentFact fact{act.NewId("m"), request.year, request.about, request.text, act.now()};
  if (const auto done = act.Append("comment.make", fact); !done) return done.error();
  return CommentAnswer{fact.id};
}

ResultOrErrors<PublishedAnswer> Published(const View& view, const CycleFact& cycle) {
  const auto rules = view.Rules(cycle);
  if (!rules) return rules.error();
  const Policy& policy = (*rules)->policy;
  auto rows = ResultRows(view, cycle, false);
  if (!rows) return rows.error();
  PublishedAnswer answer;
  answer.year = cycle.year;
  answer.school = view.school().options().name;
  answer.policy_title = policy.title;
  answer.policy_document = policy.document;
  answer.score_max = policy.points;
  answer.resolution = *cycle.resolution;
  answer.publication = *cycle.publication;
  const Publication& shown = answer.publication;
  if (shown.lines) answer.indicators = IndicatorsOf(policy);
  std::erase_if(*rows, [](const ResultRow& row) { return row.ended; });
  if (!shown.ranking) std::ranges::sort(*rows, {}, &ResultRow::unit);
  for (ResultRow& row : *rows) {
    PublishedRow published{row.unit_name, row.kind_name, {}, {}, false, {}};
    if (shown.totals) {
      published.total = row.total;
      published.vetoed = row.vetoed;
    }
    if (shown.ranking) published.rank = row.rank;
    if (shown.lines) published.lines = std::move(row.lines);
    answer.units.push_back(std::move(published));
  }
  return answer;
}

Errors NotPublished(int year) {
  return Fail(ErrorCode::kNotFound, Concat(year, " 年考核结果尚未公布"),
              Concat("the result of ", year, " is not published"));
}

bool IsPublished(const CycleFact& cycle) {
  return cycle.stage >= Stage::kPublished && cycle.publication && cycle.resolution;
}

ResultOrErrors<PublishedAnswer> RunPublished(const View& view, const CycleRequest& request) {
  const auto kept = view.Cycle(request.year);
  if (!kept || !IsPublished((*kept)->fact)) return NotPublished(request.year);
  return Published(view, (*kept)->fact);
}

}  // namespace

ResultOrErrors<PublishedAnswer> ReadPublicResult(const School& school, int year) {
  const View view(school, school.parts().clock.Now());
  const auto kept = view.Cycle(year);
  if (!kept || !IsPublished((*kept)->fact) || !(*kept)->fact.publication->to_anybody) {
    return NotPublished(year);
  }
  return Published(view, (*kept)->fact);
}

VerifiedSheet VerifySheet(const School& school, std::string_view digest) {
  const View view(school, school.parts().clock.Now());
  VerifiedSheet answer;
  for (const auto& [id, kept] : view.state().All<FrozenFact>()) {
    const auto row = std::ranges::find(kept.fact.sheets, digest, &FrozenRow::digest);
    if (row == kept.fact.sheets.end()) continue;
    const auto cycle = view.Cycle(kept.fact.cycle);
    if (!cycle || !IsPublished((*cycle)->fact)) continue;
    answer.known = true;
    answer.school = school.options().name;
    answer.year = kept.fact.cycle;
    answer.stage_name = ChineseName(kept.fact.stage);
    answer.frozen_at = kept.fact.as_of;
    answer.in_force = FinalFreeze(view.state(), (*cycle)->fact) == &kept;
    const Publication& shown = *(*cycle)->fact.publication;
    if (!answer.in_force || !shown.to_anybody || !shown.totals) continue;
    const auto* const unit = view.state().Find<UnitFact>(row->unit);
    if (unit != nullptr) answer.unit_name = unit->fact.name;
    answer.total = row->total;
  }
  return answer;
}

const ReadCase<CycleRequest, ResultsAnswer> kReadResults = {
    "result.read", "查看年度结果", Action::kReadSchool, DependsOn::kSchool, RunResults};
const WriteCase<CommentRequest, CommentAnswer> kComment = {
    "comment.make", "提出意见", Action::kComment, "comment.make", RunComment};
const ReadCase<CycleRequest, PublishedAnswer> kReadPublished = {
    "result.published", "查看公布的结果", Action::kReadPolicy, DependsOn::kSchool, RunPublished};

}  // namespace shouze
