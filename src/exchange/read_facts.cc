#include "exchange/read_facts.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "exchange/object_reader.h"

namespace shouze {
namespace {

constexpr int kYearMin = 2000;
constexpr int kYearMax = 2999;

/// A document as far as it could be read.
struct FactsReading {
  FactsDocument document;
  ReadingErrors errors;
};

/// The value of a field: shapes that no field takes are left to the policy's check.
std::optional<RawField> ReadField(JsonValue member, const Place& place, ReadingErrors& errors) {
  RawField field{member.key(), RawOther{}};
  switch (member.type()) {
    case JsonType::kNull:
      return std::nullopt;
    case JsonType::kBoolean:
      field.value = member.boolean();
      return field;
    case JsonType::kText:
      field.value = member.text();
      return field;
    case JsonType::kNumber:
      // A number that was reported counts as given: nobody is told that it is missing as well.
      field.value = RawNumber{ReadThousandths(member, place, errors).value_or(0)};
      return field;
    case JsonType::kArray:
      return field;
    case JsonType::kObject:
      break;
  }
  RawPerUnit numbers;
  for (const JsonValue one : member) {
    if (one.Is(JsonType::kNull)) continue;
    if (!one.Is(JsonType::kNumber)) return field;
    const auto thousandths = ReadThousandths(one, place.Member(one.key()), errors);
    numbers.emplace_back(one.key(), RawNumber{thousandths.value_or(0)});
  }
  field.value = std::move(numbers);
  return field;
}

void ReadFields(JsonValue object, const Place& place, ReadingErrors& errors,
                std::vector<RawField>& fields) {
  if (!Expect(JsonType::kObject, object, place, errors)) return;
  fields.reserve(object.size());
  for (const JsonValue member : object) {
    auto field = ReadField(member, place.Member(member.key()), errors);
    if (field) fields.push_back(std::move(*field));
  }
}

void ReadItem(ObjectReader& reader, RawUnit& unit) {
  unit.code = reader.Name("code");
  unit.name = reader.OptionalText("name");
  unit.kind = reader.Name("kind");
  unit.from = reader.OptionalDate("from");
  unit.to = reader.OptionalDate("to");
  unit.successor = reader.OptionalName("successor").value_or(std::string_view());
  reader.ForOthers([&](JsonValue member) {
    auto field = ReadField(member, reader.place().Member(member.key()), reader.errors());
    if (field) unit.fields.push_back(std::move(*field));
  });
}

void ReadItem(ObjectReader& reader, RawPost& post) {
  post.unit = reader.Name("unit");
  post.post = reader.Name("post");
  post.from = reader.Date("from");
  post.to = reader.OptionalDate("to");
  reader.Finish();
}

/// Reports that exactly one of two members is needed; neither of them can be used then.
void OneOfTwo(ObjectReader& reader, std::string_view one, std::string_view other, bool both) {
  for (const std::string_view name : {one, other}) {
    reader.errors().MarkUnreadable(reader.place().Member(name).Pointer());
  }
  reader.errors().Add(reader.place().Pointer(),
                      both ? Concat("“", one, "”与“", other, "”只能写一个，请删去一个")
                           : Concat("缺少“", one, "”或“", other, "”，请写其中一个"),
                      both ? Concat("both \"", one, "\" and \"", other, "\" are given; keep one")
                           : Concat("either \"", one, "\" or \"", other, "\" is needed"));
}

/// The units of a record; left empty where there is neither, or one of each.
void ReadUnits(ObjectReader& reader, RawRecord& record) {
  const auto one = reader.Optional("unit");
  const auto many = reader.Optional("units");
  if (!reader.valid()) return;
  if (one.has_value() == many.has_value()) {
    OneOfTwo(reader, "unit", "units", one.has_value());
    return;
  }
  ReadingErrors& errors = reader.errors();
  record.one_unit = one.has_value();
  const Place place = reader.place().Member(one ? "unit" : "units");
  const auto read_code = [&](JsonValue value, const Place& at) {
    record.units.push_back(ReadName(value, at, errors).value_or(std::string_view()));
  };
  if (one) return read_code(*one, place);
  if (!Expect(JsonType::kArray, *many, place, errors)) return;
  if (many->size() == 0) errors.Wrong(place, "至少要写一个单位", "at least one unit is needed");
  record.units.reserve(many->size());
  for (const JsonValue code : *many) read_code(code, place.Item(record.units.size()));
}

void ReadItem(ObjectReader& reader, RawRecord& record) {
  record.id = reader.Name("id");
  ReadUnits(reader, record);
  record.kind = reader.Name("kind");
  record.at = reader.At("at");
  if (const auto fields = reader.Optional("fields")) {
    ReadFields(*fields, reader.place().Member("fields"), reader.errors(), record.fields);
  }
  reader.Finish();
}

void ReadItem(ObjectReader& reader, RawSubmission& submission) {
  submission.id = reader.Name("id");
  submission.unit = reader.Name("unit");
  submission.obligation = reader.Name("obligation");
  submission.at = reader.At("at");
  reader.Finish();
}

void ReadItem(ObjectReader& reader, RawReview& review) {
  review.submission = reader.Name("submission");
  review.at = reader.At("at");
  const std::string_view verdict = reader.Name("verdict");
  if (verdict == "accepted" || verdict == "returned") {
    review.accepted = verdict == "accepted";
  } else if (!verdict.empty()) {
    reader.errors().Wrong(
        reader.place().Member("verdict"),
        Concat("审核结论", Quoted(verdict), "不可用；应为 accepted（通过）或 returned（退回）"),
        "the verdict must be \"accepted\" or \"returned\"");
  }
  review.reason = reader.OptionalText("reason");
  reader.Finish();
}

void ReadItem(ObjectReader& reader, RawWaiver& waiver) {
  waiver.unit = reader.Name("unit");
  const auto obligation = reader.Optional("obligation");
  const auto record = reader.Optional("record");
  if (reader.valid() && obligation.has_value() == record.has_value()) {
    OneOfTwo(reader, "obligation", "record", obligation.has_value());
  } else if (obligation) {
    waiver.obligation = ReadName(*obligation, reader.place().Member("obligation"), reader.errors());
  } else if (record) {
    waiver.record = ReadName(*record, reader.place().Member("record"), reader.errors());
  }
  waiver.at = reader.At("at");
  waiver.reason = reader.OptionalText("reason");
  reader.Finish();
}

void ReadItem(ObjectReader& reader, RawExtension& extension) {
  extension.unit = reader.Name("unit");
  extension.obligation = reader.Name("obligation");
  extension.until = reader.At("until");
  extension.at = reader.At("at");
  extension.reason = reader.OptionalText("reason");
  reader.Finish();
}

void ReadItem(ObjectReader& reader, RawDispute& dispute) {
  dispute.unit = reader.Name("unit");
  dispute.record = reader.Name("record");
  dispute.at = reader.At("at");
  dispute.decided_at = reader.OptionalAt("decided_at");
  dispute.reason = reader.OptionalText("reason");
  reader.Finish();
}

template <class Item>
void ReadList(std::optional<JsonValue> list, const Place& place, ReadingErrors& errors,
              std::vector<Item>& items) {
  if (!list || !Expect(JsonType::kArray, *list, place, errors)) return;
  items.reserve(list->size());
  for (const JsonValue value : *list) {
    const Place item_place = place.Item(items.size());
    ObjectReader reader(value, item_place, errors);
    ReadItem(reader, items.emplace_back());
  }
}

void ReadDates(JsonValue object, const Place& place, ReadingErrors& errors, RawFacts& facts) {
  if (!Expect(JsonType::kObject, object, place, errors)) return;
  for (const JsonValue member : object) {
    if (member.Is(JsonType::kNull)) continue;
    const auto date = ReadDate(member, place.Member(member.key()), errors);
    if (date) facts.dates.emplace_back(member.key(), *date);
  }
}

void ReadCycle(JsonValue cycle, const Place& place, ReadingErrors& errors, RawFacts& facts) {
  ObjectReader reader(cycle, place, errors);
  if (const auto year = reader.Required("year")) {
    const auto whole = ReadWhole(*year, kYearMin, kYearMax, place.Member("year"), errors);
    if (whole) facts.year = static_cast<int>(*whole);
  }
  if (const auto dates = reader.Optional("dates")) {
    ReadDates(*dates, place.Member("dates"), errors, facts);
  }
  if (const auto value = reader.Optional("utc_offset")) {
    const Place at = place.Member("utc_offset");
    const auto text = ReadText(*value, at, errors);
    const auto offset = text ? ParseOffset(*text) : std::nullopt;
    if (offset) facts.offset = *offset;
    if (text && !offset) {
      errors.Wrong(at, Concat(Quoted(*text), "不是时区；请写作 +08:00 的形式"),
                   "not an offset; write it like +08:00");
    }
  }
  reader.Finish();
}

void ReadRoot(JsonValue root, ReadingErrors& errors, RawFacts& facts) {
  const Place place;
  ObjectReader reader(root, place, errors);
  if (const auto cycle = reader.Required("cycle")) {
    ReadCycle(*cycle, place.Member("cycle"), errors, facts);
  }
  ReadList(reader.Required("units"), place.Member("units"), errors, facts.units);
  const auto optional_list = [&](std::string_view name, auto& items) {
    ReadList(reader.Optional(name), place.Member(name), errors, items);
  };
  optional_list("posts", facts.posts);
  optional_list("records", facts.records);
  optional_list("submissions", facts.submissions);
  optional_list("reviews", facts.reviews);
  optional_list("waivers", facts.waivers);
  optional_list("extensions", facts.extensions);
  optional_list("disputes", facts.disputes);
  reader.Finish();
}

/// `facts` is a value of `tree`.
FactsReading Read(std::unique_ptr<const JsonTree> tree, JsonValue facts) {
  FactsReading reading;
  ReportDuplicates(*tree, facts, reading.errors);
  ReadRoot(facts, reading.errors, reading.document.facts);
  reading.document.tree = std::move(tree);
  return reading;
}

/// Tells where in the document the item stands that a JSON pointer lies in: `/records/12/at` is in
/// the 12th of the list that is the n-th member.
class ItemOrder {
 public:
  explicit ItemOrder(JsonValue root) {
    if (!root.Is(JsonType::kObject)) return;
    for (const JsonValue member : root) members_.emplace(member.key(), member);
  }

