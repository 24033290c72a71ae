#include "system/mail.h"

#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <map>
#include <thread>
#include <vector>

#include "system/mailbox.h"

namespace shouze {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

/// What to answer, by the verb.
using Answers = std::map<std::string, std::string>;

/// A mail server for one conversation, which it writes down. Answers by the verb.
class ScriptedServer {
 public:
  explicit ScriptedServer(Answers answers = {})
      : answers_(std::move(answers)), listener_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    EXPECT_EQ(bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(listen(listener_, 1), 0);
    EXPECT_EQ(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread([this] { Serve(); });
  }
  ~ScriptedServer() { Stop(); }

  std::string Url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }

  /// The conversation is over; what the client said, line by line, and the message.
  const std::vector<std::string>& Said() { return Stop(), said_; }
  const std::string& Message() { return Stop(), message_; }

 private:
  void Stop() {
    shutdown(listener_, SHUT_RDWR);
    if (thread_.joinable()) thread_.join();
    if (listener_ >= 0) close(listener_);
    listener_ = -1;
  }

  void Serve() {
    connection_ = accept(listener_, nullptr, nullptr);
    if (connection_ < 0) return;
    Answer("CONNECT", "220 school.example");
    for (std::string line = Line(); !line.empty(); line = Line()) {
      said_.push_back(line);
      const std::string verb = line.substr(0, 4);
      if (verb == "QUIT") {
        Answer(verb, "221 bye");
        break;
      }
      if (!Answer(verb, verb == "DATA" ? "354 go on" : "250 fine") || verb != "DATA") continue;
      for (line = Line(); !line.empty() && line != "."; line = Line()) message_ += line + "\n";
      Answer("END", "250 queued");
    }
    close(connection_);
  }

