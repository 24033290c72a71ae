#include "service/unit_import.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "base/text.h"
#include "exchange/typed.h"
#include "service/account_forms.h"
#include "service/first_password.h"
#include "service/school.h"
#include "service/security_events.h"
#include "service/unit_forms.h"
#include "store/account_rows.h"

namespace shouze {
namespace {

constexpr std::size_t kUnitsMax = 500;
constexpr std::size_t kPostsMax = 2'000;
/// Each costs some hundredths of a second.
constexpr std::size_t kNewAccountsMax = 500;

/// A row as its texts are kept (exchange/typed.h).
ImportedPost AsKept(const ImportedPost& typed) {
  ImportedPost post = typed;
  post.unit = KeptCode(typed.unit);
  post.login = KeptLogin(typed.login);
  post.name = TypedName(typed.name);
  post.phone = TypedWord(typed.phone);
  post.mail = TypedWord(typed.mail);
  return post;
}

/// What a request comes to.
struct ImportPlan {
  std::vector<UnitFact> units;
  std::vector<PostFact> posts;                     ///< Without ids; accounts that are there by id.
  std::vector<std::string> new_logins;             ///< Of each post; empty: no new account.
  std::map<std::string, NewAccount> new_accounts;  ///< By login in lower case.
};

/// Works out the plan, and all that is wrong.
class Planning {
 public:
  Planning(const CallerView& view, const ReadTx& tx, const ImportUnitsRequest& request)
      : view_(view), tx_(tx), request_(request) {}

  ResultOrErrors<ImportPlan> Run() {
    if (request_.units.empty() && request_.posts.empty()) {
      Wrong("/units", "没有要导入的内容", "there is nothing to import");
    }
    CheckSize("/units", request_.units.size(), kUnitsMax);
    CheckSize("/posts", request_.posts.size(), kPostsMax);
    if (!errors_.empty()) return std::move(errors_);
    for (std::size_t i = 0; i < request_.units.size(); ++i) PlanUnit(i);
    for (std::size_t i = 0; i < request_.posts.size(); ++i) PlanPost(i);
    CheckSize("/posts", plan_.new_accounts.size(), kNewAccountsMax);
    if (!plan_.new_accounts.empty() && !view_.May(Action::kChangeUnitAccounts, "")) {
      errors_.push_back({ErrorCode::kForbidden, "/posts", "您无权新建单位人员账号",
                         "you may not create accounts of units"});
    }
    if (!errors_.empty()) return std::move(errors_);
    return std::move(plan_);
  }

 private:
  void Wrong(std::string where, std::string message, std::string english) {
    errors_.push_back(
        {ErrorCode::kInvalidInput, std::move(where), std::move(message), std::move(english)});
  }

  void CheckSize(std::string_view where, std::size_t size, std::size_t most) {
    if (size <= most) return;
    Wrong(std::string(where), Concat("一次最多 ", most, " 行"),
          Concat("at most ", most, " rows at once"));
  }

  /// Errors of a check, at the row it was made for.
  template <class Value>
  void Note(const std::string& row, const ResultOrErrors<Value>& checked) {
    if (checked) return;
    const Errors errors = checked.error();
    for (Error error : errors) {
      error.where = Concat(row, error.where);
      errors_.push_back(std::move(error));
    }
  }
  void Note(std::optional<Error> fault) {
    if (fault) errors_.push_back(std::move(*fault));
  }

  void PlanUnit(std::size_t i) {
    const ImportedUnit& wanted = request_.units[i];
    const std::string row = Concat("/units/", i);
    UnitFact unit;
    unit.id = KeptCode(wanted.id);
    unit.name = wanted.name;
    unit.kind = wanted.kind;
    unit.from = wanted.from;
    unit.fields = wanted.fields;
    if (!codes_.insert(unit.id).second) {
      Wrong(row + "/id", Concat("单位代码“", unit.id, "”在表中重复"),
            Concat("the code \"", unit.id, "\" is given twice"));
    } else {
      Note(row, CheckUnitCode(view_, unit.id));
    }
    Note(row, CheckUnit(view_, unit));
    plan_.units.push_back(std::move(unit));
  }

  void PlanPost(std::size_t i) {
    const ImportedPost wanted = AsKept(request_.posts[i]);
    const std::string row = Concat("/posts/", i);
    PostFact post;
    post.unit = wanted.unit;
    post.post = wanted.post;
    post.from = wanted.from;
    CheckUnitOf(wanted, row);
    Note(row, CheckPostForm(view_, post));
    const std::string& login = wanted.login;
    const bool again = !login.empty() && !held_.emplace(wanted.unit, wanted.post, login).second;
    if (again) {
      Wrong(row + "/login", "同一人的同一岗位在表中重复", "this person is given this post twice");
    }
    std::string new_login;
    if (login.empty()) {
      CheckWithoutAccount(wanted, row);
    } else if (const auto account = FindAccountByLogin(tx_, login)) {
      CheckKnown(*account, wanted, row);
      post.account = account->id;
    } else {
      PlanAccount(login, wanted, row);
      new_login = login;
    }
    plan_.posts.push_back(std::move(post));
    plan_.new_logins.push_back(std::move(new_login));
  }

  void CheckUnitOf(const ImportedPost& wanted, const std::string& row) {
    if (codes_.contains(wanted.unit)) return;
    const auto* const kept = view_.state().Find<UnitFact>(wanted.unit);
    if (kept == nullptr) {
      Wrong(row + "/unit", Concat("没有单位“", wanted.unit, "”，表中也没有"),
            Concat("there is no unit \"", wanted.unit, "\", nor is it among these"));
    }
  }

