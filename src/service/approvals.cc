#include "service/approvals.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "base/text.h"
#include "ledger/clock_faults.h"
#include "service/fact_cycles.h"
#include "service/fits.h"
#include "service/record_rules.h"
#include "service/submissions.h"

namespace shouze {
namespace {

/// The entry that said the fact's version in force; 0: there is none.
std::int64_t SeqOf(const SchoolState& state, const SaidByEntry& said) {
  return WithFactOf(said.kind->fact, [&]<class Fact>(const Fact&) -> std::int64_t {
    const auto* const kept = state.Find<Fact>(said.id);
    return kept == nullptr ? 0 : kept->seq;
  });
}

/// The last extension of the same obligation; 0: none.
std::int64_t LastExtension(const SchoolState& state, const ExtensionFact& fact) {
  std::int64_t last = 0;
  for (const std::string& id : state.ExtensionsOf(fact.unit)) {
    const auto& kept = *state.Find<ExtensionFact>(id);
    if (kept.fact.obligation == fact.obligation && kept.fact.cycle == fact.cycle) {
      last = std::max(last, kept.seq);
    }
  }
  return last;
}

std::optional<std::int64_t> BasisOf(const View& view, const SaidByEntry& said) {
  if (said.kind->effect != Effect::kBegin) return SeqOf(view.state(), said);
  if (const auto* const review = std::get_if<ReviewFact>(&*said.fact)) {
    // Of one that goes with its submission in the same proposal there is nothing to rest on yet.
    if (view.state().Find<SubmissionFact>(review->submission) == nullptr) return std::nullopt;
    const auto* const latest = view.state().LatestReview(review->submission);
    return latest == nullptr ? 0 : latest->seq;
  }
  const auto* const extension = std::get_if<ExtensionFact>(&*said.fact);
  if (extension == nullptr) return std::nullopt;
  return LastExtension(view.state(), *extension);
}

template <class Fact>
ResultOrErrors<void> JudgeFit(const View& view, const Fact& fact) {
  const auto cycle = OpenCycleOf(view, fact);
  if (!cycle) return cycle.error();
  const auto notes = CheckFits(view, **cycle, fact);
  if (!notes) return notes.error();
  return {};
}

/// Judges an act as the facts stand when it is approved.
struct Judge {
  const View& view;

  ResultOrErrors<void> operator()(const RecordFact& fact) const {
    const auto* const kept = view.state().Find<RecordFact>(fact.id);
    if (kept == nullptr) return JudgeFit(view, fact);
    // Both where it lies and where it will lie may still change.
    if (const auto cycle = OpenCycleOf(view, kept->fact); !cycle) return cycle.error();
    if (const auto fits = JudgeFit(view, fact); !fits) return fits;
    return MayBecome(view, kept->fact, fact);
  }
  ResultOrErrors<void> operator()(const SubmissionFact& fact) const {
    if (const auto may = CheckMayHandIn(view, fact); !may) return may.error();
    return JudgeFit(view, fact);
  }
  ResultOrErrors<void> operator()(const ReviewFact& fact) const {
    // Entered in the same proposal, it is judged as a submission.
    const auto* const kept = view.state().Find<SubmissionFact>(fact.submission);
    if (kept != nullptr) return JudgeCycle(kept->fact);
    if (fact.verdict == Verdict::kAccepted) return {};
    return Fail(ErrorCode::kConflict, "单位已撤回这份报送，不能再退回；请不予批准",
                "the unit has withdrawn the submission; refuse this");
  }
  ResultOrErrors<void> operator()(const WaiverFact& fact) const {
    return JudgeException(view, fact);
  }
  ResultOrErrors<void> operator()(const ExtensionFact& fact) const {
    return JudgeException(view, fact);
  }
  ResultOrErrors<void> operator()(const DisputeFact& fact) const {
    return JudgeException(view, fact);
  }
  template <class Fact>
  ResultOrErrors<void> operator()(const Fact&) const {
    return {};
  }

 private:
  ResultOrErrors<void> JudgeCycle(const SubmissionFact& fact) const {
    const auto cycle = OpenCycleOf(view, fact);
    if (!cycle) return cycle.error();
    return {};
  }
};

/// What the approval decides of each kind of fact.
struct AtApproval {
  const Act& act;
  const ProposalFact& proposal;
  bool begins;  ///< What begins gets its number now; what changes has it.
  /// Of the submission before it in the proposal: a review of it is bound to it.
  std::string& submission;

  void operator()(RecordFact& fact) const { Begin(fact, "r"); }
  void operator()(SubmissionFact& fact) const {
    Begin(fact, "s");
    submission = fact.id;
  }
  void operator()(ReviewFact& fact) const {
    Begin(fact, "v");
    if (!submission.empty()) fact.submission = submission;
    fact.at = act.now();
  }
  void operator()(WaiverFact& fact) const {
    Begin(fact, "w");
    fact.at = act.now();
  }
  void operator()(ExtensionFact& fact) const {
    Begin(fact, "x");
    fact.at = act.now();
  }
  void operator()(DisputeFact& fact) const {
    fact.decided_at = act.now();
    fact.proposed_by = proposal.by;
  }
  void operator()(ClockFaultFact& fact) const {
    Begin(fact, "c");
    if (fact.to == 0) fact.to = act.next_seq() - 1;
  }
  template <class Fact>
  void operator()(Fact&) const {}

