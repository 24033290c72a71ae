#include "service/objections.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "base/check.h"
#include "base/text.h"
#include "service/fact_words.h"
#include "service/final_sheets.h"
#include "service/freeze_sight.h"
#include "service/notify.h"

namespace shouze {
namespace {

/// Who has reviewed what the unit handed in for the line in that year.
std::vector<std::string> ReviewersOf(const View& view, int year, std::string_view unit,
                                     std::string_view indicator) {
  std::set<std::string> reviewers;
  const std::string prefix = Concat(indicator, "/");
  for (const std::string& id : view.state().SubmissionsOf(unit)) {
    const SubmissionFact& submission = view.state().Find<SubmissionFact>(id)->fact;
    if (submission.cycle != year || !submission.obligation.starts_with(prefix)) continue;
    for (const auto* review : view.state().ReviewsOf(id)) reviewers.insert(review->actor);
  }
  return {reviewers.begin(), reviewers.end()};
}

const Objection* FindObjection(const FeedbackFact& feedback, std::string_view indicator) {
  const auto found = std::ranges::find(feedback.objections, indicator, &Objection::indicator);
  return found == feedback.objections.end() ? nullptr : &*found;
}

/// The unit's lines, as they were frozen and as they stand.
ResultOrErrors<std::vector<ComparedLine>> LinesOf(const View& view, const CycleFact& cycle,
                                                  const FrozenFact& freeze, std::string_view unit) {
  const auto before = ComputeFinal(view.school(), freeze, unit);
  if (!before) return before.error();
  const auto after = view.LiveSheet(cycle, unit);
  if (!after) return after.error();
  view.HoldsUntil((*after)->valid_until);
  return CompareLines(**before, **after);
}

/// An answer in the unit's favour rests on a fact that has changed the line.
ResultOrErrors<void> CheckChanged(const View& view, const CycleFact& cycle,
                                  const FrozenFact& freeze, const AnswerObjectionRequest& request) {
  if (request.outcome == Outcome::kRefused) return {};
  const auto lines = LinesOf(view, cycle, freeze, request.unit);
  if (!lines) return lines.error();
  const auto line = std::ranges::find(*lines, request.indicator, &ComparedLine::indicator);
  if (line != lines->end() && line->changed) return {};
  return Fail(ErrorCode::kConflict,
              Concat("“", request.indicator,
                     "”仍与初评相同。采纳异议须先登记相应的事实（豁免、更正台账、补审报送等），"
                     "得分随之改变后再答复"),
              "the line stands as it was frozen; register the fact first", "/outcome");
}

ResultOrErrors<AnswerObjectionAnswer> RunAnswer(Act& act, const AnswerObjectionRequest& request) {
  if (request.reason.empty()) {
    return Fail(ErrorCode::kInvalidInput, "请写明答复内容", "write an answer", "/reason");
  }
  const auto kept = act.Cycle(request.year);
  if (!kept) return kept.error();
  const CycleFact& cycle = (*kept)->fact;
  if (cycle.stage != Stage::kConfirming) {
    return Fail(ErrorCode::kConflict, "只在单位确认阶段答复异议",
                "objections are answered while units are asked for their word");
  }
  const auto* const freeze = InitialFreeze(act.state(), cycle);
  CHECK(freeze != nullptr);
  const auto* const feedback = FindFeedback(act.state(), freeze->fact, request.unit);
  if (feedback == nullptr || !feedback->fact.signed_at ||
      FindObjection(feedback->fact, request.indicator) == nullptr) {
    return Fail(ErrorCode::kNotFound, "没有这条异议，单位可能已经撤回",
                "there is no such objection; it may have been taken back");
  }
  const auto reviewers = ReviewersOf(act, request.year, request.unit, request.indicator);
  if (std::ranges::find(reviewers, act.caller().account) != reviewers.end()) {
    return Fail(ErrorCode::kForbidden, "您审核过这一项的报送，须由网安办另一人（或协同部门）答复",
                "you have reviewed this matter; somebody else has to answer");
  }
  const auto* const before = FindAnswer(act.state(), feedback->fact, request.indicator);
  if ((before == nullptr ? 0 : before->seq) != request.entry) {
    return Fail(ErrorCode::kConflict, "这条异议刚刚有了答复，请刷新后核对",
                "it has been answered meanwhile", "/entry");
  }
  if (const auto changed = CheckChanged(act, cycle, freeze->fact, request); !changed) {
    return changed.error();
  }
  const AnswerFact fact{Concat(feedback->fact.id, "/", request.indicator),
                        request.unit,
                        request.year,
                        feedback->fact.id,
                        request.indicator,
                        request.outcome,
                        request.reason,
                        act.now()};
  const auto done = act.Append(before == nullptr ? "answer.give" : "answer.change", fact);
  if (!done) return done.error();
  NotifyUnit(act, "answer", request.unit, feedback->fact.id,
             Concat("对本单位异议（", request.indicator, "）已答复：", request.reason));
  return AnswerObjectionAnswer{fact.id};
}

/// What one unit's feedback adds to the office's page.
struct Listing {
  const CallerView& view;
  const CycleFact& cycle;
  const FrozenFact& freeze;
  const FactWords& words;
  ObjectionsAnswer& answer;

