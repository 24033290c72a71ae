#include "service/reviews.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/text.h"
#include "service/fact_cycles.h"
#include "service/final_sheets.h"
#include "service/fits.h"
#include "service/notify.h"
#include "service/obligation_words.h"
#include "service/proposals.h"

namespace shouze {
namespace {

constexpr std::size_t kPastReasonsMax = 20;

/// Where the reviewed submission stands.
struct Matter {
  const SubmissionFact* submission = nullptr;
  std::shared_ptr<const Sheet> sheet;
  const Obligation* obligation = nullptr;  ///< Null: it no longer arises.
};

ResultOrErrors<Matter> FindMatter(const View& view, std::string_view id) {
  const auto* const kept = view.state().Find<SubmissionFact>(id);
  if (kept == nullptr) {
    return Fail(ErrorCode::kNotFound, Concat("没有报送“", id, "”，可能已被单位撤回"),
                Concat("there is no submission \"", id, "\"; the unit may have withdrawn it"),
                "/submission");
  }
  Matter matter;
  matter.submission = &kept->fact;
  const auto cycle = OpenCycle(view, kept->fact.cycle);
  if (!cycle) return cycle.error();
  auto sheet = view.LiveSheet(**cycle, kept->fact.unit);
  if (!sheet) return sheet.error();
  matter.sheet = *sheet;
  for (const Obligation& one : matter.sheet->result.obligations) {
    if (KeyOf(matter.sheet->rules->policy, matter.sheet->facts.facts, one) ==
        kept->fact.obligation) {
      matter.obligation = &one;
    }
  }
  return matter;
}

/// Returned after its deadline, and handing it in again would be late: which of the two was it?
bool MustSayWhy(const View& view, const Sheet& sheet, const Obligation& obligation, Instant at) {
  if (!obligation.due.at) return false;
  const Instant due = *obligation.due.at;
  if (at > due) return false;
  if (view.now() <= due) {
    view.HoldsUntil(Instant{due.ms + 1});
    return false;
  }
  const Policy& policy = sheet.rules->policy;
  const Duty& duty = At(policy.duties, obligation.duty);
  if (!duty.resubmission || !policy.settings.supplement_until) return true;
  const CivilDate until = sheet.facts.facts.dates[policy.settings.supplement_until->value];
  const Instant end = EndOfDay(until, view.offset());
  if (view.now() > end) return true;
  view.HoldsUntil(Instant{end.ms + 1});
  return false;
}

/// Somebody else was faster, or has thought better of it meanwhile.
Errors ReviewedMeanwhile(const ReviewFact* latest) {
  if (latest == nullptr) {
    return Fail(ErrorCode::kConflict, "所依据的上次审核不存在，请刷新后再审核",
                "there is no such review before this one; load it again", "/after");
  }
  const bool accepted = latest->verdict == Verdict::kAccepted;
  return Fail(ErrorCode::kConflict,
              Concat("这份报送已由同事", accepted ? "通过" : "退回",
                     accepted ? "" : Concat("（", latest->reason, "）"),
                     "，您的审核没有计入。要改判，请先看过这次审核"),
              Concat("it has just been ", accepted ? "accepted" : "returned",
                     " by somebody else; look at that first to decide otherwise"),
              "/after");
}

/// A return for form's sake and the extension that goes with it are one act: until a second person
/// approves it the submission waits as it did, and nothing of it counts as missed.
ResultOrErrors<std::string> ProposeReturn(Act& act, const Matter& matter,
                                          const ReviewRequest& request) {
  if (!request.until) {
    return Fail(ErrorCode::kInvalidInput, "属于形式问题的，请写明延期到何时",
                "say until when it is extended", "/until");
  }
  ExtensionFact fact;
  fact.id = "?";
  fact.unit = matter.submission->unit;
  fact.obligation = matter.submission->obligation;
  fact.cycle = matter.submission->cycle;
  fact.until = *request.until;
  fact.at = act.now();
  fact.reason = request.reason;
  const auto cycle = OpenCycleOf(act, fact);
  if (!cycle) return cycle.error();
  if (const auto fits = CheckFits(act, **cycle, fact); !fits) return fits.error();
  const ReviewFact review{"?", request.submission, act.now(), Verdict::kReturned, request.reason};
  auto id = Propose(act, {Proposed("review.give", review), Proposed("extension.grant", fact)},
                    request.reason, request.loses);
  if (!id) return id.error();
  NotifyUnit(act, "returned", fact.unit, fact.obligation,
             Concat(TitleOf(*matter.sheet, *matter.obligation), "的报送拟因形式问题退回（",
                    request.reason, "），期限同时延至 ", FormatDeadline(fact.until, act.offset()),
                    "，待网安办第二人批准；批准之前仍按待审核计，不算逾期，不必重新报送。"));
  return id;
}

/// The proposal is decided first: a verdict beside it would take its ground away.
ResultOrErrors<void> NoReturnWaits(const View& view, std::string_view submission) {
  const std::string proposal = ProposedReturnOf(view.state(), submission);
  if (proposal.empty()) return {};
  return Fail(ErrorCode::kConflict,
              Concat("已提请退回并延期（", proposal,
                     "），待第二人批准；请先在“待批事项”中办结或由提请人撤回"),
              Concat("its return waits for a second person (", proposal, ")"));
}

ResultOrErrors<ReviewAnswer> RunReview(Act& act, const ReviewRequest& request) {
  const auto matter = FindMatter(act, request.submission);
  if (!matter) return matter.error();
  const auto* const before = act.state().LatestReview(request.submission);
  if (request.after != (before == nullptr ? "" : before->fact.id)) {
    return ReviewedMeanwhile(before == nullptr ? nullptr : &before->fact);
  }
  if (before != nullptr && before->fact.verdict == request.verdict) {
    return Fail(ErrorCode::kConflict,
                Concat("上次审核已", request.verdict == Verdict::kAccepted ? "通过" : "退回",
                       "，无需重复审核"),
                "it has been reviewed so already");
  }
  if (const auto free = NoReturnWaits(act, request.submission); !free) return free.error();
  const bool returned = request.verdict == Verdict::kReturned;
  if (returned && request.reason.empty()) {
    return Fail(ErrorCode::kInvalidInput, "退回须写明理由", "say why it is returned", "/reason");
  }
  ReviewAnswer answer;
  if (returned && matter->obligation != nullptr &&
      MustSayWhy(act, *matter->sheet, *matter->obligation, matter->submission->at)) {
    if (!request.returned_for) {
      return Fail(ErrorCode::kInvalidInput,
                  "期限已过：请说明是没有实质内容（逾期成立），还是形式问题（同时提请延期）",
                  "its deadline has passed: say whether it lacked substance or form",
                  "/returned_for");
    }
    if (*request.returned_for == ReturnedFor::kForm) {
      auto proposal = ProposeReturn(act, *matter, request);
      if (!proposal) return proposal.error();
      answer.proposal = std::move(*proposal);
      return answer;
    }
  }
  // Two reviews of one submission never share an instant: the later one counts.
  ReviewFact fact{act.NewId("v"), request.submission, act.now(), request.verdict, request.reason};
  if (before != nullptr && fact.at <= before->fact.at) fact.at = {before->fact.at.ms + 1};
  if (const auto done = act.Append("review.give", fact); !done) return done.error();
  NotifyReviewed(act, *matter->submission, fact);
  answer.id = fact.id;
  return answer;
}

std::vector<std::string> PastReasons(const SchoolState& state) {
  std::map<std::string, int> uses;
  for (const auto& [id, kept] : state.All<ReviewFact>()) {
    if (kept.fact.verdict == Verdict::kReturned && !kept.fact.reason.empty()) {
      ++uses[kept.fact.reason];
    }
  }
  std::vector<std::pair<int, std::string>> ranked;
  for (const auto& [reason, times] : uses) ranked.emplace_back(-times, reason);
  std::ranges::sort(ranked);
  std::vector<std::string> reasons;
  for (const auto& [times, reason] : ranked) {
    if (reasons.size() == kPastReasonsMax) break;
    reasons.push_back(reason);
  }
  return reasons;
}

/// The unit's sheet; of one that has ended, as it was last: what it has handed in is reviewed
/// still.
ResultOrErrors<std::shared_ptr<const Sheet>> SheetToReview(const View& view, const CycleFact& cycle,
                                                           const std::string& unit) {
  auto sheet = view.LiveSheet(cycle, unit);
  if (!sheet || !(*sheet)->result.ended) return sheet;
  const CivilDate last = *view.state().Find<UnitFact>(unit)->fact.to;
  return MakeSheet(view.state(), cycle, (*sheet)->rules, unit, EndOfDay(last, view.offset()));
}

ResultOrErrors<QueueAnswer> RunQueue(const View& view, const QueueRequest& request) {
  const auto cycle = view.Cycle(request.year);
  if (!cycle) return cycle.error();
  QueueAnswer answer;
  const auto units = UnitsOf(view, (*cycle)->fact);
  if (!units) return units.error();
  for (const std::string& unit : *units) {
    const auto& ids = view.state().SubmissionsOf(unit);
    const bool waiting = std::ranges::any_of(
        ids, [&](const std::string& id) { return view.state().LatestReview(id) == nullptr; });
    if (!waiting) continue;
    const auto sheet = SheetToReview(view, (*cycle)->fact, unit);
    if (!sheet) return sheet.error();
    view.HoldsUntil((*sheet)->valid_until);
    for (const Obligation& one : (*sheet)->result.obligations) {
      ObligationRow row = RowOf(view, **sheet, one);
      for (const SubmissionRow& submission : row.submissions) {
        if (!submission.reviews.empty()) continue;
        // Whose return waits for a second person is among the proposals.
        if (!ProposedReturnOf(view.state(), submission.id).empty()) continue;
        answer.queue.push_back({submission.id, submission.at, !row.due || submission.at <= *row.due,
                                MustSayWhy(view, **sheet, one, submission.at), row});
      }
    }
  }
  std::ranges::sort(answer.queue, [](const QueueRow& one, const QueueRow& other) {
    return std::tie(one.at, one.submission) < std::tie(other.at, other.submission);
  });
  answer.past_reasons = PastReasons(view.state());
  return answer;
}

}  // namespace

const WriteCase<ReviewRequest, ReviewAnswer> kReview = {"review.give", "审核", Action::kReview,
                                                        "review.give, proposal.make", RunReview};
const ReadCase<QueueRequest, QueueAnswer> kReviewQueue = {
    "review.queue", "查看待审核队列", Action::kReview, DependsOn::kSchool, RunQueue};

}  // namespace shouze
