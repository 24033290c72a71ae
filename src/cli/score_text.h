#pragma once

#include <optional>
#include <string>

#include "exchange/write_result.h"
#include "kernel/score.h"

namespace shouze {

/// Σ at_risk of the result's lines.
Points AtRisk(const UnitResult& result);

/// 截至 2026-12-31 24:00
std::string AsOfText(const ScoringInput& input);

/// All units by code, one a row: totals, what is lost and at risk, tasks open and missed.
std::string ScoreTable(const ScoringInput& input);

/// One unit's 得分表 for people: every line with its deductions and their reasons, then the tasks
/// that are still open, the most urgent first.
std::string ScoreSheet(const ScoringInput& input, const UnitResult& result);

}  // namespace shouze
