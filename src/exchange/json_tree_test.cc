#include "exchange/json_tree.h"

#include <gmock/gmock.h>

namespace shouze {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

std::unique_ptr<const JsonTree> Parse(std::string text) {
  auto tree = JsonTree::Parse(std::move(text));
  EXPECT_TRUE(tree.has_value()) << tree.error().english;
  return std::move(*tree);
}

std::string EnglishError(std::string text) {
  const auto tree = JsonTree::Parse(std::move(text));
  return tree ? "" : tree.error().english;
}

std::vector<std::string> Texts(JsonValue container) {
  std::vector<std::string> texts;
  for (const JsonValue child : container) texts.emplace_back(child.text());
  return texts;
}

TEST(JsonTree, KeepsOrderKeysAndTypes) {
  const auto tree = Parse(R"({"b": [1, null], "a": {"x": true}, "": "文字"})");
  std::vector<std::string> keys;
  std::vector<JsonType> types;
  for (const JsonValue member : tree->root()) {
    keys.emplace_back(member.key());
    types.push_back(member.type());
  }
  EXPECT_THAT(keys, ElementsAre("b", "a", ""));
  EXPECT_THAT(types, ElementsAre(JsonType::kArray, JsonType::kObject, JsonType::kText));
  EXPECT_EQ(tree->root().size(), 3u);
  EXPECT_EQ((*(*tree->root().begin()).begin()).text(), "1");
}

TEST(JsonTree, NumbersKeepTheirText) {
  const auto tree = Parse("[0, -0, 2.50, 1e3, 18446744073709551616, 0.1234567890123456789, -7]");
  EXPECT_THAT(Texts(tree->root()), ElementsAre("0", "-0", "2.50", "1e3", "18446744073709551616",
                                               "0.1234567890123456789", "-7"));
  EXPECT_EQ(Parse("12")->root().text(), "12");
  EXPECT_EQ(Parse("-12.5")->root().text(), "-12.5");
}

TEST(JsonTree, EscapesAreResolvedInKeysAndTexts) {
  const auto tree = Parse(R"({"\u4e2d\n": "a\"b\\\/\ud83d\ude00", "plain": "", "k": "\t"})");
  EXPECT_THAT(Texts(tree->root()), ElementsAre("a\"b\\/😀", "", "\t"));
  EXPECT_EQ((*tree->root().begin()).key(), "中\n");
}

TEST(JsonTree, LongTextsOfManyEscapesStayWhole) {
  std::string written;
  std::string expected;
  for (int i = 0; i < 5000; ++i) {
    written += "ab\\u00e9";
    expected += "abé";
  }
  EXPECT_EQ(Parse("\"" + written + "\"")->root().text(), expected);
}

TEST(JsonTree, DuplicatesAreFoundAtTheirPointers) {
  const auto tree = Parse(R"({"a/b": [{}, {"x~": 1, "\u0078~": 2}], "c": {"d": 1}, "c": 3})");
  EXPECT_THAT(tree->DuplicatesBelow(tree->root()), ElementsAre("/a~1b/1/x~0", "/c"));
  EXPECT_THAT(Parse(R"({"a": {"x": 1}, "b": {"x": 1}})")->DuplicatesBelow(tree->root()), IsEmpty());
}

TEST(JsonTree, DuplicatesAreFoundAmongManyMembers) {
  std::string text = "{\"last\": 0";
  for (int i = 0; i < 1000; ++i) text += ", \"k" + std::to_string(i) + "\": 0";
  const auto tree = Parse(text + ", \"k7\": 1, \"last\": 2}");
  EXPECT_THAT(tree->DuplicatesBelow(tree->root()), ElementsAre("/k7", "/last"));
}

TEST(JsonTree, SyntaxErrorsSayLineAndColumn) {
  EXPECT_THAT(EnglishError("{\n  \"中文\": tru\n}"), StartsWith("line 2, column 9: "));
  EXPECT_THAT(EnglishError("{\"a\": 1,}"), StartsWith("line 1, column 9: "));
  EXPECT_THAT(EnglishError("[1, 2"), HasSubstr("ends too early"));
  EXPECT_THAT(EnglishError(""), HasSubstr("the file is empty"));
  EXPECT_THAT(EnglishError("[1"), HasSubstr("ends too early"));
  EXPECT_THAT(EnglishError("{\"a\"：1}"), HasSubstr("full-width punctuation"));
  EXPECT_THAT(EnglishError("[“a”]"), HasSubstr("full-width punctuation"));
  EXPECT_THAT(EnglishError("{} x"), StartsWith("line 1, column 4: something follows"));
  EXPECT_THAT(EnglishError("[01]"), StartsWith("line 1, column 3: "));
  EXPECT_THAT(EnglishError("{'a': 1}"), StartsWith("line 1, column 2: "));
  EXPECT_THAT(EnglishError("[1] // no"), HasSubstr("something follows"));
  EXPECT_THAT(EnglishError("[\"\\ud800\\u0041\"]"), HasSubstr("escape"));
  EXPECT_THAT(EnglishError("[1e999999999999999999999]"), HasSubstr("exponent"));
  EXPECT_THAT(EnglishError("[NaN]"), StartsWith("line 1, column 2: "));
}

TEST(JsonTree, OtherEncodingsAreNamed) {
  EXPECT_THAT(EnglishError("[\"\xD6\xD0\"]"), HasSubstr("a GBK file must be saved as UTF-8"));
  EXPECT_THAT(EnglishError(std::string("\xFF\xFE[\0]\0", 6)), HasSubstr("UTF-16"));
  EXPECT_THAT(EnglishError("[\"\xC0\xAF\"]"), HasSubstr("not UTF-8"));
  EXPECT_THAT(EnglishError("[\"\xED\xA0\x80\"]"), HasSubstr("not UTF-8"));
}

TEST(JsonTree, ByteOrderMarkIsSkipped) { EXPECT_EQ(Parse("\xEF\xBB\xBF[1]")->root().size(), 1u); }

TEST(JsonTree, DepthIsLimited) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_EQ(EnglishError(nested(kJsonDepthMax)), "");
  EXPECT_THAT(EnglishError(nested(kJsonDepthMax + 1)), HasSubstr("deeper than 32"));
  EXPECT_THAT(EnglishError(std::string(1'000'000, '[')), HasSubstr("deeper than 32"));
}

TEST(JsonTree, SizeIsLimited) {
  EXPECT_THAT(EnglishError(std::string(kJsonBytesMax + 1, ' ')), HasSubstr("larger than 64 MiB"));
}

}  // namespace
}  // namespace shouze
