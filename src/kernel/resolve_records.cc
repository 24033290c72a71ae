// Records: kinds, units, typed fields, references; numbered by (at, id) and dealt out to their
// units.

#include <set>

#include "kernel/resolver.h"

namespace shouze {
namespace {

const Field* FindField(const RecordKind& kind, std::string_view key) {
  const auto found = std::ranges::find(kind.fields, key, &Field::id);
  return found == kind.fields.end() ? nullptr : &*found;
}

std::string_view Expectation(const Field& field) {
  switch (field.type) {
    case FieldType::kText:
      return "文字";
    case FieldType::kBoolean:
      return "true 或 false";
    case FieldType::kInteger:
      return field.per_unit ? "整数，或按单位代码分列的整数" : "整数";
    case FieldType::kNumber:
      return "最多三位小数的数";
    case FieldType::kDate:
      return "YYYY-MM-DD 形式的日期";
    case FieldType::kChoice:
      return "所列选项之一";
    case FieldType::kRecord:
      return "台账记录的编号";
  }
  return "";
}

std::string_view EnglishExpectation(const Field& field) {
  switch (field.type) {
    case FieldType::kText:
      return "text";
    case FieldType::kBoolean:
      return "true or false";
    case FieldType::kInteger:
      return "a whole number";
    case FieldType::kNumber:
      return "a number with at most three decimals";
    case FieldType::kDate:
      return "a date YYYY-MM-DD";
    case FieldType::kChoice:
      return "one of the choices";
    case FieldType::kRecord:
      return "the id of a record";
  }
  return "";
}

}  // namespace

bool FactsResolver::UnitsKnown(const RawRecord& raw, const Place& where) {
  const Place units = where.Member("units");
  bool units_known = !raw.units.empty();
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < raw.units.size(); ++i) {
    const Place place = raw.one_unit ? where.Member("unit") : units.Item(i);
    if (!seen.insert(raw.units[i]).second) {
      Wrong(place, Concat("单位“", raw.units[i], "”列了两次"),
            Concat("unit \"", raw.units[i], "\" is listed twice"));
      units_known = false;
    }
    units_known &= FindUnit(raw.units[i], place).has_value();
  }
  return units_known;
}

std::optional<Id<RecordKind>> FactsResolver::CheckRecord(const RawRecord& raw, const Place& where) {
  const auto kind = std::ranges::find(policy_.kinds, raw.kind, &RecordKind::id);
  if (kind == policy_.kinds.end()) {
    if (!raw.kind.empty()) {
      const Meant meant = MeantOf(raw.kind, policy_.kinds);
      Wrong(where.Member("kind"), Concat("办法中没有台账类别“", raw.kind, "”", meant.chinese),
            Concat("the policy has no record kind \"", raw.kind, "\"", meant.english));
    }
    return std::nullopt;
  }
  for (const Field& field : kind->fields) {
    if (field.required &&
        std::ranges::find(raw.fields, field.id, &RawField::key) == raw.fields.end()) {
      Wrong(where, Concat(kind->name, "必须填写“", field.name, "”（fields.", field.id, "）"),
            Concat("a ", kind->id, " needs fields.", field.id));
    }
  }
  if (!raw.at) return std::nullopt;
  return Id<RecordKind>(static_cast<std::size_t>(kind - policy_.kinds.begin()));
}

std::vector<std::optional<Id<Record>>> FactsResolver::NumberRecords(
    const std::vector<std::optional<Id<RecordKind>>>& kinds) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < raw_.records.size(); ++i) {
    if (kinds[i]) order.push_back(i);
  }
  std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
    const RawRecord& left = raw_.records[a];
    const RawRecord& right = raw_.records[b];
    return *left.at != *right.at ? *left.at < *right.at : left.id < right.id;
  });
  std::vector<std::optional<Id<Record>>> numbers(raw_.records.size());
  facts.records.reserve(order.size());
  for (const std::size_t i : order) {
    const RawRecord& raw = raw_.records[i];
    numbers[i] = Id<Record>(facts.records.size());
    const auto known = record_ids_.find(raw.id);
    if (known != record_ids_.end() && known->second.index == i) known->second.id = numbers[i];
    facts.records.push_back({facts.texts.Add(raw.id), *kinds[i], *raw.at});
  }
  return numbers;
}

std::optional<std::int64_t> FactsResolver::ReadNumber(const Field& field, RawNumber number,
                                                      const Place& where) {
  const bool whole = field.type == FieldType::kInteger;
  if (number.thousandths < 0 || number.thousandths > kFactNumberMax * 1000 ||
      (whole && number.thousandths % 1000 != 0)) {
    Wrong(where,
          Concat("“", field.name, "”应为 0 至 ", kFactNumberMax, " 的", whole ? "整数" : "数"),
          Concat(field.id, " must be a ", whole ? "whole " : "", "number from 0 to ",
                 kFactNumberMax));
    return std::nullopt;
  }
  return whole ? number.thousandths / 1000 : number.thousandths;
}

