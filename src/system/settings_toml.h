#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace shouze {

/// What kind of value stands in a TOML file; the last is everything that no setting is.
enum class TomlKind { kText, kWhole, kBoolean, kTexts, kEmptyTable, kOther };

/// One value of a TOML file.
struct TomlValue {
  std::string name;  ///< Its dotted path: `http.listen`; keys with dots in them are quoted.
  TomlKind kind = TomlKind::kOther;
  std::string text;  ///< `true`, `4`; of several texts, with commas between.
  int line = 0;      ///< From 1.
};

/// All values in the file, by line. Errors: kInvalidInput with `file:line`, the first one only, for
/// what is not TOML.
Result<std::vector<TomlValue>> ReadToml(std::string_view text, const std::string& file);

}  // namespace shouze
