#include "service/mail_state.h"

#include <exception>
#include <set>
#include <utility>

#include "base/text.h"
#include "service/notify.h"
#include "service/outbox.h"
#include "service/security_events.h"
#include "store/matter_rows.h"
#include "system/log.h"

namespace shouze {
namespace {

constexpr std::int64_t kTryAgainMs = kMsPerDay;
constexpr std::int64_t kMsPerMinute = 60'000;
constexpr std::string_view kSince = "mail.fault.since";
constexpr std::string_view kTried = "mail.fault.tried";
constexpr std::string_view kSetting = "mail.fault.setting";
constexpr std::string_view kMessage = "mail.fault.message";
constexpr std::string_view kEnglish = "mail.fault.english";
constexpr std::string_view kSent = "mail.sent";
constexpr int kWaitingCountedMax = 10'000;

std::optional<Instant> ReadInstant(const ReadTx& tx, std::string_view name) {
  const auto ms = ParseInteger(ReadRemembered(tx, name).value_or(""));
  if (!ms) return std::nullopt;
  return Instant{*ms};
}

void RememberInstant(WriteTx& tx, std::string_view name, std::optional<Instant> at) {
  Remember(tx, name, at ? std::to_string(at->ms) : "");
}

/// Whoever runs the assessment and whoever runs the server.
std::set<std::string> WhoIsTold(School& school) {
  const View view(school, school.parts().clock.Now());
  std::set<std::string> told;
  for (const Role role : {Role::kOffice, Role::kSystemAdmin}) {
    for (std::string& account : HoldersOf(view, role)) told.insert(std::move(account));
  }
  return told;
}

/// To all of them; `once` says what is told.
void TellThem(WriteTx& tx, const School& school, const std::set<std::string>& accounts,
              std::string_view kind, std::string_view once, const std::string& text) {
  for (const std::string& account : accounts) {
    Notice notice;
    notice.account = account;
    notice.at = school.parts().clock.Now();
    notice.kind = kind;
    notice.text = text;
    notice.once = once;
    GiveNotice(tx, school.options(), notice);
  }
}

/// Begins the fault, or only says when it was last met: servers put a number of their own into each
/// answer, so the same setting is the same fault. True where it is new.
bool KeepFault(WriteTx& tx, const Error& error, Instant now) {
  const auto before = ReadMailFault(tx);
  RememberInstant(tx, kTried, now);
  Remember(tx, kMessage, error.message);
  Remember(tx, kEnglish, error.english);
  if (before && before->setting == error.where) return false;
  RememberInstant(tx, kSince, now);
  Remember(tx, kSetting, error.where);
  return true;
}

MailAnswer StateOf(const ReadTx& tx, const School& school) {
  MailAnswer answer;
  answer.on = school.options().mail;
  answer.fault = ReadMailFault(tx);
  answer.sent_at = ReadInstant(tx, kSent);
  answer.waiting = static_cast<int>(ReadMailDue(tx, {INT64_MAX}, kWaitingCountedMax).size());
  for (const OutgoingMail& mail : ReadMailGivenUp(tx)) {
    const auto account = FindAccount(tx, mail.account);
    answer.given_up.push_back({mail.id, mail.account, account ? account->login : "", mail.subject,
                               mail.created_at, mail.tries, mail.last_error});
  }
  return answer;
}

ResultOrErrors<MailAnswer> RunRead(const CallerView& view, const Nothing&) {
  return ReadMailState(view.school());
}

}  // namespace

std::optional<MailFault> ReadMailFault(const ReadTx& tx) {
  const auto since = ReadInstant(tx, kSince);
  if (!since) return std::nullopt;
  const auto text = [&](std::string_view name) { return ReadRemembered(tx, name).value_or(""); };
  return MailFault{*since, text(kSetting), text(kMessage), text(kEnglish)};
}

bool MayTryMail(const ReadTx& tx, Instant now) {
  if (!ReadInstant(tx, kSince)) return true;
  const auto tried = ReadInstant(tx, kTried);
  return !tried || now < *tried || now.ms - tried->ms >= kTryAgainMs;
}

void TryMailAnew(School& school) {
  const auto forgotten = school.store().Write([](WriteTx& tx) -> Result<void> {
    if (ReadInstant(tx, kTried)) RememberInstant(tx, kTried, std::nullopt);
    return {};
  });
  static_cast<void>(forgotten);
}

void KeepMailTry(School& school, const Result<void>& outcome) {
  const Instant now = school.parts().clock.Now();
  const bool setting = !outcome && outcome.error().code == ErrorCode::kInvalidInput &&
                       !outcome.error().where.empty();
  if (!outcome && !setting) return;
  // Of many mails one after the other it is enough to say once that they go.
  const bool known = outcome && school.store().Read([&](const ReadTx& tx) {
    const auto sent = ReadInstant(tx, kSent);
    return !ReadInstant(tx, kSince) && sent && *sent <= now && now.ms - sent->ms < kMsPerMinute;
  });
  if (known) return;
  const std::set<std::string> told = setting ? WhoIsTold(school) : std::set<std::string>();
  const auto kept = school.store().Write([&](WriteTx& tx) -> Result<void> {
    if (outcome) {
      RememberInstant(tx, kSent, now);
      if (ReadInstant(tx, kSince)) RememberInstant(tx, kSince, std::nullopt);
      return {};
    }
    const Error error = outcome.error();
    if (!KeepFault(tx, error, now)) return {};
    Log(LogLevel::kError, "mail_stopped", {{"setting", error.where}, {"why", error.english}});
    TellThem(tx, school, told, "mail_stopped", Concat("mail_stopped/", now.ms),
             Concat("邮件发不出去，已暂停：", error.message,
                    "。改好设置并重新启动后，未发的会补发（三天以内的）；"
                    "系统管理员可在“设置”页发一封测试邮件。"));
    return {};
  });
  static_cast<void>(kept);
}

void TellOfRefusedMailbox(School& school, const Account& account, const Error& why) {
  const std::set<std::string> told = WhoIsTold(school);
  const auto kept = school.store().Write([&](WriteTx& tx) -> Result<void> {
    TellThem(
        tx, school, told, "mail_refused", Concat("mail_refused/", account.id, "/", account.mail),
        Concat("给 ", account.name, "（", account.login, "）的邮件没有送达：", why.message, "。"));
    return {};
  });
  static_cast<void>(kept);
}

MailAnswer ReadMailState(const School& school) {
  return school.store().Read([&](const ReadTx& tx) { return StateOf(tx, school); });
}

const CallerReadCase<Nothing, MailAnswer> kReadMail = {"mail.read", "查看发信状况",
                                                       Action::kOperate, RunRead};

ResultOrErrors<TestMailAnswer> SendTestMail(School& school, const Caller& caller, Mailer* mailer,
                                            const TestMailRequest& request) {
  if (!MayDo(caller.held, Action::kOperate, "")) {
    return school.Refuse(caller, Action::kOperate, "");
  }
  if (mailer == nullptr) {
    return Fail(ErrorCode::kConflict, "没有设置发信服务器；请先在设置里写上 mail.url 和 mail.from",
                "no mail server is set: set mail.url and mail.from first");
  }
  const Instant now = school.parts().clock.Now();
  const Result<void> outcome = TrySend(*mailer, TestMailTo(school.options(), request.to, now));
  KeepMailTry(school, outcome);
  const auto noted = school.store().Write([&](WriteTx& tx) -> Result<void> {
    AddSecurityEvent(tx, EventBy(caller, now, "mail_tested", {{"went", outcome ? "yes" : "no"}}));
    return {};
  });
  static_cast<void>(noted);
  if (outcome) return TestMailAnswer{request.to};
  const Error error = outcome.error();
  return Fail(ErrorCode::kConflict, error.message, error.english);
}

}  // namespace shouze