  ResultOrErrors<void> Add(const FrozenRow& row) const {
    FeedbackOverviewRow overview;
    overview.unit = row.unit;
    overview.unit_name = words.UnitName(row.unit);
    overview.total = row.total;
    const auto* const feedback = FindFeedback(view.state(), freeze, row.unit);
    overview.state = StateOf(view, cycle, feedback);
    overview.state_name = ChineseName(overview.state);
    ResultOrErrors<void> added;
    if (feedback != nullptr) {
      overview.signed_at = feedback->fact.signed_at;
      overview.signed_by = feedback->fact.signed_by;
      overview.prepared_by = feedback->fact.prepared_by;
      overview.objections = static_cast<int>(feedback->fact.objections.size());
      if (overview.state == FeedbackState::kObjected) added = AddObjections(*feedback, overview);
    }
    answer.units.push_back(std::move(overview));
    return added;
  }

 private:
  ResultOrErrors<void> AddObjections(const Kept<FeedbackFact>& feedback,
                                     FeedbackOverviewRow& overview) const {
    const FeedbackFact& fact = feedback.fact;
    auto lines = LinesOf(view, cycle, freeze, fact.unit);
    if (!lines) return lines.error();
    for (const Objection& objection : fact.objections) {
      ObjectionRow row;
      row.unit = fact.unit;
      row.unit_name = overview.unit_name;
      row.feedback = fact.id;
      row.at = *fact.signed_at;
      row.by = fact.signed_by;
      row.reason = objection.reason;
      row.files = objection.files;
      const auto line = std::ranges::find(*lines, objection.indicator, &ComparedLine::indicator);
      if (line != lines->end()) row.line = *line;
      if (const auto* given = FindAnswer(view.state(), fact, objection.indicator)) {
        row.answer = RowOf(*given);
        row.answer_entry = given->seq;
        ++overview.answered;
      }
      row.reviewers = ReviewersOf(view, cycle.year, fact.unit, objection.indicator);
      row.can_answer =
          cycle.stage == Stage::kConfirming && view.May(Action::kAnswerObjection, fact.unit) &&
          std::ranges::find(row.reviewers, view.caller().account) == row.reviewers.end();
      answer.objections.push_back(std::move(row));
    }
    return {};
  }
};

ResultOrErrors<ObjectionsAnswer> RunList(const CallerView& view, const CycleRequest& request) {
  const auto kept = view.Cycle(request.year);
  if (!kept) return kept.error();
  const CycleFact& cycle = (*kept)->fact;
  ObjectionsAnswer answer;
  answer.stage = cycle.stage;
  answer.confirm_until = cycle.confirm_until;
  if (cycle.confirm_until) {
    answer.confirm_until_text = FormatDeadline(*cycle.confirm_until, view.offset());
    if (view.now() <= *cycle.confirm_until) {
      view.HoldsUntil(Instant{cycle.confirm_until->ms + 1});
    }
  }
  const auto* const freeze =
      cycle.stage >= Stage::kConfirming ? InitialFreeze(view.state(), cycle) : nullptr;
  if (freeze == nullptr) return answer;
  const FactWords words(view);
  const Listing listing{view, cycle, freeze->fact, words, answer};
  for (const FrozenRow& row : freeze->fact.sheets) {
    if (!row.total) continue;
    if (const auto added = listing.Add(row); !added) return added.error();
  }
  std::ranges::stable_sort(answer.objections, [](const ObjectionRow& one, const ObjectionRow& two) {
    return !one.answer && two.answer;
  });
  return answer;
}

}  // namespace

std::vector<Blocker> FeedbackBlockers(const View& view, const CycleFact& cycle) {
  std::vector<Blocker> blockers;
  const auto* const freeze = InitialFreeze(view.state(), cycle);
  if (freeze == nullptr) return blockers;
  const FactWords words(view);
  if (cycle.confirm_until && view.now() <= *cycle.confirm_until) {
    view.HoldsUntil(Instant{cycle.confirm_until->ms + 1});
  }
  for (const std::string& unit : AskedUnits(freeze->fact)) {
    const auto* const feedback = FindFeedback(view.state(), freeze->fact, unit);
    const FeedbackState state = StateOf(view, cycle, feedback);
    if (state == FeedbackState::kAwaited || state == FeedbackState::kPrepared) {
      blockers.push_back({"unconfirmed", unit, "",
                          Concat(words.UnitName(unit), "：反馈尚未签发，截止 ",
                                 FormatDeadline(*cycle.confirm_until, view.offset()))});
    }
    if (state != FeedbackState::kObjected) continue;
    for (const Objection& objection : feedback->fact.objections) {
      if (FindAnswer(view.state(), feedback->fact, objection.indicator) != nullptr) continue;
      blockers.push_back(
          {"objection", unit, objection.indicator,
           Concat(words.UnitName(unit), "：对指标 ", objection.indicator, " 的异议还没有答复")});
    }
  }
  return blockers;
}

const WriteCase<AnswerObjectionRequest, AnswerObjectionAnswer> kAnswerObjection = {
    "objection.answer", "答复异议", Action::kAnswerObjection, "answer.give, answer.change",
    RunAnswer};
const CallerReadCase<CycleRequest, ObjectionsAnswer> kListObjections = {
    "objection.list", "查看反馈与异议", Action::kReadSchool, RunList};

}  // namespace shouze
