#include "papers/papers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "base/text.h"
#include "papers/making.h"
#include "papers/wording.h"
#include "service/cycles.h"
#include "service/proposals.h"
#include "service/records.h"
#include "service/stages.h"
#include "testing/test_school.h"

namespace shouze::papers {
namespace {

using testing::HasSubstr;
using testing::Not;

/// All that is said in a document.
class TextOf {
 public:
  explicit TextOf(const documents::Document& document) {
    for (const auto& block : document.blocks) {
      std::visit([this](const auto& one) { Say(one); }, block);
    }
  }
  const std::string& text() const { return text_; }

 private:
  void Add(const std::string& text) { text_ += text + "\n"; }
  void Say(const documents::RedHead& one) { Add(one.organ + one.number); }
  void Say(const documents::Heading& one) { Add(one.text); }
  void Say(const documents::Paragraph& one) {
    for (const auto& run : one.runs) Add(run.text);
  }
  void Say(const documents::Table& one) {
    for (const auto& row : one.rows) {
      std::string cells;
      for (const auto& cell : row) cells += cell.text + "|";
      Add(cells);
    }
  }
  void Say(const documents::Signature& one) { Add(Join(one.lines, "\n")); }
  void Say(const documents::SignPlaces& one) { Add(Join(one.labels, "\n")); }
  void Say(const documents::QrCode& one) { Add(one.text); }
  void Say(const documents::PageBreak&) {}

  std::string text_;
};

/// A December: A1 has two findings and objects to one of them, which is waived; B2 is vetoed.
class Papers : public SchoolTest {
 protected:
  SchoolOptions Options() override {
    SchoolOptions options = TestSchool::DefaultOptions();
    options.office = "网络安全领导小组办公室";
    options.public_url = "https://wangan.school.example";
    return options;
  }
  void SetUp() override {
    SchoolTest::SetUp();
    if (IsSkipped()) return;
    first_ = test().Register("vulnerability", {"A1"}, Finding("教务系统弱口令"));
    test().Register("vulnerability", {"A1"}, Finding("门户注入漏洞"));
    clock().MoveTo(SchoolTime("2026-12-21T09:00"));
  }
  static FieldValues Finding(std::string_view name) { return {{"system", std::string(name)}}; }
  void Advance(Stage to) { test().Must(kAdvance, "office", {2026, to, ""}); }
  void ToConfirming() {
    Advance(Stage::kInitial);
    test().Must(kAdvance, "office", {2026, Stage::kConfirming, "", *MakeDate(2026, 12, 28)});
  }
  void Object() {
    test().Must(kPrepareFeedback, "contact-a",
                {2026, "A1", {{"5.1", "教务系统弱口令已于当日整改", {}}}, "", 0});
    const auto read = test().Must(kReadFeedback, "head-a", {2026, "A1"});
    test().Must(kSignFeedback, "head-a", {2026, "A1", read.feedback->entry});
  }
  /// The waiver and the answer.
  void Uphold() {
    const auto asked = test().Must(kProposeWaiver, "office", {2026, "A1", "", first_, "误报"});
    test().Must(kApproveProposal, "office2", {Label(asked.id), ""});
    test().Must(kAnswerObjection, "office",
                {2026, "A1", "5.1", Outcome::kUpheld, "经核实系误报", 0});
  }
  void Publish(Publication shown) {
    test().Must(kSignFeedback, "head-b", {2026, "B2", 0});
    Advance(Stage::kFinal);
    test().Must(kDecideResult, "leader",
                {2026, Stage::kApproved, "领导小组〔2026〕3 号", *MakeDate(2026, 12, 21), ""});
    test().Must(kAdvance, "office", {2026, Stage::kPublished, "", {}, shown});
  }
  Letterhead Head() {
    return {"试验学院", "网络安全领导小组办公室",       "网安办〔2026〕5 号", clock().Now(),
            {},         "https://wangan.school.example"};
  }
  ScoreFormAnswer Form(Label unit, FormOf of) {
    return test().Must(kReadScoreForm, "office", {2026, std::move(unit), of});
  }
  MadePaper Made(std::string_view login, UnitPaper paper, PaperFormat format) {
    auto made = Make(school(), test().As(login), UnitPaperRequest{2026, "A1", paper, format, {}});
    if (!made) throw std::runtime_error(Describe(made.error()));
    Keep(*made);
    return std::move(*made);
  }
  MadePaper Made(std::string_view login, SchoolPaper paper, PaperFormat format) {
    auto made = Make(school(), test().As(login), SchoolPaperRequest{2026, paper, format, {}});
    if (!made) throw std::runtime_error(Describe(made.error()));
    Keep(*made);
    return std::move(*made);
  }
  /// To be looked at: SHOUZE_DOCUMENTS names a folder.
  static void Keep(const MadePaper& made) {
    const char* const folder = std::getenv("SHOUZE_DOCUMENTS");
    if (folder == nullptr) return;
    std::ofstream(Concat(folder, "/", made.name), std::ios::binary) << made.bytes;
  }

