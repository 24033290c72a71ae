#include "demo/plan_values.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "demo/wording.h"
#include "policy/references.h"

namespace shouze {
namespace {

constexpr int kMost = 100'000;
constexpr int kDaysMost = 366;

/// The two items of a list, or null.
const YamlNode* PairIn(const YamlNode& node, Problems& problems) {
  if (node.kind == YamlNode::Kind::kSequence && node.items.size() == 2) return node.items.data();
  AddWrongType(node, problems, "两项的列表，如 [1, 5]", "a list of two, as in [1, 5]");
  return nullptr;
}

void AddBackwards(const YamlNode& node, Problems& problems) {
  problems.Add(node.line, "第二项小于第一项，请对调",
               "the second is less than the first: swap them");
}

/// Reads `indicator/duty`, which must be met by a measure of `kind` counted by `field`.
std::optional<Id<Duty>> ReadMeasure(const Policy& policy, Id<RecordKind> kind, Id<Field> field,
                                    const YamlNode& node, Problems& problems) {
  std::vector<std::string> keys;
  for (const Duty& duty : policy.duties) keys.push_back(DutyKey(policy, duty));
  const std::vector<std::string_view> words(keys.begin(), keys.end());
  const auto place = ReadWord(node, problems, words, kDutyNoun);
  if (!place) return std::nullopt;
  const auto* measure = std::get_if<MetByMeasure>(&policy.duties[*place].met_by);
  if (measure == nullptr || measure->kind != kind || measure->times != field) {
    problems.Add(node.line, Concat("“", node.text, "”不按这类台账的这个字段计量"),
                 Concat("'", node.text, "' does not measure this field of this record kind"));
    return std::nullopt;
  }
  return Id<Duty>(*place);
}

/// Reads the value of one field.
class ValueReader {
 public:
  ValueReader(const Policy& policy, const RecordKind& kind, Id<RecordKind> kind_id, Id<Field> field,
              const Vocabulary& vocabulary, Problems& problems)
      : policy_(policy),
        kind_id_(kind_id),
        field_id_(field),
        field_(At(kind.fields, field)),
        vocabulary_(vocabulary),
        problems_(problems) {}

  std::optional<ValuePlan> Read(const YamlNode& node) {
    switch (field_.type) {
      case FieldType::kText:
      case FieldType::kChoice:
        return ReadTexts(node);
      case FieldType::kBoolean:
        return ReadTimes(node);
      case FieldType::kInteger:
      case FieldType::kNumber:
        return ReadNumbers(node);
      case FieldType::kDate:
        return ReadDay(node);
      case FieldType::kRecord:
        return ReadEarlier(node);
    }
    return std::nullopt;
  }

 private:
  std::optional<ValuePlan> ReadTexts(const YamlNode& node) {
    OneOfTexts one;
    std::span<const YamlNode> items(&node, 1);
    if (node.kind == YamlNode::Kind::kMap) {
      MapReader map(node, problems_);
      one.in_turn = true;
      items = map.RequiredList("in_turn");
    } else if (node.kind == YamlNode::Kind::kSequence) {
      items = node.items;
    }
    one.texts = ReadEach(items, problems_, vocabulary_);
    if (field_.type == FieldType::kChoice) {
      for (const YamlNode& item : items) ReadFieldValue(field_, item, problems_);
    }
    if (one.texts.empty()) return std::nullopt;
    return one;
  }

  std::optional<ValuePlan> ReadTimes(const YamlNode& node) {
    if (node.kind == YamlNode::Kind::kMap) {
      MapReader map(node, problems_);
      return TrueAtTimes{map.Required("permille", ReadPermille)};
    }
    const auto always = ReadBoolean(node, problems_);
    if (!always) return std::nullopt;
    return TrueAtTimes{*always ? 1000 : 0};
  }

  std::optional<ValuePlan> ReadNumbers(const YamlNode& node) {
    if (node.kind == YamlNode::Kind::kMap) return ReadShare(node);
    const bool is_list = node.kind == YamlNode::Kind::kSequence;
    OneOfNumbers one{
        ReadEach(is_list ? std::span(node.items) : std::span(&node, 1), problems_, ReadAmount)};
    if (one.thousandths.empty()) return std::nullopt;
    return one;
  }

  std::optional<ValuePlan> ReadShare(const YamlNode& node) {
    MapReader map(node, problems_);
    const auto duty = map.Needed("of", [&](const YamlNode& key, Problems& problems) {
      return ReadMeasure(policy_, kind_id_, field_id_, key, problems);
    });
    const Range enough = map.Required("percent", ReadRange);
    const Range too_few = map.Required("short", ReadRange);
    if (!duty) return std::nullopt;
    return ShareOfPersons{*duty, enough, too_few};
  }

