#include "system/log.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <thread>
#include <vector>

namespace shouze {
namespace {

using testing::EndsWith;
using testing::IsEmpty;
using testing::MatchesRegex;

std::string Logged(const std::function<void()>& act) {
  testing::internal::CaptureStderr();
  act();
  return testing::internal::GetCapturedStderr();
}

std::string LoggedValue(const std::string& value) {
  const std::string line = Logged([&] { Log(LogLevel::kNote, "event", {{"key", value}}); });
  const std::string before = " level=note event=event key=";
  EXPECT_THAT(line, EndsWith("\n"));
  const std::size_t at = line.find(before);
  return at == std::string::npos
             ? line
             : line.substr(at + before.size(), line.size() - at - before.size() - 1);
}

TEST(Log, WritesALineWithTimeLevelEventAndPairs) {
  const std::string line = Logged([] {
    Log(LogLevel::kWarning, "vault.check", {{"digest", "ab12"}, {"cause", "读不出"}});
  });
  EXPECT_THAT(line,
              MatchesRegex("time=[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]"
                           "{3}Z level=warning event=vault.check digest=\"ab12\" "
                           "cause=\"读不出\"\n"));
  EXPECT_THAT(Logged([] { Log(LogLevel::kError, "bare"); }), EndsWith(" level=error event=bare\n"));
}

TEST(Log, NobodyCanForgeALine) {
  EXPECT_EQ(LoggedValue("x\ntime=2026 level=note event=forged"),
            R"("x\ntime=2026 level=note event=forged")");
  EXPECT_EQ(LoggedValue("a\r\n\tb"), R"("a\r\n\tb")");
  EXPECT_EQ(LoggedValue(R"(" admin="true)"), R"("\" admin=\"true")");
  EXPECT_EQ(LoggedValue(R"(\)"), R"("\\")");
  EXPECT_EQ(LoggedValue("{} {0} %v"), R"("{} {0} %v")");
  const std::string line = Logged([] { Log(LogLevel::kNote, "a b\n", {{"k=\"v\" x", "1"}}); });
  EXPECT_THAT(line, EndsWith(" level=note event=a_b_ k__v__x=\"1\"\n"));
}

TEST(Log, NobodyCanCommandATerminal) {
  EXPECT_EQ(LoggedValue("\x1b[2J"), R"("\x1b[2J")");
  EXPECT_EQ(LoggedValue(std::string("a\0b", 3)), R"("a\x00b")");
  EXPECT_EQ(LoggedValue("\x7f"), R"("\x7f")");
  EXPECT_EQ(LoggedValue("\u009b"), R"("\xc2\x9b")");
  EXPECT_EQ(LoggedValue("\u2028\u202e\u2066"), R"("\xe2\x80\xa8\xe2\x80\xae\xe2\x81\xa6")");
}

TEST(Log, WhatIsNoUtf8IsWrittenAsBytes) {
  EXPECT_EQ(LoggedValue("\xff网\xe7\xbd"), R"("\xff网\xe7\xbd")");
  EXPECT_EQ(LoggedValue("\xc0\x8a"), R"("\xc0\x8a")");
  EXPECT_EQ(LoggedValue("\xed\xa0\x80"), R"("\xed\xa0\x80")");
  EXPECT_EQ(LoggedValue("😀é"), "\"😀é\"");
}

TEST(Log, KeepsQuietBelowItsLevel) {
  EXPECT_THAT(Logged([] { Log(LogLevel::kDebug, "detail"); }), IsEmpty());
  ASSERT_TRUE(SetLogLevel("error"));
  EXPECT_THAT(Logged([] { Log(LogLevel::kWarning, "odd"); }), IsEmpty());
  ASSERT_TRUE(SetLogLevel("debug"));
  EXPECT_THAT(Logged([] { Log(LogLevel::kDebug, "detail"); }), EndsWith("event=detail\n"));
  EXPECT_FALSE(SetLogLevel("loud"));
  ASSERT_TRUE(SetLogLevel("note"));
}

TEST(Log, LinesOfManyThreadsStayWhole) {
  const std::string lines = Logged([] {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([] {
        for (int k = 0; k < 50; ++k)
          Log(LogLevel::kNote, "many", {{"text", std::string(200, 'x')}});
      });
    }
  });
  EXPECT_EQ(std::ranges::count(lines, '\n'), 400);
  EXPECT_EQ(std::ranges::count(lines, '"'), 800);
}

}  // namespace
}  // namespace shouze
