#pragma once

#include <string>

#include "service/school.h"
#include "system/mail.h"

/// 末尾摘要邮件: the ledger's head, sent where whoever keeps the machine cannot change it.
namespace shouze {

/// Sends the head to `to` unless it was sent today, or something stands in the way of all mail
/// (mail_state.h). True where it was sent now. Errors: as of Mailer::Send; it is due again then.
Result<bool> MailHead(School& school, Mailer& mailer, const std::string& to);

}  // namespace shouze
