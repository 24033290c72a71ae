#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>

#include "base/text.h"
#include "cli/backup_text.h"
#include "cli/command.h"
#include "cli/context.h"
#include "cli/load.h"
#include "cli/open_school.h"
#include "exchange/json_tree.h"
#include "service/backup.h"
#include "service/facts_files.h"
#include "service/proof.h"
#include "service/security_archive.h"
#include "service/year_archive.h"
#include "system/written_file.h"

/// Commands about what the ledger says: verify, archive, import, export.
namespace shouze {
namespace {

/// An archive is read without any settings: China has one time (DESIGN 3.1).
constexpr UtcOffset kSchoolTime{480};

void PrintFindings(CliContext& context, const Errors& findings) {
  for (const Error& finding : findings) {
    context.out << "✗ " << ForTerminal(Describe(finding)) << "\n";
  }
}

void TellHowMany(CliContext& context, const Errors& findings) {
  context.out << "发现 " << findings.size() << " 处问题 / findings\n";
  context.exit_code = kExitFindings;
}

void VerifyLedger(CliContext& context, const SchoolArguments& arguments, const KnownHeads& known) {
  const auto loaded = LoadSettings(arguments);
  if (!loaded) return Report(context, loaded.error());
  const auto witnessed = HeadWitness::Read(WitnessFileOf(loaded->settings));
  // Without loading the school: a ledger that cannot be loaded can still be looked at.
  const auto store = OpenTables(loaded->settings, arguments, SchoolUse::kRead);
  if (!store) return Report(context, store.error());
  const ProofReport report =
      ProveAll(**store, known, witnessed, SecurityArchiveFolderOf(loaded->settings));
  PrintFindings(context, report.findings);
  context.out << "条目 entries " << report.entries << "，事实版本 fact versions " << report.facts
              << "，冻结得分表 frozen sheets " << report.frozen_sheets << "\n末尾摘要 head "
              << report.head << "\n安全日志 security log " << report.log_events
              << " 条 events\n安全日志末尾摘要 log head " << report.log_head.id << " "
              << report.log_head.digest << "\n";
  if (report.log_first_id > 1) {
    context.out
        << "第 " << report.log_first_id
        << " 条之前的安全日志在归档文件里（security-log/） / events before are in archive files\n";
  }
  if (witnessed) {
    context.out << "末尾见证 witness " << witnessed->seq << " " << witnessed->digest << "\n";
  }
  if (report.findings.empty()) {
    context.out
        << "账本完整，各表均可由它重算得出；安全日志也完整 / the ledger is whole, and "
           "everything follows from it; so is the security log\n"
           "账号、会话、通知不在链中，不由此证明 / accounts, sessions and notices stand in no "
           "chain and are not proven by it\n";
  } else {
    TellHowMany(context, report.findings);
  }
}

void VerifyArchive(CliContext& context, const std::string& path,
                   const std::optional<std::string>& head) {
  const auto proof = ProveYearArchive(path, head);
  if (!proof) return Report(context, proof.error());
  PrintFindings(context, proof->findings);
  const YearArchiveManifest& manifest = proof->manifest;
  context.out << "学校 school " << ForTerminal(manifest.school) << "，" << manifest.year
              << " 年，写于 written " << FormatForPeople(manifest.created_at, kSchoolTime)
              << "，程序 program " << ForTerminal(manifest.program) << "\n条目 entries "
              << proof->entries << "，冻结得分表 frozen sheets " << proof->frozen_sheets
              << "\n末尾摘要 head " << proof->head << "\n";
  if (proof->not_recomputed > 0) {
    context.out << "说明 notice: " << proof->not_recomputed
                << " 张由其他版本的程序算出，只核对摘要，未重算 / made by another version: "
                   "digests alone were compared\n";
  }
  if (proof->findings.empty()) {
    context.out << "归档完整，每张得分表均已重算，逐字节相同 / the archive is whole, every sheet "
                   "was recomputed and is the same byte for byte\n";
  } else {
    TellHowMany(context, proof->findings);
  }
}

void VerifySecurityArchive(CliContext& context, const std::string& path) {
  const auto proof = ProveSecurityArchive(path);
  if (!proof) return Report(context, proof.error());
  PrintFindings(context, proof->findings);
  const SecurityArchiveManifest& manifest = proof->manifest;
  context.out << "安全日志归档 security log archive: 第 " << manifest.first_id << " 至 "
              << manifest.last_id << " 条 events，"
              << FormatForPeople(manifest.first_at, kSchoolTime) << " — "
              << FormatForPeople(manifest.last_at, kSchoolTime) << "\n前一条摘要 follows "
              << ForTerminal(manifest.prev_digest) << "\n末尾摘要 log head "
              << ForTerminal(manifest.digest) << "\n";
  if (proof->findings.empty()) {
    context.out
        << "归档完整，是安全日志链中不断的一段 / the archive is whole: an unbroken piece of the "
           "chain\n";
  } else {
    TellHowMany(context, proof->findings);
  }
}

/// What a file that is given is: a backup, a piece of the security log, or an archive of a year.
struct FileToVerify {
  std::string path;
  std::optional<std::string> passphrase_file;
};

/// Whose accounts are not as they are in the school that is here.
void CompareHolders(CliContext& context, const SchoolArguments& arguments,
                    const std::vector<Holder>& holders) {
  if (!arguments.folder && !arguments.database && !arguments.settings) return;
  const auto loaded = LoadSettings(arguments);
  if (!loaded) return Report(context, loaded.error());
  const auto store = OpenTables(loaded->settings, arguments, SchoolUse::kRead);
  if (!store) return Report(context, store.error());
  std::vector<std::string> others;
  (*store)->Read([&](const ReadTx& tx) {
    for (const Holder& holder : holders) {
      if (FingerprintIn(tx, holder.account) != holder.fingerprint) others.push_back(holder.login);
    }
    return true;
  });
  if (others.empty()) {
    context.out
        << "这些账号的登录名、邮箱、密码都与本机的学校相同 / these accounts are as in the school "
           "that is here\n";
    return;
  }
  context.out << "登录名、邮箱、密码或停用与本机的学校不同的 differ from the school that is here: "
              << ForTerminal(Join(others, "、")) << "\n";
}

void VerifyFile(CliContext& context, const SchoolArguments& arguments, const FileToVerify& file,
                const std::optional<std::string>& head) {
  const auto passphrase = ReadPassphrase(file.passphrase_file);
  if (!passphrase) return Report(context, passphrase.error());
  const auto format = ReadArchiveFormat(file.path, *passphrase);
  if (!format) return Report(context, format.error());
  if (*format == kSecurityArchiveFormat) return VerifySecurityArchive(context, file.path);
  if (!format->starts_with("shouze-backup/")) return VerifyArchive(context, file.path, head);
  const auto manifest = ProveBackup(file.path, *passphrase, head);
  if (!manifest) return Report(context, manifest.error());
  PrintBackupManifest(context, *manifest, kSchoolTime);
  context.out << "文件摘要 file sha256 " << FileDigest(file.path) << "\n";
  context.out << "备份完整：已用恢复程序全部读回，可以恢复 / the backup is whole: read back by the "
                 "restorer\n";
  PrintProven(context, *manifest, passphrase->has_value(), kSchoolTime);
  CompareHolders(context, arguments, manifest->holders);
}

void ArchiveYear(CliContext& context, const SchoolArguments& arguments, int year,
                 const std::string& path) {
  const auto opened = OpenSchool(arguments, SchoolUse::kRead);
  if (!opened) return Report(context, opened.error());
  const auto report = WriteYearArchive(*(*opened)->school, year, path);
  if (!report) return Report(context, report.error());
  context.out << "归档已写成 archive written: " << path << "（" << report->archive_bytes
              << " 字节 bytes）\n条目 entries " << report->manifest.entries
              << "，冻结得分表 frozen sheets " << report->manifest.frozen_sheets
              << "\n末尾摘要 head " << report->manifest.head_digest
              << "\n请把末尾摘要另行保存；任何机器上都可验证：shouze verify " << path
              << " / keep the digest elsewhere; anybody can verify it\n";
}

void ExportYear(CliContext& context, const SchoolArguments& arguments, int year,
                const std::optional<std::string>& as_of, const std::optional<std::string>& out) {
  const auto opened = OpenSchool(arguments, SchoolUse::kRead);
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
  if (const auto done = WriteForOwner(*out, facts->text); !done) Report(context, {done.error()});
}

void ImportYear(CliContext& context, const SchoolArguments& arguments, const std::string& path) {
  auto text = ReadFile(path, kJsonBytesMax);
  if (!text) return Report(context, {text.error()});
  const auto opened = OpenSchool(arguments, SchoolUse::kWrite);
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
  auto log_head = std::make_shared<std::optional<std::string>>();
  auto file = std::make_shared<std::optional<std::string>>();
  auto passphrase_file = std::make_shared<std::optional<std::string>>();
  CLI::App* command = app.add_subcommand(
      "verify",
      "验证账本、备份或年度归档：哈希链、各表、冻结的得分表 / prove a ledger, a backup or an archive");
  AddSchoolOptions(*command, *arguments);
  command->add_option(
      "FILE", *file,
      "备份、年度归档或安全日志归档；不给则验证本校的账本；备份另给 --data 则与本机学校的账号对照 / a "
      "backup or an archive; without it this school's ledger; a backup with --data: its accounts "
      "beside those of the school there");
  command->add_option("--passphrase-file", *passphrase_file,
                      "备份的口令在这个文件里 / a file that holds the backup's passphrase");
  command->add_option(
      "--head", *head,
      "另行保存的末尾摘要，用以发现截尾 / a digest kept elsewhere, to find a cut tail");
  command->add_option(
      "--log-head", *log_head,
      "另行保存的安全日志末尾摘要 / a digest of the security log's, kept elsewhere");
  command->callback([&context, arguments, head, log_head, file, passphrase_file] {
    if (*file) return VerifyFile(context, *arguments, {**file, *passphrase_file}, *head);
    VerifyLedger(context, *arguments, {*head, *log_head});
  });
}

void AddArchiveCommand(CLI::App& app, CliContext& context) {
  auto arguments = std::make_shared<SchoolArguments>();
  auto year = std::make_shared<int>(0);
  auto path = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand(
      "archive",
      "把公布的一年写成可自行验证的归档文件 / write a published year as a file that proves itself");
  AddSchoolOptions(*command, *arguments);
  command->add_option("--year", *year, "考核年度 / the year")->required();
  command->add_option("--out", *path, "写成这个文件，不覆盖已有的 / a new file")->required();
  command->callback(
      [&context, arguments, year, path] { ArchiveYear(context, *arguments, *year, *path); });
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
