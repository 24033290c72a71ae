// Cycle, units and posts; and the look-ups that the other steps share.

#include "kernel/resolver.h"

namespace shouze {

FactsResolver::FactsResolver(const Policy& policy, const WorkCalendar& calendar,
                             const RawFacts& raw)
    : policy_(policy), calendar_(calendar), raw_(raw) {
  for (std::size_t i = 0; i < policy.duties.size(); ++i) {
    duty_ids_.emplace(DutyKey(policy, policy.duties[i]), Id<Duty>(i));
  }
}

void FactsResolver::Wrong(const Place& where, std::string message, std::string english) {
  if (errors.size() >= kToldMax) return;
  errors.push_back(
      {ErrorCode::kInvalidInput, where.Pointer(), std::move(message), std::move(english)});
}

void FactsResolver::Odd(const Place& where, std::string message, std::string english) {
  if (warnings.size() >= kToldMax) return;
  warnings.push_back(
      {ErrorCode::kInvalidInput, where.Pointer(), std::move(message), std::move(english)});
}

std::optional<Id<Unit>> FactsResolver::FindUnit(std::string_view code, const Place& where) {
  const auto found = unit_ids_.find(code);
  if (found != unit_ids_.end()) return found->second;
  Wrong(where, Concat("没有代码为“", code, "”的单位；请先在 units 中列出，或改正代码"),
        Concat("no unit has the code \"", code, "\"; list it in units or mend the code"));
  return std::nullopt;
}

std::optional<FactsResolver::KnownRecord> FactsResolver::FindRecord(std::string_view id,
                                                                    const Place& where) {
  const auto found = record_ids_.find(id);
  if (found != record_ids_.end()) return found->second;
  Wrong(where, Concat("没有编号为“", id, "”的台账记录；请先在 records 中登记，或改正编号"),
        Concat("no record has the id \"", id, "\"; list it in records or mend the id"));
  return std::nullopt;
}

const UnitRecord* FactsResolver::RecordOf(Id<Unit> unit, Id<Record> record) const {
  const std::span<const UnitRecord> rows = facts.RecordsOf(unit, At(facts.records, record).kind);
  const auto found = std::ranges::lower_bound(rows, record, {}, &UnitRecord::record);
  return found != rows.end() && found->record == record ? &*found : nullptr;
}

std::optional<Id<Record>> FactsResolver::FindRecordOf(std::optional<Id<Unit>> unit,
                                                      std::string_view id, const Place& where) {
  const auto known = FindRecord(id, where);
  if (!known || !known->reliable() || !unit) return std::nullopt;
  if (RecordOf(*unit, *known->id) == nullptr) {
    Wrong(where, Concat("台账记录“", id, "”不涉及本单位；请改正单位或记录编号"),
          Concat("record \"", id, "\" does not concern this unit"));
    return std::nullopt;
  }
  return known->id;
}

std::optional<FactsResolver::Named> FactsResolver::FindObligation(std::optional<Id<Unit>> unit,
                                                                  std::string_view key,
                                                                  const Place& where) {
  const std::size_t first = key.find('/');
  const std::size_t second = first == std::string_view::npos ? first : key.find('/', first + 1);
  const auto never = [&](std::string_view why, std::string_view english) {
    Wrong(where, Concat("本单位没有任务“", key, "”：", why),
          Concat("the unit has no obligation \"", key, "\": ", english));
    return std::nullopt;
  };
  const auto duty_found = duty_ids_.find(std::string(key.substr(0, second)));
  if (duty_found == duty_ids_.end()) {
    return never("办法中没有这项职责，应写作 指标/职责 或 指标/职责/台账编号",
                 "the policy has no such duty; write indicator/duty or indicator/duty/record");
  }
  const Duty& duty = At(policy_.duties, duty_found->second);
  Named named{{duty_found->second, 0}, nullptr, {}};
  if (duty.each.has_value() != (second != std::string_view::npos)) {
    return duty.each ? never("这项职责随台账产生，须在末尾写明台账编号",
                             "it arises from a record; add the record's id")
                     : never("这是年度职责，末尾不带台账编号",
                             "it is a yearly duty; no record's id belongs to it");
  }
  if (duty.each) {
    const auto known = FindRecord(key.substr(second + 1), where);
    if (!known || !known->reliable() || !unit) return std::nullopt;
    named.record = RecordOf(*unit, *known->id);
    if (named.record == nullptr || named.record->kind != *duty.each) {
      return never("这条台账不涉及本单位，或不是产生这项职责的类别",
                   "the record is not of this unit or not of the kind that triggers the duty");
    }
    named.ref = ObligationRef::Of(named.ref.duty, named.record);
  }
  if (!unit) return std::nullopt;
  const std::optional<Deadline> original =
      OriginalDeadline(policy_, calendar_, facts, At(facts.units, *unit), duty, named.record);
  if (!original) {
    return never("按办法的条件不产生这项任务（条件不成立，或期限日期未填）",
                 "the duty's condition does not hold, or its date is left blank");
  }
  named.original = *original;
  return named;
}

void FactsResolver::ResolveCycle() {
  facts.year = raw_.year.value_or(1970);
  facts.offset = raw_.offset;
  for (const NamedDate& date : policy_.dates) {
    const auto day = MakeDate(facts.year, date.month, date.day);
    facts.dates.push_back(day.value_or(FirstDayOf(facts.year)));
  }
  const Place cycle = root_.Member("cycle");
  const Place dates = cycle.Member("dates");
  for (const auto& [name, date] : raw_.dates) {
    const auto found = std::ranges::find(policy_.dates, name, &NamedDate::id);
    if (found == policy_.dates.end()) {
      Wrong(dates.Member(name), Concat("办法中没有名为“", name, "”的日期"),
            Concat("the policy has no date named \"", name, "\""));
    } else {
      facts.dates[static_cast<std::size_t>(found - policy_.dates.begin())] = date;
    }
  }
}

void FactsResolver::ReadUnitFields(const RawUnit& raw, const Place& where, Unit& unit) {
  unit.fields.assign(policy_.unit_fields.size(), 0);
  std::vector<bool> given(policy_.unit_fields.size());
  for (const RawField& member : raw.fields) {
    const auto found = std::ranges::find(policy_.unit_fields, member.key, &UnitField::id);
    if (found == policy_.unit_fields.end()) {
      Odd(where.Member(member.key), Concat("办法没有声明单位字段“", member.key, "”，不参与计算"),
          Concat("the policy declares no unit field \"", member.key, "\"; it is ignored"));
      continue;
    }
    const auto place = static_cast<std::size_t>(found - policy_.unit_fields.begin());
    const auto* number = std::get_if<RawNumber>(&member.value);
    if (number == nullptr || number->thousandths % 1000 != 0 || number->thousandths < 0 ||
        number->thousandths > kFactNumberMax * 1000) {
      Wrong(where.Member(member.key), Concat(found->name, "应为 0 至 ", kFactNumberMax, " 的整数"),
            Concat(member.key, " must be a whole number from 0 to ", kFactNumberMax));
      continue;
    }
    unit.fields[place] = number->thousandths / 1000;
    given[place] = true;
  }
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (given[i] || std::ranges::any_of(raw.fields, [&](const RawField& member) {
          return member.key == policy_.unit_fields[i].id;
        })) {
      continue;
    }
    Odd(where, Concat("没有填写", policy_.unit_fields[i].name, "，按 0 计"),
        Concat(policy_.unit_fields[i].id, " is not given and counts as 0"));
  }
}

