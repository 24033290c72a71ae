#include "service/head_mail.h"

#include "base/text.h"
#include "service/mail_state.h"
#include "service/outbox.h"
#include "store/matter_rows.h"
#include "store/security_rows.h"

namespace shouze {
namespace {

constexpr std::string_view kHeadDay = "mail.head";

}  // namespace

Result<bool> MailHead(School& school, Mailer& mailer, const std::string& to) {
  const SchoolOptions& options = school.options();
  const Instant now = school.parts().clock.Now();
  const std::string today = Format(DateAt(now, options.offset));
  const bool is_done = school.store().Read([&](const ReadTx& tx) {
    return ReadRemembered(tx, kHeadDay) == today || !MayTryMail(tx, now);
  });
  // By a clock that is not believed nothing is sent.
  if (is_done || school.Doubt()) return false;
  const Head head = school.head();
  const SecurityHead log = school.store().Read(ReadSecurityHead);
  Mail mail;
  mail.to = to;
  mail.subject = Concat("【", options.name.empty() ? "守责" : options.name, "】账本末尾 ", today,
                        " 第 ", head.seq, " 条");
  mail.body = Concat(
      "截至 ", FormatForPeople(now, options.offset), "，账本有 ", head.seq, " 条，末尾摘要：\n\n",
      head.digest, "\n\n安全日志到第 ", log.id, " 条，末尾摘要：\n\n", log.digest,
      "\n\n请保存这封邮件。日后用 shouze verify --head 账本摘要 --log-head 安全日志摘要 "
      "可证明它们没有被截短或换过。\n"
      "Keep this mail: 'shouze verify --head DIGEST --log-head DIGEST' proves later that "
      "nothing of the ledger or the security log was cut or replaced.\n");
  const auto sent = TrySend(mailer, mail);
  KeepMailTry(school, sent);
  if (!sent) return sent.error();
  const auto remembered = school.store().Write([&](WriteTx& tx) -> Result<void> {
    Remember(tx, kHeadDay, today);
    return {};
  });
  static_cast<void>(remembered);
  return true;
}

}  // namespace shouze
