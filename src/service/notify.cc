#include "service/notify.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <variant>

#include "base/text.h"
#include "ledger/entry_kinds.h"
#include "service/obligation_rows.h"
#include "service/obligation_words.h"
#include "store/account_rows.h"

namespace shouze {
namespace {

template <class Fact>
bool IsHeld(const Fact& fact, CivilDate today) {
  return !fact.account.empty() && fact.from <= today && (!fact.to || today <= *fact.to);
}

/// What is told, but to whom.
struct Message {
  std::string_view kind;
  std::string_view unit;
  std::string_view about;
  const std::string& text;
  bool urgent = false;
};

void Tell(Act& act, const std::vector<std::string>& accounts, const Message& message) {
  for (const std::string& account : accounts) {
    if (account == act.caller().account) continue;
    Notice notice;
    notice.account = account;
    notice.at = act.now();
    notice.kind = message.kind;
    notice.unit = message.unit;
    notice.about = message.about;
    notice.text = message.text;
    // What was said so far in this act is in it: another act says the same anew.
    notice.once = Concat(message.kind, "/", message.unit, "/", message.about, "#", act.next_seq());
    notice.urgent = message.urgent;
    act.Notify(notice);
  }
}

/// The obligation that a key names, and its sheet.
struct Named {
  std::shared_ptr<const Sheet> sheet;
  const Obligation* obligation = nullptr;  ///< Null: it does not arise (any more).
};

Named FindNamed(const View& view, int year, std::string_view unit, std::string_view key) {
  Named named;
  const auto cycle = view.Cycle(year);
  if (!cycle) return named;
  auto sheet = view.LiveSheet((*cycle)->fact, unit);
  if (!sheet) return named;
  named.sheet = std::move(*sheet);
  for (const Obligation& one : named.sheet->result.obligations) {
    if (KeyOf(named.sheet->rules->policy, named.sheet->facts.facts, one) == key) {
      named.obligation = &one;
    }
  }
  return named;
}

std::string NameOf(const View& view, int year, std::string_view unit, const std::string& key) {
  const Named named = FindNamed(view, year, unit, key);
  return named.obligation == nullptr ? Concat("“", key, "”")
                                     : TitleOf(*named.sheet, *named.obligation);
}

std::string ReturnedText(const View& view, const Named& named, const std::string& reason) {
  const Obligation& obligation = *named.obligation;
  std::string text = Concat(TitleOf(*named.sheet, obligation), "的报送被退回：", reason, "。");
  if (!obligation.due.at) return text;
  const std::string due = FormatDeadline(*obligation.due.at, view.offset());
  if (view.now() <= *obligation.due.at) return Concat(text, "请于 ", due, " 前重新报送。");
  const Duty& duty = At(named.sheet->rules->policy.duties, obligation.duty);
  return Concat(text, "期限 ", due, " 已过", duty.resubmission ? "，请尽快补报。" : "。");
}

/// A record by what its kind is called.
std::string RecordName(const View& view, const RecordFact& record) {
  std::string kind = record.kind;
  for (const auto& [id, cycle] : view.state().All<CycleFact>()) {
    const auto rules = view.Rules(cycle.fact);
    if (!rules) continue;
    const auto& kinds = (*rules)->policy.kinds;
    const auto found = std::ranges::find(kinds, std::string(record.kind), &RecordKind::id);
    if (found != kinds.end()) kind = found->name;
  }
  return view.state().Find<RecordFact>(record.id) == nullptr
             ? Concat("“", kind, "”")
             : Concat("“", kind, " ", record.id, "”");
}

std::string RecordName(const View& view, std::string_view id) {
  const auto* const kept = view.state().Find<RecordFact>(id);
  return kept == nullptr ? Concat("“", id, "”") : RecordName(view, kept->fact);
}

/// What an approved act was about, for the units that it concerns.
struct Decided {
  std::vector<std::string> units;
  std::string about;
  std::string text;
};

struct DecidedOf {
  const View& view;

