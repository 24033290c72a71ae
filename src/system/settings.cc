#include "system/settings.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <utility>

#include "base/check.h"
#include "base/nearest.h"
#include "base/text.h"
#include "system/mailbox.h"
#include "system/setting_table.h"
#include "system/settings_toml.h"

namespace shouze {
namespace {

constexpr std::string_view kPrefix = "SHOUZE_";
constexpr std::string_view kFileSuffix = "_FILE";
constexpr std::size_t kFileBytesMax = std::size_t{1} << 20;
/// Ours, but no settings: the file's name, and what scripts/test tells the tests.
constexpr std::string_view kTestPrefix = "SHOUZE_TEST_";
constexpr std::array<std::string_view, 2> kOtherVariables = {kSettingsFileVariable, "SHOUZE_BUILD"};

std::optional<std::string> ReadSmallFile(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::string bytes(kFileBytesMax + 1, '\0');
  stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (stream.bad() || stream.gcount() > static_cast<std::streamsize>(kFileBytesMax) ||
      (!stream.eof() && stream.gcount() == 0)) {
    return std::nullopt;
  }
  bytes.resize(static_cast<std::size_t>(stream.gcount()));
  return bytes;
}

/// Reads all sources in turn and gathers what is wrong in any of them.
class SettingsReader {
 public:
  SettingsReader() {
    for (const Setting& setting : SettingTable()) {
      Set(setting, setting.fallback, "default");
    }
  }

  void ReadFile(const std::string& path) {
    const auto text = ReadSmallFile(path);
    if (!text) {
      Wrong(path, "读不了这个设置文件，或者它太大",
            "the settings file cannot be read or is too large");
      return;
    }
    const auto values = ReadToml(*text, path);
    if (!values) {
      errors_.push_back(values.error());
      return;
    }
    for (const TomlValue& value : *values) TakeFromFile(value, Concat(path, ":", value.line));
  }

  void ReadEnvironment(const Environment& environment) {
    for (const auto& [name, value] : environment) {
      if (name.starts_with(kPrefix)) TakeFromEnvironment(name, value, environment);
    }
  }

  /// What no value alone can show.
  void CheckTogether() {
    const Settings::Mail& mail = settings_.mail;
    if (!mail.url.empty() && !ParseMailbox(mail.from)) {
      const std::string where = sources_["mail.from"];
      Wrong(where == "default" ? sources_["mail.url"] : where,
            "要发邮件，mail.from 须是一个邮箱地址", "to send mail, mail.from is one mail address");
    }
  }

  ResultOrErrors<LoadedSettings> Take() {
    if (!errors_.empty()) return std::move(errors_);
    std::string& url = settings_.http.public_url;
    url.erase(url.find_last_not_of('/') + 1);
    LoadedSettings loaded;
    for (const Setting& setting : SettingTable()) {
      loaded.shown.push_back(
          {setting.name, Masked(setting, values_[setting.name]), sources_[setting.name]});
    }
    loaded.settings = std::move(settings_);
    return loaded;
  }

 private:
  void Wrong(std::string where, std::string chinese, std::string english) {
    errors_.push_back(
        {ErrorCode::kInvalidInput, std::move(where), std::move(chinese), std::move(english)});
  }

  void WrongValue(const Setting& setting, std::string where) {
    const BothLanguages accepted = AcceptedBy(setting);
    Wrong(std::move(where), Concat(setting.name, " 要写", accepted.chinese),
          Concat(setting.name, " takes ", accepted.english));
  }

  /// `names` are those that would have been known.
  void Unknown(std::string where, const std::string& name,
               const std::vector<std::string_view>& names) {
    const auto near = NearestNames(name, names, 1);
    const std::string shown = ForTerminal(name);
    Wrong(std::move(where),
          near.empty() ? Concat("没有“", shown, "”这个设置")
                       : Concat("没有“", shown, "”这个设置，是不是“", near[0], "”？"),
          near.empty()
              ? Concat("there is no setting '", shown, "'")
              : Concat("there is no setting '", shown, "'; did you mean '", near[0], "'?"));
  }

