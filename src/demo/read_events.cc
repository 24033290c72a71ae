// What happens in the year: cases, events, answers and exceptions.

#include <algorithm>
#include <array>

#include "base/text.h"
#include "demo/plan_draft.h"

namespace shouze {
namespace {

constexpr int kTimesMax = 1000;

constexpr std::array<std::string_view, 3> kScopes = {"together", "each", "systems"};
constexpr std::array<std::string_view, 6> kActs = {
    "waive-task", "waive-record", "extend", "dispute-open", "dispute-upheld", "dispute-rejected"};

/// Reads one of `words` as the enumerator at its place.
template <class Enum, std::size_t kCount>
auto WordAs(const std::array<std::string_view, kCount>& words, Noun noun) {
  return [&words, noun](const YamlNode& node, Problems& problems) -> std::optional<Enum> {
    const auto place = ReadWord(node, problems, words, noun);
    return place ? std::optional(static_cast<Enum>(*place)) : std::nullopt;
  };
}

std::optional<int> ReadTimes(const YamlNode& node, Problems& problems) {
  return IntegerFrom(0, kTimesMax)(node, problems);
}

/// How ids begin: without a digit at the end, since a number follows.
std::optional<std::string> ReadPrefix(const YamlNode& node, Problems& problems) {
  std::optional<std::string> prefix = ReadId(node, problems);
  if (!prefix || prefix->back() < '0' || prefix->back() > '9') return prefix;
  problems.Add(node.line, "不能以数字结尾（后面还要接编号）",
               "it may not end in a digit: a number follows");
  return std::nullopt;
}

UnitFilter ReadFilter(const PlanDraft& draft, const YamlNode& node, Problems& problems) {
  MapReader map(node, problems);
  UnitFilter filter;
  filter.kinds = ReadEach(map.OptionalList("kinds"), problems,
                          IdIn(draft.policy.unit_kinds, {"单位类别", "unit kind"}));
  filter.tags = ReadEach(map.OptionalList("tags"), problems, ReadId);
  filter.diligences = ReadEach(map.OptionalList("diligence"), problems, draft.Diligences());
  filter.with_systems = map.Optional("with_systems", ReadBoolean).value_or(false);
  return filter;
}

/// A list for all, or a map with a list for each diligence.
std::vector<std::vector<int>> ReadCounts(const PlanDraft& draft, MapReader& event,
                                         Problems& problems) {
  std::vector<std::vector<int>> counts;
  const YamlNode* node = event.NeededNode("count");
  if (node == nullptr) return counts;
  if (node->kind == YamlNode::Kind::kMap) {
    MapReader map(*node, problems);
    for (const Diligence& one : draft.plan.diligences) {
      counts.push_back(ReadEach(map.RequiredList(one.id), problems, ReadTimes));
    }
    return counts;
  }
  const std::vector<int> all = ReadEach(event.RequiredList("count"), problems, ReadTimes);
  counts.assign(draft.plan.diligences.size(), all);
  return counts;
}

void ReadWhen(const PlanDraft& draft, MapReader& map, EventPlan& event, Problems& problems) {
  constexpr std::array<std::string_view, 2> kForms = {"days", "between"};
  const auto form = map.OneOf(kForms);
  if (!form) return;
  if (*form == kForms[0]) {
    event.days = ReadEach(map.RequiredList("days"), problems, ReadMonthDay);
  } else {
    const YamlNode& node = *map.NodeOf(kForms[1]);
    const bool several = !node.items.empty() && node.items[0].kind == YamlNode::Kind::kSequence;
    event.between =
        ReadEach(several ? std::span(node.items) : std::span(&node, 1), problems, ReadDays);
    event.counts = ReadCounts(draft, map, problems);
  }
  event.minutes = map.Optional("time", ReadMinutes);
  event.any_day = map.Optional("any_day", ReadBoolean).value_or(false);
}

void ReadHandOver(const PlanDraft& draft, MapReader& map, const RecordKind& kind, EventPlan& event,
                  Problems& problems) {
  event.hands_over = map.Optional("hands_over", FieldIn{kind, FieldType::kChoice});
  if (!event.hands_over) return;
  for (const NamedId& choice : At(kind.fields, *event.hands_over).choices) {
    const auto ids = IdsOf(draft.policy.posts);
    if (std::ranges::find(ids, choice.id) == ids.end()) {
      AddUnknown(map.LineOf("hands_over"), choice.id, ids, kPostNoun, problems);
    }
  }
}

void ReadEvent(PlanDraft& draft, const YamlNode& node, TakenIds& taken) {
  Problems& problems = draft.problems;
  MapReader map(node, problems);
  EventPlan event;
  event.id = map.Required("id", ReadId);
  taken.Take(event.id, node.line, problems);
  event.prefix = map.Optional("prefix", ReadPrefix).value_or("");
  if (event.prefix.empty()) event.prefix = event.id;
  const auto kind = map.Needed("kind", IdIn(draft.policy.kinds, kRecordKindNoun));
  event.scope = map.Optional("units", WordAs<EventScope>(kScopes, {"范围", "scope"}))
                    .value_or(EventScope::kEachUnit);
  if (const YamlNode* only = map.NodeOf("only")) event.only = ReadFilter(draft, *only, problems);
  event.groups = ReadEach(map.OptionalList("groups"), problems, ReadId);
  if (const YamlNode* in_case = map.NodeOf("case")) {
    std::vector<std::string_view> cases;
    for (const auto& [id, filter] : draft.plan.cases) cases.push_back(id);
    const auto place = ReadWord(*in_case, problems, cases, {"情形", "case"});
    if (place) event.in_case = cases[*place];
  }
  ReadWhen(draft, map, event, problems);
  const YamlNode* fields = map.NodeOf("fields");
  map.NodeOf("hands_over");
  if (!kind) return;
  event.kind = *kind;
  const RecordKind& known = At(draft.policy.kinds, *kind);
  event.fields = ReadFields(draft.policy, known, *kind, Vocabulary(draft.plan), fields, problems);
  for (const Field& field : known.fields) {
    const auto filled = [&](const FieldPlan& one) {
      return &At(known.fields, one.field) == &field;
    };
    if (field.required && std::ranges::none_of(event.fields, filled)) {
      problems.Add(node.line, Concat(known.name, "必须填写“", field.name, "”（", field.id, "）"),
                   Concat("a ", known.id, " needs the field ", field.id));
    }
  }
  ReadHandOver(draft, map, known, event, problems);
  draft.plan.events.push_back(std::move(event));
}

/// Also needs an answer for every duty that is met by a record.
void ReadAnswers(PlanDraft& draft, MapReader& root) {
  for (const YamlNode& item : root.OptionalList("answers")) {
    MapReader map(item, draft.problems);
    AnswerPlan answer;
    answer.prefix = map.Required("prefix", ReadPrefix);
    for (const EventPlan& event : draft.plan.events) {
      if (event.prefix != answer.prefix) continue;
      draft.problems.Add(map.LineOf("prefix"), "与一个事件的编号开头相同，请改一个",
                         "an event's records begin with the same: change one");
    }
    const auto kind = map.Needed("kind", IdIn(draft.policy.kinds, kRecordKindNoun));
    const YamlNode* fields = map.NodeOf("fields");
    if (!kind) continue;
    answer.kind = *kind;
    answer.fields = ReadFields(draft.policy, At(draft.policy.kinds, *kind), *kind,
                               Vocabulary(draft.plan), fields, draft.problems);
    draft.plan.answers.push_back(std::move(answer));
  }
  for (const Duty& duty : draft.policy.duties) {
    const auto* by_record = std::get_if<MetByRecord>(&duty.met_by);
    if (by_record == nullptr) continue;
    const auto of_kind = [&](const AnswerPlan& one) { return one.kind == by_record->kind; };
    if (std::ranges::any_of(draft.plan.answers, of_kind)) continue;
    const std::string& id = At(draft.policy.kinds, by_record->kind).id;
    draft.problems.Add(root.LineOf("answers"), Concat("缺少台账类别“", id, "”的一项"),
                       Concat("there is none of the record kind '", id, "'"));
  }
}

void ReadException(PlanDraft& draft, const YamlNode& node) {
  MapReader map(node, draft.problems);
  ExceptionPlan one;
  one.act = map.Required("act", WordAs<ExceptionAct>(kActs, {"处理", "act"}));
  one.kinds = ReadEach(map.RequiredList("records"), draft.problems,
                       IdIn(draft.policy.kinds, kRecordKindNoun));
  one.since = map.Optional("since", ReadMonthDay);
  one.count = map.Required("count", ReadTimes);
  one.workdays = map.Required("workdays", ReadRange);
  const bool decided =
      one.act == ExceptionAct::kDisputeUpheld || one.act == ExceptionAct::kDisputeRejected;
  if (decided) one.decided_workdays = map.Required("decided_workdays", ReadRange);
  one.reasons = ReadEach(map.RequiredList("reasons"), draft.problems, Vocabulary(draft.plan));
  draft.plan.exceptions.push_back(std::move(one));
}

}  // namespace

void ReadEvents(PlanDraft& draft, MapReader& root) {
  if (const YamlNode* cases = root.NodeOf("cases")) {
    MapReader map(*cases, draft.problems);
    for (const YamlMember& member : cases->members) {
      map.NodeOf(member.key);
      draft.plan.cases[member.key] = ReadFilter(draft, member.value, draft.problems);
    }
  }
  TakenIds taken;
  for (const YamlNode& item : root.RequiredList("events")) ReadEvent(draft, item, taken);
  ReadAnswers(draft, root);
  for (const YamlNode& item : root.OptionalList("exceptions")) ReadException(draft, item);
}

}  // namespace shouze
