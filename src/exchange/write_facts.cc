#include "exchange/write_facts.h"

#include <concepts>
#include <optional>
#include <string_view>

#include "base/json_writer.h"
#include "base/points.h"
#include "base/text.h"

namespace shouze {
namespace {

/// Writes one item on one line: JSON without a line break.
class ItemWriter {
 public:
  explicit ItemWriter(UtcOffset offset) : offset_(offset) {}

  void Put(std::string_view key, std::string_view text) { writer_.Member(key, text); }
  void Put(std::string_view key, Instant at) { Put(key, FormatRfc3339(at, offset_)); }
  void Put(std::string_view key, CivilDate date) { Put(key, Format(date)); }
  template <class Value>
  void Put(std::string_view key, const std::optional<Value>& value) {
    if (value) Put(key, *value);
  }
  void PutUnlessEmpty(std::string_view key, std::string_view text) {
    if (!text.empty()) Put(key, text);
  }
  void Put(const RawField& field) {
    writer_.Key(field.key);
    std::visit([this](const auto& value) { Write(value); }, field.value);
  }
  JsonWriter& writer() { return writer_; }

 private:
  // Exact types, or a pointer would be taken for a truth value.
  void Write(std::same_as<bool> auto value) { writer_.Boolean(value); }
  void Write(RawNumber value) { writer_.Number(Points{value.thousandths}); }
  void Write(std::string_view value) { writer_.Text(value); }
  void Write(RawOther) {
    writer_.BeginArray();
    writer_.EndArray();
  }
  void Write(const RawPerUnit& numbers) {
    writer_.BeginObject();
    for (const auto& [unit, number] : numbers) writer_.Member(unit, Points{number.thousandths});
    writer_.EndObject();
  }

  UtcOffset offset_;
  JsonWriter writer_;
};

void Write(ItemWriter& item, const RawUnit& unit) {
  item.Put("code", unit.code);
  item.PutUnlessEmpty("name", unit.name);
  item.Put("kind", unit.kind);
  item.Put("from", unit.from);
  item.Put("to", unit.to);
  item.PutUnlessEmpty("successor", unit.successor);
  for (const RawField& field : unit.fields) item.Put(field);
}

void Write(ItemWriter& item, const RawPost& post) {
  item.Put("unit", post.unit);
  item.Put("post", post.post);
  item.Put("from", post.from);
  item.Put("to", post.to);
}

void Write(ItemWriter& item, const RawRecord& record) {
  item.Put("id", record.id);
  if (record.one_unit && record.units.size() == 1) {
    item.Put("unit", record.units.front());
  } else {
    item.writer().Key("units");
    item.writer().BeginArray();
    for (const std::string_view unit : record.units) item.writer().Text(unit);
    item.writer().EndArray();
  }
  item.Put("kind", record.kind);
  item.Put("at", record.at);
  if (record.fields.empty()) return;
  item.writer().Key("fields");
  item.writer().BeginObject();
  for (const RawField& field : record.fields) item.Put(field);
  item.writer().EndObject();
}

void Write(ItemWriter& item, const RawSubmission& submission) {
  item.Put("id", submission.id);
  item.Put("unit", submission.unit);
  item.Put("obligation", submission.obligation);
  item.Put("at", submission.at);
}

void Write(ItemWriter& item, const RawReview& review) {
  item.Put("submission", review.submission);
  item.Put("at", review.at);
  if (review.accepted) {
    item.Put("verdict", std::string_view(*review.accepted ? "accepted" : "returned"));
  }
  item.PutUnlessEmpty("reason", review.reason);
}

void Write(ItemWriter& item, const RawWaiver& waiver) {
  item.Put("unit", waiver.unit);
  item.Put("obligation", waiver.obligation);
  item.Put("record", waiver.record);
  item.Put("at", waiver.at);
  item.PutUnlessEmpty("reason", waiver.reason);
}

void Write(ItemWriter& item, const RawExtension& extension) {
  item.Put("unit", extension.unit);
  item.Put("obligation", extension.obligation);
  item.Put("until", extension.until);
  item.Put("at", extension.at);
  item.PutUnlessEmpty("reason", extension.reason);
}

void Write(ItemWriter& item, const RawDispute& dispute) {
  item.Put("unit", dispute.unit);
  item.Put("record", dispute.record);
  item.Put("at", dispute.at);
  item.Put("decided_at", dispute.decided_at);
  item.PutUnlessEmpty("reason", dispute.reason);
}

template <class Item>
void WriteList(std::string& text, std::string_view name, const std::vector<Item>& items,
               UtcOffset offset) {
  if (items.empty() && name != "units") return;
  text += Concat(",\n  \"", name, "\": [");
  for (std::size_t i = 0; i < items.size(); ++i) {
    ItemWriter item(offset);
    item.writer().BeginObject();
    Write(item, items[i]);
    item.writer().EndObject();
    text += Concat(i == 0 ? "\n    " : ",\n    ", item.writer().Take());
  }
  text += items.empty() ? "]" : "\n  ]";
}

std::string CycleText(const RawFacts& facts) {
  ItemWriter item(facts.offset);
  JsonWriter& writer = item.writer();
  writer.BeginObject();
  if (facts.year) {
    writer.Key("year");
    writer.Whole(*facts.year);
  }
  if (facts.offset != UtcOffset{}) item.Put("utc_offset", Format(facts.offset));
  if (!facts.dates.empty()) {
    writer.Key("dates");
    writer.BeginObject();
    for (const auto& [name, date] : facts.dates) item.Put(name, date);
    writer.EndObject();
  }
  writer.EndObject();
  return writer.Take();
}

}  // namespace

std::string WriteFactsJson(const RawFacts& facts) {
  std::string text = Concat("{\n  \"cycle\": ", CycleText(facts));
  WriteList(text, "units", facts.units, facts.offset);
  WriteList(text, "posts", facts.posts, facts.offset);
  WriteList(text, "records", facts.records, facts.offset);
  WriteList(text, "submissions", facts.submissions, facts.offset);
  WriteList(text, "reviews", facts.reviews, facts.offset);
  WriteList(text, "waivers", facts.waivers, facts.offset);
  WriteList(text, "extensions", facts.extensions, facts.offset);
  WriteList(text, "disputes", facts.disputes, facts.offset);
  return text + "\n}\n";
}

}  // namespace shouze
