#include "exchange/typed.h"

#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <iterator>

#include "exchange/json_tree.h"

namespace shouze {
namespace {

class Typed : public ::testing::Test {
 protected:
  /// Each `in` of the table's `list` becomes its `is`, or absent where that is null.
  static void Holds(std::string_view list,
                    const std::function<std::optional<std::string>(std::string_view)>& kept) {
    std::ifstream file("tests/conformance/typed/typed.json", std::ios::binary);
    const auto tree = JsonTree::Parse(std::string(std::istreambuf_iterator<char>(file), {}));
    ASSERT_TRUE(tree);
    int cases = 0;
    for (const JsonValue member : (*tree)->root()) {
      if (member.key() != list) continue;
      for (const JsonValue one : member) {
        ++cases;
        const JsonValue in = *one.begin();
        const JsonValue is = *++one.begin();
        std::optional<std::string> wanted;
        if (is.Is(JsonType::kText)) wanted = std::string(is.text());
        EXPECT_EQ(kept(in.text()), wanted) << in.text();
      }
    }
    EXPECT_GT(cases, 2);
  }
};

TEST_F(Typed, TextsLoseWhatIsNotSeenAndKeepTheirLines) { Holds("texts", TypedText); }
TEST_F(Typed, LinesHaveNoBreakAndNoSpaceAround) { Holds("lines", TypedLine); }
TEST_F(Typed, NumbersAndPhonesAreHalfWidth) { Holds("words", TypedWord); }
TEST_F(Typed, LoginsAndMailAddressesAreHalfWidth) { Holds("logins", TypedWord); }
TEST_F(Typed, OnePersonIsNamedOneWay) { Holds("names", TypedName); }

TEST_F(Typed, DaysAsOfficesWriteThemAreOneDayOrNone) {
  Holds("days", [](std::string_view text) {
    const auto day = ReadDay(text);
    return day ? std::optional(Format(*day)) : std::nullopt;
  });
}

TEST_F(Typed, CharactersOfPrivateUseAreNamedAndRareOnesAreNone) {
  EXPECT_EQ(PrivateCharacter("张\uE81E"), "U+E81E");
  EXPECT_EQ(PrivateCharacter("张\uFFFD"), "U+FFFD");
  EXPECT_EQ(PrivateCharacter("𠮷㛃䶮𫖯"), std::nullopt);
}

TEST_F(Typed, WhatIsKeptStaysAsItIs) {
  for (const std::string_view text : {"张明", "Ａ社", "第一行\n第二行", "0519-8633 0000", "𠮷"}) {
    EXPECT_EQ(TypedText(TypedText(text)), text);
  }
  EXPECT_EQ(TypedName(TypedName("张　明")), "张明");
}

}  // namespace
}  // namespace shouze