  std::optional<ValuePlan> ReadDay(const YamlNode& node) {
    MapReader map(node, problems_);
    constexpr std::array<std::string_view, 2> kForms = {"after", "on"};
    const auto form = map.OneOf(kForms);
    if (!form) return std::nullopt;
    if (*form == kForms[0]) return DaysAfter{map.Required("after", ReadRange)};
    return DayOfYear{map.Required("on", ReadMonthDay)};
  }

  std::optional<ValuePlan> ReadEarlier(const YamlNode& node) {
    MapReader map(node, problems_);
    return EarlierRecord{map.Required("earlier_days", IntegerFrom(0, kDaysMost))};
  }

  const Policy& policy_;
  Id<RecordKind> kind_id_;
  Id<Field> field_id_;
  const Field& field_;
  const Vocabulary& vocabulary_;
  Problems& problems_;
};

}  // namespace

std::optional<Range> ReadRange(const YamlNode& node, Problems& problems) {
  const YamlNode* items = PairIn(node, problems);
  if (items == nullptr) return std::nullopt;
  const auto min = ReadInteger(items[0], problems, 0, kMost);
  const auto max = ReadInteger(items[1], problems, 0, kMost);
  if (!min || !max) return std::nullopt;
  if (*max < *min) AddBackwards(node, problems);
  return Range{static_cast<int>(*min), static_cast<int>(std::max(*min, *max))};
}

std::optional<int> ReadPermille(const YamlNode& node, Problems& problems) {
  return IntegerFrom(0, 1000)(node, problems);
}

std::optional<int> ReadMinute(const YamlNode& node, Problems& problems) {
  const auto text = ReadLine(node, problems);
  if (!text) return std::nullopt;
  const auto number = [&](std::size_t at, int most) {
    const bool digits = text->size() == 5 && (*text)[2] == ':' && (*text)[at] >= '0' &&
                        (*text)[at] <= '9' && (*text)[at + 1] >= '0' && (*text)[at + 1] <= '9';
    const int value = digits ? ((*text)[at] - '0') * 10 + ((*text)[at + 1] - '0') : -1;
    return value <= most ? value : -1;
  };
  const int hour = number(0, 23);
  const int minute = number(3, 59);
  if (hour >= 0 && minute >= 0) return hour * 60 + minute;
  problems.Add(node.line, Concat("“", Excerpt(*text), "”不是 \"HH:MM\" 形式的时刻"),
               Concat("'", Excerpt(*text), "' is no time \"HH:MM\""));
  return std::nullopt;
}

std::optional<Range> ReadMinutes(const YamlNode& node, Problems& problems) {
  const YamlNode* items = PairIn(node, problems);
  if (items == nullptr) return std::nullopt;
  const auto first = ReadMinute(items[0], problems);
  const auto last = ReadMinute(items[1], problems);
  if (!first || !last) return std::nullopt;
  if (*last < *first) AddBackwards(node, problems);
  return Range{*first, std::max(*first, *last)};
}

std::optional<std::pair<MonthDay, MonthDay>> ReadDays(const YamlNode& node, Problems& problems) {
  const YamlNode* items = PairIn(node, problems);
  if (items == nullptr) return std::nullopt;
  const auto first = ReadMonthDay(items[0], problems);
  const auto last = ReadMonthDay(items[1], problems);
  if (!first || !last) return std::nullopt;
  const bool backwards = std::pair(last->month, last->day) < std::pair(first->month, first->day);
  if (backwards) AddBackwards(node, problems);
  return std::pair(*first, backwards ? *first : *last);
}

std::optional<std::string> Vocabulary::operator()(const YamlNode& node, Problems& problems) const {
  std::optional<std::string> text = ReadLine(node, problems);
  if (!text) return text;
  std::vector<std::string_view> known = PlainWords();
  for (const auto& [word, list] : plan_.words) known.push_back(word);
  for (const std::string_view word : WordsIn(*text)) {
    if (std::ranges::find(known, word) == known.end()) {
      AddUnknown(node.line, word, known, {"可替换的词", "word to replace"}, problems);
    }
  }
  return text;
}

std::vector<FieldPlan> ReadFields(const Policy& policy, const RecordKind& kind,
                                  Id<RecordKind> kind_id, const Vocabulary& vocabulary,
                                  const YamlNode* node, Problems& problems) {
  std::vector<FieldPlan> fields;
  if (node == nullptr) return fields;
  if (node->kind != YamlNode::Kind::kMap) {
    AddWrongType(*node, problems, "一组键值", "a map");
    return fields;
  }
  const auto ids = IdsOf(kind.fields);
  for (const YamlMember& member : node->members) {
    const auto found = std::ranges::find(ids, member.key);
    if (found == ids.end()) {
      AddUnknown(member.line, member.key, ids, kFieldNoun, problems);
      continue;
    }
    const Id<Field> field(static_cast<std::size_t>(found - ids.begin()));
    ValueReader reader(policy, kind, kind_id, field, vocabulary, problems);
    if (auto value = reader.Read(member.value)) fields.push_back({field, std::move(*value)});
  }
  return fields;
}

}  // namespace shouze
