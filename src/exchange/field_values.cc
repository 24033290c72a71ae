#include "exchange/field_values.h"

#include <string_view>

namespace shouze {
namespace {

struct ToView {
  decltype(RawField::value) operator()(bool value) const { return value; }
  decltype(RawField::value) operator()(Points value) const { return RawNumber{value.thousandths}; }
  decltype(RawField::value) operator()(const std::string& value) const {
    return std::string_view(value);
  }
  decltype(RawField::value) operator()(const NumbersByUnit& value) const {
    RawPerUnit views;
    views.reserve(value.size());
    for (const auto& [unit, number] : value) {
      views.emplace_back(unit, RawNumber{number.thousandths});
    }
    return views;
  }
};

struct ToOwned {
  std::vector<std::pair<std::string, FieldValue>>& into;
  std::string_view key;

  void operator()(bool value) const { into.emplace_back(key, value); }
  void operator()(RawNumber value) const { into.emplace_back(key, Points{value.thousandths}); }
  void operator()(std::string_view value) const { into.emplace_back(key, std::string(value)); }
  void operator()(const RawPerUnit& value) const {
    NumbersByUnit owned;
    for (const auto& [unit, number] : value) owned[std::string(unit)] = {number.thousandths};
    into.emplace_back(key, std::move(owned));
  }
  void operator()(RawOther) const {}
};

}  // namespace

std::vector<RawField> ViewsOf(const FieldValues& values) {
  std::vector<RawField> views;
  views.reserve(values.size());
  for (const auto& [key, value] : values) views.push_back({key, std::visit(ToView(), value)});
  return views;
}

FieldValues OwnedValues(const std::vector<RawField>& fields) {
  FieldValues owned;
  owned.reserve(fields.size());
  for (const RawField& field : fields) std::visit(ToOwned{owned, field.key}, field.value);
  return owned;
}

}  // namespace shouze
