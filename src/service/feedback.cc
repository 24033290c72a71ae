#include "service/feedback.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/check.h"
#include "base/text.h"
#include "service/final_sheets.h"
#include "service/freeze_sight.h"
#include "service/notify.h"
#include "service/score_form.h"

namespace shouze {
namespace {

constexpr std::size_t kNoteMax = 4000;

Errors Conflict(std::string message, std::string english, std::string where = "") {
  return Fail(ErrorCode::kConflict, std::move(message), std::move(english), std::move(where));
}

/// What an act about a unit's word begins with.
struct Asked {
  const CycleFact* cycle = nullptr;
  const FrozenFact* freeze = nullptr;
  const Kept<FeedbackFact>* feedback = nullptr;
};

/// That the unit's word may still be given, and that nobody has changed what the caller has read.
ResultOrErrors<Asked> FindAsked(const View& view, int year, std::string_view unit,
                                std::int64_t entry) {
  const auto kept = view.Cycle(year);
  if (!kept) return kept.error();
  Asked asked;
  asked.cycle = &(*kept)->fact;
  if (asked.cycle->stage != Stage::kConfirming) {
    return Conflict(Concat("现在是“", ChineseName(asked.cycle->stage), "”阶段，不接收反馈"),
                    "units are not asked for their word now");
  }
  const auto* const freeze = InitialFreeze(view.state(), *asked.cycle);
  CHECK(freeze != nullptr);
  asked.freeze = &freeze->fact;
  const auto units = AskedUnits(freeze->fact);
  if (std::ranges::find(units, unit) == units.end()) {
    return Fail(ErrorCode::kNotFound, Concat("单位“", unit, "”没有初评结果"),
                "the unit has no initial sheet", "/unit");
  }
  if (view.now() > *asked.cycle->confirm_until) {
    return Conflict(Concat("反馈已于 ", FormatDeadline(*asked.cycle->confirm_until, view.offset()),
                           " 截止；如确有需要，请联系网安办延长"),
                    "the time for the units' word has passed; ask the office");
  }
  asked.feedback = FindFeedback(view.state(), freeze->fact, unit);
  const std::int64_t last = asked.feedback == nullptr ? 0 : asked.feedback->seq;
  if (last != entry) {
    return Conflict("反馈在您打开之后又有改动，请核对后再提交",
                    "it has changed since you read it; look again", "/entry");
  }
  return asked;
}

ResultOrErrors<std::vector<Objection>> ReadObjections(Act& act, const CycleFact& cycle,
                                                      const PrepareFeedbackRequest& request) {
  const auto rules = act.Rules(cycle);
  if (!rules) return rules.error();
  const auto& indicators = (*rules)->policy.indicators;
  Errors errors;
  std::set<std::string_view> seen;
  std::vector<Objection> objections;
  for (std::size_t i = 0; i < request.objections.size(); ++i) {
    const ObjectionRequest& one = request.objections[i];
    const std::string where = Concat("/objections/", i);
    const auto wrong = [&](std::string_view member, std::string message, std::string english) {
      errors.push_back({ErrorCode::kInvalidInput, Concat(where, member), std::move(message),
                        std::move(english)});
    };
    if (std::ranges::find(indicators, one.indicator, &Indicator::id) == indicators.end()) {
      wrong("/indicator", Concat("办法中没有指标“", one.indicator, "”"), "no such line");
    } else if (!seen.insert(one.indicator).second) {
      wrong("/indicator", "同一指标只能提一条异议，请合并", "objected to twice");
    }
    if (one.reason.empty()) wrong("/reason", "请写明异议的理由", "say why");
    auto files = FindHandedFiles(act, request.unit, one.files, Concat(where, "/files"));
    if (!files) {
      std::ranges::move(files.error(), std::back_inserter(errors));
      continue;
    }
    objections.push_back({one.indicator, one.reason, std::move(*files)});
  }
  if (request.note.size() > kNoteMax) {
    errors.push_back({ErrorCode::kInvalidInput, "/note", "说明太长", "the note is too long"});
  }
  if (!errors.empty()) return errors;
  return objections;
}

ResultOrErrors<FeedbackChanged> RunPrepare(Act& act, const PrepareFeedbackRequest& request) {
  const auto asked = FindAsked(act, request.year, request.unit, request.entry);
  if (!asked) return asked.error();
  if (asked->feedback != nullptr && asked->feedback->fact.signed_at) {
    return Conflict("反馈已经签发；如需修改，请先由单位负责人撤回", "it is signed already");
  }
  auto objections = ReadObjections(act, *asked->cycle, request);
  if (!objections) return objections.error();
  FeedbackFact fact;
  fact.id = asked->feedback == nullptr ? act.NewId("f") : std::string(asked->feedback->fact.id);
  fact.unit = request.unit;
  fact.cycle = request.year;
  fact.freeze = asked->freeze->id;
  fact.at = act.now();
  fact.objections = std::move(*objections);
  fact.note = request.note;
  fact.prepared_by = act.caller().account;
  const auto done =
      act.Append(asked->feedback == nullptr ? "feedback.prepare" : "feedback.change", fact);
  if (!done) return done.error();
  NotifyUnit(act, "feedback", request.unit, fact.id,
             Concat("本单位对初评结果的反馈已填写，请单位负责人在 ",
                    FormatDeadline(*asked->cycle->confirm_until, act.offset()), " 前签发"));
  return FeedbackChanged{fact.id, FeedbackState::kPrepared};
}

ResultOrErrors<FeedbackChanged> RunSign(Act& act, const SignFeedbackRequest& request) {
  const auto asked = FindAsked(act, request.year, request.unit, request.entry);
  if (!asked) return asked.error();
  FeedbackFact fact;
  if (asked->feedback != nullptr) {
    fact = asked->feedback->fact;
    if (fact.signed_at) return Conflict("反馈已经签发", "it is signed already");
  } else {
    fact.id = act.NewId("f");
    fact.unit = request.unit;
    fact.cycle = request.year;
    fact.freeze = asked->freeze->id;
    fact.at = act.now();
    fact.prepared_by = act.caller().account;
    if (const auto done = act.Append("feedback.prepare", fact); !done) return done.error();
  }
  fact.signed_at = act.now();
  fact.signed_by = act.caller().account;
  if (const auto done = act.Append("feedback.sign", fact); !done) return done.error();
  if (!fact.objections.empty()) {
    NotifyOffice(act, "objection", fact.unit, fact.id,
                 Concat("单位对初评结果提出 ", fact.objections.size(), " 条异议"));
  }
  return FeedbackChanged{
      fact.id, fact.objections.empty() ? FeedbackState::kConfirmed : FeedbackState::kObjected};
}

ResultOrErrors<FeedbackChanged> RunTakeBack(Act& act, const SignFeedbackRequest& request) {
  const auto asked = FindAsked(act, request.year, request.unit, request.entry);
  if (!asked) return asked.error();
  if (asked->feedback == nullptr || !asked->feedback->fact.signed_at) {
    return Conflict("反馈还没有签发", "it is not signed");
  }
  FeedbackFact fact = asked->feedback->fact;
  for (const Objection& objection : fact.objections) {
    if (FindAnswer(act.state(), fact, objection.indicator) != nullptr) {
      return Conflict("网安办已经答复，不能撤回", "it has been answered already");
    }
  }
  fact.signed_at.reset();
  fact.signed_by.clear();
  fact.at = act.now();
  if (const auto done = act.Append("feedback.take_back", fact); !done) return done.error();
  return FeedbackChanged{fact.id, FeedbackState::kPrepared};
}

ResultOrErrors<void> FillLines(const View& view, const CycleFact& cycle, const FrozenFact& freeze,
                               std::string_view unit, FeedbackAnswer& answer) {
  const auto before = ComputeFinal(view.school(), freeze, unit);
  if (!before) return before.error();
  const auto after = view.LiveSheet(cycle, unit);
  if (!after) return after.error();
  view.HoldsUntil((*after)->valid_until);
  auto lines = CompareLines(**before, **after);
  if (!lines) return lines.error();
  answer.lines = std::move(*lines);
  answer.total_before = (*before)->result.total;
  answer.total_after = (*after)->result.total;
  answer.vetoed = (*after)->result.vetoed();
  return {};
}

void FillRights(const CallerView& view, const CycleFact& cycle, std::string_view unit,
                FeedbackAnswer& answer) {
  const bool time = cycle.stage == Stage::kConfirming && view.now() <= *cycle.confirm_until;
  const bool is_signed = answer.feedback && answer.feedback->signed_at;
  answer.can_prepare = time && !is_signed && view.May(Action::kPrepareFeedback, unit);
  answer.can_sign = time && !is_signed && view.May(Action::kConfirmSheet, unit);
  answer.can_take_back =
      time && is_signed && answer.answers.empty() && view.May(Action::kConfirmSheet, unit);
}

ResultOrErrors<FeedbackAnswer> RunRead(const CallerView& view, const FeedbackRequest& request) {
  const auto kept = view.Cycle(request.year);
  if (!kept) return kept.error();
  const CycleFact& cycle = (*kept)->fact;
  FeedbackAnswer answer;
  answer.stage = cycle.stage;
  const auto* const unit = view.state().Find<UnitFact>(request.unit);
  if (unit != nullptr) answer.unit_name = unit->fact.name;
  const auto* const freeze = InitialFreeze(view.state(), cycle);
  if (freeze == nullptr) return answer;
  const auto row = std::ranges::find(freeze->fact.sheets, request.unit, &FrozenRow::unit);
  if (row == freeze->fact.sheets.end() || !row->total || !MaySeeFreeze(view, cycle, *freeze)) {
    return answer;
  }
  answer.asked = true;
  answer.freeze = freeze->seq;
  answer.digest = row->digest;
  answer.frozen_at = freeze->fact.as_of;
  answer.confirm_until = cycle.confirm_until;
  if (cycle.confirm_until) {
    answer.confirm_until_text = FormatDeadline(*cycle.confirm_until, view.offset());
    if (view.now() <= *cycle.confirm_until) {
      view.HoldsUntil(Instant{cycle.confirm_until->ms + 1});
    }
  }
  const auto* const feedback = FindFeedback(view.state(), freeze->fact, request.unit);
  answer.state = StateOf(view, cycle, feedback);
  answer.state_name = ChineseName(answer.state);
  if (feedback != nullptr) {
    const FeedbackFact& fact = feedback->fact;
    answer.feedback =
        FeedbackRow{fact.id,          feedback->seq,  fact.objections, fact.note,  fact.at,
                    fact.prepared_by, fact.signed_at, fact.signed_by,  fact.let_in};
    for (const Objection& objection : fact.objections) {
      const auto* const given = FindAnswer(view.state(), fact, objection.indicator);
      if (given != nullptr) answer.answers.push_back(RowOf(*given));
    }
  }
  if (const auto filled = FillLines(view, cycle, freeze->fact, request.unit, answer); !filled) {
    return filled.error();
  }
  FillRights(view, cycle, request.unit, answer);
  return answer;
}

}  // namespace

std::string_view ChineseName(FeedbackState state) {
  switch (state) {
    case FeedbackState::kAwaited:
      return "待反馈";
    case FeedbackState::kPrepared:
      return "待签发";
    case FeedbackState::kConfirmed:
      return "已确认";
    case FeedbackState::kObjected:
      return "有异议";
    case FeedbackState::kSilent:
      return "未反馈，视为确认";
  }
  return "";
}

const Kept<FeedbackFact>* FindFeedback(const SchoolState& state, const FrozenFact& freeze,
                                       std::string_view unit) {
  for (const auto& [id, kept] : state.All<FeedbackFact>()) {
    if (kept.fact.unit == unit && kept.fact.freeze == freeze.id) return &kept;
  }
  return nullptr;
}

FeedbackState StateOf(const View& view, const CycleFact& cycle,
                      const Kept<FeedbackFact>* feedback) {
  if (feedback != nullptr && feedback->fact.signed_at) {
    return feedback->fact.objections.empty() ? FeedbackState::kConfirmed : FeedbackState::kObjected;
  }
  if (cycle.stage > Stage::kConfirming ||
      (cycle.confirm_until && view.now() > *cycle.confirm_until)) {
    return FeedbackState::kSilent;
  }
  return feedback == nullptr ? FeedbackState::kAwaited : FeedbackState::kPrepared;
}

const Kept<AnswerFact>* FindAnswer(const SchoolState& state, const FeedbackFact& feedback,
                                   std::string_view indicator) {
  return state.Find<AnswerFact>(Concat(feedback.id, "/", indicator));
}

std::vector<std::string> AskedUnits(const FrozenFact& freeze) {
  std::vector<std::string> units;
  for (const FrozenRow& row : freeze.sheets) {
    if (row.total) units.push_back(row.unit);
  }
  return units;
}

AnswerRow RowOf(const Kept<AnswerFact>& answer) {
  return {answer.fact.indicator, answer.fact.outcome, answer.fact.reason, answer.fact.at,
          answer.actor};
}

ResultOrErrors<std::vector<ComparedLine>> CompareLines(const Sheet& before, const Sheet& after) {
  std::vector<ComparedLine> lines;
  const auto& was = before.result.lines;
  const auto& is = after.result.lines;
  for (std::size_t i = 0; i < was.size(); ++i) {
    const Indicator& indicator = At(before.rules->policy.indicators, was[i].indicator);
    ComparedLine line{indicator.id,
                      indicator.name,
                      indicator.points,
                      was[i].score,
                      was[i].at_risk,
                      {},
                      ReasonsOf(before, was[i]),
                      {},
                      false};
    // A unit that has ended since has no lines any more.
    if (i < is.size()) {
      line.after = is[i].score;
      line.reasons_after = ReasonsOf(after, is[i]);
    }
    line.changed = line.before != line.after || line.reasons_before != line.reasons_after;
    lines.push_back(std::move(line));
  }
  return lines;
}

const WriteCase<PrepareFeedbackRequest, FeedbackChanged> kPrepareFeedback = {
    "feedback.prepare", "填写反馈", Action::kPrepareFeedback, "feedback.prepare, feedback.change",
    RunPrepare};
const WriteCase<SignFeedbackRequest, FeedbackChanged> kSignFeedback = {
    "feedback.sign", "签发反馈", Action::kConfirmSheet, "feedback.prepare, feedback.sign", RunSign};
const WriteCase<SignFeedbackRequest, FeedbackChanged> kTakeBackFeedback = {
    "feedback.take_back", "撤回反馈", Action::kConfirmSheet, "feedback.take_back", RunTakeBack};
const CallerReadCase<FeedbackRequest, FeedbackAnswer> kReadFeedback = {"feedback.read", "查看反馈",
                                                                       Action::kReadSheet, RunRead};

}  // namespace shouze
