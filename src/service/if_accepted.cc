#include "service/if_accepted.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "base/text.h"
#include "service/obligation_deadline.h"
#include "service/obligation_rows.h"

namespace shouze {
namespace {

/// Among more than these the fewest are not looked for.
constexpr std::size_t kTriedMax = 12;

Points AtRiskOf(const UnitResult& result) {
  Points sum;
  for (const ScoreLine& line : result.lines) sum += line.at_risk;
  return sum;
}

/// What cannot be lost any more.
Points SafeOf(const UnitResult& result) { return result.computed_total - AtRiskOf(result); }

/// The unit's year with one obligation accepted and others out of danger.
class Trying {
 public:
  Trying(const View& view, const CycleFact& cycle, const CycleRules& rules,
         const IfAcceptedRequest& request)
      : view_(view), cycle_(cycle), rules_(rules), request_(request) {}

  struct Tried {
    Points total;
    Points at_risk;
    Points safe;
  };
  /// `others` by key: waived, which is as good as met for what else may be lost of their line, and
  /// can be tried of a duty that nothing is handed in for.
  ResultOrErrors<Tried> With(const std::vector<std::string>& others) const {
    CycleSlice slice =
        CycleSlice::OfUnit(view_.state(), cycle_, rules_, request_.unit, view_.now());
    const Supposed supposed =
        IfAccepted(request_.year, request_.unit, request_.obligation, view_.now());
    const std::vector<WaiverFact> waivers = WaiversOf(others);
    for (const SubmissionFact& fact : supposed.submissions) slice.Add(fact);
    for (const ReviewFact& fact : supposed.reviews) slice.Add(fact);
    for (const WaiverFact& fact : waivers) slice.Add(fact);
    const auto facts = ResolveSlice(slice);
    if (!facts) return facts.error();
    UnitResult result;
    Scorer(rules_.policy, rules_.calendar, facts->facts, view_.now())
        .Score(*facts->facts.FindUnit(request_.unit), result);
    return Tried{result.total, AtRiskOf(result), SafeOf(result)};
  }

 private:
  std::vector<WaiverFact> WaiversOf(const std::vector<std::string>& others) const {
    std::vector<WaiverFact> waivers;
    for (const std::string& other : others) {
      WaiverFact& waiver = waivers.emplace_back();
      waiver.id = Concat("?", other);
      waiver.unit = request_.unit;
      waiver.obligation = other;
      waiver.cycle = request_.year;
      waiver.at = view_.now();
      waiver.reason = "?";
    }
    return waivers;
  }

  const View& view_;
  const CycleFact& cycle_;
  const CycleRules& rules_;
  const IfAcceptedRequest& request_;
};

/// Others of the obligation's line that may still be lost.
std::vector<std::string> OthersOf(const Sheet& sheet, const Obligation& one) {
  const Policy& policy = sheet.rules->policy;
  std::vector<std::string> keys;
  for (const Obligation& other : sheet.result.obligations) {
    const bool same_line =
        At(policy.duties, other.duty).indicator == At(policy.duties, one.duty).indicator;
    if (&other == &one || !same_line || !other.can_be_lost) continue;
    keys.push_back(KeyOf(policy, sheet.facts.facts, other));
  }
  return keys;
}

/// Leaves out of `others` whatever is not needed to be as safe.
ResultOrErrors<void> MakeFew(const Trying& trying, Points safe, std::vector<std::string>& others) {
  if (others.size() > kTriedMax) return {};
  for (std::size_t i = others.size(); i-- > 0;) {
    std::vector<std::string> fewer = others;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    const auto tried = trying.With(fewer);
    if (!tried) return tried.error();
    if (tried->safe == safe) others = std::move(fewer);
  }
  return {};
}

/// Where it changes nothing alone.
ResultOrErrors<void> AddTogether(const View& view, const Sheet& now, const Obligation& one,
                                 const Trying& trying, IfAcceptedAnswer& answer) {
  for (const ScoreLine& line : now.result.lines) {
    if (line.indicator != At(now.rules->policy.duties, one.duty).indicator) continue;
    answer.nothing_left = line.at_risk == Points();
  }
  std::vector<std::string> others = OthersOf(now, one);
  if (answer.nothing_left || others.empty()) return {};
  const auto all = trying.With(others);
  if (!all) return all.error();
  const Points safe = SafeOf(now.result);
  if (all->safe <= safe) return {};
  if (const auto done = MakeFew(trying, all->safe, others); !done) return done.error();
  answer.kept = all->safe - safe;
  for (const std::string& key : others) {
    const ObligationRow row = RowOf(view, now, *FindObligation(now, key));
    answer.together.push_back({row.key, row.duty, row.record_title, row.due_text});
  }
  return {};
}

ResultOrErrors<IfAcceptedAnswer> RunIfAccepted(const View& view, const IfAcceptedRequest& request) {
  const auto cycle = view.Cycle(request.year);
  if (!cycle) return cycle.error();
  const auto rules = view.Rules((*cycle)->fact);
  if (!rules) return rules.error();
  const auto now = view.LiveSheet((*cycle)->fact, request.unit);
  if (!now) return now.error();
  view.HoldsUntil(view.now());
  const Obligation* const one = FindObligation(**now, request.obligation);
  if (one == nullptr) {
    return Fail(ErrorCode::kNotFound, Concat("本单位没有任务“", request.obligation, "”"),
                "the unit has no such obligation", "/obligation");
  }
  const Trying trying(view, (*cycle)->fact, **rules, request);
  const auto then = trying.With({});
  if (!then) return then.error();
  IfAcceptedAnswer answer;
  answer.total_before = (*now)->result.total;
  answer.total_after = then->total;
  answer.at_risk_before = AtRiskOf((*now)->result);
  answer.at_risk_after = then->at_risk;
  const bool changes =
      answer.total_before != answer.total_after || answer.at_risk_before != answer.at_risk_after;
  if (!changes) {
    if (const auto done = AddTogether(view, **now, *one, trying, answer); !done) {
      return done.error();
    }
  }
  return answer;
}

}  // namespace

Supposed IfAccepted(int year, std::string_view unit, std::string_view obligation, Instant at) {
  SubmissionFact submission;
  submission.id = "?";
  submission.unit = std::string(unit);
  submission.obligation = std::string(obligation);
  submission.cycle = year;
  submission.at = at;
  ReviewFact review{"?", "?", at, Verdict::kAccepted, ""};
  return {{submission}, {review}};
}

const ReadCase<IfAcceptedRequest, IfAcceptedAnswer> kIfAccepted = {
    "sheet.if_accepted", "假如报送并通过", Action::kReadSheet, DependsOn::kUnit, RunIfAccepted};

}  // namespace shouze
