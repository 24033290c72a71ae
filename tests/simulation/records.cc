#include <algorithm>

#include "acting.h"
#include "plan.h"
#include "service/records.h"

namespace shouze::simulation {
namespace {

/// A record as it is now.
struct Known {
  std::string id;
  RecordFact fact;
};

/// By instant.
std::vector<Known> RecordsNow(World& world) {
  return world.Facts([](const View& view) {
    std::vector<Known> records;
    for (const auto& [id, kept] : view.state().All<RecordFact>()) {
      records.push_back({id, kept.fact});
    }
    std::ranges::sort(records, {}, [](const Known& known) { return known.fact.at; });
    return records;
  });
}

std::shared_ptr<const CycleRules> RulesNow(World& world) {
  return world.Facts([](const View& view) { return *view.Rules((*view.Cycle(kYear))->fact); });
}

std::string DateText(World& world, Instant at) {
  const int days = world.dice().Chance(4) ? -2 : static_cast<int>(world.dice().Between(0, 45));
  return Format(DateAt(at, kOffset) + days);
}

/// A record that a field may name; mostly one that fits.
std::string RecordToName(World& world, const Policy& policy, const Field& field,
                         const std::vector<Label>& units) {
  if (world.dice().Chance(3)) return "r999999";
  std::vector<std::string> fitting;
  for (const Known& known : RecordsNow(world)) {
    const bool right_kind = std::ranges::any_of(field.kinds, [&](Id<RecordKind> kind) {
      return At(policy.kinds, kind).id == known.fact.kind;
    });
    const bool right_units = std::ranges::all_of(units, [&](const Label& unit) {
      return std::ranges::find(known.fact.units, unit) != known.fact.units.end();
    });
    if (right_kind && (right_units || world.dice().Chance(2))) fitting.push_back(known.id);
  }
  return fitting.empty() ? "" : world.dice().OneOf(fitting);
}

std::optional<FieldValue> ValueOf(World& world, const Policy& policy, const Field& field,
                                  const std::vector<Label>& units, Instant at) {
  Dice& dice = world.dice();
  if (!field.required && dice.Chance(field.type == FieldType::kDate ? 15 : 25)) return std::nullopt;
  const auto number = [&]() -> Points {
    if (field.type == FieldType::kNumber) return {dice.Between(1, 18) * 500};
    return {dice.Between(0, 5) * 1000};
  };
  switch (field.type) {
    case FieldType::kText:
      return std::string(dice.Chance(10) ? "教务“系统”\\ 😀\n二期" : "一项说明");
    case FieldType::kBoolean:
      return dice.Chance(50);
    case FieldType::kInteger:
    case FieldType::kNumber:
      if (field.per_unit && dice.Chance(60)) {
        NumbersByUnit numbers;
        for (const Label& unit : units) numbers[unit] = {dice.Between(0, 60) * 1000};
        return numbers;
      }
      if (field.per_unit) return Points{dice.Between(0, 60) * 1000};
      return number();
    case FieldType::kDate:
      return DateText(world, at);
    case FieldType::kChoice:
      return dice.OneOf(field.choices).id;
    case FieldType::kRecord: {
      std::string id = RecordToName(world, policy, field, units);
      if (id.empty()) return std::nullopt;
      return id;
    }
  }
  return std::nullopt;
}

FieldValues FieldsOf(World& world, const Policy& policy, const RecordKind& kind,
                     const std::vector<Label>& units, Instant at) {
  FieldValues fields;
  for (const Field& field : kind.fields) {
    if (auto value = ValueOf(world, policy, field, units, at)) {
      fields.emplace_back(field.id, std::move(*value));
    }
  }
  if (world.dice().Chance(2)) fields.emplace_back("undeclared", std::string("kept"));
  return fields;
}

/// One, some or all; an attendance or a recurrence is of one.
std::vector<Label> UnitsOf(World& world, const RecordKind& kind) {
  const std::vector<Label> all = world.Units();
  const bool many = kind.id == "meeting" || kind.id == "training" || kind.id == "drill" ||
                    kind.id == "inspection" || kind.id == "asset-update";
  const auto chance = world.dice().Between(0, 99);
  if (many ? chance < 30 : chance < 3) return all;
  if (many ? chance < 70 : chance < 15) {
    auto some = world.dice().SomeOf(all, 40);
    if (!some.empty()) return some;
  }
  return {world.dice().OneOf(all)};
}

Instant WhenItWas(World& world) {
  const auto chance = world.dice().Between(0, 99);
  const std::int64_t now = world.now().ms;
  if (chance < 30) return {now};
  if (chance < 90) return {now - world.dice().Between(0, kMsPerDay)};
  if (chance < 97) return {now - world.dice().Between(kMsPerDay, 20 * kMsPerDay)};
  return {now + world.dice().Between(0, 10 * kMsPerDay)};
}

/// Of a meeting: where nothing else is said, somebody was at the last one.
void AttendLatest(World& world, const Policy& policy) {
  std::vector<Known> meetings = RecordsNow(world);
  std::erase_if(meetings, [](const Known& known) { return known.fact.kind != "meeting"; });
  if (meetings.empty()) return;
  const RecordFact& meeting = std::ranges::max_element(meetings, {}, [](const Known& known) {
                                return known.fact.at;
                              })->fact;
  static_cast<void>(policy);
  RegisterRecordRequest request;
  request.kind = "attendance";
  request.units = world.dice().SomeOf(std::vector<Label>(meeting.units), 60);
  request.at = meeting.at;
  request.fields = {{"meeting", std::string(meeting.id)}};
  request.reason = "补录参会";
  Do(world, kRegisterRecord, world.dice().OneOf(kOfficers), request);
}

void RegisterOne(World& world) {
  const auto rules = RulesNow(world);
  const RecordKind& kind = world.dice().OneOf(rules->policy.kinds);
  if (kind.id == "accountability" && world.dice().Chance(85)) return;
  if (kind.id == "attendance" && world.dice().Chance(80)) return AttendLatest(world, rules->policy);
  const std::string by = world.dice().OneOf(kind.registered_by);
  std::vector<Label> units = UnitsOf(world, kind);
  const Instant at = WhenItWas(world);
  const std::string reason = world.dice().Chance(90) ? "模拟登记" : "";
  if (by == "unit") {
    const Label unit = units.front();
    const auto people = world.PeopleOf(unit);
    if (people.empty()) return;
    Do(world, kRegisterUnitRecord, world.dice().OneOf(people),
       RegisterUnitRecordRequest{unit, Label(kind.id), at,
                                 FieldsOf(world, rules->policy, kind, {unit}, at), reason});
    return;
  }
  RegisterRecordRequest request;
  request.kind = Label(kind.id);
  request.at = at;
  request.fields = FieldsOf(world, rules->policy, kind, units, at);
  request.reason = reason;
  request.all_units = units.size() == world.Units().size();
  if (!request.all_units) request.units = units;
  Do(world, kRegisterRecord, by == "centre" ? "centre" : world.dice().OneOf(kOfficers), request);
}

void CorrectOne(World& world) {
  const auto records = RecordsNow(world);
  if (records.empty()) return;
  // Mostly one of the last weeks, for which something has been handed in.
  const std::int64_t newest = std::ssize(records) - 1;
  const std::int64_t oldest = world.dice().Chance(70) ? std::max<std::int64_t>(0, newest - 15) : 0;
  const RecordFact& old =
      records[static_cast<std::size_t>(world.dice().Between(oldest, newest))].fact;
  const auto rules = RulesNow(world);
  const auto kind = std::ranges::find(rules->policy.kinds, old.kind, &RecordKind::id);
  CorrectRecordRequest request;
  request.id = old.id;
  request.units = old.units;
  request.at = old.at;
  request.fields = old.fields;
  request.reason = "登记有误";
  if (world.dice().Chance(30))
    request.at = {old.at.ms + world.dice().Between(-kMsPerDay, kMsPerDay)};
  if (world.dice().Chance(30)) request.units = UnitsOf(world, *kind);
  if (world.dice().Chance(50)) {
    request.fields = FieldsOf(world, rules->policy, *kind, request.units, request.at);
  }
  Do(world, kCorrectRecord, world.dice().Chance(50) ? "centre" : world.dice().OneOf(kOfficers),
     request);
}

void WithdrawOne(World& world) {
  const auto records = RecordsNow(world);
  if (records.empty()) return;
  Do(world, kWithdrawRecord, world.dice().Chance(50) ? "centre" : world.dice().OneOf(kOfficers),
     WithdrawRecordRequest{Label(world.dice().OneOf(records).id), "重复登记"});
}

}  // namespace

void PlanRecords(World& world, Plan& plan) {
  plan.Sometimes(130, [&] { RegisterOne(world); });
  plan.Sometimes(25, [&] { CorrectOne(world); });
  plan.Sometimes(6, [&] { WithdrawOne(world); });
}

}  // namespace shouze::simulation
