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

SchoolOptions SchoolOptionsOf(const Settings& settings) {
  SchoolOptions options;
  options.name = settings.school.name;
  options.office = settings.school.office;
  options.offset = settings.school.utc_offset;
  options.session_idle_minutes = settings.session.idle_minutes;
  options.session_hours = settings.session.hours;
  options.login_failures = settings.login.failures;
  options.login_lock_minutes = settings.login.lock_minutes;
  options.unused_bytes_max = settings.data.unused_bytes_max;
  options.unused_files_max = settings.data.unused_files_max;
  options.free_bytes_min = settings.data.free_bytes_min;
  options.near_workdays = settings.notify.near_workdays;
  options.mail = !settings.mail.url.empty();
  options.public_url = settings.http.public_url;
  const int minutes = settings.mail.digest_at.minutes;
  options.mail_digest_at = Concat(TwoDigits(minutes / 60), ":", TwoDigits(minutes % 60));
  return options;
}

ResultOrErrors<std::unique_ptr<OpenedSchool>> OpenSchool(const SchoolArguments& arguments,
                                                         Clock* clock) {
  auto loaded = LoadSettings(arguments);
  if (!loaded) return loaded.error();
  auto opened = std::make_unique<OpenedSchool>();
  opened->loaded = std::move(*loaded);
  const Settings& settings = opened->loaded.settings;
  std::error_code failed;
  std::filesystem::create_directories(settings.data.folder, failed);
  if (!failed) {
    std::filesystem::permissions(settings.data.folder, std::filesystem::perms::owner_all, failed);
  }
  if (failed) {
    return Fail(ErrorCode::kInvalidInput,
                Concat("数据目录不能使用：", failed.message(), "；请检查路径和权限"),
                Concat("the data folder cannot be used: ", failed.message()), settings.data.folder);
  }
  auto store = Store::Open(StoreOptionsOf(settings, arguments));
  if (!store) return Errors{store.error()};
  opened->store = std::move(*store);
  opened->vault = OpenVault(VaultFolderOf(settings), settings.data.file_bytes_max);
  if (!settings.mail.url.empty()) {
    opened->mailer = MakeSmtpMailer({settings.mail.url, settings.mail.user, settings.mail.password,
                                     settings.mail.from, settings.mail.require_tls});
  }
  Clock& used = clock == nullptr ? opened->system_clock : *clock;
  auto school = School::Open({*opened->store, *opened->vault, used, opened->random},
                             SchoolOptionsOf(settings));
  if (!school) return school.error();
  opened->school = std::move(*school);
  return opened;
}

}  // namespace shouze
