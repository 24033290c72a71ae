#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "system/settings.h"

namespace shouze {

/// How a setting is written.
enum class SettingType { kText, kList, kWhole, kSeconds, kBoolean, kSecret };

/// The member of Settings that takes a value; its type says how text is read.
using SettingSlot = std::variant<std::string*, std::vector<std::string>*, int*, std::int64_t*,
                                 bool*, UtcOffset*, TimeOfDay*>;

/// What a text must look like, where not every text will do.
struct SettingForm {
  std::string_view chinese;
  std::string_view english;
  bool (*fits)(std::string_view) = nullptr;  ///< Null: any text.
};

/// One setting: everything there is to say about it.
struct Setting {
  std::string_view name;  ///< Dotted path in the TOML file: `http.listen`.
  SettingType type = SettingType::kText;
  std::string_view fallback = {};  ///< The default, as it would be written in the environment.
  SettingSlot (*slot)(Settings&) = nullptr;
  std::string_view chinese;
  std::string_view english;
  std::int64_t min = 0;  ///< Of whole numbers and seconds.
  std::int64_t max = 0;
  SettingForm form = {};           ///< Of texts and of each item of a list.
  bool has_secret_inside = false;  ///< An address that may hold a password.
};

/// All settings, those of one section together.
std::span<const Setting> SettingTable();

/// `SHOUZE_HTTP_LISTEN` for `http.listen`.
std::string VariableOf(const Setting& setting);

/// Whether its value may also come from the file that `SHOUZE_…_FILE` names.
bool MayComeFromFile(const Setting& setting);

/// Puts `text` into the member of `settings`; false, and nothing done, where it is not accepted.
bool PutSetting(const Setting& setting, std::string_view text, Settings& settings);

/// A phrase in both languages.
struct BothLanguages {
  std::string chinese;
  std::string english;
};

/// What the setting accepts: `整数，1 至 64`, `a whole number, 1 to 64`.
BothLanguages AcceptedBy(const Setting& setting);

/// `value` as anybody may see it: `***` for a secret, and for the passwords in addresses
/// (`postgresql://shouze:***@host/db`, `password=***`).
std::string Masked(const Setting& setting, std::string_view value);

}  // namespace shouze
