#include "system/mail.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <stdexcept>
#include <string_view>

#include "base/civil.h"
#include "base/text.h"
#include "system/clock.h"
#include "system/mailbox.h"
#include "system/random.h"

namespace shouze {
namespace {

constexpr long kConnectSecondsMax = 10;
constexpr long kSendSecondsMax = 20;
constexpr std::size_t kVerbLetters = 4;

void StartCurl() {
  static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  if (!ready) throw std::runtime_error("libcurl does not start");
}

Error Refuse(std::string chinese, std::string english) {
  return {ErrorCode::kInvalidInput, "", std::move(chinese), std::move(english)};
}

/// The message on its way out, and what was last said to the server.
struct Sending {
  std::string_view left;
  /// `RCPT`, `DATA`; the good-bye after a failure does not count. Nothing else of what is said is
  /// kept: it holds the password.
  std::string verb;
};

std::size_t GiveMore(char* buffer, std::size_t size, std::size_t count, void* user) {
  Sending& sending = *static_cast<Sending*>(user);
  const std::size_t bytes = std::min(size * count, sending.left.size());
  std::memcpy(buffer, sending.left.data(), bytes);
  sending.left.remove_prefix(bytes);
  return bytes;
}

int NoteVerb(CURL*, curl_infotype type, char* text, std::size_t size, void* user) {
  const std::string_view verb(text, std::min(size, kVerbLetters));
  if (type == CURLINFO_HEADER_OUT && verb != "QUIT") static_cast<Sending*>(user)->verb = verb;
  return 0;
}

/// What a failed attempt means: a recipient or a message refused for good, or anything that may be
/// better next time, a wrong password included.
Error WhatFailed(CURLcode failure, long reply, const Sending& sending) {
  const bool for_good = reply >= 500 && reply < 600;
  if (for_good && sending.verb == "RCPT") {
    return Refuse(Concat("邮件服务器不接受这个收件人（", reply, "），请核对邮箱地址"),
                  Concat("the mail server refused the recipient (", reply, ")"));
  }
  if (for_good && sending.verb == "DATA") {
    return Refuse(Concat("邮件服务器不接受这封邮件（", reply, "）"),
                  Concat("the mail server refused the message (", reply, ")"));
  }
  const std::string cause =
      reply >= 400 ? Concat(curl_easy_strerror(failure), ", ", reply) : curl_easy_strerror(failure);
  return {ErrorCode::kBusy, "", Concat("邮件此刻发不出去（", cause, "），稍后会再试"),
          Concat("mail cannot be sent now (", cause, "), try again later")};
}

struct FreeCurl {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

class SmtpMailer : public Mailer {
 public:
  explicit SmtpMailer(const SmtpOptions& options) : options_(options) { StartCurl(); }

  Result<void> Send(const Mail& mail) override {
    if (options_.url.empty()) {
      return Refuse("没有设置发信服务器（mail.url），邮件没有发出",
                    "no mail server is set (mail.url), the mail was not sent");
    }
    const auto from = ParseMailbox(options_.from);
    if (!from) {
      return Refuse("发件人地址不对，请看设置 mail.from",
                    "the sender's address is wrong (mail.from)");
    }
    const auto to = ParseMailbox(mail.to);
    if (!to) return Refuse("收件人的邮箱地址不对", "the recipient's address is wrong");
    if (mail.subject.find_first_of("\r\n") != mail.subject.npos) {
      return Refuse("邮件主题里不能换行", "a subject is one line");
    }
    const std::string host = from->address.substr(from->address.find('@') + 1);
    const std::string id = Concat(SystemRandom().Hex(16), "@", host);
    const std::string date = FormatRfc3339(SystemClock().Now(), UtcOffset{});
    return Transfer(from->address, to->address, MailText(mail, options_.from, date, id));
  }

 private:
  Result<void> Transfer(const std::string& from, const std::string& to, const std::string& text) {
    const std::unique_ptr<CURL, FreeCurl> handle(curl_easy_init());
    const std::unique_ptr<curl_slist, FreeCurl> recipients(
        curl_slist_append(nullptr, Concat("<", to, ">").c_str()));
    if (!handle || !recipients) throw std::bad_alloc();
    CURL* curl = handle.get();
    Sending sending{text, ""};
    curl_easy_setopt(curl, CURLOPT_URL, options_.url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, kConnectSecondsMax);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, kSendSecondsMax);
    curl_easy_setopt(curl, CURLOPT_USE_SSL,
                     static_cast<long>(options_.require_tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    if (!options_.user.empty()) {
      curl_easy_setopt(curl, CURLOPT_USERNAME, options_.user.c_str());
      curl_easy_setopt(curl, CURLOPT_PASSWORD, options_.password.c_str());
    }
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, Concat("<", from, ">").c_str());
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients.get());
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, &GiveMore);
    curl_easy_setopt(curl, CURLOPT_READDATA, &sending);
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, &NoteVerb);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, &sending);

    const CURLcode outcome = curl_easy_perform(curl);
    if (outcome == CURLE_OK) return {};
    long reply = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply);
    return WhatFailed(outcome, reply, sending);
  }

  SmtpOptions options_;
};

}  // namespace

std::unique_ptr<Mailer> MakeSmtpMailer(const SmtpOptions& options) {
  return std::make_unique<SmtpMailer>(options);
}

}  // namespace shouze
