#include "service/people_reading.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "service/school.h"
#include "store/account_rows.h"

namespace shouze {
namespace {

constexpr std::string_view kErasedName = "已注销人员";
constexpr std::string_view kOperatorId = "operator";
constexpr std::string_view kOperatorName = "运行维护人员";

std::vector<Account> Accounts(const View& view) {
  return view.school().store().Read([](const ReadTx& tx) { return ReadAccounts(tx); });
}

bool KnowsAll(const CallerView& view) {
  return view.May(Action::kReadSchool, "") || view.May(Action::kReadLedger, "") ||
         view.May(Action::kReadAccounts, "");
}

/// Whom somebody knows who does not know all.
std::set<std::string> KnownTo(const CallerView& view) {
  std::set<std::string> own_units;
  for (const HeldRole& held : view.caller().held) {
    if (!held.unit.empty()) own_units.insert(held.unit);
  }
  std::set<std::string> known{view.caller().account};
  for (const auto& [id, kept] : view.state().All<PostFact>()) {
    if (own_units.contains(kept.fact.unit)) known.insert(kept.fact.account);
  }
  for (const auto& [id, kept] : view.state().All<RoleFact>()) {
    const Role role = kept.fact.role;
    if (role == Role::kOffice || role == Role::kCentre) known.insert(kept.fact.account);
  }
  return known;
}

ResultOrErrors<NamesAnswer> RunNames(const CallerView& view, const Nothing&) {
  const bool all = KnowsAll(view);
  const std::set<std::string> known = all ? std::set<std::string>() : KnownTo(view);
  NamesAnswer answer;
  answer.names.push_back({std::string(kOperatorId), std::string(kOperatorName)});
  for (const Account& account : Accounts(view)) {
    if (!all && !known.contains(account.id)) continue;
    answer.names.push_back({account.id, account.erased ? std::string(kErasedName) : account.name});
  }
  std::ranges::sort(answer.names, {}, &NameRow::id);
  return answer;
}

bool HeldOn(const PostFact& post, CivilDate day) {
  return post.from <= day && (!post.to || day <= *post.to);
}

/// Who holds `post` of the unit today.
void AddHolders(const View& view, std::string_view unit, const Post& post,
                const std::map<std::string, Account>& accounts, std::vector<ContactRow>& rows) {
  for (const std::string& id : view.state().PostsOf(unit)) {
    const PostFact& held = view.state().Find<PostFact>(id)->fact;
    if (held.post != post.id || !HeldOn(held, view.today())) continue;
    ContactRow row{post.id, post.name, held.account, "", "", ""};
    if (!held.account.empty()) {
      const auto account = accounts.find(held.account);
      if (account == accounts.end() || account->second.erased) continue;
      row.name = account->second.name;
      row.phone = account->second.phone;
      row.mail = account->second.mail;
    }
    rows.push_back(std::move(row));
  }
}

ResultOrErrors<ContactsAnswer> RunContacts(const CallerView& view, const ContactsRequest& request) {
  const auto cycle = view.Cycle(request.year);
  if (!cycle) return cycle.error();
  const auto rules = view.Rules((*cycle)->fact);
  if (!rules) return rules.error();
  std::map<std::string, Account> accounts;
  for (Account& account : Accounts(view)) accounts[account.id] = std::move(account);
  ContactsAnswer answer;
  for (const auto& [id, kept] : view.state().All<UnitFact>()) {
    if (kept.fact.to && *kept.fact.to < view.today()) continue;
    UnitContactsRow row{id, kept.fact.name, {}};
    for (const Post& post : (*rules)->policy.posts) {
      AddHolders(view, id, post, accounts, row.holders);
    }
    answer.units.push_back(std::move(row));
  }
  return answer;
}

}  // namespace

const CallerReadCase<Nothing, NamesAnswer> kListNames = {"name.list", "查看人员姓名",
                                                         Action::kUseOwnAccount, RunNames};
const CallerReadCase<ContactsRequest, ContactsAnswer> kListContacts = {
    "contact.list", "查看单位联系人", Action::kRegister, RunContacts};

}  // namespace shouze
