#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fstream>
#include <memory>

#include "base/text.h"
#include "cli/command.h"
#include "cli/context.h"
#include "cli/load.h"
#include "cli/open_school.h"
#include "exchange/json_tree.h"
#include "service/facts_files.h"
#include "service/proof.h"

/// Commands about what the ledger says: verify, import, export.
namespace shouze {
namespace {

void VerifyLedger(CliContext& context, const SchoolArguments& arguments,
                  const std::optional<std::string>& head) {
  const auto loaded = LoadSettings(arguments);
  if (!loaded) return Report(context, loaded.error());
  // Without loading the school: a ledger that cannot be loaded can still be looked at.
  auto store = Store::Open(StoreOptionsOf(loaded->settings, arguments));
  if (!store) return Report(context, {store.error()});
  const ProofReport report = Prove(**store, head);
  for (const Error& finding : report.findings) {
    context.out << "✗ " << ForTerminal(Describe(finding)) << "\n";
  }
  context.out << "条目 entries " << report.entries << "，事实版本 fact versions " << report.facts
              << "，冻结得分表 frozen sheets " << report.frozen_sheets << "\n末尾摘要 head "
              << report.head << "\n";
  if (report.findings.empty()) {
    context.out << "账本完整，各表均可由它重算得出 / the ledger is whole, and everything follows "
                   "from it\n";
  } else {
    context.out << "发现 " << report.findings.size() << " 处问题 / findings\n";
    context.exit_code = kExitFindings;
  }
}

void ExportYear(CliContext& context, const SchoolArguments& arguments, int year,
                const std::optional<std::string>& as_of, const std::optional<std::string>& out) {
  const auto opened = OpenSchool(arguments);
  if (!opened) return Report(context, opened.error());
  School& school = *(*opened)->school;
  ExportFactsRequest request;
  request.year = year;
  if (as_of) {
    request.as_of = ParseTypedInstant(*as_of, school.options().offset);
    if (!request.as_of) {
      return Report(context, Fail(ErrorCode::kInvalidInput,
                                  Concat("“", *as_of,
                                         "”不是时刻；可写 YYYY-MM-DD 或 "
                                         "YYYY-MM-DDTHH:MM"),
                                  "not an instant", "--as-of"));
    }
  }
  const auto facts = school.Run(kExportFacts, school.Operator(), request);
  if (!facts) return Report(context, facts.error());
  if (!out) {
    context.out << facts->text;
    return;
  }
  std::ofstream file(*out, std::ios::binary);
  file << facts->text;
  if (!file.flush()) {
    Report(context, Fail(ErrorCode::kInvalidInput, "文件写不进去，请检查路径和磁盘空间",
                         "the file could not be written", *out));
  }
}

void ImportYear(CliContext& context, const SchoolArguments& arguments, const std::string& path) {
  auto text = ReadFile(path, kJsonBytesMax);
  if (!text) return Report(context, {text.error()});
  const auto opened = OpenSchool(arguments);
  if (!opened) return Report(context, opened.error());
  const auto imported = ImportFacts(*(*opened)->school, *text);
  if (!imported) return Report(context, imported.error());
  context.out << "已导入 " << imported->year << " 年的事实，共 " << imported->entries
              << " 条账本条目 / imported as entries\n";
}

}  // namespace

void AddVerifyCommand(CLI::App& app, CliContext& context) {
  auto arguments = std::make_shared<SchoolArguments>();
  auto head = std::make_shared<std::optional<std::string>>();
  CLI::App* command = app.add_subcommand(
      "verify",
      "验证账本：哈希链、各表、冻结的得分表 / prove that everything follows from the ledger");
  AddSchoolOptions(*command, *arguments);
  command->add_option(
      "--head", *head,
      "另行保存的末尾摘要，用以发现截尾 / a digest kept elsewhere, to find a cut tail");
  command->callback([&context, arguments, head] { VerifyLedger(context, *arguments, *head); });
}

void AddExportCommand(CLI::App& app, CliContext& context) {
  auto arguments = std::make_shared<SchoolArguments>();
  auto year = std::make_shared<int>(0);
  auto as_of = std::make_shared<std::optional<std::string>>();
  auto out = std::make_shared<std::optional<std::string>>();
  CLI::App* command =
      app.add_subcommand("export", "导出一年的事实文件 / write a year's facts file");
  AddSchoolOptions(*command, *arguments);
  command->add_option("--year", *year, "考核年度 / the year")->required();
  command->add_option("--as-of", *as_of, "按此时刻清点在任人数 / count post holders then");
  command->add_option("--out", *out, "写入文件，默认为标准输出 / a file");
  command->callback([&context, arguments, year, as_of, out] {
    ExportYear(context, *arguments, *year, *as_of, *out);
  });
}

void AddImportCommand(CLI::App& app, CliContext& context) {
  auto arguments = std::make_shared<SchoolArguments>();
  auto path = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("import", "导入一年的事实文件 / take a facts file over");
  AddSchoolOptions(*command, *arguments);
  command->add_option("FILE", *path, "事实文件 / a facts file")->required();
  command->callback([&context, arguments, path] { ImportYear(context, *arguments, *path); });
}

}  // namespace shouze