  std::pair<std::uint32_t, std::int64_t> Of(std::string_view pointer) const {
    if (pointer.empty()) return {0, -1};
    const std::size_t name_end = std::min(pointer.find('/', 1), pointer.size());
    const auto member = members_.find(pointer.substr(1, name_end - 1));
    if (member == members_.end()) return {UINT32_MAX, -1};
    const std::uint32_t position = member->second.position();
    if (!member->second.Is(JsonType::kArray) || name_end == pointer.size()) return {position, -1};
    const std::string_view rest = pointer.substr(name_end + 1);
    return {position, ParseInteger(rest.substr(0, rest.find('/'))).value_or(-1)};
  }

 private:
  std::map<std::string_view, JsonValue> members_;
};

Errors InDocumentOrder(JsonValue root, Errors errors) {
  const ItemOrder items(root);
  std::vector<std::pair<std::pair<std::uint32_t, std::int64_t>, std::size_t>> order;
  order.reserve(errors.size());
  for (std::size_t i = 0; i < errors.size(); ++i) {
    order.emplace_back(items.Of(errors[i].where), i);
  }
  std::ranges::sort(order);
  Errors sorted;
  sorted.reserve(errors.size());
  for (const auto& [key, index] : order) sorted.push_back(std::move(errors[index]));
  return sorted;
}

}  // namespace

ResultOrErrors<FactsDocument> ReadFacts(std::string text) {
  auto tree = JsonTree::Parse(std::move(text));
  if (!tree) return Errors{tree.error()};
  const JsonValue root = (*tree)->root();
  FactsReading reading = Read(std::move(*tree), root);
  if (reading.errors.empty()) return std::move(reading.document);
  return InDocumentOrder(root, reading.errors.Take());
}

ResultOrErrors<FactsFile> ReadAndResolveFacts(const Policy& policy, const WorkCalendar& calendar,
                                              std::string text) {
  auto tree = JsonTree::Parse(std::move(text));
  if (!tree) return Errors{tree.error()};
  const JsonValue root = (*tree)->root();
  return ReadAndResolveFacts(policy, calendar, std::move(*tree), root);
}

ResultOrErrors<FactsFile> ReadAndResolveFacts(const Policy& policy, const WorkCalendar& calendar,
                                              std::unique_ptr<const JsonTree> tree,
                                              JsonValue facts) {
  FactsReading reading = Read(std::move(tree), facts);
  auto resolved = ResolveFacts(policy, calendar, reading.document.facts);
  if (resolved && reading.errors.empty()) {
    return FactsFile{std::move(reading.document), std::move(*resolved)};
  }
  Errors more = resolved ? Errors{} : std::move(resolved).error();
  std::erase_if(more, [&](const Error& error) { return reading.errors.IsUnreadable(error.where); });
  Errors all = reading.errors.Take();
  std::ranges::move(more, std::back_inserter(all));
  return InDocumentOrder(facts, std::move(all));
}

}  // namespace shouze
