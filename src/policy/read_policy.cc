#include "policy/read_policy.h"

#include <algorithm>
#include <array>

#include "base/digest.h"
#include "base/text.h"
#include "policy/lint.h"
#include "policy/readers.h"
#include "policy/references.h"

namespace shouze {
namespace {

constexpr std::string_view kFormat = "shouze-policy/1";
constexpr int kDaysMax = 100'000;
/// What silence in the feedback window may mean.
constexpr std::array<std::string_view, 1> kSilences = {"confirmed"};

void ReadHead(MapReader& root, Policy& policy) {
  const std::string format = root.Required("format", ReadLine);
  if (!format.empty() && format != kFormat) {
    root.problems().Add(root.LineOf("format"), Concat("本程序只认识 format: ", kFormat),
                        Concat("this program knows 'format: ", kFormat, "' only"));
  }
  policy.id = root.Required("id", ReadId);
  policy.version = root.Required("version", ReadLine);
  policy.title = root.Required("title", ReadLine);
  policy.issuer = root.Required("issuer", ReadLine);
  policy.document = root.Required("document", ReadLine);
  policy.issued_on = root.Required("issued_on", ReadDate);
  policy.points = root.Required("points", ReadPoints);
}

void ReadArticles(MapReader& root, Policy& policy) {
  TakenIds taken;
  for (const YamlNode& node : root.OptionalList("articles")) {
    MapReader map(node, root.problems());
    Article& article = policy.articles.emplace_back();
    ReadNamed(map, article, taken, ReadLine);
    article.chapter = map.OptionalLine("chapter");
    article.text = map.Required("text", ReadText);
  }
}

void ReadAgreement(MapReader& root, Agreement& agreement) {
  const YamlNode* node = root.NodeOf("agreement");
  if (node == nullptr) return;
  MapReader map(*node, root.problems());
  agreement.title = map.Required("title", ReadLine);
  agreement.preamble = map.Optional("preamble", ReadText).value_or("");
  for (const YamlNode& item : map.RequiredList("clauses")) {
    if (auto clause = ReadText(item, root.problems())) {
      agreement.clauses.push_back(std::move(*clause));
    }
  }
  agreement.signatures = map.Optional("signatures", ReadText).value_or("");
}

/// A list of ids and names; `read_more` reads what else an entry has.
template <class T, class ReadMore>
void ReadNames(MapReader& root, std::string_view key, std::vector<T>& names, ReadMore read_more) {
  TakenIds taken;
  for (const YamlNode& node : root.OptionalList(key)) {
    MapReader map(node, root.problems());
    ReadNamed(map, names.emplace_back(), taken, ReadId);
    read_more(map, names.back());
  }
}

void ReadPosts(MapReader& root, Policy& policy) {
  ReadNames(root, "posts", policy.posts, [](MapReader& map, Post& post) {
    post.signs = map.Optional("signs", ReadBoolean).value_or(false);
  });
}

void ReadUnitFields(MapReader& root, Policy& policy) {
  ReadNames(root, "unit_fields", policy.unit_fields, [&](MapReader& map, UnitField& field) {
    field.counts = map.Optional("counts", IdIn(policy.posts, kPostNoun));
  });
  // In a facts file they stand beside these.
  constexpr std::array<std::string_view, 6> kOthers = {"code", "name", "kind",
                                                       "from", "to",   "successor"};
  for (std::size_t i = 0; i < policy.unit_fields.size(); ++i) {
    const std::string& id = policy.unit_fields[i].id;
    if (std::find(kOthers.begin(), kOthers.end(), id) == kOthers.end()) continue;
    const YamlNode& node = root.NodeOf("unit_fields")->items[i];
    root.problems().Add(LineOf(node, "id"), Concat("单位本来就有“", id, "”，请换一个代号"),
                        Concat("units have '", id, "' already: choose another id"));
  }
}

void ReadDates(MapReader& root, PolicyDraft& draft) {
  TakenIds taken;
  for (const YamlNode& node : root.OptionalList("dates")) {
    MapReader map(node, draft.problems);
    NamedDate& date = draft.policy.dates.emplace_back();
    ReadNamed(map, date, taken, ReadId);
    const std::optional<MonthDay> day = map.Needed("default", ReadMonthDay);
    date.month = day.value_or(MonthDay{}).month;
    date.day = day.value_or(MonthDay{}).day;
    date.note = map.OptionalLine("note");
    draft.dates.push_back({&node, day.has_value()});
  }
}

void ReadSettings(MapReader& root, PolicyDraft& draft) {
  const YamlNode* node = root.NodeOf("settings");
  if (node == nullptr) return;
  MapReader map(*node, root.problems());
  Policy& policy = draft.policy;
  draft.settings = node;
  const auto count = IntegerFrom(0, kDaysMax);
  PolicySettings& settings = policy.settings;
  settings.post_vacancy_days = map.Optional("post_vacancy_days", count).value_or(0);
  settings.new_unit_workdays = map.Optional("new_unit_workdays", count).value_or(0);
  settings.feedback_workdays = map.Optional("feedback_workdays", count).value_or(0);
  settings.supplement_until = map.Optional("supplement_until", IdIn(policy.dates, kDateNoun));
  settings.initial_from = map.Optional("initial_from", IdIn(policy.dates, kDateNoun));
  const auto read_silence = [](const YamlNode& value, Problems& problems) {
    return ReadWord(value, problems, kSilences, {"含义", "meaning"});
  };
  if (const auto place = map.Optional("silence", read_silence)) {
    settings.silence = kSilences[*place];
  }
}

void ReadVeto(MapReader& root, Policy& policy) {
  const YamlNode* node = root.NodeOf("veto");
  if (node == nullptr) return;
  MapReader map(*node, root.problems());
  Veto veto;
  const auto kind = map.Needed("each", IdIn(policy.kinds, kRecordKindNoun));
  if (kind) {
    veto.kind = *kind;
    veto.year = map.Optional("year", FieldIn{At(policy.kinds, *kind), FieldType::kInteger});
  } else {
    map.NodeOf("year");
  }
  veto.clause = map.Required("clause", ReadLine);
  policy.veto = veto;
}

void ReadReadings(MapReader& root, PolicyDraft& draft) {
  TakenIds taken;
  for (const YamlNode& node : root.OptionalList("readings")) {
    MapReader map(node, draft.problems);
    Reading& reading = draft.policy.readings.emplace_back();
    ReadNamed(map, reading, taken, ReadId);
    reading.clause = map.Required("clause", ReadLine);
    reading.question = map.Required("question", ReadLine);
    reading.choice = map.Required("choice", ReadLine);
    reading.setting = map.OptionalLine("setting");
    draft.readings.push_back(&node);
  }
}

void ReadRoot(const YamlNode& node, PolicyDraft& draft) {
  MapReader root(node, draft.problems);
  Policy& policy = draft.policy;
  ReadHead(root, policy);
  ReadArticles(root, policy);
  ReadAgreement(root, policy.agreement);
  ReadNames(root, "unit_kinds", policy.unit_kinds, [](MapReader&, UnitKind&) {});
  ReadPosts(root, policy);
  ReadUnitFields(root, policy);
  ReadDates(root, draft);
  ReadSettings(root, draft);
  ReadRecordKinds(root, draft);
  ReadVeto(root, policy);
  ReadReadings(root, draft);
  ReadAspects(root, draft);
}

}  // namespace

ResultOrErrors<Policy> ReadPolicy(std::string_view text, std::string_view file_name) {
  PolicyDraft draft(file_name);
  const std::optional<YamlNode> root = ReadYaml(text, draft.problems);
  if (root) {
    ReadRoot(*root, draft);
    Lint(draft);
  }
  if (draft.problems.count() > 0) return draft.problems.Take();
  draft.policy.digest = Sha256Hex(text);
  return std::move(draft.policy);
}

}  // namespace shouze
