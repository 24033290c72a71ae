#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/use_case.h"

/// 试算: each rule of an indicator tried on a small made-up case.
namespace shouze {

/// Counts are written `KIND:COUNT` and `DUTY:COUNT`, each 0 to 50, and may be given several times:
/// `records=vulnerability:2&missed=fix:1`. What is neither missed nor late is done in time. A kind
/// that is not named has as many records as the misses of its duties need.
struct TrialRequest {
  Label policy;     ///< Its id.
  Label indicator;  ///< `5.1`
  std::vector<Label> records;
  std::vector<Label> missed;
  std::vector<Label> late;
};
SHOUZE_DESCRIBE(TrialRequest, policy, indicator, records, missed, late)

/// One deduction, as in a sheet.
struct TrialDeduction {
  Points points;   ///< What the rule says.
  Points applied;  ///< What was still there to take.
  std::string rule;
  std::string rule_name;
  std::string clause;
  std::string text;
};
SHOUZE_DESCRIBE(TrialDeduction, points, applied, rule, rule_name, clause, text)

/// One task of the case.
struct TrialObligation {
  std::string key;
  std::string duty;
  std::string due_text;
  std::string state;
  std::string state_name;
};
SHOUZE_DESCRIBE(TrialObligation, key, duty, due_text, state, state_name)

struct TrialAnswer {
  std::string indicator;
  std::string name;
  Points points;
  Points score;
  Points lost;
  bool not_occurred = false;
  int year = 0;  ///< In which the case is set.
  std::vector<TrialDeduction> deductions;
  std::vector<TrialObligation> obligations;
  std::vector<std::string> notes;  ///< What the case means, and what of it cannot be.
};
SHOUZE_DESCRIBE(TrialAnswer, indicator, name, points, score, lost, not_occurred, year, deductions,
                obligations, notes)

/// Made-up facts of one made-up unit in the newest year that has a calendar, resolved and scored
/// by the kernel as a facts file is, as of the year's end. Errors: kNotFound at `/policy`;
/// kInvalidInput at the count that is wrong; kConflict without any calendar.
extern const ReadCase<TrialRequest, TrialAnswer> kTryRules;

}  // namespace shouze