std::optional<std::int64_t> FactsResolver::ReadDate(const RawRecord& raw, std::string_view text,
                                                    const Place& where) {
  const std::optional<CivilDate> date = ParseDate(text);
  if (!date) {
    Wrong(where, Concat("“", text, "”不是日期，应写作 YYYY-MM-DD"),
          Concat("\"", text, "\" is not a date YYYY-MM-DD"));
    return std::nullopt;
  }
  if (YearOf(*date) > kFactYearMax) {
    Wrong(where, Concat("年份不能晚于 ", kFactYearMax),
          Concat("the year must not lie after ", kFactYearMax));
    return std::nullopt;
  }
  if (const CivilDate own = DateAt(*raw.at, facts.offset); *date < own) {
    Wrong(where, Concat("日期 ", text, " 早于记录本身的日期 ", Format(own)),
          Concat("the date lies before the record's own day ", Format(own)));
    return std::nullopt;
  }
  return date->days;
}

std::optional<std::int64_t> FactsResolver::ReadReference(const RawRecord& raw, const Field& field,
                                                         std::string_view id, const Place& where) {
  const auto known = FindRecord(id, where);
  if (!known || !known->reliable()) return std::nullopt;
  const RawRecord& target = raw_.records[known->index];
  const Record& record = At(facts.records, *known->id);
  if (std::ranges::find(field.kinds, record.kind) == field.kinds.end()) {
    Wrong(where,
          Concat("“", id, "”是", At(policy_.kinds, record.kind).name, "，不能作为", field.name),
          Concat("\"", id, "\" is of a kind that ", field.id, " cannot name"));
    return std::nullopt;
  }
  if (field.same_unit) {
    const bool all = std::ranges::all_of(raw.units, [&](std::string_view unit) {
      return std::ranges::find(target.units, unit) != target.units.end();
    });
    if (!all || *target.at > *raw.at) {
      Wrong(where, Concat("“", id, "”", all ? "晚于本记录" : "不是本单位的记录"),
            Concat("\"", id, "\" is ", all ? "later than this record" : "not of the same unit"));
      return std::nullopt;
    }
  }
  return known->id->value;
}

std::optional<std::int64_t> FactsResolver::ReadValue(const RawRecord& raw, const Field& field,
                                                     const RawField& value, const Place& where) {
  const auto* text = std::get_if<std::string_view>(&value.value);
  switch (field.type) {
    case FieldType::kText:
      if (text != nullptr) return facts.texts.Add(*text).value;
      break;
    case FieldType::kBoolean:
      if (const auto* yes = std::get_if<bool>(&value.value)) return *yes ? 1 : 0;
      break;
    case FieldType::kInteger:
    case FieldType::kNumber:
      if (const auto* number = std::get_if<RawNumber>(&value.value)) {
        return ReadNumber(field, *number, where);
      }
      break;
    case FieldType::kDate:
      if (text != nullptr) return ReadDate(raw, *text, where);
      break;
    case FieldType::kChoice:
      if (text != nullptr) {
        const auto choice = std::ranges::find(field.choices, *text, &NamedId::id);
        if (choice != field.choices.end()) return choice - field.choices.begin();
      }
      break;
    case FieldType::kRecord:
      if (text != nullptr) return ReadReference(raw, field, *text, where);
      break;
  }
  const Meant meant =
      text != nullptr && !field.choices.empty() ? MeantOf(*text, field.choices) : Meant{};
  Wrong(where, Concat("“", field.name, "”应为", Expectation(field), meant.chinese),
        Concat(field.id, " must be ", EnglishExpectation(field), meant.english));
  return std::nullopt;
}

void FactsResolver::FillPerUnit(const RawRecord& raw, const Field& field, std::size_t slot,
                                const RawPerUnit& numbers, const Place& where,
                                std::vector<Owned<UnitRecord>>& rows, std::size_t first_row,
                                std::uint32_t shared_values) {
  for (const auto& [code, number] : numbers) {
    const auto unit = std::ranges::find(raw.units, code);
    if (unit == raw.units.end()) {
      Wrong(where.Member(code), Concat("单位“", code, "”不在这条记录的单位之列"),
            Concat("unit \"", code, "\" is not one of the record's units"));
      continue;
    }
    const auto value = ReadNumber(field, number, where.Member(code));
    if (!value) continue;
    UnitRecord& row = rows[first_row + static_cast<std::size_t>(unit - raw.units.begin())].row;
    const std::size_t fields = At(policy_.kinds, row.kind).fields.size();
    if (row.values == shared_values) {
      // The unit gets values of its own; appended first, since the pool may move.
      const auto own = static_cast<std::uint32_t>(facts.values.size());
      for (std::size_t i = 0; i < fields; ++i) {
        facts.values.push_back(std::int64_t{facts.values[row.values + i]});
      }
      row.values = own;
    }
    facts.values[row.values + slot] = *value;
    row.present |= std::uint64_t{1} << slot;
  }
  for (std::size_t i = 0; i < raw.units.size(); ++i) {
    if (std::ranges::find(numbers, raw.units[i], &RawPerUnit::value_type::first) == numbers.end()) {
      Wrong(where, Concat("“", field.name, "”没有单位“", raw.units[i], "”的数"),
            Concat(field.id, " has no number for unit \"", raw.units[i], "\""));
    }
  }
}

