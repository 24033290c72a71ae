#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

/// What was said between this program and a mail server, as far as it tells why a mail did not go.
namespace shouze {

/// How a talk that failed went.
struct SmtpTalk {
  /// What was last asked: `EHLO`, `AUTH`, `MAIL`, `RCPT`, `DATA`; empty: nothing yet.
  std::string verb;
  /// The server's last answer, its lines joined, as it came: `535 5.7.8 wrong password`.
  std::string answer;
  /// In the words of whoever carried the talk: `Timeout was reached`.
  std::string cause;
  /// No talk came about for what the settings say, not for the network.
  enum class Fault { kNone, kAddress, kNoTls, kCertificate } fault = Fault::kNone;
};

/// Notes what was sent and what came, and keeps no password: of what is said the verbs alone.
class SmtpListener {
 public:
  void Said(std::string_view line);
  void Heard(std::string_view line);
  SmtpTalk talk;

 private:
  bool ended_ = false;  ///< The good-bye after a failure does not count.
};

/// Why the mail did not go, with the server's own words. kBusy: trying again may help. Otherwise
/// kInvalidInput: `where` names the setting without whose change no mail at all will go
/// (`mail.password`); empty: this recipient or this message alone is refused.
/// Source: RFC 5321 4.2, RFC 4954 6, RFC 3463 3.
Error WhyNotSent(const SmtpTalk& talk, std::string_view user);

}  // namespace shouze
