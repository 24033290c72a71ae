#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "service/school.h"
#include "store/account_rows.h"
#include "system/mail.h"

/// 待发邮件: what of the notices goes out by mail, and when. Rows are written in the transaction of
/// what they tell of, and sent after it. Where mail is off (SchoolOptions::mail) nothing is queued.
namespace shouze {

/// Gives a notice; an urgent one becomes a mail in the same transaction, where its account has an
/// address and is not disabled. False where the account has had it before.
bool GiveNotice(WriteTx& tx, const SchoolOptions& options, const Notice& notice);

/// Whether a person with this address is sent a link to set the first password by: mail goes out,
/// and it is known where people open the school.
bool CanMailLink(const SchoolOptions& options, std::string_view address);

/// A mail with a link by which the account's person sets the first password, until
/// Account::first_until. The link is made when the mail goes, a new one at each try: nothing that
/// is stored opens anything.
void QueueFirstLink(WriteTx& tx, const SchoolOptions& options, const Account& account, Instant now);

/// A mail about an account to this address, whatever becomes of the account. Where mail is off, or
/// there is no address: nothing.
void QueueMailTo(WriteTx& tx, const SchoolOptions& options, const Account& account,
                 const std::string& address, std::string_view text, Instant now);

/// Once a day from SchoolOptions::mail_digest_at on: what each account has not read and has not had
/// by mail becomes one mail. Returns how many mails were queued.
int QueueDigests(School& school);

/// Sends what is due. A mail that fails is tried again after 1 and 5 minutes, half an hour, 2 and
/// 12 hours, then given up; one that is refused for good at once. Where the server refuses for what
/// the settings say, nothing is given up and all waits (mail_state.h), at most three days. Never
/// twice for one row, unless the process dies between sending and recording. Returns how many were
/// sent.
int SendDueMail(School& school, Mailer& mailer);

/// Sends; what is thrown is a kBusy.
Result<void> TrySend(Mailer& mailer, const Mail& mail);

/// What is sent to see whether mail goes.
Mail TestMailTo(const SchoolOptions& options, const std::string& to, Instant now);

}  // namespace shouze