Unit FactsResolver::ReadUnit(const RawUnit& raw, const Place& where) {
  Unit unit;
  unit.code = raw.code;
  unit.name = raw.name.empty() ? raw.code : raw.name;
  unit.from = raw.from;
  unit.to = raw.to;
  unit.successor = raw.successor;
  if (raw.from && raw.to && *raw.to < *raw.from) {
    Wrong(where.Member("to"), "终止日期早于设立日期", "`to` lies before `from`");
  }
  const auto kind = std::ranges::find(policy_.unit_kinds, raw.kind, &UnitKind::id);
  if (kind != policy_.unit_kinds.end()) {
    unit.kind = Id<UnitKind>(static_cast<std::size_t>(kind - policy_.unit_kinds.begin()));
  } else if (!raw.kind.empty()) {
    const Meant meant = MeantOf(raw.kind, policy_.unit_kinds);
    Wrong(where.Member("kind"), Concat("办法中没有单位类别“", raw.kind, "”", meant.chinese),
          Concat("the policy has no unit kind \"", raw.kind, "\"", meant.english));
  }
  ReadUnitFields(raw, where, unit);
  return unit;
}

void FactsResolver::ResolveUnits() {
  const Place units = root_.Member("units");
  for (std::size_t i = 0; i < raw_.units.size(); ++i) {
    const Place where = units.Item(i);
    Unit unit = ReadUnit(raw_.units[i], where);
    if (unit.code.empty()) continue;
    if (!unit_ids_.emplace(raw_.units[i].code, Id<Unit>(i)).second) {
      Wrong(where.Member("code"), Concat("单位代码“", unit.code, "”重复"),
            Concat("unit code \"", unit.code, "\" is given twice"));
      continue;
    }
    facts.units.push_back(std::move(unit));
  }
  std::ranges::sort(facts.units, {}, &Unit::code);
  for (std::size_t place = 0; place < facts.units.size(); ++place) {
    unit_ids_.find(std::string_view(facts.units[place].code))->second = Id<Unit>(place);
  }
  for (std::size_t i = 0; i < raw_.units.size(); ++i) {
    const std::string_view successor = raw_.units[i].successor;
    if (!successor.empty()) FindUnit(successor, units.Item(i).Member("successor"));
  }
}

