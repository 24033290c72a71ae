#include "service/fact_words.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "kernel/lifecycle.h"
#include "ledger/cycle_facts.h"
#include "service/fits.h"
#include "store/account_rows.h"
#include "store/ledger_rows.h"

namespace shouze {
namespace {

constexpr std::size_t kUnitsSpokenMax = 3;
constexpr std::string_view kErasedName = "已注销人员";
constexpr std::string_view kAllUnits = "*";

template <class Row>
const Row* FindById(const std::vector<Row>& rows, std::string_view id) {
  const auto found = std::ranges::find(rows, id, &Row::id);
  return found == rows.end() ? nullptr : &*found;
}

}  // namespace

/// One sentence in the making.
struct FactWords::Writing {
  const FactWords& words;
  EntryWords into;
  std::vector<std::string> parts;

  void Say(std::string part) {
    if (!part.empty()) parts.push_back(std::move(part));
  }

  void SayUnits(const std::vector<std::string>& units) {
    std::vector<std::string> names;
    for (const std::string& unit : units) {
      into.units.push_back(unit);
      if (names.size() < kUnitsSpokenMax) names.push_back(words.UnitName(unit));
    }
    const bool more = units.size() > names.size();
    Say(more ? Concat(Join(names, "、"), "等 ", units.size(), " 个单位") : Join(names, "、"));
  }

  /// What a review or a proposal is about is said by another fact.
  void SaySubmission(std::string_view id) {
    const auto submission = words.Find<SubmissionFact>("submission", id);
    if (!submission) return Say(std::string(id));
    SayUnits({submission->unit});
    Say(words.ObligationName(submission->obligation));
  }

  void SayPost(std::string_view id) {
    const Policy* const policy = words.PolicyOf(std::nullopt);
    const Post* const post = policy == nullptr ? nullptr : FindById(policy->posts, id);
    Say(post == nullptr ? std::string(id) : post->name);
  }

  void SayRecordNamed(std::string_view id) {
    const auto record = words.Find<RecordFact>("record", id);
    Say(record ? words.RecordName(*record) : std::string(id));
  }

  void SayActs(const std::vector<ProposedAct>& acts) {
    for (const ProposedAct& act : acts) {
      EntryWords one = words.Of(act.kind, act.body.text);
      Say(std::move(one.text));
      std::ranges::move(one.units, std::back_inserter(into.units));
    }
  }

  template <class Fact>
  void SayUnit(const Fact& fact) {
    if constexpr (std::is_same_v<Fact, UnitFact>) {
      into.units.push_back(fact.id);
      Say(fact.name);
      if (!fact.successor.empty()) SayUnits({fact.successor});
    } else if constexpr (requires { fact.units; }) {
      SayUnits({fact.units.begin(), fact.units.end()});
    } else if constexpr (requires { fact.unit; }) {
      SayUnits({fact.unit});
    }
  }

  /// What it is about.
  template <class Fact>
  void SaySubject(const Fact& fact) {
    if constexpr (std::is_same_v<Fact, RecordFact>) Say(words.RecordName(fact));
    if constexpr (requires { fact.submission; }) SaySubmission(fact.submission);
    if constexpr (requires { fact.version; }) {
      Say(Concat(fact.name, " 第 ", fact.version, " 版"));
    }
    if constexpr (requires { fact.year; }) Say(Concat(fact.year, " 年"));
    if constexpr (std::is_same_v<Fact, FrozenFact> || std::is_same_v<Fact, FeedbackFact> ||
                  std::is_same_v<Fact, CommentFact>) {
      Say(Concat(fact.cycle, " 年"));
    }
    if constexpr (requires { fact.indicator; }) Say(Concat("指标 ", fact.indicator));
    if constexpr (requires { fact.objections; }) {
      Say(fact.objections.empty() ? "确认" : Concat("异议 ", fact.objections.size(), " 条"));
    }
    if constexpr (requires { fact.let_in; }) {
      if (fact.let_in) Say("登录于 7 日内由他人开通或重置");
    }
    if constexpr (requires { fact.stage; }) {
      into.units.emplace_back(kAllUnits);
      Say(std::string(ChineseName(fact.stage)));
    }
    if constexpr (requires { fact.post; }) SayPost(fact.post);
    if constexpr (requires { fact.role; }) Say(std::string(ChineseName(fact.role)));
    if constexpr (requires { fact.account; }) {
      if (!fact.account.empty()) Say(words.PersonName(fact.account));
    }
    if constexpr (requires { fact.obligation; }) {
      if (!fact.obligation.empty()) Say(words.ObligationName(fact.obligation));
    }
    if constexpr (requires { fact.record; }) {
      if (!fact.record.empty()) SayRecordNamed(fact.record);
    }
    if constexpr (requires { fact.acts; }) SayActs(fact.acts);
  }

