#pragma once

#include <span>
#include <string>
#include <vector>

#include "exchange/described.h"
#include "system/settings.h"

/// 设置, to be looked at: they are changed in the file and take effect when the server starts.
namespace shouze {

/// One setting.
struct SettingRow {
  std::string name;      ///< `http.listen`
  std::string type;      ///< text, list, whole, seconds, boolean, secret
  std::string variable;  ///< `SHOUZE_HTTP_LISTEN`
  std::string fallback;  ///< The default.
  std::string doc;
  std::string english;
  std::string accepted;  ///< 整数，1 至 64
  std::string accepted_english;
  bool set = false;    ///< Whether it has a value that is not empty.
  std::string value;   ///< In force; empty for secrets; passwords in addresses are `***`.
  std::string source;  ///< `default`, `file:line`, the variable's name, or the option's.
};
SHOUZE_DESCRIBE(SettingRow, name, type, variable, fallback, doc, english, accepted,
                accepted_english, set, value, source)

/// The rows of the table, in its order, with what is in force.
std::vector<SettingRow> SettingRows(std::span<const SettingShown> shown);

}  // namespace shouze
