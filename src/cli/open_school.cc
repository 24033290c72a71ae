#include "cli/open_school.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "base/check.h"
#include "base/text.h"
#include "service/clock_keeping.h"
#include "service/ledger_loss.h"
#include "system/log.h"
#include "system/setting_table.h"

namespace shouze {
namespace {

std::string TwoDigits(int number) { return Concat(number < 10 ? "0" : "", number); }

std::string SettingsFile(const SchoolArguments& arguments) {
  if (arguments.settings) return *arguments.settings;
  const char* const named = std::getenv(std::string(kSettingsFileVariable).c_str());
  return named == nullptr ? "" : named;
}

/// What a school has left in its data folder though its ledger is not there; absent: nothing.
std::optional<Error> Remains(const Settings& settings) {
  const std::size_t files = OpenVaultToRead(VaultFolderOf(settings))->List().size();
  const auto witnessed = HeadWitness::Read(WitnessFileOf(settings));
  if (files == 0 && !witnessed) return std::nullopt;
  const std::string entries =
      witnessed ? Concat("，见证记着账本到过第 ", witnessed->seq, " 条") : "";
  return Error{ErrorCode::kConflict, settings.data.folder,
               Concat("这里曾有学校：佐证库里有 ", files, " 个文件", entries,
                      "，而账本是空的或不在了；请核对 --data、--database 和设置，找回数据库，"
                      "或把备份恢复到另一个空目录，不要在这里新建"),
               Concat("there was a school here: ", files, " files in the vault",
                      witnessed ? Concat(", a ledger of ", witnessed->seq, " entries") : "",
                      ", but no ledger; find its database, or restore a backup into an empty "
                      "folder, and make no new one here")};
}

Error EmptyLedger() {
  return {
      ErrorCode::kNotFound, std::string(kNothingThere),
      "账本是空的，这里没有学校；请检查 --data、--database 和设置，新学校用 shouze init 建立",
      "the ledger is empty, there is no school here: check --data, --database and the settings; "
      "'shouze init' makes a new one"};
}

Errors LossRefused(Store& store, Error loss) {
  const auto last = LastEntryIn(store);
  return {std::move(loss),
          {ErrorCode::kConflict, "",
           Concat("没有启动，什么也没改。请先找回丢失的部分（数据库旁的 -wal 文件、备份）；"
                  "确实找不回时，由负责人决定后执行 shouze accept-loss --head ",
                  last ? last->digest : "", "，它会记入安全日志"),
           "nothing was started or changed: look for what is lost (the -wal file, a backup); where "
           "it is gone for good, 'shouze accept-loss' goes on without it and leaves a trace"}};
}

Errors Unreadable(const StoreBroken& broken) {
  return Fail(ErrorCode::kConflict,
              Concat("数据库已损坏或读不出来：", broken.what(),
                     "；请停止服务，原样复制数据目录保存，再从备份恢复（shouze doctor 逐项检查）"),
              "the database is damaged or cannot be read: stop the server, keep a copy of the data "
              "folder as it is, restore a backup ('shouze doctor' looks closer)",
              "database");
}

/// Each head is witnessed before whoever asked for it is told.
void LetWitness(School& school, HeadWitness& witness) {
  school.Watch([&](const Changed&) {
    const Head head = school.head();
    witness.See({head.seq, head.digest, school.parts().clock.Now()});
  });
}

}  // namespace

void AddSchoolOptions(CLI::App& command, SchoolArguments& arguments) {
  command.add_option("--settings", arguments.settings, "设置文件（TOML） / settings file");
  command.add_option("--data", arguments.folder,
                     "数据目录，默认按设置（data） / where the school's data lie");
  command.add_option("--database", arguments.database,
                     "postgresql://…；默认是数据目录里的 SQLite / SQLite in the folder by default");
}

ResultOrErrors<LoadedSettings> LoadSettings(const SchoolArguments& arguments) {
  const std::string file = SettingsFile(arguments);
  auto loaded =
      ReadSettings(file.empty() ? std::nullopt : std::optional(file), ProcessEnvironment());
  if (!loaded) return loaded;
  if (arguments.folder) {
    loaded->settings.data.folder = *arguments.folder;
    ShowOption(*loaded, "data.folder", *arguments.folder, "--data");
  }
  if (arguments.database) {
    loaded->settings.data.database = *arguments.database;
    ShowOption(*loaded, "data.database", *arguments.database, "--database");
  }
  SetLogLevel(loaded->settings.log.level);
  return loaded;
}

void ShowOption(LoadedSettings& loaded, std::string_view name, std::string_view value,
                std::string_view option) {
  const auto table = SettingTable();
  const auto setting = std::ranges::find(table, name, &Setting::name);
  const auto shown = std::ranges::find(loaded.shown, name, &SettingShown::name);
  CHECK(setting != table.end() && shown != loaded.shown.end());
  shown->value = Masked(*setting, value);
  shown->source = option;
}

StoreOptions StoreOptionsOf(const Settings& settings, const SchoolArguments& arguments) {
  const std::filesystem::path folder(settings.data.folder);
  StoreOptions options;
  options.database = settings.data.database.empty()
                         ? Concat("sqlite:", (folder / "shouze.sqlite").string())
                         : settings.data.database;
  options.readers = settings.http.workers;
  options.backup_folder = (folder / "backups").string();
  options.skip_backup = arguments.skip_backup;
  return options;
}

std::string VaultFolderOf(const Settings& settings) {
  return (std::filesystem::path(settings.data.folder) / "vault").string();
}

std::string InspectionFolderOf(const Settings& settings) {
  return (std::filesystem::path(settings.data.folder) / "inspections").string();
}

std::string WitnessFileOf(const Settings& settings) {
  return (std::filesystem::path(settings.data.folder) / "head-witness").string();
}

std::string SecurityArchiveFolderOf(const Settings& settings) {
  return (std::filesystem::path(settings.data.folder) / "security-log").string();
}

ClockLimits ClockLimitsOf(const Settings& settings) {
  return {settings.clock.tolerance_seconds * std::int64_t{1000},
          settings.clock.silence_days * kMsPerDay};
}

SchoolOptions SchoolOptionsOf(const Settings& settings) {
  SchoolOptions options;
  options.name = settings.school.name;
  options.office = settings.school.office;
  options.offset = settings.school.utc_offset;
  options.session_idle_minutes = settings.session.idle_minutes;
  options.session_hours = settings.session.hours;
  options.login_failures = settings.login.failures;
  options.login_lock_minutes = settings.login.lock_minutes;
  options.passwords = {settings.password.characters_min, settings.password.kinds_min,
                       settings.password.history, settings.password.expire_days};
  options.unused_bytes_max = settings.data.unused_bytes_max;
  options.unused_files_max = settings.data.unused_files_max;
  options.free_bytes_min = settings.data.free_bytes_min;
  options.near_workdays = settings.notify.near_workdays;
  options.mail = !settings.mail.url.empty();
  options.public_url = settings.http.public_url;
  options.security_days = settings.log.security_days;
  options.security_archive_folder = SecurityArchiveFolderOf(settings);
  options.clock_tolerance_ms = ClockLimitsOf(settings).tolerance_ms;
  const int minutes = settings.mail.digest_at.minutes;
  options.mail_digest_at = Concat(TwoDigits(minutes / 60), ":", TwoDigits(minutes % 60));
  return options;
}

Result<void> MakeDataFolder(const std::string& folder) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (!failed) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failed);
  if (!failed) return {};
  return Error{ErrorCode::kInvalidInput, folder,
               Concat("数据目录不能使用：", failed.message(), "；请检查 --data、--settings 和权限"),
               Concat("the data folder cannot be used: ", failed.message())};
}

