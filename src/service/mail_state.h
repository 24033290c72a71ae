#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "service/school.h"
#include "store/account_rows.h"
#include "system/mail.h"

/// 发信状况: whether mail goes out at all, and what does not. A refusal for what the settings say
/// (Mailer) stops all mail: what waits is kept, is not tried again and again, and goes once the
/// settings are right.
namespace shouze {

/// What stands in the way of all mail.
struct MailFault {
  Instant at;           ///< Since when.
  std::string setting;  ///< `mail.from`: what must change.
  std::string message;  ///< With the server's own words.
  std::string english;
};
SHOUZE_DESCRIBE(MailFault, at, setting, message, english)

/// Absent: nothing that is known of.
std::optional<MailFault> ReadMailFault(const ReadTx& tx);

/// Whether mail may be tried now: nothing stands in its way, or the last try is a day ago.
bool MayTryMail(const ReadTx& tx, Instant now);

/// The settings may be others than at the last try: the next mail is tried. At the start.
void TryMailAnew(School& school);

/// Keeps what a try says of all mail: a success ends the fault; one for the settings begins or
/// renews it, and the office and the system administrators are told of a new one.
void KeepMailTry(School& school, const Result<void>& outcome);

/// Tells the office and the system administrators, once, that somebody's mailbox is refused.
void TellOfRefusedMailbox(School& school, const Account& account, const Error& why);

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

/// How mail stands.
struct MailAnswer {
  bool on = false;  ///< A mail server is set.
  std::optional<MailFault> fault;
  std::optional<Instant> sent_at;  ///< When one last went.
  int waiting = 0;
  std::vector<GivenUpMail> given_up;  ///< Oldest first.
};
SHOUZE_DESCRIBE(MailAnswer, on, fault, sent_at, waiting, given_up)

extern const CallerReadCase<Nothing, MailAnswer> kReadMail;

/// The same for who runs commands.
MailAnswer ReadMailState(const School& school);

/// Where a trial goes.
struct TestMailRequest {
  Label to;
};
SHOUZE_DESCRIBE(TestMailRequest, to)

/// It went: the server took it.
struct TestMailAnswer {
  std::string to;
};
SHOUZE_DESCRIBE(TestMailAnswer, to)

/// Sends one mail now and says what came of it; what waited goes if it went. Errors: kForbidden;
/// kConflict, with the server's words, where it did not go. `mailer` null: mail is not set.
ResultOrErrors<TestMailAnswer> SendTestMail(School& school, const Caller& caller, Mailer* mailer,
                                            const TestMailRequest& request);

}  // namespace shouze