 private:
  template <class Fact>
  void Begin(Fact& fact, std::string_view prefix) const {
    if (begins) fact.id = act.NewId(prefix);
    fact.proposed_by = proposal.by;
  }
};

ResultOrErrors<void> StillStands(const View& view, const ProposedAct& act,
                                 const SaidByEntry& said) {
  if (!act.based_on) return {};
  const auto basis = BasisOf(view, said);
  if (!basis || *basis == *act.based_on) return {};
  const bool begins = said.kind->effect == Effect::kBegin;
  return Fail(ErrorCode::kConflict,
              Concat("提请之后，“", said.kind->chinese, "”所依据的 ",
                     begins ? said.kind->chinese : std::string_view(said.id),
                     *basis == 0 ? " 已经撤销" : " 又有变动", "；请不予批准，按现状重新提请"),
              "what this was asked for has changed since; refuse it, and ask again");
}

ResultOrErrors<std::string> PerformOne(Act& act, const ProposalFact& proposal,
                                       const ProposedAct& proposed, std::string& submission) {
  auto said = ReadEntryBody(proposed.kind, proposed.body.text);
  if (!said) return said.error();
  if (const auto stands = StillStands(act, proposed, *said); !stands) return stands.error();
  if (!said->fact) {
    if (const auto may = MayEnd(act, *said); !may) return may.error();
    const auto done = act.AppendBody(proposed.kind, proposed.body.text);
    if (!done) return done.error();
    return said->id;
  }
  if (IsRestatement(proposed.kind)) {
    // The instants are those that were stated; whether they fit is seen in the sheet.
    if (const auto may = MayRestate(act, *said->fact); !may) return may.error();
    const auto done = act.AppendBody(proposed.kind, proposed.body.text);
    if (!done) return done.error();
    return said->id;
  }
  const bool begins = said->kind->effect == Effect::kBegin;
  std::visit(AtApproval{act, proposal, begins, submission}, *said->fact);
  if (const auto fits = std::visit(Judge{act}, *said->fact); !fits) return fits.error();
  const auto done =
      std::visit([&](const auto& fact) { return act.Append(proposed.kind, fact); }, *said->fact);
  if (!done) return done.error();
  return std::visit([](const auto& fact) { return std::string(fact.id); }, *said->fact);
}

}  // namespace

ResultOrErrors<void> MayRestate(const View& view, const KeptFact& fact) {
  if (const auto* const review = std::get_if<ReviewFact>(&fact)) {
    const auto* const kept = view.state().Find<SubmissionFact>(review->submission);
    if (kept == nullptr) return {};
    return MayRestate(view, kept->fact);
  }
  return std::visit(
      [&](const auto& one) -> ResultOrErrors<void> {
        if constexpr (requires { OpenCycleOf(view, one); }) {
          if (const auto cycle = OpenCycleOf(view, one); !cycle) return cycle.error();
        }
        return {};
      },
      fact);
}

std::optional<std::int64_t> BasisOf(const View& view, const ProposedAct& act) {
  const auto said = ReadEntryBody(act.kind, act.body.text);
  if (!said) return std::nullopt;
  return BasisOf(view, *said);
}

ResultOrErrors<void> JudgeException(const View& view, const WaiverFact& fact) {
  if (const auto fits = JudgeFit(view, fact); !fits) return fits;
  const WaiverFact* const same = FindSameWaiver(view, fact);
  if (same == nullptr) return {};
  return Fail(ErrorCode::kConflict, Concat("已经豁免（", same->id, "），不必重复"),
              Concat("it is waived already (", same->id, ")"),
              fact.record.empty() ? "/obligation" : "/record");
}

const WaiverFact* FindSameWaiver(const View& view, const WaiverFact& fact) {
  // Of a yearly obligation there is one in each cycle.
  const bool yearly = fact.record.empty() && RecordOfKey(fact.obligation).empty();
  for (const std::string& id : view.state().WaiversOf(fact.unit)) {
    const WaiverFact& other = view.state().Find<WaiverFact>(id)->fact;
    if (other.record != fact.record || other.obligation != fact.obligation) continue;
    if (!yearly || other.cycle == fact.cycle) return &other;
  }
  return nullptr;
}

ResultOrErrors<void> JudgeException(const View& view, const ExtensionFact& fact) {
  return JudgeFit(view, fact);
}

ResultOrErrors<void> JudgeException(const View& view, const DisputeFact& fact) {
  return JudgeFit(view, fact);
}

ResultOrErrors<void> MayEnd(const View& view, const SaidByEntry& said) {
  const auto may = [&]<class Fact>(const Kept<Fact>* kept) -> ResultOrErrors<void> {
    if (kept == nullptr) return {};
    const auto cycle = OpenCycleOf(view, kept->fact);
    if (!cycle) return cycle.error();
    return {};
  };
  const SchoolState& state = view.state();
  if (said.kind->fact == "record") {
    const auto* const kept = state.Find<RecordFact>(said.id);
    if (const auto open = may(kept); !open || kept == nullptr) return open;
    return MayVanish(view, kept->fact);
  }
  if (said.kind->fact == "waiver") return may(state.Find<WaiverFact>(said.id));
  if (said.kind->fact == "extension") return may(state.Find<ExtensionFact>(said.id));
  return {};
}

ResultOrErrors<std::vector<std::string>> Perform(Act& act, const ProposalFact& proposal) {
  std::vector<std::string> facts;
  std::string submission;
  for (const ProposedAct& proposed : proposal.acts) {
    auto id = PerformOne(act, proposal, proposed, submission);
    if (!id) return id.error();
    facts.push_back(std::move(*id));
  }
  return facts;
}

}  // namespace shouze
