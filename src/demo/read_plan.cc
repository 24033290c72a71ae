// The plan as a whole: units, systems, posts, diligence, words. Events are in read_events.cc.

#include <algorithm>
#include <array>

#include "base/text.h"
#include "demo/demo_school.h"
#include "demo/plan_draft.h"

namespace shouze {
namespace {

constexpr std::string_view kPolicyKey = "policy";
constexpr int kPersonsMax = 100'000;
constexpr int kSharesMax = 1000;

Diligence ReadDiligence(const YamlNode& node, TakenIds& taken, Problems& problems) {
  MapReader map(node, problems);
  Diligence one;
  one.id = map.Required("id", ReadId);
  taken.Take(one.id, node.line, problems);
  one.share = map.Required("share", IntegerFrom(0, kSharesMax));
  one.never = map.Required("never", ReadPermille);
  one.late = map.Required("late", ReadPermille);
  one.returned = map.Required("returned", ReadPermille);
  one.again = map.Required("again", ReadPermille);
  one.answers = map.Required("answers", ReadPermille);
  one.holds_posts = map.Required("holds_posts", ReadPermille);
  one.reaches = map.Required("reaches", ReadPermille);
  one.lead_workdays = map.Required("lead_workdays", ReadRange);
  return one;
}

void ReadUnit(PlanDraft& draft, const YamlNode& node, TakenIds& taken) {
  MapReader map(node, draft.problems);
  UnitPlan unit;
  unit.code = map.Required("code", ReadLine);
  taken.Take(unit.code, node.line, draft.problems);
  unit.name = map.Required("name", ReadLine);
  unit.kind = map.Required("kind", IdIn(draft.policy.unit_kinds, {"单位类别", "unit kind"}));
  for (const UnitField& field : draft.policy.unit_fields) {
    unit.fields.push_back(map.Required(field.id, IntegerFrom(0, kPersonsMax)));
  }
  unit.from = map.Optional("from", ReadMonthDay);
  unit.to = map.Optional("to", ReadMonthDay);
  unit.successor = map.OptionalLine("successor");
  unit.diligence = map.Optional("diligence", draft.Diligences());
  unit.tags = ReadEach(map.OptionalList("tags"), draft.problems, ReadId);
  draft.plan.units.push_back(std::move(unit));
}

void ReadUnits(PlanDraft& draft, MapReader& root) {
  TakenIds taken;
  const std::span<const YamlNode> items = root.RequiredList("units");
  for (const YamlNode& item : items) ReadUnit(draft, item, taken);
  std::vector<std::string_view> codes;
  for (const UnitPlan& unit : draft.plan.units) codes.push_back(unit.code);
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (const YamlNode* successor = Find(items[i], "successor")) {
      ReadWord(*successor, draft.problems, codes, kUnitNoun);
    }
  }
}

void ReadSystems(PlanDraft& draft, MapReader& root) {
  std::vector<std::string_view> codes;
  for (const UnitPlan& unit : draft.plan.units) codes.push_back(unit.code);
  for (const YamlNode& item : root.OptionalList("systems")) {
    MapReader map(item, draft.problems);
    SystemPlan system;
    system.name = map.Required("name", ReadLine);
    if (const YamlNode* unit = map.NeededNode("unit")) {
      const auto place = ReadWord(*unit, draft.problems, codes, kUnitNoun);
      if (place) system.unit = codes[*place];
    }
    system.group = map.Required("group", ReadId);
    draft.plan.systems.push_back(std::move(system));
  }
}

void ReadPosts(PlanDraft& draft, MapReader& root) {
  for (const YamlNode& item : root.RequiredList("posts")) {
    MapReader map(item, draft.problems);
    PostPlan post;
    post.post = map.Required("post", IdIn(draft.policy.posts, kPostNoun));
    post.as_many_as = map.Optional("as_many_as", IdIn(draft.policy.unit_fields, kUnitFieldNoun));
    post.changes = map.Optional("changes", ReadPermille).value_or(0);
    if (post.changes > 0) post.gap_days = map.Required("gap_days", ReadRange);
    draft.plan.posts.push_back(post);
  }
}

void ReadWords(PlanDraft& draft, MapReader& root) {
  const YamlNode* words = root.NodeOf("words");
  if (words == nullptr) return;
  MapReader map(*words, draft.problems);
  for (const YamlMember& member : words->members) {
    draft.plan.words[member.key] = ReadEach(map.RequiredList(member.key), draft.problems, ReadLine);
  }
}

void ReadReviews(PlanDraft& draft, MapReader& root) {
  const YamlNode* node = root.NeededNode("reviews");
  if (node == nullptr) return;
  MapReader map(*node, draft.problems);
  const Vocabulary vocabulary(draft.plan);
  ReviewPlan& reviews = draft.plan.reviews;
  reviews.workdays = map.Required("workdays", ReadRange);
  reviews.reasons = ReadEach(map.RequiredList("reasons"), draft.problems, vocabulary);
  reviews.matter_of_form = map.Required("matter_of_form", ReadPermille);
  reviews.extended_workdays = map.Required("extended_workdays", ReadRange);
  reviews.extension_reasons =
      ReadEach(map.RequiredList("extension_reasons"), draft.problems, vocabulary);
}

void ReadRoot(PlanDraft& draft, const YamlNode& node) {
  MapReader root(node, draft.problems);
  SchoolPlan& plan = draft.plan;
  constexpr std::array<std::string_view, 1> kFormats = {"shouze-school/1"};
  if (const YamlNode* format = root.NeededNode("format")) {
    ReadWord(*format, draft.problems, kFormats, {"格式", "format"});
  }
  root.Required(kPolicyKey, ReadLine);
  plan.name = root.Required("school", ReadLine);
  plan.campus = root.Required("campus", Vocabulary(plan));
  plan.office_hours = ReadEach(root.RequiredList("office_hours"), draft.problems, ReadMinutes);
  plan.extra = root.Required("extra", ReadDays);
  plan.late_workdays = root.Required("late_workdays", ReadRange);
  TakenIds diligences;
  for (const YamlNode& item : root.RequiredList("diligences")) {
    plan.diligences.push_back(ReadDiligence(item, diligences, draft.problems));
  }
  const auto shared = [](const Diligence& one) { return one.share > 0; };
  if (std::ranges::none_of(plan.diligences, shared)) {
    draft.problems.Add(root.LineOf("diligences"), "share 都是 0，请至少写一个大于 0 的",
                       "every share is 0: give at least one");
  }
  ReadUnits(draft, root);
  ReadWords(draft, root);
  plan.own_systems = ReadEach(root.RequiredList("own_systems"), draft.problems, Vocabulary(plan));
  ReadSystems(draft, root);
  ReadPosts(draft, root);
  ReadReviews(draft, root);
  ReadEvents(draft, root);
}

}  // namespace

