#include "service/outbox.h"

#include <algorithm>
#include <array>
#include <exception>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "base/digest.h"
#include "base/text.h"
#include "service/mail_state.h"
#include "store/first_link_rows.h"
#include "system/log.h"

namespace shouze {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
/// How long after each failed try the next one comes; after the last there is none.
constexpr std::array<std::int64_t, 5> kBackoffMs = {kMinuteMs, 5 * kMinuteMs, 30 * kMinuteMs,
                                                    2 * kMsPerHour, 12 * kMsPerHour};
/// Older notices are not put into a digest: mail was off, or the server was.
constexpr std::int64_t kDigestMsMax = 3 * kMsPerDay;
/// What waited longer for the settings to be put right is of no use to anybody.
constexpr std::int64_t kWaitMsMax = 3 * kMsPerDay;
/// A run that keeps a caller waiting no longer than it has to.
constexpr int kMailsAtOnceMax = 50;
constexpr int kFailuresInARowMax = 3;
constexpr std::size_t kDigestLinesMax = 100;
constexpr std::size_t kSubjectBytesMax = 150;
constexpr std::string_view kDigestDay = "mail.digest";

bool CanHaveMail(const Account& account) {
  return !account.mail.empty() && !account.disabled && !account.erased;
}

/// The beginning of a text, whole characters of it.
std::string Beginning(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return std::string(text);
  std::size_t end = bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return Concat(text.substr(0, end), "…");
}

std::string SubjectOf(const SchoolOptions& options, std::string_view text) {
  std::string subject = Concat("【", options.name.empty() ? "守责" : options.name, "】",
                               Beginning(text, kSubjectBytesMax));
  std::ranges::replace_if(
      subject, [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return subject;
}

std::string MailBodyOf(const SchoolOptions& options, std::string_view text) {
  const std::string where =
      options.public_url.empty() ? "。" : Concat("：\n", options.public_url, "\n");
  return Concat(text, "\n\n请登录守责查看和办理", where, "本邮件由系统发出，请勿回复。\n");
}

/// Minutes since midnight of `08:00`; anything else is read as 8 o'clock.
int MinutesOf(std::string_view time) {
  const std::size_t colon = time.find(':');
  const auto digits = [](std::string_view text) {
    while (text.size() > 1 && text.front() == '0') text.remove_prefix(1);
    return ParseInteger(text);
  };
  const auto hours = digits(time.substr(0, colon));
  const auto minutes =
      colon == std::string_view::npos ? std::nullopt : digits(time.substr(colon + 1));
  constexpr int kFallback = 8 * 60;
  if (!hours || !minutes || *hours < 0 || *hours > 23 || *minutes < 0 || *minutes > 59) {
    return kFallback;
  }
  return static_cast<int>(*hours * 60 + *minutes);
}

OutgoingMail DigestOf(const SchoolOptions& options, const std::string& account,
                      const std::vector<const Notice*>& notices, Instant now) {
  OutgoingMail mail;
  mail.account = account;
  mail.created_at = now;
  mail.next_try_at = now;
  mail.subject =
      SubjectOf(options, notices.size() == 1 ? notices.front()->text
                                             : Concat("您有 ", notices.size(), " 条通知"));
  std::string lines;
  for (std::size_t i = 0; i < std::min(notices.size(), kDigestLinesMax); ++i) {
    lines += Concat(i + 1, ". ", notices[i]->text, "\n");
  }
  if (notices.size() > kDigestLinesMax) {
    lines += Concat("另有 ", notices.size() - kDigestLinesMax, " 条。\n");
  }
  mail.body = MailBodyOf(options, lines);
  return mail;
}

/// A mail of this run: its row, whose it is, and what goes out.
struct ClaimedMail {
  OutgoingMail row;
  Account account;
  Mail mail;
};

/// Nobody waits for it any more.
bool IsObsolete(const OutgoingMail& mail, const Account& account, Instant now) {
  if (mail.first_link) {
    return !CanHaveMail(account) || !account.first_until || *account.first_until <= now;
  }
  return mail.send_to.empty() && !CanHaveMail(account);
}

/// A new link for the account; the one before opens nothing any more.
std::string MakeFirstLink(WriteTx& tx, const School& school, const Account& account) {
  constexpr std::size_t kTokenBytes = 32;
  const std::string token = school.parts().random.Hex(kTokenBytes);
  PutFirstLink(tx, {account.id, Sha256Hex(token), account.first_until.value()});
  std::string_view base = school.options().public_url;
  while (base.ends_with('/')) base.remove_suffix(1);
  // After the sign nothing is sent to a server, kept in its log, or told to another page.
  return Concat(base, "/first-password#", token);
}

Mail MailOf(WriteTx& tx, const School& school, const OutgoingMail& row, const Account& account) {
  Mail mail{row.send_to.empty() ? account.mail : row.send_to, row.subject, row.body};
  if (row.first_link) mail.body += Concat(MakeFirstLink(tx, school, account), "\n");
  return mail;
}

/// Takes one mail that is due for this run: it is not due again before its next try. Absent: none,
/// or something stands in the way of all. Rows whose account can have no mail (any more) go.
std::optional<ClaimedMail> ClaimDue(School& school) {
  const Instant now = school.parts().clock.Now();
  // Most of the time there is none, and nobody waits for the writer.
  const bool none = school.store().Read(
      [&](const ReadTx& tx) { return ReadMailDue(tx, now, 1).empty() || !MayTryMail(tx, now); });
  if (none) return std::nullopt;
  using Claimed = std::optional<ClaimedMail>;
  std::set<std::int64_t>& sent = school.tick_memory().sent;
  std::vector<std::int64_t> dropped;
  auto claimed = school.store().Write([&](WriteTx& tx) -> Result<Claimed> {
    for (OutgoingMail& mail : ReadMailDue(tx, now, kMailsAtOnceMax)) {
      const auto account = FindAccount(tx, mail.account);
      if (!account || IsObsolete(mail, *account, now) || sent.contains(mail.id)) {
        DropMail(tx, mail.id);
        dropped.push_back(mail.id);
        continue;
      }
      if (mail.created_at.ms < now.ms - kWaitMsMax) {
        mail.given_up = true;
        UpdateMail(tx, mail);
        continue;
      }
      const auto next =
          std::min<std::size_t>(static_cast<std::size_t>(mail.tries), kBackoffMs.size() - 1);
      ++mail.tries;
      mail.next_try_at = {now.ms + kBackoffMs[next]};
      UpdateMail(tx, mail);
      Mail made = MailOf(tx, school, mail, *account);
      return Claimed({std::move(mail), *account, std::move(made)});
    }
    return Claimed();
  });
  // The store gives numbers of rows that are gone to new ones.
  for (const std::int64_t id : dropped) sent.erase(id);
  return std::move(*claimed);
}

/// The server refuses for what the settings say, not for this mail.
bool IsOfAllMail(const Error& error) {
  return error.code == ErrorCode::kInvalidInput && !error.where.empty();
}

/// What became of it.
void KeepOutcome(School& school, OutgoingMail mail, const Result<void>& outcome) {
  if (outcome) {
    // Should the row stay because the database breaks now, this run of the program remembers.
    school.tick_memory().sent.insert(mail.id);
  } else {
    const Error error = outcome.error();
    mail.last_error = Describe({error.code, "", error.message, error.english});
    const bool waits = IsOfAllMail(error);
    if (waits) {  // Not its fault: the try does not count.
      --mail.tries;
      mail.next_try_at = school.parts().clock.Now();
    }
    mail.given_up = !waits && (error.code != ErrorCode::kBusy ||
                               mail.tries > static_cast<int>(kBackoffMs.size()));
    Log(mail.given_up ? LogLevel::kWarning : LogLevel::kNote, "mail_failed",
        {{"mail", std::to_string(mail.id)},
         {"tries", std::to_string(mail.tries)},
         {"given_up", mail.given_up ? "yes" : "no"},
         {"why", error.english}});
  }
  const auto recorded = school.store().Write([&](WriteTx& tx) -> Result<void> {
    if (outcome) {
      DropMail(tx, mail.id);
    } else {
      UpdateMail(tx, mail);
    }
    return {};
  });
  if (recorded && outcome) school.tick_memory().sent.erase(mail.id);
}

}  // namespace

bool GiveNotice(WriteTx& tx, const SchoolOptions& options, const Notice& notice) {
  Notice given = notice;
  const auto account =
      options.mail && notice.urgent ? FindAccount(tx, notice.account) : std::optional<Account>();
  const bool mails = account && CanHaveMail(*account);
  if (mails) given.mailed_at = notice.at;
  if (!AddNotice(tx, given)) return false;
  if (mails) {
    OutgoingMail mail;
    mail.account = notice.account;
    mail.subject = SubjectOf(options, notice.text);
    mail.body = MailBodyOf(options, notice.text);
    mail.created_at = notice.at;
    mail.next_try_at = notice.at;
    AddMail(tx, mail);
  }
  return true;
}

bool CanMailLink(const SchoolOptions& options, std::string_view address) {
  return options.mail && !options.public_url.empty() && !address.empty();
}

void QueueFirstLink(WriteTx& tx, const SchoolOptions& options, const Account& account,
                    Instant now) {
  OutgoingMail mail;
  mail.account = account.id;
  mail.subject = SubjectOf(options, "请设置您的登录密码");
  mail.body = Concat(account.name, "，您好：\n\n您在守责的登录名是 ", account.login, "。请在 ",
                     FormatForPeople(account.first_until.value(), options.offset),
                     " 前打开下面的链接，自己设置密码。链接只能用一次，别人没有见过它；"
                     "再次收到时以最新一封为准。\n若您不知道为何收到，请勿打开，并告知网安办。"
                     "\n本邮件由系统发出，请勿回复。\n\n");
  mail.created_at = now;
  mail.next_try_at = now;
  mail.first_link = true;
  AddMail(tx, mail);
}

void QueueMailTo(WriteTx& tx, const SchoolOptions& options, const Account& account,
                 const std::string& address, std::string_view text, Instant now) {
  if (!options.mail || address.empty()) return;
  OutgoingMail mail;
  mail.account = account.id;
  mail.subject = SubjectOf(options, text);
  mail.body = MailBodyOf(options, text);
  mail.created_at = now;
  mail.next_try_at = now;
  mail.send_to = address;
  AddMail(tx, mail);
}

int QueueDigests(School& school) {
  const SchoolOptions& options = school.options();
  if (!options.mail) return 0;
  const Instant now = school.parts().clock.Now();
  const CivilDate today = DateAt(now, options.offset);
  const Instant from = {Midnight(today, options.offset).ms +
                        MinutesOf(options.mail_digest_at) * kMinuteMs};
  if (now < from) return 0;
  const std::string day = Format(today);
  const auto is_done = [&](const ReadTx& tx) { return ReadRemembered(tx, kDigestDay) == day; };
  if (school.store().Read(is_done)) return 0;
  const auto queued = school.store().Write([&](WriteTx& tx) -> Result<int> {
    if (is_done(tx)) return 0;
    const std::vector<Notice> unmailed = ReadUnmailed(tx);
    std::map<std::string, std::vector<const Notice*>> by_account;
    for (const Notice& notice : unmailed) {
      MarkMailed(tx, notice.id, now);
      if (notice.read_at || notice.at.ms < now.ms - kDigestMsMax) continue;
      by_account[notice.account].push_back(&notice);
    }
    int mails = 0;
    for (const auto& [id, notices] : by_account) {
      const auto account = FindAccount(tx, id);
      if (!account || !CanHaveMail(*account)) continue;
      AddMail(tx, DigestOf(options, id, notices, now));
      ++mails;
    }
    Remember(tx, kDigestDay, day);
    return mails;
  });
  return *queued;
}

int SendDueMail(School& school, Mailer& mailer) {
  const std::lock_guard lock(school.tick_memory().mail_mutex);
  int sent = 0;
  int failures = 0;
  for (int i = 0; i < kMailsAtOnceMax && failures < kFailuresInARowMax; ++i) {
    auto claimed = ClaimDue(school);
    if (!claimed) break;
    auto& [row, account, mail] = *claimed;
    const auto outcome = TrySend(mailer, mail);
    // A refused address says nothing about the next one; a mute server does.
    failures = outcome || outcome.error().code != ErrorCode::kBusy ? 0 : failures + 1;
    if (outcome) ++sent;
    KeepOutcome(school, std::move(row), outcome);
    KeepMailTry(school, outcome);
    if (!outcome && IsOfAllMail(outcome.error())) break;
    if (!outcome && outcome.error().code != ErrorCode::kBusy) {
      TellOfRefusedMailbox(school, account, outcome.error());
    }
  }
  return sent;
}

Result<void> TrySend(Mailer& mailer, const Mail& mail) {
  try {
    return mailer.Send(mail);
  } catch (const std::exception& failure) {
    return Error{ErrorCode::kBusy, "", "邮件发送出错，稍后会再试", failure.what()};
  }
}

Mail TestMailTo(const SchoolOptions& options, const std::string& to, Instant now) {
  return {to, SubjectOf(options, "测试邮件"),
          MailBodyOf(options, Concat("收到这封邮件，说明守责能够发信。发出时间：",
                                     FormatRfc3339(now, options.offset), "。"))};
}

}  // namespace shouze
