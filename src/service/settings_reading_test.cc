#include "service/settings_reading.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "system/setting_table.h"

namespace shouze {
namespace {

const SettingRow& Named(const std::vector<SettingRow>& rows, std::string_view name) {
  return *std::ranges::find(rows, name, &SettingRow::name);
}

TEST(SettingsReading, HasARowForEverySettingAndShowsNoSecret) {
  const auto loaded = ReadSettings(
      std::nullopt, {{"SHOUZE_MAIL_PASSWORD", "hunter2"}, {"SHOUZE_HTTP_WORKERS", "8"}});
  ASSERT_TRUE(loaded);
  const auto answer = SettingRows(loaded->shown);
  EXPECT_EQ(answer.size(), SettingTable().size());
  const auto& workers = Named(answer, "http.workers");
  EXPECT_EQ(workers.value, "8");
  EXPECT_EQ(workers.fallback, "16");
  EXPECT_EQ(workers.type, "whole");
  EXPECT_EQ(workers.source, "SHOUZE_HTTP_WORKERS");
  EXPECT_FALSE(workers.doc.empty() || workers.accepted.empty());
  const auto& password = Named(answer, "mail.password");
  EXPECT_EQ(password.value, "");
  EXPECT_TRUE(password.set);
  EXPECT_FALSE(Named(answer, "mail.url").set);
}

}  // namespace
}  // namespace shouze