  void Set(const Setting& setting, std::string_view value, const std::string& source) {
    if (!PutSetting(setting, value, settings_)) {
      CHECK(source != "default");
      WrongValue(setting, source);
      return;
    }
    values_[setting.name] = value;
    sources_[setting.name] = source;
  }

  void TakeFromFile(const TomlValue& value, const std::string& where) {
    const auto table = SettingTable();
    const auto setting = std::ranges::find(table, value.name, &Setting::name);
    if (setting == table.end()) {
      const bool is_section = std::ranges::any_of(
          table, [&](const Setting& one) { return one.name.starts_with(value.name + "."); });
      if (value.kind == TomlKind::kEmptyTable && is_section) return;
      std::vector<std::string_view> names;
      std::ranges::transform(table, std::back_inserter(names), &Setting::name);
      Unknown(where, value.name, names);
      return;
    }
    if (!IsWrittenAs(setting->type, value.kind)) {
      WrongValue(*setting, where);
      return;
    }
    Set(*setting, value.text, where);
  }

  static bool IsWrittenAs(SettingType type, TomlKind kind) {
    switch (type) {
      case SettingType::kWhole:
      case SettingType::kSeconds:
        return kind == TomlKind::kWhole;
      case SettingType::kBoolean:
        return kind == TomlKind::kBoolean;
      case SettingType::kList:
        return kind == TomlKind::kText || kind == TomlKind::kTexts;
      case SettingType::kText:
      case SettingType::kSecret:
        return kind == TomlKind::kText;
    }
    return false;
  }

  void TakeFromEnvironment(const std::string& name, const std::string& value,
                           const Environment& environment) {
    std::vector<std::string> names;
    for (const Setting& setting : SettingTable()) {
      const std::string variable = VariableOf(setting);
      if (name == variable) return Set(setting, value, name);
      names.push_back(variable);
      if (!MayComeFromFile(setting)) continue;
      const std::string with_file = Concat(variable, kFileSuffix);
      if (name == with_file) {
        if (environment.contains(variable)) {
          return Wrong(name, Concat(variable, " 已经设置，两者只能留一个"),
                       Concat(variable, " is set, too: keep one of them"));
        }
        return TakeFromSecretFile(setting, name, value);
      }
      names.push_back(with_file);
    }
    if (std::ranges::find(kOtherVariables, name) != kOtherVariables.end()) return;
    if (name.starts_with(kTestPrefix)) return;
    Unknown(name, name, {names.begin(), names.end()});
  }

  void TakeFromSecretFile(const Setting& setting, const std::string& name,
                          const std::string& path) {
    auto text = ReadSmallFile(path);
    if (!text) {
      return Wrong(name, Concat("读不了文件 ", ForTerminal(path)),
                   Concat("the file ", ForTerminal(path), " cannot be read"));
    }
    if (text->ends_with('\n')) text->pop_back();
    if (text->ends_with('\r')) text->pop_back();
    Set(setting, *text, name);
  }

  Settings settings_;
  std::map<std::string_view, std::string> values_;
  std::map<std::string_view, std::string> sources_;
  Errors errors_;
};

}  // namespace

Environment ProcessEnvironment() {
  Environment environment;
  for (char** at = environ; at != nullptr && *at != nullptr; ++at) {
    const std::string_view entry = *at;
    const std::size_t equals = entry.find('=');
    if (equals == entry.npos) continue;
    environment.emplace(entry.substr(0, equals), entry.substr(equals + 1));
  }
  return environment;
}

ResultOrErrors<LoadedSettings> ReadSettings(const std::optional<std::string>& toml_path,
                                            const Environment& environment) {
  SettingsReader reader;
  if (toml_path) reader.ReadFile(*toml_path);
  reader.ReadEnvironment(environment);
  reader.CheckTogether();
  return reader.Take();
}

}  // namespace shouze
