#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "base/text.h"
#include "ledger/cycle_facts.h"

namespace shouze {

const LeftOut* CycleFacts::FindLeftOut(std::string_view table, std::string_view id) const {
  const auto found = std::ranges::find_if(
      left_out, [&](const LeftOut& one) { return one.table == table && one.id == id; });
  return found == left_out.end() ? nullptr : &*found;
}

namespace {

/// `/records/17/fields/due_on` → `records`, 17.
struct Pointed {
  std::string_view table;
  std::size_t index = 0;
};

std::optional<Pointed> PointedAt(std::string_view pointer) {
  if (!pointer.starts_with('/')) return std::nullopt;
  pointer.remove_prefix(1);
  const std::size_t slash = pointer.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  Pointed pointed{pointer.substr(0, slash), 0};
  pointer.remove_prefix(slash + 1);
  const auto index = ParseInteger(pointer.substr(0, pointer.find('/')));
  if (!index) return std::nullopt;
  pointed.index = static_cast<std::size_t>(*index);
  return pointed;
}

/// Removes the rows at `indices` of a table; their ids go to `left_out`.
template <class Row, class IdOfRow>
void Remove(std::vector<Row>& rows, const std::map<std::size_t, Errors>& indices,
            std::string_view table, IdOfRow id_of, std::vector<LeftOut>& left_out) {
  for (const auto& [index, why] : indices) {
    left_out.push_back({table, std::string(id_of(rows[index])), why});
  }
  for (auto at = indices.rbegin(); at != indices.rend(); ++at) {
    rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(at->first));
  }
}

using WrongRows = std::map<std::string, std::map<std::size_t, Errors>, std::less<>>;

/// What of the errors can be left out; false where one of them cannot.
bool Sort(const Errors& errors, WrongRows& wrong) {
  constexpr std::array<std::string_view, 7> kTables = {
      "posts", "records", "submissions", "reviews", "waivers", "extensions", "disputes"};
  for (const Error& error : errors) {
    const auto pointed = PointedAt(error.where);
    if (!pointed || std::ranges::find(kTables, pointed->table) == kTables.end()) return false;
    wrong[std::string(pointed->table)][pointed->index].push_back(error);
  }
  return true;
}

void Remove(RawFacts& raw, WrongRows& wrong, std::vector<LeftOut>& left_out) {
  Remove(
      raw.posts, wrong["posts"], "posts", [](auto& row) { return row.post; }, left_out);
  Remove(
      raw.records, wrong["records"], "records", [](auto& row) { return row.id; }, left_out);
  Remove(
      raw.submissions, wrong["submissions"], "submissions", [](auto& row) { return row.id; },
      left_out);
  Remove(
      raw.reviews, wrong["reviews"], "reviews", [](auto& row) { return row.submission; }, left_out);
  const auto about = [](auto& row) { return row.record ? *row.record : *row.obligation; };
  Remove(raw.waivers, wrong["waivers"], "waivers", about, left_out);
  Remove(
      raw.extensions, wrong["extensions"], "extensions", [](auto& row) { return row.obligation; },
      left_out);
  Remove(
      raw.disputes, wrong["disputes"], "disputes", [](auto& row) { return row.record; }, left_out);
}

}  // namespace

ResultOrErrors<CycleFacts> ResolveSlice(CycleSlice& slice) {
  CycleFacts resolved;
  // Leaving one thing out may leave another without its ground; each pass leaves out at least one.
  while (true) {
    const CycleRules& rules = slice.rules();
    auto facts = ResolveFacts(rules.policy, rules.calendar, slice.raw());
    if (facts) {
      resolved.facts = std::move(facts->facts);
      return resolved;
    }
    const Errors errors = facts.error();
    WrongRows wrong;
    if (!Sort(errors, wrong)) return errors;
    Remove(slice.raw(), wrong, resolved.left_out);
  }
}

}  // namespace shouze
