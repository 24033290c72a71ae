#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "cli/context.h"
#include "service/school.h"
#include "store/store.h"
#include "system/clock.h"
#include "system/head_witness.h"
#include "system/mail.h"
#include "system/random.h"
#include "system/settings.h"
#include "system/vault.h"
#include "system/watched_clock.h"

namespace CLI {
class App;
}

namespace shouze {

/// Which school a command works on; what is given here wins over the settings.
struct SchoolArguments {
  std::optional<std::string> settings;  ///< --settings FILE
  std::optional<std::string> folder;    ///< --data FOLDER
  std::optional<std::string> database;  ///< --database URL
  bool skip_backup = false;             ///< --skip-backup: migrate PostgreSQL without a copy
};

/// Adds the options to a command. `arguments` must outlive it.
void AddSchoolOptions(CLI::App& command, SchoolArguments& arguments);

/// The settings, as files, environment and arguments say. Errors: all that is wrong with them.
ResultOrErrors<LoadedSettings> LoadSettings(const SchoolArguments& arguments);

/// What an option of the command line has put in place of a setting is shown as its value.
void ShowOption(LoadedSettings& loaded, std::string_view name, std::string_view value,
                std::string_view option);

/// What a command does with a school.
enum class SchoolUse {
  kCreate,  ///< Makes one: init, demo.
  kWrite,   ///< Changes one that is there; its ledger must go on from what was witnessed of it.
  kRead,    ///< Looks: makes, changes and brings up to date nothing.
};

/// Where things lie.
StoreOptions StoreOptionsOf(const Settings& settings, const SchoolArguments& arguments);
std::string VaultFolderOf(const Settings& settings);
std::string InspectionFolderOf(const Settings& settings);
std::string WitnessFileOf(const Settings& settings);
std::string SecurityArchiveFolderOf(const Settings& settings);
SchoolOptions SchoolOptionsOf(const Settings& settings);
ClockLimits ClockLimitsOf(const Settings& settings);

/// A school with everything it stands on.
struct OpenedSchool {
  OpenedSchool() = default;
  /// What is still to be written to the security log is written.
  ~OpenedSchool();
  OpenedSchool(const OpenedSchool&) = delete;
  OpenedSchool& operator=(const OpenedSchool&) = delete;

  LoadedSettings loaded;
  SystemClock system_clock;
  std::unique_ptr<WatchedClock> clock;  ///< Null where another one was given.
  SystemRandom random;
  std::unique_ptr<Store> store;
  std::unique_ptr<Vault> vault;
  std::unique_ptr<HeadWitness> witness;  ///< Null for those who read.
  std::unique_ptr<Mailer> mailer;        ///< Null where no mail is set.
  std::unique_ptr<School> school;
  bool may_write = false;
};

/// The folder is there, and its owner's alone.
Result<void> MakeDataFolder(const std::string& folder);

/// Opens the tables of a school alone: of one whose ledger cannot be loaded, too. Errors: there is
/// no school, or `use` makes one and there is something of one already.
ResultOrErrors<std::unique_ptr<Store>> OpenTables(const Settings& settings,
                                                  const SchoolArguments& arguments, SchoolUse use);

/// Opens the tables and loads the school. `clock`: in place of the machine's.
ResultOrErrors<std::unique_ptr<OpenedSchool>> OpenSchool(const SchoolArguments& arguments,
                                                         SchoolUse use, Clock* clock = nullptr);

}  // namespace shouze
