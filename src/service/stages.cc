#include "service/stages.h"

#include <utility>

#include "base/text.h"
#include "kernel/deadline.h"
#include "service/final_sheets.h"
#include "service/freezing.h"
#include "service/notify.h"

namespace shouze {
namespace {

Errors Wrong(std::string where, std::string message, std::string english) {
  return Fail(ErrorCode::kInvalidInput, std::move(message), std::move(english), std::move(where));
}

ResultOrErrors<const StageStep*> StepOf(const CycleFact& cycle, Stage to, Action by) {
  const StageStep* const step = FindStep(cycle.stage, to, by);
  if (step != nullptr) return step;
  std::string why = Concat("不能从“", ChineseName(cycle.stage), "”进入“", ChineseName(to), "”");
  const Action other = by == Action::kChangeCycle ? Action::kDecideResult : Action::kChangeCycle;
  if (FindStep(cycle.stage, to, other) != nullptr) {
    why = Concat("“", ChineseName(to), "”这一步由",
                 other == Action::kDecideResult ? "网络安全领导小组" : "网安办", "作出");
  }
  return Fail(ErrorCode::kConflict, std::move(why), "there is no such step for you", "/to");
}

/// What was said of a stage is gone once the cycle is before it again.
void ForgetLater(CycleFact& cycle) {
  if (cycle.stage < Stage::kConfirming) cycle.confirm_until.reset();
  if (cycle.stage < Stage::kPublished) cycle.publication.reset();
}

void TellUnits(Act& act, const CycleFact& cycle) {
  std::string text;
  if (cycle.stage == Stage::kConfirming) {
    text = Concat(cycle.year, " 年初评结果已下发，请在 ",
                  FormatDeadline(*cycle.confirm_until, act.offset()),
                  " 前由信息员填写反馈、单位负责人签发；逾期未反馈视为确认");
  } else if (cycle.stage == Stage::kPublished) {
    text = Concat(cycle.year, " 年考核结果已公布");
  } else {
    return;
  }
  const auto units = UnitsOf(act, cycle);
  if (!units) return;
  for (const std::string& unit : *units) {
    NotifyUnit(act, "stage", unit, std::to_string(cycle.year), text);
  }
}

/// Takes the step: `after` is the cycle as it will be, but for its stage.
ResultOrErrors<CycleAnswer> TakeStep(Act& act, const CycleFact& before, const StageStep& step,
                                     CycleFact after) {
  if (!step.GoesBack()) {
    const auto blockers = FindBlockers(act, before, step);
    if (!blockers) return blockers.error();
    if (!blockers->empty()) {
      Errors errors;
      for (const Blocker& one : *blockers) {
        errors.push_back({ErrorCode::kConflict,
                          Concat("/", one.kind, "/", one.unit, "/", one.about), one.message,
                          Concat(one.kind, ": ", one.unit, " ", one.about)});
      }
      return errors;
    }
  }
  if (step.freezes) {
    if (const auto frozen = Freeze(act, before, step.to); !frozen) return frozen.error();
  }
  after.stage = step.to;
  ForgetLater(after);
  if (const auto done = act.Append("cycle.stage", after); !done) return done.error();
  TellUnits(act, after);
  return CycleAnswer{after.year, after.stage};
}

/// The last day for the units' word as the policy has it.
ResultOrErrors<std::optional<CivilDate>> UsualConfirmDay(const View& view, const CycleFact& cycle) {
  const auto rules = view.Rules(cycle);
  if (!rules) return rules.error();
  const Deadline deadline = AfterWorkdays(
      (*rules)->calendar, view.now(), (*rules)->policy.settings.feedback_workdays, view.offset());
  if (!deadline.at) return std::optional<CivilDate>();
  return std::optional(DateAt(Instant{deadline.at->ms - 1}, view.offset()));
}

ResultOrErrors<Instant> ConfirmUntil(const View& view, const CycleFact& cycle,
                                     std::optional<CivilDate> day) {
  if (!day) {
    const auto usual = UsualConfirmDay(view, cycle);
    if (!usual) return usual.error();
    day = *usual;
  }
  if (!day) {
    return Wrong("/confirm_on", "缺工作日历，算不出反馈期限，请直接指定截止日",
                 "no calendar tells the workdays: name the day");
  }
  if (*day < view.today()) {
    return Wrong("/confirm_on", "反馈截止日不能早于今天", "the last day lies in the past");
  }
  return EndOfDay(*day, view.offset());
}

ResultOrErrors<CycleAnswer> RunAdvance(Act& act, const AdvanceRequest& request) {
  const auto kept = act.Cycle(request.year);
  if (!kept) return kept.error();
  const CycleFact& cycle = (*kept)->fact;
  const auto step = StepOf(cycle, request.to, Action::kChangeCycle);
  if (!step) return step.error();
  if ((*step)->GoesBack() && request.reason.empty()) {
    return Wrong("/reason", "退回阶段须写明理由", "say why the cycle goes back");
  }
  CycleFact after = cycle;
  after.reason = request.reason;
  if (request.to == Stage::kConfirming && !(*step)->GoesBack()) {
    const auto until = ConfirmUntil(act, cycle, request.confirm_on);
    if (!until) return until.error();
    after.confirm_until = *until;
  }
  if (request.to == Stage::kPublished && !(*step)->GoesBack()) {
    after.publication = request.publication.value_or(Publication{true, true, false, false});
    if (after.publication->ranking && !after.publication->totals) {
      return Wrong("/publication/ranking", "公布排名须同时公布总分",
                   "a ranking is shown with its totals");
    }
  }
  return TakeStep(act, cycle, **step, std::move(after));
}

ResultOrErrors<CycleAnswer> RunDecide(Act& act, const DecideResultRequest& request) {
  const auto kept = act.Cycle(request.year);
  if (!kept) return kept.error();
  const CycleFact& cycle = (*kept)->fact;
  const auto step = StepOf(cycle, request.to, Action::kDecideResult);
  if (!step) return step.error();
  if ((*step)->GoesBack() && request.remark.empty()) {
    return Wrong("/remark", "退回须写明意见", "say why it is given back");
  }
  if (request.date > act.today()) {
    return Wrong("/date", "审定日期不能在将来", "the resolution lies in the future");
  }
  CycleFact after = cycle;
  after.reason = request.remark;
  after.resolution = Resolution{request.number, request.date, request.remark};
  auto done = TakeStep(act, cycle, **step, std::move(after));
  if (!done) return done;
  NotifyOffice(act, "stage", "", std::to_string(request.year),
               Concat("领导小组", (*step)->GoesBack() ? "退回了" : "审定了", request.year,
                      " 年考核结果（", request.number, "）"));
  return done;
}

ResultOrErrors<CycleAnswer> RunChangeConfirm(Act& act, const ChangeConfirmRequest& request) {
  const auto kept = act.Cycle(request.year);
  if (!kept) return kept.error();
  CycleFact cycle = (*kept)->fact;
  if (cycle.stage != Stage::kConfirming) {
    return Fail(ErrorCode::kConflict, "现在不在单位确认阶段", "units are not asked for their word");
  }
  const auto until = ConfirmUntil(act, cycle, request.confirm_on);
  if (!until) return until.error();
  cycle.confirm_until = *until;
  cycle.reason = request.reason;
  if (const auto done = act.Append("cycle.confirm_until", cycle); !done) return done.error();
  TellUnits(act, cycle);
  return CycleAnswer{cycle.year, cycle.stage};
}

ResultOrErrors<BlockersAnswer> RunBlockers(const View& view, const CycleRequest& request) {
  const auto kept = view.Cycle(request.year);
  if (!kept) return kept.error();
  const CycleFact& cycle = (*kept)->fact;
  BlockersAnswer answer;
  answer.next = cycle.stage;
  for (const StageStep& step : StageSteps()) {
    if (step.from != cycle.stage) continue;
    answer.steps.push_back(
        {step.to, std::string(ChineseName(step.to)), step.by, step.GoesBack(), step.freezes});
    if (step.GoesBack()) continue;
    answer.next = step.to;
    auto blockers = FindBlockers(view, cycle, step);
    if (!blockers) return blockers.error();
    answer.blockers = std::move(*blockers);
  }
  if (answer.next == Stage::kConfirming) {
    const auto usual = UsualConfirmDay(view, cycle);
    if (!usual) return usual.error();
    answer.confirm_on = *usual;
    view.HoldsUntil(EndOfDay(view.today(), view.offset()));
  }
  return answer;
}

}  // namespace

const WriteCase<AdvanceRequest, CycleAnswer> kAdvance = {
    "cycle.advance", "进入阶段", Action::kChangeCycle, "cycle.freeze, cycle.stage", RunAdvance};
const WriteCase<DecideResultRequest, CycleAnswer> kDecideResult = {
    "cycle.decide", "审定年度结果", Action::kDecideResult, "cycle.stage", RunDecide};
const WriteCase<ChangeConfirmRequest, CycleAnswer> kChangeConfirm = {
    "cycle.confirm_until", "更改反馈截止时间", Action::kChangeCycle, "cycle.confirm_until",
    RunChangeConfirm};
const ReadCase<CycleRequest, BlockersAnswer> kListBlockers = {
    "cycle.blockers", "查看阻碍", Action::kReadSchool, DependsOn::kSchool, RunBlockers};

}  // namespace shouze