  void CheckWithoutAccount(const ImportedPost& wanted, const std::string& row) {
    if (wanted.name.empty() && wanted.phone.empty() && wanted.mail.empty()) return;
    Wrong(row + "/login", "要登记姓名、电话、邮箱，请填登录名", "a person's account needs a login");
  }

  void CheckKnown(const Account& account, const ImportedPost& wanted, const std::string& row) {
    if (account.erased || account.disabled) {
      Wrong(row + "/login", Concat("账号“", account.login, "”已停用或注销"),
            "this account is disabled or erased");
    } else if (!wanted.name.empty() && wanted.name != TypedName(account.name)) {
      Wrong(row + "/name",
            Concat("登录名“", account.login, "”已有账号，姓名是“", account.name, "”，与此行不同"),
            "the login belongs to somebody of another name");
    }
    auto may = CheckHolder(view_, tx_, account.id);
    if (may) return;
    Errors errors = may.error();
    for (Error& error : errors) error.where = "/login";
    Note(row, ResultOrErrors<void>(std::move(errors)));
  }

  void PlanAccount(const std::string& login, const ImportedPost& wanted, const std::string& row) {
    Note(FaultOfLogin(login, row + "/login"));
    Note(FaultOfName(wanted.name, row + "/name"));
    Note(FaultOfPhone(wanted.phone, row + "/phone"));
    Note(FaultOfMail(wanted.mail, row + "/mail"));
    NewAccount& account = plan_.new_accounts[login];
    const auto take = [&](auto& into, const std::string& value, std::string_view member) {
      if (value.empty()) return;
      if (!into.empty() && into != value) {
        Wrong(Concat(row, "/", member), Concat("登录名“", login, "”的各行在这一栏不一致"),
              Concat("rows of the login \"", login, "\" differ here"));
      }
      into = value;
    };
    account.login = login;
    take(account.name, wanted.name, "name");
    take(account.phone, wanted.phone, "phone");
    take(account.mail, wanted.mail, "mail");
    if (account.name.empty()) {
      Wrong(row + "/name", "新账号要有姓名", "a new account needs a name");
    } else if (const auto fault = described::FaultOfLabel(account.name)) {
      Wrong(row + "/name", fault->message, fault->english);
    }
  }

  const CallerView& view_;
  const ReadTx& tx_;
  const ImportUnitsRequest& request_;
  ImportPlan plan_;
  std::set<std::string, std::less<>> codes_;
  std::set<std::tuple<std::string, std::string, std::string>> held_;
  Errors errors_;
};

/// So that nobody waits for passwords of what is refused.
ResultOrErrors<ImportPasswords> Prepare(const School& school, const ImportUnitsRequest& request) {
  if (request.check_only) return ImportPasswords();
  const Caller caller = school.Operator();
  const auto plan = [&] {
    const CallerView view(school, caller, school.parts().clock.Now());
    return school.store().Read([&](const ReadTx& tx) { return Planning(view, tx, request).Run(); });
  }();
  if (!plan) return plan.error();
  std::vector<std::string> addresses;
  for (const auto& [login, account] : plan->new_accounts) addresses.push_back(account.mail);
  auto made = MakeFirstPasswords(school, addresses);
  if (!made) return made.error();
  ImportPasswords passwords;
  auto next = made->begin();
  for (const auto& [login, account] : plan->new_accounts) passwords[login] = std::move(*next++);
  return passwords;
}

ImportUnitsAnswer WhatWouldBe(const ImportPlan& plan) {
  ImportUnitsAnswer answer{
      false, static_cast<int>(plan.units.size()), static_cast<int>(plan.posts.size()), {}};
  for (const auto& [login, account] : plan.new_accounts) {
    answer.accounts.push_back({"", account.login, account.name, {}});
  }
  return answer;
}

/// Ids of the new accounts, by login.
ResultOrErrors<std::map<std::string, std::string>> Create(Act& act, const ImportPlan& plan,
                                                          const ImportPasswords& passwords,
                                                          ImportUnitsAnswer& answer) {
  std::map<std::string, std::string> ids;
  for (const auto& [login, wanted] : plan.new_accounts) {
    const auto password = passwords.find(login);
    auto made =
        password == passwords.end() ? std::nullopt : AddNewAccount(act, wanted, password->second);
    if (!made) {
      return Fail(ErrorCode::kConflict, "账号刚刚有变动，请再试一次",
                  "accounts have just changed: try again", "/posts");
    }
    ids[login] = made->id;
    answer.accounts.push_back(std::move(*made));
  }
  return ids;
}

ResultOrErrors<ImportUnitsAnswer> RunImport(Act& act, const ImportUnitsRequest& request,
                                            ImportPasswords& passwords) {
  auto plan = Planning(act, act.tx(), request).Run();
  if (!plan) return plan.error();
  ImportUnitsAnswer answer = WhatWouldBe(*plan);
  if (request.check_only) return answer;
  answer.written = true;
  answer.accounts.clear();
  const auto ids = Create(act, *plan, passwords, answer);
  if (!ids) return ids.error();
  for (const UnitFact& unit : plan->units) {
    if (const auto done = act.Append("unit.found", unit); !done) return done.error();
  }
  for (std::size_t i = 0; i < plan->posts.size(); ++i) {
    PostFact& post = plan->posts[i];
    post.id = act.NewId("t");
    if (!plan->new_logins[i].empty()) post.account = ids->at(plan->new_logins[i]);
    if (const auto done = act.Append("post.assign", post); !done) return done.error();
  }
  return answer;
}

}  // namespace

const ImportUnitsCase kImportUnits = {
    "unit.import", "批量导入单位与任职", Action::kChangeUnits, "unit.found, post.assign", Prepare,
    RunImport};

}  // namespace shouze
