#pragma once

#include <string>
#include <vector>

#include "ledger/sheet.h"
#include "service/use_case.h"

/// 假如通过: what it would change if an obligation were met by now.
namespace shouze {

/// The obligation handed in and accepted at an instant.
Supposed IfAccepted(int year, std::string_view unit, std::string_view obligation, Instant at);

struct IfAcceptedRequest {
  int year = 0;
  Label unit;
  Label obligation;
};
SHOUZE_DESCRIBE(IfAcceptedRequest, year, unit, obligation)

/// Another obligation that has to be met as well.
struct TogetherRow {
  std::string key;
  std::string duty;
  std::string record_title;
  std::string due_text;
};
SHOUZE_DESCRIBE(TogetherRow, key, duty, record_title, due_text)

struct IfAcceptedAnswer {
  Points total_before;
  Points total_after;
  Points at_risk_before;
  Points at_risk_after;
  /// Where it changes nothing by itself: those of its line with which it does, as few as need be.
  std::vector<TogetherRow> together;
  Points kept;                ///< So much is safe then that is at risk now.
  bool nothing_left = false;  ///< Its line has no points that could be lost or kept.
};
SHOUZE_DESCRIBE(IfAcceptedAnswer, total_before, total_after, at_risk_before, at_risk_after,
                together, kept, nothing_left)

/// Errors: kNotFound at `/obligation`.
extern const ReadCase<IfAcceptedRequest, IfAcceptedAnswer> kIfAccepted;

}  // namespace shouze
