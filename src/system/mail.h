#pragma once

#include <memory>
#include <string>

#include "base/result.h"

namespace shouze {

/// A mail to one person; plain text in UTF-8.
struct Mail {
  std::string to;  ///< `name@host`, or `张三 <name@host>`.
  std::string subject;
  std::string body;
};

/// Where mail goes out.
struct SmtpOptions {
  std::string url;  ///< `smtp://host:25`, `smtps://host:465`; empty: no mail is sent.
  std::string user;
  std::string password;
  std::string from;         ///< `守责 <shouze@school.example>`
  bool require_tls = true;  ///< STARTTLS on smtp://; off only for a relay on the same machine.
};

/// Sends mail.
class Mailer {
 public:
  virtual ~Mailer() = default;
  /// Errors, with the server's own words: kBusy where trying again may help, kInvalidInput where it
  /// will not. Then `where` names the setting without whose change no mail goes (`mail.from`);
  /// empty: this mail alone is refused, for its address or its message.
  virtual Result<void> Send(const Mail& mail) = 0;
};

/// Through libcurl, 20 s at the most. Header injection is impossible: line breaks are refused.
/// Several threads may send at once. Without `url` every mail is kInvalidInput.
std::unique_ptr<Mailer> MakeSmtpMailer(const SmtpOptions& options);

/// The message as it goes over the wire (RFC 5322, 2045–2047). `date` in RFC 3339; `id` is the
/// Message-ID without its brackets. Control characters in the headers are left out.
std::string MailText(const Mail& mail, const std::string& from, const std::string& date,
                     const std::string& id);

}  // namespace shouze
