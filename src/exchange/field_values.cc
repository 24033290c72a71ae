#include "exchange/field_values.h"

namespace shouze {
namespace {

struct ToView {
  std::string_view unit;  ///< Empty: all.

  decltype(RawField::value) operator()(bool value) const { return value; }
  decltype(RawField::value) operator()(Points value) const { return RawNumber{value.thousandths}; }
  decltype(RawField::value) operator()(const std::string& value) const {
    return std::string_view(value);
  }
  decltype(RawField::value) operator()(const NumbersByUnit& value) const {
    RawPerUnit views;
    if (!unit.empty()) {
      const auto own = value.find(unit);
      if (own != value.end()) views.emplace_back(own->first, RawNumber{own->second.thousandths});
      return views;
    }
    views.reserve(value.size());
    for (const auto& [code, number] : value) {
      views.emplace_back(code, RawNumber{number.thousandths});
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

std::vector<RawField> ViewsOf(const FieldValues& values, std::string_view unit) {
  std::vector<RawField> views;
  views.reserve(values.size());
  for (const auto& [key, value] : values) views.push_back({key, std::visit(ToView{unit}, value)});
  return views;
}

FieldValues OwnedValues(const std::vector<RawField>& fields) {
  FieldValues owned;
  owned.reserve(fields.size());
  for (const RawField& field : fields) std::visit(ToOwned{owned, field.key}, field.value);
  return owned;
}

}  // namespace shouze
