#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "demo/school_plan.h"
#include "policy/map_reader.h"

/// Readers of the small things that a school's plan is written with, shaped for MapReader.
namespace shouze {

/// `[min, max]`, each within 0–100 000.
std::optional<Range> ReadRange(const YamlNode& node, Problems& problems);

/// A chance in thousandths.
std::optional<int> ReadPermille(const YamlNode& node, Problems& problems);

/// `"HH:MM"`, as a minute of the day.
std::optional<int> ReadMinute(const YamlNode& node, Problems& problems);

/// `["HH:MM", "HH:MM"]`, the second not the earlier.
std::optional<Range> ReadMinutes(const YamlNode& node, Problems& problems);

/// `["MM-DD", "MM-DD"]`, the second not the earlier.
std::optional<std::pair<MonthDay, MonthDay>> ReadDays(const YamlNode& node, Problems& problems);

/// Each of the items that `read` could read.
template <class Reader>
auto ReadEach(std::span<const YamlNode> items, Problems& problems, Reader read) {
  std::vector<typename decltype(read(items[0], problems))::value_type> all;
  for (const YamlNode& item : items) {
    if (auto one = read(item, problems)) all.push_back(std::move(*one));
  }
  return all;
}

/// The words in braces that texts may use: those that every place knows, and lists of the plan.
class Vocabulary {
 public:
  explicit Vocabulary(const SchoolPlan& plan) : plan_(plan) {}

  /// Text whose {words} are all known.
  std::optional<std::string> operator()(const YamlNode& node, Problems& problems) const;

 private:
  const SchoolPlan& plan_;
};

/// The fields of a record of `kind`, each by how it is filled.
std::vector<FieldPlan> ReadFields(const Policy& policy, const RecordKind& kind,
                                  Id<RecordKind> kind_id, const Vocabulary& vocabulary,
                                  const YamlNode* node, Problems& problems);

}  // namespace shouze
