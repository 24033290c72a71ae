#include "policy/yaml_tree.h"

#include <gmock/gmock.h>

#include "base/text.h"

namespace shouze {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> ProblemsOf(std::string_view text) {
  Problems problems("f");
  ReadYaml(text, problems);
  std::vector<std::string> lines;
  for (const Error& error : problems.Take()) {
    lines.push_back(Concat(error.where, " ", error.english));
    EXPECT_FALSE(error.message.empty());
  }
  return lines;
}

YamlNode TreeOf(std::string_view text) {
  Problems problems("f");
  auto tree = ReadYaml(text, problems);
  EXPECT_EQ(problems.count(), 0U);
  return tree.value_or(YamlNode{});
}

std::string Repeated(std::string_view text, int times) {
  std::string repeated;
  for (int i = 0; i < times; ++i) repeated += text;
  return repeated;
}

TEST(YamlTree, KeepsSpellingQuotesAndLines) {
  const YamlNode tree = TreeOf("a: 010\nb: 'no'\nc: |\n  两行\n  文字\nd: [x, {y: 1}]\n");
  ASSERT_EQ(tree.members.size(), 4U);
  EXPECT_EQ(tree.members[0].value.text, "010");
  EXPECT_FALSE(tree.members[0].value.quoted);
  EXPECT_TRUE(tree.members[1].value.quoted);
  EXPECT_EQ(tree.members[2].value.text, "两行\n文字\n");
  EXPECT_TRUE(tree.members[2].value.quoted);
  EXPECT_EQ(tree.members[3].line, 6);
  EXPECT_EQ(tree.members[3].value.items[1].kind, YamlNode::Kind::kMap);
}

TEST(YamlTree, CountsLinesOfWhatIsLeftOut) {
  const YamlNode tree = TreeOf("a:\n  - x\n  -\n  - ~\nb:\n# note\nc: 1\n");
  EXPECT_EQ(tree.members[0].value.items[1].line, 3);
  EXPECT_EQ(tree.members[0].value.items[2].line, 4);
  EXPECT_EQ(tree.members[1].value.line, 5);
}

TEST(YamlTree, TakesWindowsLineEndsAndByteOrderMark) {
  const YamlNode tree = TreeOf(
      "\xEF\xBB\xBF"
      "a: 甲\r\nb: \"乙\"\r\n");
  EXPECT_EQ(tree.members[0].key, "a");
  EXPECT_EQ(tree.members[1].value.text, "乙");
  EXPECT_EQ(tree.members[1].line, 2);
}

TEST(YamlTree, NamesBothLinesOfADuplicateKey) {
  EXPECT_THAT(ProblemsOf("a: 1\nb: {c: 1, c: 2}\na: 3\n"),
              ElementsAre("f:2 duplicate key 'c': line 2 has it already; remove one",
                          "f:3 duplicate key 'a': line 1 has it already; remove one"));
}

TEST(YamlTree, RefusesAnchorsAliasesMergeKeysAndTags) {
  EXPECT_THAT(
      ProblemsOf("a: &x 1\nb: *x\n<<: {c: 1}\nd: !!str 5\ne: ! plain\nf: !own [1]\ng: !<?> 1\n"),
      ElementsAre("f:1 YAML anchors (&) are not supported: write the content itself",
                  "f:2 YAML aliases (*) are not supported: write the content itself",
                  "f:3 YAML merge keys (<<) are not supported: write the content itself",
                  "f:4 YAML tags (!) are not supported: write the content itself",
                  "f:5 YAML tags (!) are not supported: write the content itself",
                  "f:6 YAML tags (!) are not supported: write the content itself",
                  "f:7 YAML tags (!) are not supported: write the content itself"));
}

TEST(YamlTree, RefusesSeveralDocuments) {
  EXPECT_THAT(ProblemsOf("a: 1\n---\nb: 2\n"),
              ElementsAre("f:2 one YAML document per file: remove what follows '---' or move it to "
                          "a file"));
}

TEST(YamlTree, TellsSyntaxErrorsAtTheirLine) {
  EXPECT_THAT(ProblemsOf("a: 1\nb: c: d\n"),
              ElementsAre("f:2 YAML syntax error: illegal map value"));
  EXPECT_THAT(ProblemsOf("a: 1\nb: [1, 2\n"),
              ElementsAre("f:3 YAML syntax error: end of sequence flow not found"));
}

TEST(YamlTree, TellsDuplicatesFoundBeforeASyntaxError) {
  EXPECT_THAT(ProblemsOf("a: 1\na: 2\nb: c: d\n"),
              ElementsAre("f:2 duplicate key 'a': line 1 has it already; remove one",
                          "f:3 YAML syntax error: illegal map value"));
}

TEST(YamlTree, RefusesKeysThatAreNoWords) {
  EXPECT_THAT(ProblemsOf("? [1]\n: 2\n~: 3\n"),
              ElementsAre("f:1 a key must be a word", "f:3 a key must be a word"));
}

TEST(YamlTree, AllowsThirtyTwoLevelsAndNoMore) {
  EXPECT_THAT(ProblemsOf(Repeated("[", 32) + Repeated("]", 32)), IsEmpty());
  EXPECT_THAT(ProblemsOf(Repeated("[", 33) + Repeated("]", 33)),
              ElementsAre("f:1 nested more than 32 deep: check indents and brackets"));
  EXPECT_THAT(ProblemsOf(Repeated("[", 100'000)),
              ElementsAre("f:1 nested more than 32 deep: check indents and brackets"));
}

TEST(YamlTree, RefusesMoreThanAMebibyte) {
  EXPECT_THAT(ProblemsOf(std::string((1 << 20) + 1, ' ')),
              ElementsAre("f:1 the file is larger than 1 MiB: it is not one of the files meant "
                          "here"));
}

TEST(YamlTree, RefusesWhatIsNotUtf8) {
  constexpr std::string_view kTold =
      "f:2 not UTF-8 text here, or a control character: save the file as UTF-8";
  for (const std::string_view bytes : {"\xFF", "\xC0\xAF", "\xE4\xB8", "\xED\xA0\x80", "\x04",
                                       "\xF4\x90\x80\x80", "\xC2\x80", "\xE0\x80\xAF"}) {
    EXPECT_THAT(ProblemsOf(Concat("a: 1\nb: ", bytes)), ElementsAre(kTold)) << bytes;
  }
  EXPECT_THAT(ProblemsOf("a: \xF0\x9F\x98\x80\n"), IsEmpty());
}

TEST(YamlTree, RefusesControlCharactersWrittenAsEscapes) {
  EXPECT_THAT(ProblemsOf("a: \"x\\0y\"\n"), ElementsAre("f:1 remove the control character"));
}

TEST(YamlTree, ListsTwoHundredProblemsAndCountsTheRest) {
  std::string text = "a: 1\n";
  for (int i = 0; i < 300; ++i) text += "a: 1\n";
  const std::vector<std::string> problems = ProblemsOf(text);
  ASSERT_EQ(problems.size(), 201U);
  EXPECT_EQ(problems.back(), "f 100 more problems are not listed");
}

}  // namespace
}  // namespace shouze