  /// Whether it was the usual answer.
  bool Answer(const std::string& verb, const std::string& usual) {
    const auto scripted = answers_.find(verb);
    const std::string line = (scripted == answers_.end() ? usual : scripted->second) + "\r\n";
    EXPECT_EQ(send(connection_, line.data(), line.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(line.size()));
    return scripted == answers_.end();
  }

  /// One line without its end; a message's empty line is "\t", so that "" is the end of it all.
  std::string Line() {
    std::string line;
    for (char c = 0; recv(connection_, &c, 1, 0) == 1;) {
      if (c == '\n') return line.empty() ? "\t" : line;
      if (c != '\r') line += c;
    }
    return line;
  }

  Answers answers_;
  int listener_;
  int connection_ = -1;
  int port_ = 0;
  std::vector<std::string> said_;
  std::string message_;
  std::jthread thread_;
};

SmtpOptions OptionsFor(const std::string& url) {
  SmtpOptions options;
  options.url = url;
  options.from = "守责 <shouze@school.example>";
  options.require_tls = false;
  return options;
}

Result<void> SendTo(const std::string& url, const Mail& mail) {
  return MakeSmtpMailer(OptionsFor(url))->Send(mail);
}

const Mail kMail = {"li.ming@school.example", "期限将到", "还有三个工作日。\n"};

TEST(MailText, IsAMessageThatEveryServerTakes) {
  EXPECT_EQ(MailText({"李明 <li.ming@school.example>", "期限将到：一项任务", "还有三个工作日。\n"},
                     "守责 <shouze@school.example>", "2026-04-09T08:05:00+08:00", "ab12@host"),
            "Date: Thu, 9 Apr 2026 08:05:00 +0800\r\n"
            "From: =?UTF-8?B?5a6I6LSj?=\r\n <shouze@school.example>\r\n"
            "To: =?UTF-8?B?5p2O5piO?=\r\n <li.ming@school.example>\r\n"
            "Subject: =?UTF-8?B?5pyf6ZmQ5bCG5Yiw77ya5LiA6aG55Lu75Yqh?=\r\n"
            "Message-ID: <ab12@host>\r\n"
            "Auto-Submitted: auto-generated\r\n"
            "MIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: base64\r\n"
            "\r\n"
            "6L+Y5pyJ5LiJ5Liq5bel5L2c5pel44CCDQo=\r\n");
}

TEST(MailText, PlainThingsStayPlain) {
  const std::string text = MailText({"li@school.example", "Due soon", "a\r\nb"}, "s@school.example",
                                    "2026-12-31T23:59:59Z", "1@host");
  EXPECT_THAT(text, HasSubstr("Date: Thu, 31 Dec 2026 23:59:59 +0000\r\n"));
  EXPECT_THAT(text, HasSubstr("From: s@school.example\r\nTo: li@school.example\r\n"));
  EXPECT_THAT(text, HasSubstr("Subject: Due soon\r\n"));
  EXPECT_THAT(text, HasSubstr("\r\n\r\nYQ0KYg==\r\n"));
}

TEST(MailText, LinesAreShort) {
  std::string subject = "x";
  std::string body;
  for (int i = 0; i < 100; ++i) subject += "网络安全责任制";
  for (int i = 0; i < 1000; ++i) body += "一二三四五六七八九十";
  const std::string text = MailText({"li@school.example", subject, body},
                                    subject + " <s@school.example>", "2026-04-09T08:00:00Z", "1@h");
  std::size_t begin = 0;
  for (std::size_t end = text.find("\r\n"); end != text.npos; end = text.find("\r\n", begin)) {
    EXPECT_LE(end - begin, 76u) << text.substr(begin, end - begin);
    begin = end + 2;
  }
  EXPECT_EQ(begin, text.size());
}

TEST(MailText, NoHeaderCanBeSmuggledIn) {
  const std::string text =
      MailText({"li@school.example\r\nBcc: x@evil.example", "s\r\nBcc: x@evil.example", ""},
               "s@school.example\nX: y", "2026-04-09T08:00:00Z", "1@h\r\nX: y");
  EXPECT_THAT(text, Not(HasSubstr("\nBcc:")));
  EXPECT_THAT(text, Not(HasSubstr("\nX:")));
}

TEST(Mailbox, IsOnePlainAddressWithOrWithoutAName) {
  EXPECT_EQ(ParseMailbox("a.b+c@mail.school.example")->address, "a.b+c@mail.school.example");
  EXPECT_EQ(ParseMailbox("  李明  <li@school.example> ")->name, "李明");
  EXPECT_EQ(ParseMailbox("\"Li, Ming\" <li@school.example>")->name, "Li, Ming");
  EXPECT_EQ(ParseMailbox("<li@school.example>")->address, "li@school.example");
  for (const std::string wrong :
       {"", "li", "@school.example", "li@", "li@@school.example", "a@b.example,c@d.example",
        "a@b.example c@d.example", "li..ming@school.example", ".li@school.example",
        "li@school..example", "li@school.example>", "李@school.example", "li@学校.example",
        "li@school.example\r\n", "li\n@school.example", "<a@b.example> <c@d.example>",
        "li@[127.0.0.1]"}) {
    EXPECT_FALSE(ParseMailbox(wrong)) << wrong;
  }
}

TEST(SmtpMailer, HandsTheMailOver) {
  ScriptedServer server;
  EXPECT_TRUE(SendTo(server.Url(), kMail));
  EXPECT_THAT(server.Said(),
              ElementsAre(testing::StartsWith("EHLO "), "MAIL FROM:<shouze@school.example>",
                          "RCPT TO:<li.ming@school.example>", "DATA", "QUIT"));
  EXPECT_THAT(server.Message(), HasSubstr("\nTo: li.ming@school.example\n"));
  EXPECT_THAT(server.Message(),
              testing::ContainsRegex("Message-ID: <[0-9a-f]{32}@school.example>"));
  EXPECT_THAT(server.Message(), HasSubstr("\n6L+Y5pyJ5LiJ5Liq5bel5L2c5pel44CCDQo=\n"));
}

struct FailureRow {
  std::string verb;
  std::string answer;
  std::string setting;  ///< That must change; empty: none, `-`: trying again may help.
};

TEST(SmtpMailer, TellsAWrongSettingFromAWrongAddressFromTryAgain) {
  const FailureRow rows[] = {
      {"RCPT", "550 5.1.1 no such user here", ""},
      {"RCPT", "552 mailbox full", ""},
      {"RCPT", "451 try again later", "-"},
      {"RCPT", "452 4.2.2 over quota", "-"},
      {"RCPT", "554 5.7.1 Relay access denied", "mail.user"},
      {"RCPT", "553 sorry, not in my list of allowed rcpthosts", "mail.user"},
      {"RCPT", "550 5.7.1 access denied", "mail.url"},
      {"RCPT", "554 5.7.1 <x.example[192.0.2.1]>: Client host rejected", "mail.url"},
      {"RCPT", "553 5.7.1 <a@school.example>: Sender address rejected", "mail.from"},
      {"MAIL", "553 Mail from must equal authorized user", "mail.from"},
      {"MAIL", "550 5.7.1 not you", "mail.from"},
      {"MAIL", "530 5.7.0 Authentication required", "mail.user"},
      {"MAIL", "452 disk full", "-"},
      {"DATA", "554 no", ""},
      {"END", "554 looks like spam", ""},
      {"END", "553 sender is not the account", "mail.from"},
      {"END", "451 try again later", "-"},
      {"CONNECT", "554 go away", "mail.url"},
      {"CONNECT", "421 too many", "-"},
  };
  for (const FailureRow& row : rows) {
    ScriptedServer server(Answers{{row.verb, row.answer}});
    const auto sent = SendTo(server.Url(), kMail);
    ASSERT_FALSE(sent) << row.verb << row.answer;
    const Error error = sent.error();
    const bool later = row.setting == "-";
    EXPECT_EQ(error.code, later ? ErrorCode::kBusy : ErrorCode::kInvalidInput) << row.answer;
    EXPECT_EQ(error.where, later ? "" : row.setting) << row.answer;
    EXPECT_THAT(error.message, HasSubstr(row.answer)) << "the server's own words";
    EXPECT_THAT(error.english, HasSubstr(row.answer));
    EXPECT_THAT(error.message, HasSubstr(error.where));
  }
}

TEST(SmtpMailer, AnswersOfManyLinesAreHeardWhole) {
  ScriptedServer server(Answers{{"MAIL", "553-first line\r\n553 second \xc4\xe3 line"}});
  EXPECT_THAT(SendTo(server.Url(), kMail).error().message,
              HasSubstr("553 first line second ?? line"));
}

TEST(SmtpMailer, ALoginThatFailsNamesTheSettingAndKeepsThePassword) {
  for (const std::string methods : {"AUTH PLAIN", "AUTH LOGIN"}) {
    ScriptedServer server(Answers{{"EHLO", "250-school.example\r\n250 " + methods},
                                  {"AUTH", "535 Error: authentication failed"}});
    SmtpOptions options = OptionsFor(server.Url());
    options.user = "shouze";
    options.password = "secret-7";
    const auto sent = MakeSmtpMailer(options)->Send(kMail);
    ASSERT_FALSE(sent);
    EXPECT_EQ(sent.error().code, ErrorCode::kInvalidInput);
    EXPECT_EQ(sent.error().where, "mail.password");
    EXPECT_THAT(sent.error().message, HasSubstr("535 Error: authentication failed"));
    EXPECT_THAT(Describe(sent.error()), Not(HasSubstr("secret-7")));
  }
}

TEST(SmtpMailer, WithoutTlsNothingIsSentWhereItIsRequired) {
  ScriptedServer server;
  SmtpOptions options = OptionsFor(server.Url());
  options.require_tls = true;
  const auto sent = MakeSmtpMailer(options)->Send(kMail);
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().where, "mail.url");
  EXPECT_THAT(sent.error().message, HasSubstr("smtps://"));
  EXPECT_THAT(server.Said(), Not(testing::Contains(testing::StartsWith("MAIL"))));
}

TEST(SmtpMailer, NobodyListeningIsTryAgain) {
  std::string url;
  {
    ScriptedServer gone;
    url = gone.Url();
  }
  EXPECT_EQ(SendTo(url, kMail).error().code, ErrorCode::kBusy);
}

TEST(SmtpMailer, SpeaksSmtpOnly) {
  EXPECT_EQ(SendTo("file:///etc/passwd", kMail).error().where, "mail.url");
  EXPECT_EQ(SendTo("http://127.0.0.1:1/", kMail).error().where, "mail.url");
}

TEST(SmtpMailer, RefusesWhatWouldBreakTheMessageBeforeItConnects) {
  const std::string nowhere = "smtp://127.0.0.1:1";
  const Mail wrong[] = {
      {"li@school.example\r\nRCPT TO:<x@evil.example>", "s", ""},
      {"li@school.example>,<x@evil.example", "s", ""},
      {"", "s", ""},
      {"li@school.example", "s\r\nBcc: x@evil.example", ""},
      {"li@school.example", "s\n", ""},
  };
  for (const Mail& mail : wrong) {
    EXPECT_EQ(SendTo(nowhere, mail).error().code, ErrorCode::kInvalidInput) << mail.to;
  }
  SmtpOptions options = OptionsFor(nowhere);
  options.from = "守责\n <shouze@school.example>";
  EXPECT_EQ(MakeSmtpMailer(options)->Send(kMail).error().code, ErrorCode::kInvalidInput);
}

TEST(SmtpMailer, WithoutAServerNoMailIsSent) {
  const auto sent = SendTo("", kMail);
  ASSERT_FALSE(sent);
  EXPECT_THAT(sent.error().english, HasSubstr("mail.url"));
}

}  // namespace
}  // namespace shouze
