#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil.h"
#include "base/result.h"

namespace shouze {

/// A time of day, as a clock in the school shows it: minutes since midnight.
struct TimeOfDay {
  int minutes = 0;

  constexpr auto operator<=>(const TimeOfDay&) const = default;
};

/// What the school's administrator decides about the program, one member a row of SettingTable(),
/// which also has the defaults, ranges and explanations. Never changes while the program runs.
struct Settings {
  struct School {
    std::string name;
    std::string office;
    UtcOffset utc_offset;
  };
  struct Storage {
    std::string folder;
    std::string database;  ///< Empty: SQLite in the folder. Holds a password: never show it.
    std::int64_t file_bytes_max = 0;
    std::int64_t unused_bytes_max = 0;
    int unused_files_max = 0;
    std::int64_t free_bytes_min = 0;
  };
  struct Http {
    std::string listen;      ///< `127.0.0.1:8080`, `[::1]:8080`
    std::string public_url;  ///< Without a slash at its end; may be empty.
    std::vector<std::string> trusted_proxies;
    std::string metrics_token;  ///< Empty: metrics are for system administrators.
    int workers = 0;
    std::int64_t body_bytes_max = 0;
    int idle_seconds = 0;
    int request_seconds = 0;
    int connections_max = 0;
    int connections_per_address_max = 0;
  };
  struct Session {
    int idle_minutes = 0;
    int hours = 0;
  };
  struct Login {
    int failures = 0;
    int lock_minutes = 0;
  };
  struct Password {
    int characters_min = 0;
    int kinds_min = 0;
    int history = 0;
    int expire_days = 0;
  };
  struct Mail {
    std::string url;
    std::string user;
    std::string password;
    std::string from;
    bool require_tls = true;
    TimeOfDay digest_at;
    std::string head_to;
  };
  struct Notify {
    int near_workdays = 0;
  };
  struct Logging {
    std::string level;
    bool requests = true;
    int security_days = 0;
    std::string syslog;  ///< `log.example.edu.cn:6514`, by TLS; empty: nowhere.
  };
  struct Clock {
    int tolerance_seconds = 0;
    int silence_days = 0;
  };

  School school;
  Storage data;
  Http http;
  Session session;
  Login login;
  Password password;
  Mail mail;
  Notify notify;
  Logging log;
  Clock clock;
};

/// Names and values of environment variables.
using Environment = std::map<std::string, std::string>;

/// This process's.
Environment ProcessEnvironment();

/// Names the settings file for whoever reads it; no setting itself.
inline constexpr std::string_view kSettingsFileVariable = "SHOUZE_SETTINGS";

/// One setting as it stands, for people to look at.
struct SettingShown {
  std::string_view name;  ///< `http.listen`
  std::string value;      ///< Secrets, and passwords within addresses, as `***`.
  std::string source;     ///< `default`, `file:line`, or the environment variable's name.
};

/// The settings, and where each came from.
struct LoadedSettings {
  Settings settings;
  std::vector<SettingShown> shown;  ///< In the order of the table.
};

/// Reads the settings: defaults, then the TOML file if there is one, then `SHOUZE_…` variables,
/// later ones winning. For secrets `SHOUZE_…_FILE` names a file whose content counts, without the
/// line feed at its end. Errors: kInvalidInput, all at once, each with `file:line` or the
/// variable's name: unreadable files, unknown names, wrong types, values out of range or of the
/// wrong form.
ResultOrErrors<LoadedSettings> ReadSettings(const std::optional<std::string>& toml_path,
                                            const Environment& environment);

/// docs/reference/settings.md: every setting, in Chinese and English.
std::string SettingsReference();

}  // namespace shouze
