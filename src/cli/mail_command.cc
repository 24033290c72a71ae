#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>
#include <string>

#include "base/text.h"
#include "cli/command.h"
#include "cli/context.h"
#include "cli/load.h"
#include "cli/open_school.h"
#include "service/mail_state.h"

/// Whether mail goes: mail test.
namespace shouze {
namespace {

void SendTest(CliContext& context, const SchoolArguments& arguments, const std::string& to) {
  const auto opened = OpenSchool(arguments, SchoolUse::kWrite);
  if (!opened) return Report(context, opened.error());
  School& school = *(*opened)->school;
  TestMailRequest request;
  request.to = to;
  const auto sent = SendTestMail(school, school.Operator(), (*opened)->mailer.get(), request);
  if (!sent) {
    for (const Error& error : sent.error()) context.out << "✗ " << Describe(error) << "\n";
    context.exit_code = kExitFindings;
    return;
  }
  context.out << "✓ 发信服务器已收下给 " << ForTerminal(to)
              << " 的测试邮件，请查收 / the mail server has taken the test mail\n";
}

}  // namespace

void AddMailCommand(CLI::App& app, CliContext& context) {
  auto arguments = std::make_shared<SchoolArguments>();
  auto to = std::make_shared<std::string>();
  CLI::App* mail = app.add_subcommand("mail", "邮件 / mail");
  mail->require_subcommand(1);
  CLI::App* command =
      mail->add_subcommand("test",
                           "按设置发一封测试邮件，说明发信服务器的回答；成功后停发的邮件随即补发 / "
                           "send one mail and tell what the server says");
  AddSchoolOptions(*command, *arguments);
  command->add_option("address", *to, "收件人的邮箱 / whom to")->required();
  command->callback([&context, arguments, to] { SendTest(context, *arguments, *to); });
}

}  // namespace shouze