  Decided operator()(const WaiverFact& fact) const {
    const std::string what = fact.record.empty()
                                 ? NameOf(view, fact.cycle, fact.unit, fact.obligation)
                                 : RecordName(view, fact.record);
    return {{fact.unit}, fact.record.empty() ? fact.obligation : fact.record, what};
  }
  Decided operator()(const ExtensionFact& fact) const {
    return {{fact.unit},
            fact.obligation,
            Concat(NameOf(view, fact.cycle, fact.unit, fact.obligation), "延至 ",
                   FormatDeadline(fact.until, view.offset()))};
  }
  Decided operator()(const DisputeFact& fact) const {
    return {{fact.unit},
            fact.record,
            Concat("对", RecordName(view, fact.record), "的争议", fact.upheld ? "成立" : "不成立",
                   fact.decision.empty() ? "" : "，", fact.decision)};
  }
  Decided operator()(const RecordFact& fact) const {
    return {{fact.units.begin(), fact.units.end()}, fact.id, RecordName(view, fact)};
  }
  Decided operator()(const SubmissionFact& fact) const {
    return {{fact.unit}, fact.obligation, NameOf(view, fact.cycle, fact.unit, fact.obligation)};
  }
  Decided operator()(const ReviewFact& fact) const {
    // Of one that is entered with its submission, that submission is told.
    const auto* const kept = view.state().Find<SubmissionFact>(fact.submission);
    if (kept == nullptr) return {};
    Decided decided = (*this)(kept->fact);
    decided.text += fact.verdict == Verdict::kReturned ? "的报送退回，请重新报送" : "的报送通过";
    return decided;
  }
  template <class Fact>
  Decided operator()(const Fact&) const {
    return {};
  }
};

Decided WhatWasDecided(const View& view, const SaidByEntry& said) {
  if (said.fact) return std::visit(DecidedOf{view}, *said.fact);
  const auto* const record = view.state().Find<RecordFact>(said.id);
  if (said.kind->fact != "record" || record == nullptr) return {};
  return DecidedOf{view}(record->fact);
}

/// What was said with the decision, which is among the entries of this act.
std::string RemarkOn(const Act& act, std::string_view id) {
  for (const Change& change : act.changes()) {
    if (!change.said.fact) continue;
    const auto* const proposal = std::get_if<ProposalFact>(&*change.said.fact);
    if (proposal != nullptr && proposal->id == id) return proposal->remark;
  }
  return {};
}

}  // namespace

std::vector<std::string> HoldersOf(const View& view, std::string_view unit) {
  std::set<std::string> holders;
  for (const std::string& id : view.state().PostsOf(unit)) {
    const PostFact& post = view.state().Find<PostFact>(id)->fact;
    if (IsHeld(post, view.today())) holders.insert(post.account);
  }
  return {holders.begin(), holders.end()};
}

std::vector<std::string> HoldersOf(const View& view, Role role) {
  std::set<std::string> holders;
  for (const auto& [id, kept] : view.state().All<RoleFact>()) {
    if (kept.fact.role == role && IsHeld(kept.fact, view.today())) {
      holders.insert(kept.fact.account);
    }
  }
  return {holders.begin(), holders.end()};
}

std::string NameOfCaller(Act& act) {
  const auto account = FindAccount(act.tx(), act.caller().account);
  if (!account) return "服务器上的操作员";
  return Concat(account->name, "（", account->login, "）");
}

void NotifyUnit(Act& act, std::string_view kind, std::string_view unit, std::string_view about,
                const std::string& text, bool urgent) {
  Tell(act, HoldersOf(act, unit), {kind, unit, about, text, urgent});
}

void NotifyOffice(Act& act, std::string_view kind, std::string_view unit, std::string_view about,
                  const std::string& text) {
  Tell(act, HoldersOf(act, Role::kOffice), {kind, unit, about, text});
}

void NotifyPeople(Act& act, const std::vector<std::string>& accounts, std::string_view kind,
                  std::string_view about, const std::string& text) {
  Tell(act, accounts, {kind, "", about, text, true});
}

void NotifyReviewed(Act& act, const SubmissionFact& submission, const ReviewFact& review) {
  const Named named = FindNamed(act, submission.cycle, submission.unit, submission.obligation);
  const bool returned = review.verdict == Verdict::kReturned;
  if (named.obligation == nullptr) {
    NotifyUnit(act, returned ? "returned" : "accepted", submission.unit, submission.obligation,
               Concat("“", submission.obligation, "”的报送",
                      returned ? Concat("被退回：", review.reason) : "已审核通过", "。"));
    return;
  }
  if (!returned) {
    NotifyUnit(act, "accepted", submission.unit, submission.obligation,
               Concat(TitleOf(*named.sheet, *named.obligation), "的报送已审核通过。"));
    return;
  }
  const auto due = named.obligation->due.at;
  const bool runs = CountsByHours(*named.sheet, *named.obligation) && due && act.now() <= *due;
  NotifyUnit(act, "returned", submission.unit, submission.obligation,
             ReturnedText(act, named, review.reason), runs);
}

void NotifyDecided(Act& act, const ProposalFact& proposal, bool approved) {
  std::set<std::string> names;
  std::map<std::pair<std::string, std::string>, std::vector<std::string>> told;  // Unit, about.
  for (const ProposedAct& one : proposal.acts) {
    const auto said = ReadEntryBody(one.kind, one.body.text);
    if (!said) continue;
    names.emplace(said->kind->chinese);
    if (!approved) continue;
    const Decided decided = WhatWasDecided(act, *said);
    for (const std::string& unit : decided.units) {
      told[{unit, decided.about}].push_back(Concat(said->kind->chinese, "：", decided.text));
    }
  }
  for (const auto& [whom, what] : told) {
    NotifyUnit(act, "decided", whom.first, whom.second,
               Concat("经第二人批准，", Join(what, "；"), proposal.reason.empty() ? "" : "；理由：",
                      proposal.reason, "。"));
  }
  const std::string remark = RemarkOn(act, proposal.id);
  Tell(act, {proposal.by},
       {"proposal_decided", "", proposal.id,
        Concat("您提请的“", Join(names, "、"), "”", approved ? "已获批准" : "未获批准",
               remark.empty() ? "" : "：", remark, "。")});
}

}  // namespace shouze
