#include <deque>

#include "base/text.h"
#include "policy/readers.h"
#include "policy/references.h"

namespace shouze {
namespace {

/// The ids that are unique in the whole file, and the maps whose rules are still unread.
struct AspectScan {
  TakenIds aspects;
  TakenIds indicators;
  std::deque<MapReader> indicator_maps;
};

/// Says where `parts` do not sum to what is declared; silent while any of them is unknown.
void CheckSum(int line, std::string_view whole_chinese, std::string_view whole_english,
              Points declared, const std::vector<Points>& parts, Problems& problems) {
  Points sum;
  for (const Points part : parts) {
    if (part == Points{}) return;
    sum += part;
  }
  if (declared == Points{} || parts.empty() || sum == declared) return;
  problems.Add(line,
               Concat(whole_chinese, "写的是 ", Format(declared), " 分，其下合计 ", Format(sum),
                      " 分，请改成一致"),
               Concat(whole_english, " says ", Format(declared), " points, its parts sum to ",
                      Format(sum), ": make them agree"));
}

void ReadIndicator(MapReader& map, Id<Aspect> aspect, TakenIds& taken, PolicyDraft& draft) {
  Indicator indicator;
  ReadNamed(map, indicator, taken, ReadNumberId);
  indicator.aspect = aspect;
  indicator.points = map.Required("points", ReadPoints);
  indicator.clause = map.Required("clause", ReadLine);
  indicator.requirement = map.Optional("requirement", ReadText).value_or("");
  indicator.scoring = map.Optional("scoring", ReadText).value_or("");
  indicator.explanation = map.Optional("explanation", ReadText).value_or("");
  indicator.note = map.OptionalLine("note");

  const Id<Indicator> id(draft.policy.indicators.size());
  draft.policy.indicators.push_back(std::move(indicator));
  draft.rules.emplace_back();
  ReadDuties(map, id, draft);
}

void ReadAspect(MapReader& map, AspectScan& scan, PolicyDraft& draft) {
  const Id<Aspect> id(draft.policy.aspects.size());
  Aspect aspect;
  ReadNamed(map, aspect, scan.aspects, ReadNumberId);
  aspect.points = map.Required("points", ReadPoints);

  std::vector<Points> parts;
  for (const YamlNode& node : map.RequiredList("indicators")) {
    MapReader& indicator_map = scan.indicator_maps.emplace_back(node, draft.problems);
    aspect.indicators.emplace_back(draft.policy.indicators.size());
    ReadIndicator(indicator_map, id, scan.indicators, draft);
    parts.push_back(draft.policy.indicators.back().points);
  }
  CheckSum(map.LineOf("points"), Concat("方面“", Excerpt(aspect.name), "”"),
           Concat("aspect '", aspect.id, "'"), aspect.points, parts, draft.problems);
  draft.policy.aspects.push_back(std::move(aspect));
}

}  // namespace

void ReadAspects(MapReader& root, PolicyDraft& draft) {
  AspectScan scan;
  std::vector<Points> parts;
  for (const YamlNode& node : root.RequiredList("aspects")) {
    MapReader map(node, draft.problems);
    ReadAspect(map, scan, draft);
    parts.push_back(draft.policy.aspects.back().points);
  }
  CheckSum(root.LineOf("points"), "满分", "the total", draft.policy.points, parts, draft.problems);
  // A rule that names a duty of another indicator is told so, whichever comes first.
  for (std::size_t i = 0; i < scan.indicator_maps.size(); ++i) {
    ReadRules(scan.indicator_maps[i], Id<Indicator>(i), draft);
  }
}

}  // namespace shouze
