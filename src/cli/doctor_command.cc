#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <array>
#include <filesystem>
#include <memory>
#include <utility>

#include "base/text.h"
#include "cli/command.h"
#include "cli/context.h"
#include "cli/examine_way.h"
#include "cli/load.h"
#include "cli/open_school.h"
#include "service/clock_doubt.h"
#include "service/evidence.h"
#include "service/ledger_loss.h"
#include "service/mail_state.h"
#include "service/proof.h"
#include "service/scrub.h"
#include "store/ledger_rows.h"
#include "store/matter_rows.h"

/// Commands that look whether all is well: doctor, vault check.
namespace shouze {
namespace {

constexpr int kNameWidth = 26;
constexpr int kValueWidth = 34;

/// Prints one line per check and counts what is not well.
class Examination {
 public:
  explicit Examination(CliContext& context) : context_(context) {}
  void Tell(bool well, std::string_view what, const std::string& how) {
    Tell(well ? Examined::Mark::kWell : Examined::Mark::kFault, what, how);
  }
  void Tell(Examined::Mark mark, std::string_view what, const std::string& how) {
    constexpr std::array<std::string_view, 3> kMarks = {"✓ ", "! ", "✗ "};
    context_.out << kMarks[static_cast<std::size_t>(mark)] << PadRight(what, kNameWidth)
                 << ForTerminal(how) << "\n";
    if (mark == Examined::Mark::kFault) context_.exit_code = kExitFindings;
  }

