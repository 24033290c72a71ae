#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "demo/chance.h"
#include "demo/school_plan.h"

namespace shouze {

/// What the words in braces stand for at one place; what does not apply is empty.
struct Scene {
  int year = 0;
  int number = 0;           ///< {n}: which one of its kind.
  std::string_view unit;    ///< {unit}: its name.
  std::string_view system;  ///< {site}: its name.
  std::string_view item;    ///< {item}: a line of a checklist.
};

/// The words that are known everywhere, beside the lists of the plan.
std::vector<std::string_view> PlainWords();

/// The words in braces of `text`.
std::vector<std::string_view> WordsIn(std::string_view text);

/// `text` with its words in braces replaced; of a list of the plan by one of the list.
std::string Word(const SchoolPlan& plan, std::string_view text, const Scene& scene, Chance& chance);

}  // namespace shouze