  std::string first_;
};
SHOUZE_ON_BOTH_DATABASES(Papers);

TEST_P(Papers, TheNoticeSaysTheScoreWhyAndUntilWhen) {
  ToConfirming();
  const auto form = Form("A1", FormOf::kInitial);
  const auto notice =
      NoticeOfInitialResult(Head(), form, test().Must(kReadFeedback, "contact-a", {2026, "A1"}));
  const std::string text = TextOf(notice).text();
  EXPECT_THAT(text, HasSubstr("试验学院网络安全领导小组办公室网安办〔2026〕5 号"));
  EXPECT_THAT(text, HasSubstr("信息工程学院："));
  EXPECT_THAT(text, HasSubstr(Concat("初评得分 ", Format(form.total), " 分（满分 100 分）")));
  EXPECT_THAT(text, HasSubstr("教务系统弱口令"));
  EXPECT_THAT(text, HasSubstr("请于 2026-12-28 24:00 前"));
  EXPECT_THAT(text, HasSubstr("2026年12月21日"));
  EXPECT_THAT(notice.foot, HasSubstr(form.digest));
}

TEST_P(Papers, TheSheetHasEveryLineOfTheForm) {
  const auto form = Form("A1", FormOf::kStanding);
  const std::string text = TextOf(ScoreSheet(Head(), form)).text();
  for (const ScoreFormLine& line : form.lines) {
    EXPECT_THAT(text, HasSubstr(line.requirement));
    EXPECT_THAT(text, HasSubstr(line.scoring));
  }
  EXPECT_THAT(text, HasSubstr(Concat("合计|100|", Format(form.total), "|")));
  EXPECT_THAT(text, HasSubstr("未冻结"));
  EXPECT_THAT(text, Not(HasSubstr("/verify/"))) << "nothing to verify yet";
}

TEST_P(Papers, APublishedSheetLeadsToWhereItIsVerified) {
  ToConfirming();
  test().Must(kSignFeedback, "head-a", {2026, "A1", 0});
  EXPECT_THAT(TextOf(ScoreSheet(Head(), Form("A1", FormOf::kStanding))).text(),
              Not(HasSubstr("/verify/")));
  Publish({.totals = true});
  const auto form = Form("A1", FormOf::kStanding);
  ASSERT_THAT(form.digest, testing::SizeIs(64));
  EXPECT_THAT(TextOf(ScoreSheet(Head(), form)).text(),
              HasSubstr("https://wangan.school.example/verify/" + form.digest));
  EXPECT_THAT(TextOf(ScoreSheet(Head(), Form("A1", FormOf::kInitial))).text(),
              Not(HasSubstr("/verify/")))
      << "not the one in force";
  Letterhead nowhere = Head();
  nowhere.public_url.clear();
  EXPECT_THAT(TextOf(ScoreSheet(nowhere, form)).text(), Not(HasSubstr("/verify/")));
}

TEST_P(Papers, TheAnswerSetsBeforeAndAfterSideBySide) {
  ToConfirming();
  Object();
  Uphold();
  const auto feedback = test().Must(kReadFeedback, "office", {2026, "A1"});
  const std::string text = TextOf(AnswerToObjections(Head(), 2026, feedback)).text();
  EXPECT_THAT(text, HasSubstr("一、关于“5.1 "));
  EXPECT_THAT(text, HasSubstr("教务系统弱口令已于当日整改"));
  EXPECT_THAT(text, HasSubstr("答复：采纳。\n经核实系误报"));
  EXPECT_THAT(text, HasSubstr("初评|0|"));
  EXPECT_THAT(text, HasSubstr("现在|3|"));
}

TEST_P(Papers, WhatAllUnitsReadNamesNoSystemAndNoFinding) {
  ToConfirming();
  test().Must(kSignFeedback, "head-a", {2026, "A1", 0});
  const auto draft = test().Must(kReadResults, "office", {2026});
  EXPECT_THAT(TextOf(Announcement(Head(), draft)).text(), HasSubstr("（送审稿）"));
  Publish({.totals = true, .ranking = true, .lines = true});
  const auto results = test().Must(kReadResults, "office", {2026});
  const std::string text =
      TextOf(Announcement(Head(), results)).text() + TextOf(LineScores(Head(), results)).text();
  EXPECT_THAT(text, Not(HasSubstr("送审稿")));
  EXPECT_THAT(text, HasSubstr("审核认定（领导小组〔2026〕3 号，2026年12月21日）"));
  EXPECT_THAT(text, HasSubstr("附件：2026 年度"));
  EXPECT_THAT(text, Not(HasSubstr("弱口令")));
}

TEST_P(Papers, TheAnnouncementShowsWhatWasChosen) {
  ToConfirming();
  test().Must(kSignFeedback, "head-a", {2026, "A1", 0});
  Publish({.totals = true});
  const std::string text =
      TextOf(Announcement(Head(), test().Must(kReadResults, "office", {2026}))).text();
  EXPECT_THAT(text, HasSubstr("序号|单位|得分|"));
  EXPECT_THAT(text, Not(HasSubstr("名次")));
  EXPECT_THAT(text, Not(HasSubstr("附件")));
}

TEST_P(Papers, TheReportSaysAllThatTheLeadingGroupDecidesOn) {
  ToConfirming();
  Object();
  Uphold();
  test().Must(kComment, "co", {2026, "A1", "培训材料请补充说明"});
  const auto results = test().Must(kReadResults, "leader", {2026});
  const std::string text =
      TextOf(Report(Head(), results, test().Must(kListObjections, "office", {2026}),
                    test().Must(kReadYearOnYear, "leader", {2026})))
          .text();
  for (const char* const said : {"一、总体情况", "二、各单位得分", "|+3|", "三、初评以来的变化",
                                 "四、一票否决", "五、单位确认", "异议共 1 项",
                                 "采纳。经核实系误报", "六、有关部门意见", "培训材料请补充说明"}) {
    EXPECT_THAT(text, HasSubstr(said));
  }
  EXPECT_THAT(text, Not(HasSubstr("历年对比"))) << "there is one year";
}

TEST_P(Papers, AreMadeInTheirFormats) {
  ToConfirming();
  Object();
  for (const auto paper :
       {UnitPaper::kNotice, UnitPaper::kInitialSheet, UnitPaper::kSheet, UnitPaper::kAnswers}) {
    EXPECT_TRUE(Made("office", paper, PaperFormat::kPdf).bytes.starts_with("%PDF-"));
    EXPECT_TRUE(Made("contact-a", paper, PaperFormat::kDocx).bytes.starts_with("PK"));
  }
  for (const auto paper : {SchoolPaper::kNotices, SchoolPaper::kInitialSheets, SchoolPaper::kSheets,
                           SchoolPaper::kAnswers, SchoolPaper::kAnnouncement, SchoolPaper::kLines,
                           SchoolPaper::kReport}) {
    EXPECT_TRUE(Made("office", paper, PaperFormat::kPdf).bytes.starts_with("%PDF-"));
    EXPECT_TRUE(Made("leader", paper, PaperFormat::kDocx).bytes.starts_with("PK"));
  }
  EXPECT_TRUE(Made("office", SchoolPaper::kRanking, PaperFormat::kXlsx).bytes.starts_with("PK"));
}

TEST_P(Papers, AreRefusedWhereThereIsNothingToSay) {
  const auto refused = [&](auto request, std::string_view login = "office") {
    const auto made = Make(school(), test().As(login), request);
    return made ? std::string("made") : Describe(made.error());
  };
  EXPECT_THAT(refused(UnitPaperRequest{2026, "A1", UnitPaper::kNotice, PaperFormat::kPdf, {}}),
              HasSubstr("还没有初评结果"));
  EXPECT_THAT(refused(UnitPaperRequest{2026, "A1", UnitPaper::kSheet, PaperFormat::kXlsx, {}}),
              HasSubstr("/format"));
  EXPECT_THAT(refused(SchoolPaperRequest{2026, SchoolPaper::kRanking, PaperFormat::kPdf, {}}),
              HasSubstr("/format"));
  EXPECT_THAT(refused(SchoolPaperRequest{2025, SchoolPaper::kReport, PaperFormat::kPdf, {}}),
              HasSubstr("2025"));
  ToConfirming();
  EXPECT_THAT(refused(UnitPaperRequest{2026, "A1", UnitPaper::kAnswers, PaperFormat::kPdf, {}}),
              HasSubstr("无需答复"));
  EXPECT_THAT(refused(SchoolPaperRequest{2026, SchoolPaper::kAnswers, PaperFormat::kPdf, {}}),
              HasSubstr("没有异议答复"));
}

TEST_P(Papers, NobodyReadsOnPaperWhatTheirPagesDoNotShow) {
  ToConfirming();
  const UnitPaperRequest sheet{2026, "A1", UnitPaper::kSheet, PaperFormat::kPdf, {}};
  const SchoolPaperRequest report{2026, SchoolPaper::kReport, PaperFormat::kPdf, {}};
  for (const char* const login : {"contact-b", "nobody", "sysadmin", "secadmin"}) {
    const auto made = Make(school(), test().As(login), sheet);
    ASSERT_FALSE(made) << login;
    EXPECT_EQ(made.error().front().code, ErrorCode::kForbidden);
    EXPECT_FALSE(Make(school(), test().As(login), report)) << login;
  }
  EXPECT_TRUE(Make(school(), test().As("contact-a"), sheet));
  EXPECT_FALSE(Make(school(), test().As("contact-a"), report));
}

TEST(Wording, IsAsWrittenByHand) {
  EXPECT_EQ(ChineseNumber(1), "一");
  EXPECT_EQ(ChineseNumber(10), "十");
  EXPECT_EQ(ChineseNumber(12), "十二");
  EXPECT_EQ(ChineseNumber(30), "三十");
  EXPECT_EQ(ChineseNumber(45), "四十五");
  EXPECT_EQ(ChineseDate(*MakeDate(2026, 1, 9)), "2026年1月9日");
  EXPECT_EQ(Change(Points{1500}), "+1.5");
  EXPECT_EQ(Change(Points{-2000}), "-2");
  EXPECT_EQ(Sentences({"甲。"}), "甲。");
  EXPECT_EQ(Sentences({"甲。", "乙。"}), "1. 甲。\n2. 乙。");
}

}  // namespace
}  // namespace shouze::papers
