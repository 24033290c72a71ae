#pragma once

#include <optional>

#include "demo/plan_values.h"
#include "demo/school_plan.h"
#include "policy/map_reader.h"
#include "policy/references.h"

namespace shouze {

inline constexpr Noun kUnitNoun = {"单位", "unit"};

/// Reads the id of a diligence, shaped for MapReader.
struct DiligenceReader {
  const std::vector<Diligence>& diligences;

  std::optional<std::size_t> operator()(const YamlNode& node, Problems& problems) const;
};

/// A plan being read: what is known of it so far and what is wrong.
struct PlanDraft {
  const Policy& policy;
  SchoolPlan plan;
  Problems problems;

  DiligenceReader Diligences() const { return {plan.diligences}; }
};

/// Reads cases, events, answers and exceptions; needs all the rest of the plan.
void ReadEvents(PlanDraft& draft, MapReader& root);

}  // namespace shouze