OpenedSchool::~OpenedSchool() {
  if (!school || !may_write) return;
  try {
    school->WriteTraces(true);
  } catch (const std::exception& broken) {
    Log(LogLevel::kError, "traces_lost", {{"cause", broken.what()}});
  }
}

ResultOrErrors<std::unique_ptr<Store>> OpenTables(const Settings& settings,
                                                  const SchoolArguments& arguments,
                                                  SchoolUse use) try {
  if (use != SchoolUse::kCreate && !std::filesystem::is_directory(settings.data.folder)) {
    return Fail(ErrorCode::kNotFound,
                "没有这个数据目录；请检查 --data、--settings，新学校用 shouze init 建立",
                "there is no such data folder: check --data and --settings; 'shouze init' makes a "
                "new school",
                settings.data.folder);
  }
  if (use != SchoolUse::kRead) {
    if (const auto made = MakeDataFolder(settings.data.folder); !made) return Errors{made.error()};
  }
  StoreOptions options = StoreOptionsOf(settings, arguments);
  options.opening = use == SchoolUse::kRead ? Opening::kReadOnly : Opening::kExisting;
  auto store = Store::Open(options);
  if (store && LastEntryIn(**store)) return std::move(*store);
  if (!store && store.error().where != kNothingThere) return Errors{store.error()};
  auto remains = Remains(settings);
  if (use != SchoolUse::kCreate) {
    Errors errors{store ? EmptyLedger() : store.error()};
    if (remains) errors.push_back(std::move(*remains));
    return errors;
  }
  if (remains) return Errors{std::move(*remains)};
  options.opening = Opening::kCreate;
  store = Store::Open(options);
  if (!store) return Errors{store.error()};
  return std::move(*store);
} catch (const StoreBroken& broken) {
  return Unreadable(broken);
}

