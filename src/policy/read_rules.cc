#include <algorithm>
#include <array>

#include "base/text.h"
#include "policy/readers.h"
#include "policy/references.h"

namespace shouze {
namespace {

constexpr int kCountMax = 1000;

/// Reads the ids of duties of one indicator; those of another are named as such.
struct DutyOf {
  const Policy& policy;
  Id<Indicator> indicator;

  std::optional<Id<Duty>> operator()(const YamlNode& node, Problems& problems) const {
    const std::optional<std::string> id = ReadText(node, problems);
    if (!id) return std::nullopt;
    std::vector<std::string_view> known;
    for (const Id<Duty> own : At(policy.indicators, indicator).duties) {
      if (At(policy.duties, own).id == *id) return own;
      known.push_back(At(policy.duties, own).id);
    }
    const auto other = problems.full()
                           ? policy.duties.end()
                           : std::find_if(policy.duties.begin(), policy.duties.end(),
                                          [&](const Duty& duty) { return duty.id == *id; });
    if (other == policy.duties.end()) {
      AddUnknown(node.line, *id, known, kDutyNoun, problems);
      return std::nullopt;
    }
    const std::string_view owner = At(policy.indicators, other->indicator).id;
    const std::string_view here = At(policy.indicators, indicator).id;
    problems.Add(node.line,
                 Concat("职责“", *id, "”属于指标 ", owner, "，规则只能用本指标 ", here, " 的职责"),
                 Concat("duty '", *id, "' belongs to indicator ", owner,
                        ": a rule takes duties of its own indicator ", here));
    return std::nullopt;
  }
};

std::vector<Id<Duty>> ReadDutyList(MapReader& map, std::string_view key, const DutyOf& read) {
  std::vector<Id<Duty>> duties;
  for (const YamlNode& item : map.RequiredList(key)) {
    const std::optional<Id<Duty>> duty = read(item, map.problems());
    if (!duty) continue;
    if (std::find(duties.begin(), duties.end(), *duty) != duties.end()) {
      map.problems().Add(item.line, Concat("“", item.text, "”重复，请删去"),
                         Concat("'", item.text, "' is repeated: remove it"));
    } else {
      duties.push_back(*duty);
    }
  }
  return duties;
}

PerRecord ReadPerRecord(MapReader& map, const Policy& policy) {
  PerRecord rule;
  const auto kind = map.Needed("per_record", IdIn(policy.kinds, kRecordKindNoun));
  rule.kind = kind.value_or(Id<RecordKind>{});
  rule.when = ReadConditions(map, "when", kind ? &At(policy.kinds, *kind) : nullptr);
  rule.points = map.Required("points", ReadPoints);
  return rule;
}

PerMissed ReadPerMissed(MapReader& map, const DutyOf& read) {
  PerMissed rule;
  rule.duties = ReadDutyList(map, "per_missed", read);
  rule.points = map.Required("points", ReadPoints);
  rule.late = map.Optional("late", ReadPointsOrZero).value_or(rule.points);
  return rule;
}

Rule ReadRule(MapReader& map, TakenIds& taken, const Policy& policy, Id<Indicator> indicator) {
  constexpr std::array<std::string_view, 4> kForms = {"per_record", "per_missed", "zero_if_missed",
                                                      "consecutive"};
  const DutyOf read_duty{policy, indicator};
  Rule rule;
  ReadNamed(map, rule, taken, ReadId);
  rule.clause = map.Required("clause", ReadLine);
  const std::string_view form = map.OneOf(kForms).value_or("");
  if (form == "per_record") {
    rule.form = ReadPerRecord(map, policy);
  } else if (form == "per_missed") {
    rule.form = ReadPerMissed(map, read_duty);
  } else if (form == "zero_if_missed") {
    rule.form = ZeroIfMissed{ReadDutyList(map, form, read_duty)};
  } else if (form == "consecutive") {
    const Id<Duty> duty = map.Required(form, read_duty);
    rule.form = Consecutive{duty, map.Required("count", IntegerFrom(2, kCountMax))};
  } else {
    for (const std::string_view key : {"when", "points", "late", "count"}) map.NodeOf(key);
  }
  return rule;
}

}  // namespace

void ReadRules(MapReader& map, Id<Indicator> indicator, PolicyDraft& draft) {
  TakenIds taken;
  for (const YamlNode& node : map.RequiredList("rules")) {
    const std::size_t problems_before = draft.problems.count();
    {
      MapReader rule(node, draft.problems);
      At(draft.policy.indicators, indicator)
          .rules.push_back(ReadRule(rule, taken, draft.policy, indicator));
    }
    draft.rules[indicator.value].push_back({&node, draft.problems.count() == problems_before});
  }
}

}  // namespace shouze
