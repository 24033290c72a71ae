#include "service/settings_reading.h"

#include <algorithm>
#include <array>

#include "system/setting_table.h"

namespace shouze {
namespace {

std::string_view SpellingOf(SettingType type) {
  constexpr std::array<std::string_view, 6> kSpellings = {"text",    "list",    "whole",
                                                          "seconds", "boolean", "secret"};
  return kSpellings[static_cast<std::size_t>(type)];
}

}  // namespace

std::vector<SettingRow> SettingRows(std::span<const SettingShown> shown) {
  std::vector<SettingRow> rows;
  for (const Setting& setting : SettingTable()) {
    SettingRow& row = rows.emplace_back();
    row.name = setting.name;
    row.type = SpellingOf(setting.type);
    row.variable = VariableOf(setting);
    row.fallback = setting.fallback;
    row.doc = setting.chinese;
    row.english = setting.english;
    BothLanguages accepted = AcceptedBy(setting);
    row.accepted = std::move(accepted.chinese);
    row.accepted_english = std::move(accepted.english);
    const auto one = std::ranges::find(shown, setting.name, &SettingShown::name);
    if (one == shown.end()) continue;
    row.set = !one->value.empty();
    if (setting.type != SettingType::kSecret) row.value = one->value;
    row.source = one->source;
  }
  return rows;
}

}  // namespace shouze
