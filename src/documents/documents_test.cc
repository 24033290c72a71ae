#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "base/text.h"
#include "documents/grid.h"
#include "documents/package.h"
#include "documents/paper.h"
#include "documents/qr.h"
#include "documents/text.h"
#include "documents/write.h"

namespace shouze::documents {
namespace {

Document Small(Layout layout = Layout::kForm) {
  Document document;
  document.title = "2026 年度考核评价表";
  document.layout = layout;
  document.foot = "核验码 abc";
  document.made_at = *ParseInstant("2026-12-21T09:00:00+08:00");
  document.blocks = {
      RedHead{"某某职业技术学院网络安全领导小组办公室", "网安办〔2026〕5 号"},
      Heading{0, "2026 年度网络安全责任制落实考核结果通报"},
      Paragraph{{{"各二级单位："}}, Align::kLeft, false},
      Plain("根据《网络安全责任制落实考核评价办法（试行）》，经考核评价，现将结果通报如下。"),
      Heading{1, "一、总体情况"},
      Heading{2, "（一）得分"},
      Paragraph{{{"信息工程学院 "}, {"96.5", true}, {" 分。"}}},
      Table{{1, 3, 2},
            1,
            {{{"序号", Align::kCentre, true}, {"内容", Align::kCentre, true}, {"得分"}},
             {{"1", Align::kCentre, false, 1, 2}, {"领导责任制建立"}, {"4"}},
             {{"专员队伍建设"}, {"4"}},
             {{"合计", Align::kCentre, true, 2}, {"8"}}}},
      QrCode{"https://example.edu.cn/verify/abc", "扫码核验"},
      SignPlaces{{"单位负责人（签字、公章）", "网安办（盖章）"}},
      Signature{{"某某职业技术学院网安办", "2026 年 12 月 21 日"}},
  };
  return document;
}

TEST(Pdf, IsOneAndTheSameEachTime) {
  const auto once = WritePdf(Small());
  ASSERT_TRUE(once) << Describe(once.error());
  EXPECT_EQ(once->substr(0, 5), "%PDF-");
  EXPECT_EQ(*once, *WritePdf(Small()));
}

TEST(Pdf, IsWrittenBySeveralAtOnce) {
  const std::string expected = *WritePdf(Small());
  std::vector<std::string> made(4);
  {
    std::vector<std::jthread> threads;
    for (std::string& one : made) {
      threads.emplace_back([&one] { one = *WritePdf(Small()); });
    }
  }
  for (const std::string& one : made) EXPECT_EQ(one, expected);
}

TEST(Pdf, HoldsWhatNoPageHolds) {
  Document document = Small();
  std::string endless;
  for (int i = 0; i < 4000; ++i) endless += "逾期未报送；";
  Table table{{1, 1, 4}, 1, {{{"项"}, {"目"}, {"扣分依据"}}}};
  table.rows.push_back({{"一", Align::kLeft, false, 1, 2}, {"甲"}, {endless}});
  table.rows.push_back({{"乙"}, {std::string(100'000, 'w')}});
  document.blocks = {Plain(endless), std::move(table)};
  const auto made = WritePdf(document);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->substr(0, 5), "%PDF-");
}

TEST(Pdf, TakesTextsOfAnyKind) {
  Document document = Small();
  document.title = std::string("\xff\x01 <&>\" 🔒\x00z", 14);
  document.blocks = {Plain(document.title),
                     Table{},
                     Table{{1}, 3, {{{"a"}}}},
                     Table{{1, 1}, 0, {{}, {{"b", Align::kLeft, false, 9, 9}, {"c"}}}},
                     SignPlaces{},
                     Signature{},
                     QrCode{"x", ""},
                     PageBreak{},
                     Heading{0, ""}};
  EXPECT_TRUE(WritePdf(document));
  EXPECT_EQ(WriteDocx(document).substr(0, 2), "PK");
}

TEST(Pdf, HasRareCharactersAndTellsThoseItCannotShow) {
  const Document document = Small();
  const auto paper = Paper::Begin(document);
  ASSERT_TRUE(paper);
  const TextStyle& body = (*paper)->styles().body;
  (*paper)->Text({{"𠮷田、㛃、䶮、𫖯"}}, body, {200});
  EXPECT_TRUE((*paper)->missing().empty());
  (*paper)->Text({{"张\uE81E"}}, body, {200});
  EXPECT_EQ((*paper)->missing(), (std::set<PangoGlyph>{0xE81E}));
  (*paper)->Finish();
}

TEST(Docx, IsOneAndTheSameEachTime) {
  const std::string once = WriteDocx(Small(Layout::kLetter));
  EXPECT_EQ(once.substr(0, 4), "PK\x03\x04");
  EXPECT_EQ(once, WriteDocx(Small(Layout::kLetter)));
}

TEST(Xlsx, IsOneAndTheSameEachTime) {
  const Workbook book{"排名",
                      *ParseInstant("2026-12-21T09:00:00+08:00"),
                      {},
                      {{"排名/一",
                        "2026 年度排名",
                        {{"单位", 20}, {"得分"}},
                        1,
                        {{std::string("=1+1"), Points{96500}}, {std::string("\x01\xff"), 3}}},
                       {"排名/一", "空", {}, 0, {}}}};
  const std::string once = WriteXlsx(book);
  EXPECT_EQ(once.substr(0, 4), "PK\x03\x04");
  EXPECT_EQ(once, WriteXlsx(book));
}

TEST(Text, KeepsLettersAndLineFeedsOnly) {
  EXPECT_EQ(CleanText("责\r\n任\x07书\x7f"), "责\n任书");
  EXPECT_EQ(CleanText("\xff"), "\xEF\xBF\xBD");
  EXPECT_EQ(CleanText("a\u202Eb"), "ab");
}

TEST(Qr, HasItsThreeCorners) {
  const QrModules modules = MakeQr("https://example.edu.cn/verify/0123456789abcdef");
  ASSERT_GE(modules.size, 21);
  for (int i = 0; i < 7; ++i) {
    EXPECT_TRUE(modules.At(0, i));
    EXPECT_TRUE(modules.At(0, modules.size - 1 - i));
    EXPECT_TRUE(modules.At(modules.size - 1, i));
  }
  EXPECT_EQ(QrPng(modules).substr(1, 3), "PNG");
}

TEST(Grid, LeavesOutWhatIsReachedOver) {
  const Table table{{1, 1, 1}, 0, {{{"a", Align::kLeft, false, 2, 2}, {"b"}}, {{"c"}, {"d"}}}};
  const auto placed = PlaceCells(table);
  ASSERT_EQ(placed.size(), 3u);
  EXPECT_EQ(placed[1].column, 2);
  EXPECT_EQ(placed[2].row, 1u);
  EXPECT_EQ(placed[2].column, 2);
}

/// For looking at by eye: `SHOUZE_DOCUMENTS=FOLDER build/tests/documents_test`.
TEST(Look, ASmallOne) {
  const char* const folder = std::getenv("SHOUZE_DOCUMENTS");
  if (folder == nullptr) GTEST_SKIP() << "SHOUZE_DOCUMENTS names a folder";
  const auto put = [&](const std::string& name, const std::string& bytes) {
    std::ofstream(Concat(folder, "/", name), std::ios::binary) << bytes;
  };
  for (const Layout layout : {Layout::kLetter, Layout::kForm}) {
    const std::string name = layout == Layout::kLetter ? "letter" : "form";
    put(name + ".pdf", *WritePdf(Small(layout)));
    put(name + ".docx", WriteDocx(Small(layout)));
  }
}

}  // namespace
}  // namespace shouze::documents
