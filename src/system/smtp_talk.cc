#include "system/smtp_talk.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"

namespace shouze {
namespace {

constexpr std::size_t kCodeDigits = 3;
constexpr std::size_t kAnswerBytesMax = 300;
constexpr std::array<std::string_view, 7> kVerbs = {"EHLO", "HELO", "STARTTLS", "AUTH",
                                                    "MAIL", "RCPT", "DATA"};

/// What one may print: letters that are no ASCII come in whatever encoding the server has.
std::string Printable(std::string_view text) {
  while (text.ends_with('\n') || text.ends_with('\r') || text.ends_with(' ')) text.remove_suffix(1);
  std::string plain(text.substr(0, kAnswerBytesMax));
  std::ranges::replace_if(
      plain, [](char c) { return c < 0x20 || c > 0x7E; }, '?');
  return plain;
}

int CodeOf(std::string_view answer) {
  return static_cast<int>(ParseInteger(answer.substr(0, kCodeDigits)).value_or(0));
}

bool Says(std::string_view answer, std::string_view word) {
  return std::ranges::search(answer, word, [](char one, char other) {
           return (one >= 'A' && one <= 'Z' ? static_cast<char>(one - 'A' + 'a') : one) == other;
         }).begin() != answer.end();
}

/// A phrase of both languages, and the setting it is about.
struct Advice {
  std::string_view setting;
  std::string_view chinese;
  std::string_view english;
};

constexpr Advice kPassword = {
    "mail.password",
    "发信服务器不接受用户名或密码；请核对设置 mail.user 与 mail.password（许多邮箱要填“授权码”，"
    "不是登录网页的密码）",
    "the mail server refused the user or the password: check mail.user and mail.password (many "
    "mailboxes want an authorisation code)"};
constexpr Advice kLoginNeeded = {
    "mail.user", "发信服务器要求先登录；请在设置里写上 mail.user 与 mail.password",
    "the mail server wants a login first: set mail.user and mail.password"};
constexpr Advice kSender = {
    "mail.from",
    "发信服务器不接受这个发件人；设置 mail.from 里的地址须是登录的账号本身，"
    "或请邮件管理员允许它代发",
    "the mail server refused the sender: the address in mail.from must be the account that logs "
    "in, or one that it may send for"};
constexpr Advice kMachine = {
    "mail.url",
    "发信服务器不让这台机器发信；请核对设置 mail.url 的主机和端口，或请邮件管理员放行这台服务器",
    "the mail server takes no mail from this machine: check mail.url, or have this server allowed"};
constexpr Advice kAddress = {"mail.url", "设置 mail.url 不是发信服务器的地址",
                             "mail.url is no mail server's address"};
constexpr Advice kNoTls = {
    "mail.url",
    "发信服务器不提供加密连接，没有发出；请把设置 mail.url 改为 smtps:// 与它的加密端口（常为 465）",
    "the mail server offers no encryption: use smtps:// and its port (often 465) in mail.url"};
constexpr Advice kCertificate = {
    "mail.url",
    "发信服务器的证书不被本机信任；请核对设置 mail.url 的主机名，或在本机安装学校的根证书",
    "the mail server's certificate is not trusted here: check the host in mail.url, or install the "
    "school's root certificate"};
constexpr Advice kRecipient = {"", "发信服务器不接受这个收件人；请核对其邮箱地址",
                               "the mail server refused the recipient: check the address"};
constexpr Advice kMessage = {"", "发信服务器不接受这封邮件", "the mail server refused the message"};

/// Of the answer to a recipient. Many servers keep what they hold against the machine or the sender
/// back until here: refusals by policy (x.7.x) and those that speak of relaying are about who
/// sends.
Advice AdviceOnRecipient(std::string_view answer) {
  if (Says(answer, "relay") || Says(answer, "rcpthosts")) return kLoginNeeded;
  if (Says(answer, "sender") || Says(answer, "mail from")) return kSender;
  const bool by_policy = Says(answer, " 5.7.") || Says(answer, "client host");
  return by_policy ? kMachine : kRecipient;
}

/// Of an answer for good (5xx), by what it was an answer to.
Advice AdviceOn(std::string_view verb, std::string_view answer, int code) {
  constexpr int kLoginFirst = 530;
  constexpr int kLoginWrong = 535;
  constexpr int kNotTheSender = 553;
  constexpr int kArguments = 501;
  if (verb == "AUTH" || code == kLoginWrong) return kPassword;
  if (code == kLoginFirst) return kLoginNeeded;
  if (verb == "MAIL") return kSender;
  if (verb == "RCPT") return AdviceOnRecipient(answer);
  if (verb == "DATA") {
    // Some judge the sender only once they have the whole message.
    return code == kNotTheSender || code == kArguments ? kSender : kMessage;
  }
  return kMachine;
}

std::optional<Advice> AdviceOn(SmtpTalk::Fault fault) {
  switch (fault) {
    case SmtpTalk::Fault::kNone:
      return std::nullopt;
    case SmtpTalk::Fault::kAddress:
      return kAddress;
    case SmtpTalk::Fault::kNoTls:
      return kNoTls;
    case SmtpTalk::Fault::kCertificate:
      return kCertificate;
  }
  return std::nullopt;
}

}  // namespace

void SmtpListener::Said(std::string_view line) {
  if (line.starts_with("QUIT")) ended_ = true;
  for (const std::string_view verb : kVerbs) {
    if (line.starts_with(verb) && !ended_) talk.verb = verb;
  }
}

void SmtpListener::Heard(std::string_view line) {
  if (ended_ || line.size() < kCodeDigits) return;
  const bool goes_on = talk.answer.size() > kCodeDigits && talk.answer[kCodeDigits] == '-' &&
                       line.substr(0, kCodeDigits) == talk.answer.substr(0, kCodeDigits);
  std::string text = Printable(line);
  talk.answer = goes_on
                    ? Concat(talk.answer, " ", text.substr(std::min(text.size(), kCodeDigits + 1)))
                    : std::move(text);
  // A last line has a space where the others have a dash.
  if (goes_on && line.size() > kCodeDigits && line[kCodeDigits] == ' ') {
    talk.answer[kCodeDigits] = ' ';
  }
  talk.answer.resize(std::min(talk.answer.size(), kAnswerBytesMax));
}

Error WhyNotSent(const SmtpTalk& talk, std::string_view user) {
  constexpr int kRefused = 400;
  constexpr int kForGood = 500;
  const int code = CodeOf(talk.answer);
  auto advice = AdviceOn(talk.fault);
  if (!advice && code >= kForGood) advice = AdviceOn(talk.verb, talk.answer, code);
  const std::string said = code >= kRefused ? talk.answer : talk.cause;
  if (!advice) {
    return {ErrorCode::kBusy, "", Concat("邮件此刻发不出去，稍后会再试（", said, "）"),
            Concat("mail cannot be sent now, tried again later (", said, ")")};
  }
  // Whose login it is helps where the sender must be it.
  const bool own = advice->setting == "mail.from" && !user.empty();
  return {ErrorCode::kInvalidInput, std::string(advice->setting),
          Concat(advice->chinese, own ? Concat("（mail.user 是 ", user, "）") : "",
                 "。服务器的回答：", said),
          Concat(advice->english, own ? Concat(" (mail.user is ", user, ")") : "",
                 ". The server said: ", said)};
}

}  // namespace shouze
