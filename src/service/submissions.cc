#include "service/submissions.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "base/nearest.h"
#include "base/text.h"
#include "service/fact_cycles.h"
#include "service/fits.h"
#include "service/handed_files.h"
#include "service/lost_work.h"
#include "service/notify.h"
#include "service/obligation_deadline.h"
#include "service/proposals.h"

namespace shouze {
namespace {

constexpr std::size_t kObligationsMax = 100;

Error Wrong(std::string where, std::string message, std::string english) {
  return {ErrorCode::kInvalidInput, std::move(where), std::move(message), std::move(english)};
}
Error Refused(std::string where, std::string message, std::string english) {
  return {ErrorCode::kConflict, std::move(where), std::move(message), std::move(english)};
}

/// Whether something may be handed in for the obligation as it stands; `at`: when it counts.
std::optional<Error> WhyNot(const View& view, const Sheet& sheet, const Obligation& obligation,
                            Instant at, std::string where) {
  const Policy& policy = sheet.rules->policy;
  const Duty& duty = At(policy.duties, obligation.duty);
  if (!std::holds_alternative<MetBySubmission>(duty.met_by)) {
    return Refused(std::move(where), Concat("“", duty.name, "”由台账或任职自动判定，不需要报送"),
                   "this task is met otherwise; nothing is handed in for it");
  }
  if (at < obligation.start) {
    return Refused(std::move(where),
                   Concat("还不到报送时间：自 ", FormatForPeople(obligation.start, view.offset()),
                          " 起可以报送"),
                   "it is too early to hand this in");
  }
  switch (obligation.state) {
    case State::kWaived:
      return Refused(std::move(where), "这项任务已豁免，不需要报送", "this task is waived");
    case State::kMet:
      return Refused(std::move(where), "这项任务已经完成，不需要再报送",
                     "this task is met already");
    case State::kSubmitted:
      return Refused(std::move(where), "这项任务已有待审核的报送；如需更换，请先撤回",
                     "something is waiting for review; withdraw it first");
    case State::kLate:
      return Refused(std::move(where), "这项任务已逾期完成，不需要再报送",
                     "this task was done late already");
    case State::kUpcoming:
    case State::kOpen:
    case State::kReturned:
    case State::kMissed:
      break;
  }
  for (const std::string& id :
       view.state().SubmissionsOf(At(sheet.facts.facts.units, sheet.unit).code)) {
    const SubmissionFact& other = view.state().Find<SubmissionFact>(id)->fact;
    if (other.obligation == KeyOf(policy, sheet.facts.facts, obligation) &&
        view.state().LatestReview(id) == nullptr && other.cycle == sheet.facts.facts.year) {
      return Refused(std::move(where), "这项任务已有待审核的报送；如需更换，请先撤回",
                     "something is waiting for review; withdraw it first");
    }
  }
  return std::nullopt;
}

Error NoSuchObligation(const Sheet& sheet, std::string_view key, std::string where) {
  std::vector<std::string> keys;
  for (const Obligation& one : sheet.result.obligations) {
    keys.push_back(KeyOf(sheet.rules->policy, sheet.facts.facts, one));
  }
  const std::vector<std::string_view> views(keys.begin(), keys.end());
  const auto near = NearestNames(key, views, 1);
  return {ErrorCode::kNotFound, std::move(where),
          near.empty() ? Concat("本单位没有任务“", key, "”")
                       : Concat("本单位没有任务“", key, "”；是否想选“", near.front(), "”？"),
          Concat("the unit has no obligation \"", key, "\"")};
}

std::optional<Error> YearIsOver(const View& view, int year, Instant at) {
  if (at <= Midnight(FirstDayOf(year + 1), view.offset())) return std::nullopt;
  return Refused("", Concat(year, " 年已经结束，不再接收这一年度的报送"),
                 Concat("the year ", year, " has ended"));
}

/// One submission for each of the obligations. Errors: all that stand in the way.
ResultOrErrors<std::vector<SubmissionFact>> Draft(Act& act, int year, const Label& unit,
                                                  const std::vector<Label>& obligations,
                                                  const std::vector<HandedFile>& files,
                                                  Instant at) {
  const auto cycle = OpenCycle(act, year);
  if (!cycle) return cycle.error();
  if (const auto found = FindUnit(act, unit); !found) return found.error();
  if (auto over = YearIsOver(act, year, at)) return Errors{std::move(*over)};
  if (obligations.empty() || obligations.size() > kObligationsMax) {
    return Errors{Wrong("/obligations", "请选择要报送的任务（最多 100 项）",
                        "choose what it is for; at most 100 obligations")};
  }
  auto refs = FindHandedFiles(act, unit, files, "/files");
  if (!refs) return refs.error();
  auto sheet = act.LiveSheet(**cycle, unit);
  if (!sheet) return sheet.error();
  Errors errors;
  std::set<std::string_view> seen;
  std::vector<SubmissionFact> drafts;
  for (std::size_t i = 0; i < obligations.size(); ++i) {
    const std::string where = Concat("/obligations/", i);
    const Obligation* const obligation = FindObligation(**sheet, obligations[i]);
    if (!seen.insert(obligations[i]).second) {
      errors.push_back(Wrong(where, "同一项任务选了两次", "chosen twice"));
    } else if (obligation == nullptr) {
      errors.push_back(NoSuchObligation(**sheet, obligations[i], where));
    } else if (auto why = WhyNot(act, **sheet, *obligation, at, where)) {
      errors.push_back(std::move(*why));
    }
    SubmissionFact& fact = drafts.emplace_back();
    fact.id = "?";
    fact.unit = unit;
    fact.obligation = obligations[i];
    fact.cycle = year;
    fact.at = at;
    fact.files = *refs;
  }
  if (!errors.empty()) return errors;
  return drafts;
}

bool Timely(const View& view, int year, const SubmissionFact& fact) {
  const auto cycle = view.Cycle(year);
  if (!cycle) return false;
  const auto sheet = view.LiveSheet((*cycle)->fact, fact.unit);
  if (!sheet) return false;
  const Obligation* const obligation = FindObligation(**sheet, fact.obligation);
  return obligation != nullptr && (!obligation->due.at || fact.at <= *obligation->due.at);
}

ResultOrErrors<void> Keep(Act& act, std::string_view kind, SubmissionFact& fact,
                          const std::string& batch, HandInAnswer& answer) {
  fact.id = act.NewId("s");
  fact.batch = batch;
  if (const auto done = act.Append(kind, fact); !done) return done.error();
  answer.submissions.push_back({fact.id, fact.obligation, Timely(act, fact.cycle, fact)});
  return {};
}

ResultOrErrors<HandInAnswer> RunHandIn(Act& act, const HandInRequest& request) {
  if (request.files.empty()) {
    return Errors{Wrong("/files", "请至少上传一个佐证材料文件", "at least one file is needed")};
  }
  auto drafts =
      Draft(act, request.year, request.unit, request.obligations, request.files, act.asked_at());
  if (!drafts) return drafts.error();
  HandInAnswer answer;
  answer.at = act.asked_at();
  const std::string batch = drafts->size() > 1 ? act.NewId("b") : "";
  for (SubmissionFact& fact : *drafts) {
    fact.note = request.note;
    if (const auto kept = Keep(act, "submission.hand_in", fact, batch, answer); !kept) {
      return kept.error();
    }
  }
  return answer;
}

ResultOrErrors<HandInAnswer> RunEnter(Act& act, const EnterRequest& request) {
  if (request.received_at > act.now()) {
    return Errors{Wrong("/received_at", "收到的时间不能在将来", "received in the future")};
  }
  auto drafts = Draft(act, request.year, request.unit, request.obligations, request.files,
                      request.received_at);
  if (!drafts) return drafts.error();
  HandInAnswer answer;
  answer.at = request.received_at;
  std::vector<ProposedAct> proposed;
  const std::string batch = drafts->size() > 1 ? act.NewId("b") : "";
  for (SubmissionFact& fact : *drafts) {
    fact.received_at = request.received_at;
    fact.reason = request.reason;
    if (request.received_at.ms < act.now().ms - kAloneMs) {
      fact.batch = batch;
      proposed.push_back(Proposed("submission.enter", fact));
      if (request.accepted) {
        // Of the submission before it, whose id the approval gives.
        const ReviewFact review{"?", fact.id, act.now(), Verdict::kAccepted, ""};
        proposed.push_back(Proposed("review.give", review));
      }
      continue;
    }
    if (const auto kept = Keep(act, "submission.enter", fact, batch, answer); !kept) {
      return kept.error();
    }
    if (!request.accepted) continue;
    ReviewFact review{act.NewId("v"), fact.id, act.now(), Verdict::kAccepted, ""};
    if (const auto done = act.Append("review.give", review); !done) return done.error();
  }
  if (!proposed.empty()) {
    auto proposal = Propose(act, std::move(proposed), request.reason, request.loses);
    if (!proposal) return proposal.error();
    answer.proposal = std::move(*proposal);
  }
  NotifyUnit(act, "entered", request.unit, request.obligations.front(),
             Concat("网安办代为登记了本单位的报送：", request.reason));
  return answer;
}

ResultOrErrors<TakeBackAnswer> RunTakeBack(Act& act, const TakeBackRequest& request) {
  const auto* const kept = act.state().Find<SubmissionFact>(request.id);
  if (kept == nullptr || kept->fact.unit != request.unit) {
    return Errors{{ErrorCode::kNotFound, "/id", Concat("没有报送“", request.id, "”，可能已经撤回"),
                   Concat("there is no submission \"", request.id, "\"")}};
  }
  if (const auto cycle = OpenCycle(act, kept->fact.cycle); !cycle) return cycle.error();
  if (act.state().LatestReview(request.id) != nullptr) {
    return Errors{Refused("", "已经审核，不能撤回", "it has been reviewed already")};
  }
  if (kept->fact.received_at) {
    return Errors{Refused("", "由网安办代为登记的报送不能自行撤回，请联系网安办",
                          "entered by the office; ask them")};
  }
  const auto done = act.Append("submission.withdraw", Dropped{request.id, request.reason});
  if (!done) return done.error();
  auto found = FindConsequences(act);
  if (!found) return found.error();
  // As long as it can be handed in again, nothing is lost.
  std::erase_if(found->lost, [](const LostWork& one) { return one.after >= one.before; });
  if (const auto told = MustHaveSeen(act, found->lost, request.loses); !told) return told.error();
  return TakeBackAnswer{request.id};
}

}  // namespace

ResultOrErrors<void> CheckMayHandIn(const View& view, const SubmissionFact& fact) {
  const auto cycle = OpenCycleOf(view, fact);
  if (!cycle) return cycle.error();
  if (auto over = YearIsOver(view, fact.cycle, fact.at)) return Errors{std::move(*over)};
  const auto sheet = view.LiveSheet(**cycle, fact.unit);
  if (!sheet) return sheet.error();
  const Obligation* const obligation = FindObligation(**sheet, fact.obligation);
  if (obligation == nullptr) return Errors{NoSuchObligation(**sheet, fact.obligation, "")};
  if (auto why = WhyNot(view, **sheet, *obligation, fact.at, "")) return Errors{std::move(*why)};
  return {};
}

const WriteCase<HandInRequest, HandInAnswer> kHandIn = {
    "submission.hand_in", "报送", Action::kHandIn, "submission.hand_in", RunHandIn};
const WriteCase<EnterRequest, HandInAnswer> kEnterSubmission = {
    "submission.enter", "代为报送", Action::kHandInOnBehalf,
    "submission.enter, review.give, proposal.make", RunEnter};
const WriteCase<TakeBackRequest, TakeBackAnswer> kTakeBack = {
    "submission.withdraw", "撤回报送", Action::kHandIn, "submission.withdraw", RunTakeBack};

}  // namespace shouze
