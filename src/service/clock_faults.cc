#include "service/clock_faults.h"

#include <algorithm>
#include <map>
#include <span>
#include <utility>

#include "base/text.h"
#include "ledger/clock_faults.h"
#include "service/approvals.h"
#include "service/clock_doubt.h"
#include "service/fact_words.h"
#include "service/security_events.h"
#include "store/account_rows.h"
#include "store/ledger_rows.h"

namespace shouze {
namespace {

/// Shown at once, and of those that lie back restated in one declaration.
constexpr std::int64_t kEntriesMax = 1000;

Errors Wrong(std::string where, std::string message, std::string english) {
  return Fail(ErrorCode::kInvalidInput, std::move(message), std::move(english), std::move(where));
}

/// From, to: both included. `most` 0: all of them.
std::vector<Entry> EntriesOf(const View& view, std::int64_t from, std::int64_t to,
                             std::int64_t most = 0) {
  EntryFilter filter;
  filter.after = from - 1;
  filter.before = to + 1;
  filter.limit = static_cast<int>(most);
  return view.school().store().Read([&](const ReadTx& tx) { return ReadEntries(tx, filter); });
}

std::optional<Instant> InstantOf(const View& view, std::int64_t seq) {
  if (seq == 0) return Instant();
  const auto entries = EntriesOf(view, seq, seq);
  if (entries.empty()) return std::nullopt;
  return entries.front().at;
}

/// The first entry that lies ahead of the clock by more than the tolerance, and is not of a
/// declared fault: they are the last ones. 0: nothing lies ahead.
std::int64_t FirstAhead(const View& view) {
  const auto doubt = view.school().Doubt();
  if (!doubt || doubt->fault != ClockFault::kLedgerAhead) return 0;
  const std::int64_t latest = view.now().ms + view.school().options().clock_tolerance_ms;
  EntryFilter filter;
  for (const auto& [id, kept] : view.state().All<ClockFaultFact>()) {
    filter.after = std::max(filter.after, kept.fact.to);
  }
  filter.from = Instant{latest + 1};
  filter.limit = 1;
  const auto ahead =
      view.school().store().Read([&](const ReadTx& tx) { return ReadEntries(tx, filter); });
  return ahead.empty() ? 0 : ahead.front().seq;
}

/// What entries of a range say of their facts, for those that still stand as the range left them.
class Restatements {
 public:
  Restatements(const View& view, std::span<const Entry> entries) : view_(view) {
    for (const Entry& entry : entries) {
      const auto said = ReadEntryBody(entry.kind, entry.body);
      if (said) saying_[{std::string(said->kind->fact), said->id}].push_back(&entry);
    }
  }

  /// The fact that `entry` was the last to say, its instants as `stated` has them of each entry.
  /// Absent: it says none, or none of its instants was the clock's.
  template <class Stated>
  std::optional<ProposedAct> By(const Entry& entry, Stated stated) const {
    const auto said = ReadEntryBody(entry.kind, entry.body);
    if (!said || !said->fact) return std::nullopt;
    const std::string kind = RestateKindOf(said->kind->fact);
    if (kind.empty()) return std::nullopt;
    return WithFactOf(said->kind->fact, [&]<class Fact>(const Fact&) -> std::optional<ProposedAct> {
      const auto* const kept = view_.state().Find<Fact>(said->id);
      if (kept == nullptr || kept->seq != entry.seq) return std::nullopt;
      Fact fact = kept->fact;
      bool restated = false;
      for (const Entry* one : saying_.at({std::string(said->kind->fact), said->id})) {
        restated = Restate(fact, one->at, stated(*one)) || restated;
      }
      if (!restated) return std::nullopt;
      return Proposed(kind, fact);
    });
  }