ResultOrErrors<std::unique_ptr<OpenedSchool>> OpenSchool(const SchoolArguments& arguments,
                                                         SchoolUse use, Clock* clock) try {
  auto loaded = LoadSettings(arguments);
  if (!loaded) return loaded.error();
  auto opened = std::make_unique<OpenedSchool>();
  opened->loaded = std::move(*loaded);
  const Settings& settings = opened->loaded.settings;
  const auto witnessed = HeadWitness::Read(WitnessFileOf(settings));
  auto store = OpenTables(settings, arguments, use);
  if (!store) return store.error();
  opened->store = std::move(*store);
  if (use == SchoolUse::kRead) {
    opened->vault = OpenVaultToRead(VaultFolderOf(settings));
  } else {
    if (witnessed) {
      if (auto loss = FindLoss(*opened->store, *witnessed)) {
        return LossRefused(*opened->store, std::move(*loss));
      }
    }
    opened->vault = OpenVault(VaultFolderOf(settings), settings.data.file_bytes_max);
    opened->may_write = true;
    opened->witness = std::make_unique<HeadWitness>(WitnessFileOf(settings));
    const auto last = LastEntryIn(*opened->store);
    if (!witnessed && last) opened->witness->See(*last);
  }
  if (!settings.mail.url.empty()) {
    opened->mailer = MakeSmtpMailer({settings.mail.url, settings.mail.user, settings.mail.password,
                                     settings.mail.from, settings.mail.require_tls});
  }
  if (clock == nullptr) {
    opened->clock = std::make_unique<WatchedClock>(opened->system_clock, ClockLimitsOf(settings),
                                                   KeptAnchor(*opened->store));
  }
  Clock& used = clock == nullptr ? *opened->clock : *clock;
  auto school = School::Open({*opened->store, *opened->vault, used, opened->random},
                             SchoolOptionsOf(settings));
  if (!school) return school.error();
  opened->school = std::move(*school);
  if (opened->witness) LetWitness(*opened->school, *opened->witness);
  return opened;
} catch (const StoreBroken& broken) {
  return Unreadable(broken);
}

}  // namespace shouze