 private:
  CliContext& context_;
};

void PrintSettings(CliContext& context, const LoadedSettings& loaded) {
  context.out << "设置 / settings\n";
  for (const SettingShown& setting : loaded.shown) {
    context.out << "  " << PadRight(setting.name, kNameWidth)
                << PadRight(setting.value.empty() ? "（空）" : setting.value, kValueWidth)
                << setting.source << "\n";
  }
}

void ExamineDisk(Examination& examination, const std::string& folder, std::int64_t free_min) {
  std::error_code failed;
  const auto space = std::filesystem::space(folder, failed);
  examination.Tell(
      !failed && std::cmp_greater_equal(space.available, free_min), "磁盘 / disk",
      failed ? failed.message() : Concat("可用 ", space.available >> 20, " MiB / available"));
}

void ExamineMail(Examination& examination, const School& school) {
  const MailAnswer mail = ReadMailState(school);
  std::string how = "未设置 / not set";
  if (mail.on && mail.fault) {
    how = Concat("已停发，", mail.waiting, " 封等候：", mail.fault->message,
                 " / stopped: ", mail.fault->english);
  } else if (mail.on) {
    how = Concat(mail.given_up.size(), " 封不能送达 / given up");
    if (!mail.given_up.empty()) how += Concat("，最近一封 / latest: ", mail.given_up.back().why);
  }
  examination.Tell(!mail.on || (!mail.fault && mail.given_up.empty()), "邮件 / mail", how);
}

/// Its pages, its library, and whether the ledger is the one that was witnessed.
void ExamineDatabase(Examination& examination, Store& store,
                     const std::optional<WitnessedHead>& witnessed) try {
  examination.Tell(true, "数据库 / database",
                   Concat(store.Describe(), "，", store.BytesUsed() >> 10, " KiB，第 ",
                          store.schema_version(), " 版 / schema"));
  if (store.has_racing_checkpoints()) {
    examination.Tell(true, "SQLite 版本 / library",
                     "属 3.7.0–3.51.2（检查点竞态），本程序的检查点持写锁进行，不受影响；服务运行时"
                     "请勿用别的工具打开数据库 / of the versions whose checkpoints race; ours hold "
                     "the write lock. Open it with no other tool while it is served");
  }
  const auto damage = store.FindDamage();
  const std::string_view sound =
      store.is_sqlite() ? "逐页核对无误 / integrity_check"
                        : "各表逐行可读（页校验由 data_checksums 决定） / all rows read";
  examination.Tell(damage.empty(), "数据库页 / pages",
                   damage.empty() ? std::string(sound)
                                  : Concat("损坏 ", damage.size(), " 处：", damage.front(),
                                           "；请停止服务，从备份恢复 / damaged, restore a backup"));
  const auto loss = witnessed ? FindLoss(store, *witnessed) : std::nullopt;
  examination.Tell(!loss, "末尾见证 / witness",
                   loss        ? Describe(*loss)
                   : witnessed ? Concat("第 ", witnessed->seq, " 条，与账本相符 / agrees")
                               : std::string("还没有，启动服务后写下 / none yet"));
} catch (const StoreBroken& broken) {
  examination.Tell(false, "数据库 / database", Concat("读不出来 / unreadable: ", broken.what()));
}

/// What the ledger, the vault and the mail say.
void ExamineSchool(Examination& examination, OpenedSchool& opened) {
  School& school = *opened.school;
  Store& store = *opened.store;
  const Head head = school.head();
  const ProofReport report = Prove(store, {});
  examination.Tell(report.findings.empty(), "账本 / ledger",
                   report.findings.empty()
                       ? Concat(head.seq, " 条，末尾 / head ", head.digest)
                       : Concat(report.findings.size(), " 处问题，详见 shouze verify / findings"));
  const auto doubt = school.Doubt();
  examination.Tell(!doubt, "时钟 / clock",
                   doubt ? Describe(ClockInDoubt(*doubt, school.options().offset).front())
                         : FormatRfc3339(school.parts().clock.Now(), school.options().offset));
  const auto vault = CheckVault(school);
  examination.Tell(vault.problems.empty(), "佐证库 / vault",
                   Concat(vault.files, " 个文件，", vault.bytes >> 10, " KiB，",
                          vault.problems.size(), " 处问题 / problems"));
  const ScrubState scrub = store.Read(ReadScrub);
  examination.Tell(
      scrub.damaged.empty(), "巡检 / scrub",
      Concat(scrub.ended_at ? Concat("上一轮读完于 ",
                                     FormatForPeople(*scrub.ended_at, school.options().offset))
                            : std::string("还没有读完一轮"),
             "，", scrub.damaged.size(), " 个文件缺失或损坏 / missing or damaged"));
  ExamineMail(examination, school);
}

void Doctor(CliContext& context, const SchoolArguments& arguments) {
  const auto loaded = LoadSettings(arguments);
  if (!loaded) return Report(context, loaded.error());
  PrintSettings(context, *loaded);
  context.out << "检查 / checks\n";
  Examination examination(context);
  const auto witnessed = HeadWitness::Read(WitnessFileOf(loaded->settings));
  const auto fail = [&](const Errors& errors) {
    for (const Error& error : errors) examination.Tell(false, "数据 / data", Describe(error));
  };
  // Pages first: a school whose tables are damaged cannot always be loaded.
  if (const auto tables = OpenTables(loaded->settings, arguments, SchoolUse::kRead)) {
    ExamineDatabase(examination, **tables, witnessed);
  } else {
    return fail(tables.error());
  }
  const auto opened = OpenSchool(arguments, SchoolUse::kRead);
  if (!opened) return fail(opened.error());
  ExamineDisk(examination, loaded->settings.data.folder, loaded->settings.data.free_bytes_min);
  try {
    ExamineSchool(examination, **opened);
  } catch (const StoreBroken& broken) {
    examination.Tell(false, "数据库 / database", Concat("读不出来 / unreadable: ", broken.what()));
  }
  for (const Examined& one : ExamineWay(loaded->settings)) {
    examination.Tell(one.mark, "网址与代理 / address", one.how);
  }
}

void CheckTheVault(CliContext& context, const SchoolArguments& arguments) {
  const auto opened = OpenSchool(arguments, SchoolUse::kRead);
  if (!opened) return Report(context, opened.error());
  const VaultReport report = CheckVault(*(*opened)->school);
  for (const VaultProblem& problem : report.problems) {
    std::string finding;
    for (const auto& [spelling, one] :
         described::SpellingsOf<std::remove_cvref_t<decltype(problem.finding)>>()) {
      if (one == problem.finding) finding = spelling;
    }
    context.out << "✗ " << ForTerminal(problem.digest) << " " << finding;
    for (const std::string& use : problem.used_by) context.out << "  " << use;
    context.out << "\n";
  }
  context.out << "文件 files " << report.files << "，字节 bytes " << report.bytes
              << "，问题 problems " << report.problems.size() << "\n";
  if (!report.problems.empty()) context.exit_code = kExitFindings;
}

}  // namespace

void AddDoctorCommand(CLI::App& app, CliContext& context) {
  auto arguments = std::make_shared<SchoolArguments>();
  CLI::App* command =
      app.add_subcommand("doctor", "检查设置、数据库、账本、佐证库 / look whether all is well");
  AddSchoolOptions(*command, *arguments);
  command->callback([&context, arguments] { Doctor(context, *arguments); });
}

void AddVaultCommand(CLI::App& app, CliContext& context) {
  auto arguments = std::make_shared<SchoolArguments>();
  CLI::App* vault = app.add_subcommand("vault", "佐证库 / the vault of evidence");
  vault->require_subcommand(1);
  CLI::App* command = vault->add_subcommand(
      "check", "逐个核对文件的内容与摘要 / read every file and compare its digest");
  AddSchoolOptions(*command, *arguments);
  command->callback([&context, arguments] { CheckTheVault(context, *arguments); });
}

}  // namespace shouze
