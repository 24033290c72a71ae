#include "service/new_password.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "store/first_link_rows.h"
#include "store/password_rows.h"
#include "system/password.h"
#include "system/password_rules.h"

namespace shouze {
namespace {

/// Of a login or a mail address: a shorter piece stands in too many words.
constexpr std::size_t kPieceLettersMin = 4;
/// What stands in every school's addresses.
constexpr std::string_view kEverywhere[] = {"http", "https", "www", "mail", "edu",
                                            "com",  "org",   "net", "gov",  "example"};
/// What kind of a place it is, at the end of its name.
constexpr std::string_view kEndings[] = {
    "职业技术大学", "职业技术学院", "职业学院", "大学", "学院", "学校", "中学", "小学", "办公室"};

class Words {
 public:
  void Own(std::string_view word) { Add(own_, word); }
  void Around(std::string_view word) { Add(around_, word); }
  /// The pieces between signs, from four letters on.
  void AroundPieces(std::string_view text) {
    std::string piece;
    const auto take = [&] {
      const bool everywhere = std::ranges::find(kEverywhere, piece) != std::end(kEverywhere);
      if (piece.size() >= kPieceLettersMin && !everywhere) Around(piece);
      piece.clear();
    };
    for (const char c : text) {
      const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (word) {
        piece += c;
      } else {
        take();
      }
    }
    take();
  }
  /// 云江工程职业技术学院（示例）: also 云江工程.
  void AroundName(std::string_view name) {
    Around(name);
    std::string_view bare = name.substr(0, name.find("（"));
    Around(bare);
    for (const std::string_view ending : kEndings) {
      if (!bare.ends_with(ending)) continue;
      bare.remove_suffix(ending.size());
      Around(bare);
      break;
    }
  }
  PasswordWords Take() { return {{own_.begin(), own_.end()}, {around_.begin(), around_.end()}}; }

 private:
  static void Add(std::set<std::string>& words, std::string_view word) {
    if (std::string one = PasswordWord(word); !one.empty()) words.insert(std::move(one));
  }

  std::set<std::string> own_;
  std::set<std::string> around_;
};

/// zhangming of zhangming01: whatever is counted up after it.
std::string_view Stem(std::string_view login) {
  while (!login.empty() && login.back() >= '0' && login.back() <= '9') login.remove_suffix(1);
  return login.size() >= kPieceLettersMin ? login : std::string_view();
}

PasswordWords WordsOf(const School& school, const Account& account) {
  Words words;
  words.Own(account.login);
  words.Own(Stem(account.login));
  words.Own(account.name);
  const std::string_view mail = account.mail;
  words.Own(mail.substr(0, mail.find('@')));
  words.AroundPieces(account.login);
  if (const std::size_t at = mail.find('@'); at != mail.npos) words.AroundPieces(mail.substr(at));
  const SchoolOptions& options = school.options();
  words.AroundName(options.name);
  words.AroundName(options.office);
  words.AroundPieces(options.public_url);
  words.Around("shouze");
  words.Around("守责");
  const View view(school, school.parts().clock.Now());
  for (const auto& [id, kept] : view.state().All<PostFact>()) {
    if (kept.fact.account != account.id) continue;
    words.Around(kept.fact.unit);
    const auto* const unit = view.state().Find<UnitFact>(kept.fact.unit);
    if (unit != nullptr) words.AroundName(unit->fact.name);
  }
  return words.Take();
}

Error At(Error error, std::string_view where) {
  error.where = where;
  return error;
}

}  // namespace

PasswordRulesAnswer PasswordRulesOf(const School& school, const Account& account) {
  const PasswordPolicy& policy = school.options().passwords;
  PasswordWords words = WordsOf(school, account);
  return {policy.characters_min, kPasswordCharactersMax, policy.kinds_min,       policy.history,
          policy.expire_days,    std::move(words.own),   std::move(words.around)};
}

ResultOrErrors<std::string> HashNewPassword(const School& school, const Account& account,
                                            std::string_view password, std::string_view where) {
  Errors errors;
  for (PasswordFault& fault :
       PasswordFaults(password, WordsOf(school, account), school.options().passwords)) {
    errors.push_back(At(std::move(fault.error), where));
  }
  if (!errors.empty()) return errors;
  std::vector<std::string> had = {account.password_hash};
  const int history = school.options().passwords.history;
  for (const PastPassword& past :
       school.store().Read([&](const ReadTx& tx) { return ReadPastPasswords(tx, account.id); })) {
    if (std::ssize(had) <= history) had.push_back(past.password_hash);
  }
  for (const std::string& hash : had) {
    if (hash.empty()) continue;
    const auto same = IsPassword(password, hash);
    if (!same) return Errors{same.error()};
    if (!*same) continue;
    return Fail(ErrorCode::kInvalidInput,
                Concat("新密码不能与现在的相同，也不能是最近 ", history, " 次用过的"),
                Concat("the new password is the present one, or one of the last ", history),
                std::string(where));
  }
  auto hash = HashPassword(password);
  if (!hash) return Errors{hash.error()};
  return std::move(*hash);
}

void LayByPassword(WriteTx& tx, const SchoolOptions& options, const Account& account, Instant now) {
  // One that somebody else made was never the person's own.
  if (!account.password_hash.empty() && !account.must_change_password) {
    AddPastPassword(tx, {account.id, now, account.password_hash}, options.passwords.history);
  }
}

void TakeNewPassword(WriteTx& tx, const SchoolOptions& options, Account& account,
                     const std::string& hash, Instant now) {
  LayByPassword(tx, options, account, now);
  account.password_hash = hash;
  account.must_change_password = false;
  account.password_changed_at = now;
  // Until now somebody else could have been in.
  if (account.first_until && account.let_in_at) account.let_in_at = now;
  account.first_until.reset();
  DropFirstLink(tx, account.id);
}

bool IsPasswordExpired(const Account& account, const SchoolOptions& options, Instant now) {
  if (options.passwords.expire_days == 0) return false;
  const Instant since = account.password_changed_at.value_or(account.created_at);
  return now.ms - since.ms >= options.passwords.expire_days * kMsPerDay;
}

bool MustChangePassword(const Account& account, const SchoolOptions& options, Instant now) {
  return account.must_change_password || IsPasswordExpired(account, options, now);
}

}  // namespace shouze
