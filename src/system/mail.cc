#include "system/mail.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <string_view>

#include "base/civil.h"
#include "base/text.h"
#include "system/clock.h"
#include "system/curl_start.h"
#include "system/mailbox.h"
#include "system/random.h"
#include "system/smtp_talk.h"

namespace shouze {
namespace {

constexpr long kConnectSecondsMax = 10;
constexpr long kSendSecondsMax = 20;

Error Refuse(std::string chinese, std::string english, std::string setting = "") {
  return {ErrorCode::kInvalidInput, std::move(setting), std::move(chinese), std::move(english)};
}

std::size_t GiveMore(char* buffer, std::size_t size, std::size_t count, void* user) {
  std::string_view& left = *static_cast<std::string_view*>(user);
  const std::size_t bytes = std::min(size * count, left.size());
  std::memcpy(buffer, left.data(), bytes);
  left.remove_prefix(bytes);
  return bytes;
}

int Listen(CURL*, curl_infotype type, char* text, std::size_t size, void* user) {
  SmtpListener& listener = *static_cast<SmtpListener*>(user);
  if (type == CURLINFO_HEADER_OUT) listener.Said({text, size});
  if (type == CURLINFO_HEADER_IN) listener.Heard({text, size});
  return 0;
}

/// What of the settings kept a talk from coming about.
SmtpTalk::Fault FaultOf(CURLcode failure) {
  switch (failure) {
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
      return SmtpTalk::Fault::kAddress;
    case CURLE_USE_SSL_FAILED:
      return SmtpTalk::Fault::kNoTls;
    case CURLE_PEER_FAILED_VERIFICATION:
      return SmtpTalk::Fault::kCertificate;
    default:
      return SmtpTalk::Fault::kNone;
  }
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
                    "no mail server is set (mail.url), the mail was not sent", "mail.url");
    }
    const auto from = ParseMailbox(options_.from);
    if (!from) {
      return Refuse("发件人地址不对，请看设置 mail.from",
                    "the sender's address is wrong (mail.from)", "mail.from");
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
    std::string_view left = text;
    SmtpListener listener;
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
    curl_easy_setopt(curl, CURLOPT_READDATA, &left);
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, &Listen);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, &listener);

    const CURLcode outcome = curl_easy_perform(curl);
    if (outcome == CURLE_OK) return {};
    listener.talk.cause = curl_easy_strerror(outcome);
    listener.talk.fault = FaultOf(outcome);
    return WhyNotSent(listener.talk, options_.user);
  }

  SmtpOptions options_;
};

}  // namespace

std::unique_ptr<Mailer> MakeSmtpMailer(const SmtpOptions& options) {
  return std::make_unique<SmtpMailer>(options);
}

}  // namespace shouze