void FactsResolver::FillValues(const RawRecord& raw, const Place& where, Id<Record> id,
                               std::vector<Owned<UnitRecord>>& rows) {
  const Place fields = where.Member("fields");
  const Record& record = At(facts.records, id);
  const RecordKind& kind = At(policy_.kinds, record.kind);
  UnitRecord shared{record.at, 0, static_cast<std::uint32_t>(facts.values.size()), id, record.kind};
  facts.values.resize(facts.values.size() + kind.fields.size());
  for (const RawField& member : raw.fields) {
    const Field* field = FindField(kind, member.key);
    if (field == nullptr) {
      Odd(fields.Member(member.key),
          Concat("办法没有为", kind.name, "声明字段“", member.key, "”，保留但不参与计算"),
          Concat("the policy declares no field \"", member.key, "\" of ", kind.id,
                 "; it is kept and ignored"));
      continue;
    }
    if (field->per_unit && std::holds_alternative<RawPerUnit>(member.value)) continue;
    const auto value = ReadValue(raw, *field, member, fields.Member(member.key));
    if (!value) continue;
    const auto slot = static_cast<std::size_t>(field - kind.fields.data());
    facts.values[shared.values + slot] = *value;
    shared.present |= std::uint64_t{1} << slot;
  }
  const std::size_t first_row = rows.size();
  for (const std::string_view code : raw.units) {
    const auto unit = unit_ids_.find(code);
    if (unit != unit_ids_.end()) rows.push_back({unit->second, shared});
  }
  CheckExpected(raw, where, shared);
  if (rows.size() - first_row != raw.units.size()) return;  // A unit was wrong, and reported.
  for (const RawField& member : raw.fields) {
    const Field* field = FindField(kind, member.key);
    if (field == nullptr || !field->per_unit) continue;
    if (const auto* numbers = std::get_if<RawPerUnit>(&member.value)) {
      FillPerUnit(raw, *field, static_cast<std::size_t>(field - kind.fields.data()), *numbers,
                  fields.Member(member.key), rows, first_row, shared.values);
    }
  }
}

void FactsResolver::CheckExpected(const RawRecord& raw, const Place& where, const UnitRecord& row) {
  const RecordKind& kind = At(policy_.kinds, row.kind);
  for (const RecordKind::Expected& expected : kind.expected) {
    if (facts.Value(row, expected.field) || !facts.Holds(expected.when, kind, row)) continue;
    const Field& field = At(kind.fields, expected.field);
    Odd(where,
        Concat(kind.name, " ", raw.id, " 按办法应有“", field.name, "”，现为空，不产生相应任务"),
        Concat(kind.id, " ", raw.id, " should have fields.", field.id,
               "; left blank, no task arises from it"));
  }
}

void FactsResolver::ResolveRecords() {
  const Place records = root_.Member("records");
  std::vector<std::optional<Id<RecordKind>>> kinds;
  record_ids_.reserve(raw_.records.size());
  for (std::size_t i = 0; i < raw_.records.size(); ++i) {
    const RawRecord& raw = raw_.records[i];
    const Place where = records.Item(i);
    const bool in_doubt = !UnitsKnown(raw, where);
    const bool is_new =
        raw.id.empty() || record_ids_.emplace(raw.id, KnownRecord{i, {}, in_doubt}).second;
    if (!is_new) {
      Wrong(where.Member("id"), Concat("台账编号“", raw.id, "”重复"),
            Concat("record id \"", raw.id, "\" is given twice"));
    }
    kinds.push_back(CheckRecord(raw, where));
  }
  const std::vector<std::optional<Id<Record>>> numbers = NumberRecords(kinds);

  std::vector<Owned<UnitRecord>> rows;
  for (std::size_t i = 0; i < raw_.records.size(); ++i) {
    if (numbers[i]) FillValues(raw_.records[i], records.Item(i), *numbers[i], rows);
  }
  facts.unit_records =
      Group(std::move(rows), [](const UnitRecord& row) { return std::pair(row.kind, row.record); });
  facts.kind_begin.reserve(facts.units.size() * (policy_.kinds.size() + 1));
  for (std::size_t unit = 0; unit < facts.units.size(); ++unit) {
    const std::span<const UnitRecord> of_unit = facts.unit_records.Of(Id<Unit>(unit));
    for (std::size_t kind = 0; kind <= policy_.kinds.size(); ++kind) {
      const auto begin =
          std::ranges::lower_bound(of_unit, Id<RecordKind>(kind), {}, &UnitRecord::kind);
      facts.kind_begin.push_back(static_cast<std::uint32_t>(begin - of_unit.begin()));
    }
  }
}

}  // namespace shouze
