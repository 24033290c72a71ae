#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/text.h"
#include "cli/backup_text.h"
#include "cli/command.h"
#include "cli/context.h"
#include "cli/load.h"
#include "cli/open_school.h"
#include "service/backup.h"
#include "service/ledger_loss.h"
#include "service/traces.h"
#include "store/security_rows.h"
#include "system/archive.h"
#include "system/process.h"

/// Commands that move a whole school: backup, restore.
namespace shouze {
namespace {

namespace fs = std::filesystem;

struct BackupArguments {
  SchoolArguments school;
  std::string file;
  std::optional<std::string> passphrase_file;
  bool show = false;
  bool insecure = false;
};

/// A backup holds everybody's names, mail and passwords' hashes, all evidence, and the school's
/// open vulnerabilities.
Errors NotSealed() {
  return Fail(
      ErrorCode::kInvalidInput,
      "备份里有全部账号（姓名、电话、邮箱、密码的散列）、佐证材料和未修复的漏洞，须用口令加封："
      "--passphrase-file 文件（怎么做见 docs/operating/backup.md）；确实不需要（例如马上在本机恢复）"
      "才用 --insecure",
      "a backup holds all accounts, the evidence and the open vulnerabilities: seal it with "
      "--passphrase-file FILE, or say --insecure where that is really not needed",
      "--passphrase-file");
}

void WriteBackup(CliContext& context, const BackupArguments& arguments) {
  if (!arguments.passphrase_file && !arguments.insecure) return Report(context, NotSealed());
  const auto passphrase = ReadPassphrase(arguments.passphrase_file);
  if (!passphrase) return Report(context, passphrase.error());
  const auto loaded = LoadSettings(arguments.school);
  if (!loaded) return Report(context, loaded.error());
  const Settings& settings = loaded->settings;
  // Without loading the school: a ledger that cannot be loaded can still be backed up.
  const auto store = OpenTables(settings, arguments.school, SchoolUse::kRead);
  if (!store) return Report(context, store.error());
  const auto vault = OpenVaultToRead(VaultFolderOf(settings));
  SystemClock clock;
  SystemRandom random;
  const auto report = Backup({**store, *vault, clock, random}, SchoolOptionsOf(settings),
                             arguments.file, *passphrase);
  if (!report) return Report(context, report.error());
  context.out << "备份已写成 backup written: " << arguments.file << "（" << report->archive_bytes
              << " 字节 bytes）\n";
  PrintBackupManifest(context, report->manifest, settings.school.utc_offset);
  context.out
      << "文件摘要 file sha256 " << FileDigest(arguments.file)
      << "\n请把两个末尾摘要和文件摘要另行保存（verify --head、--log-head） / keep both heads' digests "
         "and the file's elsewhere\n";
  if (report->files_left_out > 0) {
    context.out << "说明 notice: " << report->files_left_out
                << " 个无人使用的文件在备份期间被清理 / unused files were collected meanwhile\n";
  }
  if (!*passphrase) {
    context.out
        << "说明 notice: 备份没有加密，内有个人信息和佐证材料，拿到它的人也能改它；不要让它离开本机 / "
           "it is not sealed: it holds personal data, and whoever has it can change it\n";
  }
}

/// From here on the ledger is the restored one. What a school that was here before had beyond it is
/// told, and noted where losses are.
void WitnessRestored(CliContext& context, const BackupArguments& arguments,
                     const Settings& settings, const std::optional<WitnessedHead>& witnessed) {
  const auto store = OpenTables(settings, arguments.school, SchoolUse::kWrite);
  if (!store) return Report(context, store.error());
  const auto last = LastEntryIn(**store);
  HeadWitness witness(WitnessFileOf(settings));
  const auto loss = witnessed ? FindLoss(**store, *witnessed) : std::nullopt;
  if (!loss) return witness.BeginAnew(*last);
  SystemClock clock;
  const auto noted = AcceptLoss(**store, clock, witness, *witnessed, last->digest);
  if (!noted) return Report(context, {noted.error()});
  context.out << "说明 notice: " << ForTerminal(Describe(*loss))
              << "；已记入安全日志 / noted in the security log\n";
}

/// Who restored what, in the log that goes on from there.
void NoteRestored(CliContext& context, const BackupArguments& arguments, const Settings& settings,
                  const BackupManifest& manifest) {
  const auto store = OpenTables(settings, arguments.school, SchoolUse::kWrite);
  if (!store) return Report(context, store.error());
  SystemClock clock;
  const auto noted = (*store)->Write([&](WriteTx& tx) -> Result<void> {
    AddSecurityEvent(tx, {0, clock.Now(), "operator", "restored", AtTheMachine(),
                          DetailOf({{"made", FormatRfc3339(manifest.created_at, UtcOffset{0})},
                                    {"seq", Concat(manifest.head_seq)},
                                    {"digest", manifest.head_digest}}),
                          std::string(kOutcomeOk), "command.restore"});
    return {};
  });
  static_cast<void>(noted);
}

void RestoreBackup(CliContext& context, const BackupArguments& arguments) {
  const auto passphrase = ReadPassphrase(arguments.passphrase_file);
  if (!passphrase) return Report(context, passphrase.error());
  const auto loaded = LoadSettings(arguments.school);
  if (!loaded) return Report(context, loaded.error());
  const Settings& settings = loaded->settings;
  // A wrong passphrase, or no archive at all, is told before anything is made.
  const auto manifest = ReadBackupManifest(arguments.file, *passphrase);
  if (!manifest) return Report(context, manifest.error());
  if (arguments.show) return PrintBackupManifest(context, *manifest, settings.school.utc_offset);
  if (const auto made = MakeDataFolder(settings.data.folder); !made) {
    return Report(context, {made.error()});
  }
  const auto witnessed = HeadWitness::Read(WitnessFileOf(settings));
  // Files may be larger than what may be handed in today.
  const auto vault = OpenVault(VaultFolderOf(settings), MemberBytesMax("vault/"));
  const auto restored =
      Restore({arguments.file, *passphrase, StoreOptionsOf(settings, arguments.school), *vault});
  if (!restored) return Report(context, restored.error());
  context.out << "已恢复 / restored\n";
  PrintBackupManifest(context, *restored, settings.school.utc_offset);
  PrintProven(context, *restored, passphrase->has_value(), settings.school.utc_offset);
  NoteRestored(context, arguments, settings, *restored);
  WitnessRestored(context, arguments, settings, witnessed);
  context.out << "所有人要重新登录 / everybody logs in anew\n";
}

}  // namespace

void AddBackupCommand(CLI::App& app, CliContext& context) {
  auto arguments = std::make_shared<BackupArguments>();
  CLI::App* command = app.add_subcommand(
      "backup",
      "把账本、账号和文件备份成一个文件，可在服务时进行 / back everything up into one file");
  AddSchoolOptions(*command, arguments->school);
  command->add_option("--out", arguments->file, "写成这个文件，不覆盖已有的 / a new file")
      ->required();
  command->add_option("--passphrase-file", arguments->passphrase_file,
                      "用这个文件里的口令加封 / seal it with the passphrase in this file");
  command->add_flag(
      "--insecure", arguments->insecure,
      "不加封：拿到文件的人能看也能改 / unsealed: whoever has the file can read and change it");
  command->callback([&context, arguments] { WriteBackup(context, *arguments); });
}

void AddRestoreCommand(CLI::App& app, CliContext& context) {
  auto arguments = std::make_shared<BackupArguments>();
  CLI::App* command = app.add_subcommand(
      "restore",
      "从备份恢复到空的数据目录和数据库，两种数据库皆可 / restore a backup into an empty place");
  AddSchoolOptions(*command, arguments->school);
  command->add_option("FILE", arguments->file, "备份文件 / a backup")->required();
  command->add_option("--passphrase-file", arguments->passphrase_file,
                      "备份的口令在这个文件里 / a file that holds the backup's passphrase");
  command->add_flag("--show", arguments->show,
                    "只看备份清单，不恢复 / tell what is in it and restore nothing");
  command->callback([&context, arguments] { RestoreBackup(context, *arguments); });
}

}  // namespace shouze