void FactsResolver::ResolvePosts() {
  const Place posts = root_.Member("posts");
  std::vector<Owned<PostHeld>> rows;
  for (std::size_t i = 0; i < raw_.posts.size(); ++i) {
    const RawPost& raw = raw_.posts[i];
    const Place where = posts.Item(i);
    const auto unit = FindUnit(raw.unit, where.Member("unit"));
    const auto post = std::ranges::find(policy_.posts, raw.post, &Post::id);
    if (post == policy_.posts.end()) {
      const Meant meant = MeantOf(raw.post, policy_.posts);
      Wrong(where.Member("post"), Concat("办法中没有岗位“", raw.post, "”", meant.chinese),
            Concat("the policy has no post \"", raw.post, "\"", meant.english));
    }
    if (raw.from && raw.to && *raw.to < *raw.from) {
      Wrong(where.Member("to"), "离任日期早于到任日期", "`to` lies before `from`");
    }
    if (!unit || post == policy_.posts.end() || !raw.from) continue;
    const Id<Post> id(static_cast<std::size_t>(post - policy_.posts.begin()));
    rows.push_back({*unit, {id, *raw.from, raw.to}});
  }
  facts.posts = Group(std::move(rows), [](const PostHeld& held) {
    return std::tuple(held.post, held.from, held.to.has_value(), held.to.value_or(held.from));
  });
}

ResultOrErrors<Resolved> ResolveFacts(const Policy& policy, const WorkCalendar& calendar,
                                      const RawFacts& raw) {
  FactsResolver resolver(policy, calendar, raw);
  resolver.ResolveCycle();
  resolver.ResolveUnits();
  resolver.ResolvePosts();
  resolver.ResolveRecords();
  resolver.ResolveSubmissions();
  resolver.ResolveWaivers();
  resolver.ResolveExtensions();
  resolver.ResolveDisputes();
  if (!resolver.errors.empty()) return std::move(resolver.errors);
  return Resolved{std::move(resolver.facts), std::move(resolver.warnings)};
}

}  // namespace shouze