  /// What was decided, and until when.
  template <class Fact>
  void SayOutcome(const Fact& fact) {
    if constexpr (requires { fact.until; }) {
      Say(Concat("延至 ", FormatDeadline(fact.until, words.view_.offset())));
    }
    if constexpr (requires { fact.verdict; }) {
      Say(fact.verdict == Verdict::kAccepted ? "通过" : "退回");
    }
    if constexpr (requires { fact.outcome; }) Say(std::string(ChineseName(fact.outcome)));
    if constexpr (requires { fact.declared; }) Say(std::string(ChineseName(fact.declared)));
    if constexpr (requires { fact.upheld; }) {
      if (fact.decided_at) Say(fact.upheld ? "争议成立" : "争议不成立");
    }
    if constexpr (requires { fact.successor; }) {
      if (fact.to) Say(Concat("至 ", Format(*fact.to)));
    }
  }

  template <class Fact>
  void operator()(const Fact& fact) {
    SayUnit(fact);
    SaySubject(fact);
    SayOutcome(fact);
  }
};

EntryWords FactWords::Of(std::string_view kind_name, const std::string& body) const {
  Writing writing{*this, {}, {}};
  const auto said = ReadEntryBody(kind_name, body);
  if (!said) {
    const EntryKind* const kind = FindEntryKind(kind_name);
    return {std::string(kind == nullptr ? kind_name : kind->chinese), {}};
  }
  writing.Say(std::string(said->kind->chinese));
  if (said->fact) {
    std::visit(writing, *said->fact);
  } else {
    // What ends is told by what it was.
    const auto last = view_.school().store().Read(
        [&](const ReadTx& tx) { return FindLastVersion(tx, said->kind->fact, said->id); });
    const auto was = last ? ReadEntryBody(last->kind, last->body) : ReadEntryBody("", "");
    if (was && was->fact) {
      std::visit(writing, *was->fact);
    } else {
      writing.Say(said->id);
    }
  }
  std::ranges::sort(writing.into.units);
  const auto same = std::ranges::unique(writing.into.units);
  writing.into.units.erase(same.begin(), same.end());
  writing.into.text = Join(writing.parts, " ");
  return std::move(writing.into);
}

template <class Fact>
std::optional<Fact> FactWords::Find(std::string_view kind, std::string_view id) const {
  if (const auto* kept = view_.state().Find<Fact>(id)) return kept->fact;
  const auto last =
      view_.school().store().Read([&](const ReadTx& tx) { return FindLastVersion(tx, kind, id); });
  if (!last) return std::nullopt;
  const auto said = ReadEntryBody(last->kind, last->body);
  if (!said || !said->fact || !std::holds_alternative<Fact>(*said->fact)) return std::nullopt;
  return std::get<Fact>(*said->fact);
}

const Policy* FactWords::PolicyOf(std::optional<int> year) const {
  const auto* kept = year ? view_.state().Find<CycleFact>(std::to_string(*year)) : nullptr;
  const CycleFact* const cycle = kept != nullptr ? &kept->fact : NewestCycle(view_.state());
  if (cycle == nullptr) return nullptr;
  auto& rules = rules_[cycle->year];
  if (rules == nullptr) {
    const auto read = view_.Rules(*cycle);
    if (!read) return nullptr;
    rules = *read;
  }
  return &rules->policy;
}

std::string FactWords::UnitName(std::string_view unit) const {
  const auto* const kept = view_.state().Find<UnitFact>(unit);
  return kept == nullptr ? std::string(unit) : std::string(kept->fact.name);
}

std::string FactWords::PersonName(const std::string& account) const {
  if (!people_) {
    people_.emplace();
    for (const Account& one :
         view_.school().store().Read([](const ReadTx& tx) { return ReadAccounts(tx); })) {
      (*people_)[one.id] = one.erased ? std::string(kErasedName) : one.name;
    }
  }
  const auto found = people_->find(account);
  return found == people_->end() ? account : found->second;
}

std::string FactWords::RecordName(const RecordFact& record) const {
  const Policy* const policy = PolicyOf(YearOf(DateAt(record.at, view_.offset())));
  const RecordKind* const kind = policy == nullptr ? nullptr : FindById(policy->kinds, record.kind);
  std::string name = kind == nullptr ? std::string(record.kind) : kind->name;
  // A record that is only proposed has no number yet.
  if (Find<RecordFact>("record", record.id)) name += Concat(" ", record.id);
  if (kind == nullptr || !kind->title) return name;
  for (const auto& [key, value] : record.fields) {
    const auto* const text = std::get_if<std::string>(&value);
    if (key == At(kind->fields, *kind->title).id && text != nullptr) {
      return Concat(name, "（", *text, "）");
    }
  }
  return name;
}

std::string FactWords::ObligationName(std::string_view obligation) const {
  const std::string_view id = RecordOfKey(obligation);
  const auto record = id.empty() ? std::nullopt : Find<RecordFact>("record", id);
  const Policy* const policy =
      PolicyOf(record ? std::optional(YearOf(DateAt(record->at, view_.offset()))) : std::nullopt);
  std::string duty;
  if (policy != nullptr) {
    const std::string_view key =
        id.empty() ? obligation : obligation.substr(0, obligation.size() - id.size() - 1);
    for (const Duty& one : policy->duties) {
      if (DutyKey(*policy, one) == key) duty = one.name;
    }
  }
  if (duty.empty()) return std::string(obligation);
  return Concat(duty, record ? "：" : "", record ? RecordName(*record) : "", "（", obligation,
                "）");
}

}  // namespace shouze
