#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "service/school.h"
#include "system/mail.h"

/// 待发邮件: what of the notices goes out by mail, and when. Rows are written in the transaction of
/// what they tell of, and sent after it. Where mail is off (SchoolOptions::mail) nothing is queued.
namespace shouze {

/// Gives a notice; an urgent one becomes a mail in the same transaction, where its account has an
/// address and is not disabled. False where the account has had it before.
bool GiveNotice(WriteTx& tx, const SchoolOptions& options, const Notice& notice);

/// Once a day from SchoolOptions::mail_digest_at on: what each account has not read and has not had
/// by mail becomes one mail. Returns how many mails were queued.
int QueueDigests(School& school);

/// Sends what is due. A mail that fails is tried again after 1 and 5 minutes, half an hour, 2 and
/// 12 hours, then given up; one that is refused for good at once. Never twice for one row, unless
/// the process dies between sending and recording. Returns how many were sent.
int SendDueMail(School& school, Mailer& mailer);

/// A mail that is not tried any more.
struct GivenUpMail {
  std::int64_t id = 0;
  std::string account;
  std::string login;
  std::string subject;
  Instant created_at;
  int tries = 0;
  std::string why;
};
SHOUZE_DESCRIBE(GivenUpMail, id, account, login, subject, created_at, tries, why)

struct GivenUpMailAnswer {
  std::vector<GivenUpMail> mails;  ///< Oldest first.
};
SHOUZE_DESCRIBE(GivenUpMailAnswer, mails)

extern const ReadCase<Nothing, GivenUpMailAnswer> kListGivenUpMail;

}  // namespace shouze
