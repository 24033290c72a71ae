#include "demo/wording.h"

#include <algorithm>
#include <array>

#include "base/check.h"

namespace shouze {
namespace {

/// The place of the next word in braces from `from` on: its `{` and its `}`.
struct Braces {
  std::size_t open = std::string_view::npos;
  std::size_t close = std::string_view::npos;
  bool found() const { return close != std::string_view::npos; }
};

Braces NextBraces(std::string_view text, std::size_t from) {
  Braces braces;
  braces.open = text.find('{', from);
  if (braces.open != std::string_view::npos) braces.close = text.find('}', braces.open);
  return braces;
}

struct PlainWord {
  std::string_view word;
  std::string (*tell)(const SchoolPlan& plan, const Scene& scene);
};

constexpr std::array kPlainWords = {
    PlainWord{"school", [](const SchoolPlan& plan, const Scene&) { return plan.name; }},
    PlainWord{"year", [](const SchoolPlan&, const Scene& at) { return std::to_string(at.year); }},
    PlainWord{"n", [](const SchoolPlan&, const Scene& at) { return std::to_string(at.number); }},
    PlainWord{"unit", [](const SchoolPlan&, const Scene& at) { return std::string(at.unit); }},
    PlainWord{"site", [](const SchoolPlan&, const Scene& at) { return std::string(at.system); }},
    PlainWord{"item", [](const SchoolPlan&, const Scene& at) { return std::string(at.item); }},
};

std::string Tell(const SchoolPlan& plan, std::string_view word, const Scene& scene,
                 Chance& chance) {
  const auto plain = std::ranges::find(kPlainWords, word, &PlainWord::word);
  if (plain != kPlainWords.end()) return plain->tell(plan, scene);
  const auto list = plan.words.find(word);
  CHECK(list != plan.words.end());
  return chance.Pick(list->second);
}

}  // namespace

std::vector<std::string_view> PlainWords() {
  std::vector<std::string_view> words;
  for (const PlainWord& plain : kPlainWords) words.push_back(plain.word);
  return words;
}

std::vector<std::string_view> WordsIn(std::string_view text) {
  std::vector<std::string_view> words;
  for (Braces at = NextBraces(text, 0); at.found(); at = NextBraces(text, at.close)) {
    words.push_back(text.substr(at.open + 1, at.close - at.open - 1));
  }
  return words;
}

std::string Word(const SchoolPlan& plan, std::string_view text, const Scene& scene,
                 Chance& chance) {
  std::string told;
  std::size_t done = 0;
  for (Braces at = NextBraces(text, 0); at.found(); at = NextBraces(text, at.close)) {
    told += text.substr(done, at.open - done);
    told += Tell(plan, text.substr(at.open + 1, at.close - at.open - 1), scene, chance);
    done = at.close + 1;
  }
  return told.append(text.substr(done));
}

}  // namespace shouze