 private:
  const View& view_;
  std::map<std::pair<std::string, std::string>, std::vector<const Entry*>> saying_;
};

ResultOrErrors<ClockAnswer> RunReadClock(const CallerView& view, const ReadClockRequest&) {
  const School& school = view.school();
  ClockAnswer answer;
  const auto doubt = school.Doubt();
  answer.shown = doubt ? doubt->shown : school.parts().clock.Now();
  answer.believed = !doubt;
  if (!doubt) return answer;
  Errors words = ClockInDoubt(*doubt, view.offset());
  answer.message = std::move(words.front().message);
  answer.english = std::move(words.front().english);
  answer.confirmable = doubt->fault != ClockFault::kLedgerAhead;
  return answer;
}

ResultOrErrors<ClockFaultAnswer> RunReadFault(const CallerView& view,
                                              const ReadClockFaultRequest& request) {
  ClockFaultAnswer answer;
  const std::int64_t head = view.state().head().seq;
  answer.from = request.from.value_or(FirstAhead(view));
  if (answer.from < 1) return answer;
  const std::int64_t to = std::min(request.to.value_or(head), head);
  answer.sound_at = InstantOf(view, answer.from - 1);
  const FactWords words(view);
  const std::vector<Entry> entries = EntriesOf(view, answer.from, to, kEntriesMax);
  const Restatements restatements(view, entries);
  for (const Entry& entry : entries) {
    const auto same = [](const Entry& one) { return one.at; };
    answer.entries.push_back({RowOf(words, entry), restatements.By(entry, same).has_value()});
  }
  answer.entries_left =
      std::max<std::int64_t>(0, to - answer.from + 1 - std::ssize(answer.entries));
  return answer;
}

ResultOrErrors<ConfirmClockAnswer> RunConfirmClock(Act& act, const ConfirmClockRequest& request) {
  Clock& clock = act.school().parts().clock;
  const auto doubt = clock.Doubt();
  if (!doubt) {
    return Fail(ErrorCode::kConflict, "时钟没有疑问，不必确认", "the clock is believed as it is");
  }
  AddSecurityEvent(act.tx(), EventBy(act.caller(), act.now(), "clock_confirmed",
                                     {{"shown", FormatRfc3339(doubt->shown, act.offset())},
                                      {"expected", FormatRfc3339(doubt->expected, act.offset())},
                                      {"reason", request.reason}}));
  act.AfterCommit([&clock] { clock.Believe(); });
  return ConfirmClockAnswer{doubt->shown};
}

ResultOrErrors<std::vector<ProposedAct>> ActsOf(Act& act, const DeclareClockFaultRequest& request,
                                                std::int64_t to) {
  ClockFaultFact fault;
  fault.id = "?";  // Given on approval.
  fault.from = request.from;
  fault.to = request.to.value_or(0);
  const auto sound_at = InstantOf(act, request.from - 1);
  if (!sound_at) return Wrong("/from", "没有这一条账本条目", "there is no such entry");
  fault.sound_at = *sound_at;
  fault.reason = request.reason;
  std::vector<ProposedAct> acts{Proposed(kClockDeclare, fault)};
  std::map<std::int64_t, Instant> stated;
  for (const StatedInstant& one : request.stated) stated[one.seq] = one.at;
  // What came later comes later still: a millisecond an entry, the last one at `at`.
  const auto at_of = [&](const Entry& entry) {
    const auto own = stated.find(entry.seq);
    if (own != stated.end()) return own->second;
    const Instant in_order{request.at.ms - (to - entry.seq)};
    return request.to ? in_order : std::max(in_order, *sound_at);
  };
  const std::vector<Entry> entries = EntriesOf(act, request.from, to);
  const Restatements restatements(act, entries);
  for (const Entry& entry : entries) {
    auto restated = restatements.By(entry, at_of);
    if (!restated) continue;
    // In a year whose result is made they stay as they were.
    const auto said = ReadEntryBody(restated->kind, restated->body.text);
    if (said && MayRestate(act, *said->fact)) acts.push_back(std::move(*restated));
  }
  return acts;
}

ResultOrErrors<ProposalAnswer> RunDeclare(Act& act, const DeclareClockFaultRequest& request) {
  const std::int64_t head = act.state().head().seq;
  const std::int64_t to = request.to.value_or(head);
  if (request.from < 1 || request.from > head || to < request.from || to > head) {
    return Wrong("/from", Concat("请写明账本中的条目，自第 1 条至第 ", head, " 条"),
                 "name entries of the ledger, the first not after the last");
  }
  if (request.to && act.school().Doubt()) {
    return Wrong("/to", "账本末尾记于将来：请声明到末尾，不写止于哪一条",
                 "the last entries lie in the future: declare all up to the end, without 'to'");
  }
  if (request.to && to - request.from >= kEntriesMax) {
    return Wrong("/to", Concat("一次最多声明 ", kEntriesMax, " 条，请分几次"),
                 "too many entries for one declaration");
  }
  const auto is_to_come = [&](Instant at) { return at > act.now(); };
  const auto fault = std::ranges::find_if(request.stated, is_to_come, &StatedInstant::at);
  if (is_to_come(request.at) || fault != request.stated.end()) {
    const std::string place =
        is_to_come(request.at) ? "/at" : Concat("/stated/", fault - request.stated.begin(), "/at");
    return Wrong(place, "所述时刻不能晚于现在", "a stated instant lies in the future");
  }
  // What ran ahead was written after what was written before it.
  const auto before = request.to ? std::nullopt : InstantOf(act, request.from - 1);
  if (before && request.at < *before) {
    return Wrong("/at", "所述时刻不能早于这些条目之前的那一条", "a stated instant is too early");
  }
  auto acts = ActsOf(act, request, to);
  if (!acts) return acts.error();
  auto id = Propose(act, std::move(*acts), request.reason, request.loses);
  if (!id) return id.error();
  return ProposalAnswer{std::move(*id)};
}

}  // namespace

const CallerReadCase<ReadClockRequest, ClockAnswer> kReadClock = {"clock.read", "查看时钟",
                                                                  Action::kOperate, RunReadClock};
const CallerReadCase<ReadClockFaultRequest, ClockFaultAnswer> kReadClockFault = {
    "clock.read_fault", "查看时钟故障", Action::kReadLedger, RunReadFault};
const WriteCase<ConfirmClockRequest, ConfirmClockAnswer> kConfirmClock = {
    "clock.confirm", "确认时钟", Action::kOperate, "", RunConfirmClock};
const WriteCase<DeclareClockFaultRequest, ProposalAnswer> kDeclareClockFault = {
    "clock.declare_fault", "提请声明时钟故障", Action::kPropose, "proposal.make", RunDeclare};

}  // namespace shouze