std::optional<std::size_t> DiligenceReader::operator()(const YamlNode& node,
                                                       Problems& problems) const {
  return ReadWord(node, problems, IdsOf(diligences), {"尽责程度", "diligence"});
}

ResultOrErrors<std::string> ReadPolicyName(std::string_view text, std::string_view file_name) {
  Problems problems(file_name);
  std::string name;
  if (const std::optional<YamlNode> root = ReadYaml(text, problems)) {
    const YamlNode* policy = Find(*root, kPolicyKey);
    if (policy == nullptr) {
      problems.Add(root->line, Concat("缺少键“", kPolicyKey, "”，请补上"),
                   Concat("missing key '", kPolicyKey, "': add it"));
    } else {
      name = ReadLine(*policy, problems).value_or("");
    }
  }
  if (problems.count() > 0) return problems.Take();
  return name;
}

ResultOrErrors<SchoolPlan> ReadSchoolPlan(const Policy& policy, std::string_view text,
                                          std::string_view file_name) {
  PlanDraft draft{policy, {}, Problems(file_name)};
  if (const std::optional<YamlNode> root = ReadYaml(text, draft.problems)) ReadRoot(draft, *root);
  if (draft.problems.count() > 0) return draft.problems.Take();
  return std::move(draft.plan);
}

}  // namespace shouze
