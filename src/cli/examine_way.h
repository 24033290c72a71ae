#pragma once

#include <string>
#include <vector>

#include "system/settings.h"

namespace shouze {

/// What `doctor` found of one thing.
struct Examined {
  enum class Mark { kWell, kWarning, kFault };
  Mark mark = Mark::kWell;
  std::string how;
};

/// 来路: asks the running server through the address that people open (`http.public_url`), and says
/// what lies wrong on the way: nobody answers, somebody else does, host or addresses get lost.
std::vector<Examined> ExamineWay(const Settings& settings);

}  // namespace shouze
