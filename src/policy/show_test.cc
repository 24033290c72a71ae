#include "policy/show.h"

#include <gmock/gmock.h>

#include "policy/small_policy.h"

namespace shouze {
namespace {

using testing::HasSubstr;

std::string Shown(std::optional<std::string_view> line) {
  const Policy policy = ReadPolicy(SmallPolicy(), "p.yaml").value();
  const Result<std::string> text = ShowPolicy(policy, line);
  return text ? *text : Describe(text.error());
}

TEST(ShowPolicy, PutsDutiesAndRulesIntoWords) {
  EXPECT_EQ(Shown("1.1"),
            "1.1  整改  10 分（处置，第一条）\n"
            "\n"
            "  工作要求\n"
            "    应整改。\n"
            "\n"
            "  职责\n"
            "    fix  整改：完成整改\n"
            "      何时产生：每个漏洞（重大：是）\n"
            "      期限：“级别”为“高”的，自通报的时刻起 24 小时内（遇节假日不顺延）；"
            "其他，自通报的时刻起 3 个工作日内（第 3 个工作日 24:00 止）\n"
            "      完成：报送材料并审核通过\n"
            "      退回：期限即期限，不能补报\n"
            "      审核清单：\n"
            "        □ 报告（盖章）\n"
            "    teach  复训：组织复训\n"
            "      何时产生：每个漏洞\n"
            "      期限：台账所填“期限”当日 24:00 前（没有填写的不产生任务）\n"
            "      完成：本单位有相应的“培训”记录\n"
            "\n"
            "  扣分规则\n"
            "    found  发现：每个漏洞（级别：高）扣 2.5 分（第一条）\n"
            "    overdue  逾期：“整改”“复训”每误一次扣 5 分，逾期完成的每次扣 1 分（第一条）\n"
            "    row  连续：“整改”连续误 2 次，本指标记 0 分（第一条）\n"
            "\n"
            "  本校解释\n"
            "    期限（第一条）\n"
            "      问：几日\n"
            "      答：三日\n");
}

TEST(ShowPolicy, PutsAMeasureIntoWords) {
  EXPECT_THAT(Shown("2"),
              HasSubstr("完成：人均学时不少于 4 学时：全年培训（学时：1、2.5）的“学时”"
                        "（不超过 4 乘以“半天”）乘以“人次”，合计除以“人数”（至少按 1 计）\n"));
  EXPECT_THAT(Shown("2"), HasSubstr("期限：10 月 1 日 24:00 前（秋日，考核年度可另定）；"
                                    "不早于 3 月 31 日 0:00\n"));
  EXPECT_THAT(Shown("2"), HasSubstr("退回：可在 12 月 20 日 24:00 前补报\n"));
}

TEST(ShowPolicy, BeginsTheWholeWithItsContents) {
  const std::string text = Shown(std::nullopt);
  EXPECT_THAT(text, testing::StartsWith("小办法\n学校　1 号　2026-01-02\n"
                                        "small 第 1 版，满分 20 分，2 项指标\nsha256:"));
  EXPECT_THAT(text, HasSubstr("\n  1.1   整改"));
  EXPECT_THAT(text, HasSubstr("每个漏洞使当年总分记 0 分（第八条）"));
}

TEST(ShowPolicy, NamesTheIndicatorsThereAre) {
  EXPECT_EQ(Shown("7"), "没有指标“7”，有：1.1 2 / there is no indicator '7', there are: 1.1 2");
}

}  // namespace
}  // namespace shouze
