#include "service/search.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "base/text.h"
#include "exchange/typed.h"
#include "kernel/explain.h"
#include "service/fact_words.h"
#include "service/final_sheets.h"
#include "service/school.h"

namespace shouze {
namespace {

constexpr std::size_t kOfEachMax = 10;

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

/// One search.
class Searching {
 public:
  Searching(const CallerView& view, const CycleFact& cycle, std::string_view text)
      : view_(view),
        cycle_(cycle),
        words_(view),
        wanted_(Lower(text)),
        half_(Lower(TypedWord(text))) {
    for (const auto& [id, kept] : view.state().All<UnitFact>()) {
      if (view.May(Action::kReadSheet, id)) units_.push_back(id);
    }
  }

  ResultOrErrors<SearchAnswer> Run() {
    FindUnits();
    FindRecords();
    if (const auto done = FindObligations(); !done) return done.error();
    return std::move(answer_);
  }

 private:
  bool Matches(std::string_view text) const {
    const std::string lower = Lower(text);
    return lower.find(wanted_) != std::string::npos || lower.find(half_) != std::string::npos;
  }

  /// False where there are enough of this kind.
  bool Take(FoundRow row) {
    const auto same = [&](const FoundRow& one) { return one.kind == row.kind; };
    if (static_cast<std::size_t>(std::ranges::count_if(answer_.found, same)) >= kOfEachMax) {
      answer_.more = true;
      return false;
    }
    answer_.found.push_back(std::move(row));
    return true;
  }

  void FindUnits() {
    for (const std::string& id : units_) {
      const std::string name = words_.UnitName(id);
      if (!Matches(id) && !Matches(name)) continue;
      if (!Take({FoundKind::kUnit, id, name, name, id, id})) return;
    }
  }

  /// What its fields say is found by those who may read it.
  bool Matches(const RecordFact& record, const std::vector<std::string>& seen) const {
    if (Matches(words_.RecordName(record))) return true;
    const auto may = [&](const auto& unit) { return view_.May(Action::kReadDetails, unit); };
    if (!std::ranges::any_of(seen, may)) return false;
    return std::ranges::any_of(record.fields, [&](const auto& field) {
      const auto* const text = std::get_if<std::string>(&field.second);
      return text != nullptr && Matches(*text);
    });
  }

  /// The units of the record that the reader may see.
  std::vector<std::string> SeenOf(const RecordFact& record) const {
    std::vector<std::string> seen;
    for (const Label& unit : record.units) {
      if (std::ranges::binary_search(units_, unit)) seen.push_back(unit);
    }
    return seen;
  }

  void FindRecords() {
    std::vector<std::pair<const RecordFact*, std::vector<std::string>>> found;
    for (const auto& [id, kept] : view_.state().All<RecordFact>()) {
      if (YearOf(DateAt(kept.fact.at, view_.offset())) != cycle_.year) continue;
      auto seen = SeenOf(kept.fact);
      if (!seen.empty() && Matches(kept.fact, seen))
        found.emplace_back(&kept.fact, std::move(seen));
    }
    std::ranges::sort(found, std::greater(), [](const auto& one) {
      return std::pair(one.first->at, std::string_view(one.first->id));
    });
    for (const auto& [record, seen] : found) {
      std::string names = words_.UnitName(seen.front());
      if (seen.size() > 1) names += Concat("等 ", seen.size(), " 个单位");
      if (!Take({FoundKind::kRecord, seen.front(), std::move(names), words_.RecordName(*record),
                 FormatForPeople(record->at, view_.offset()), record->id})) {
        return;
      }
    }
  }

  ResultOrErrors<void> FindObligations() {
    const auto units = UnitsOf(view_, cycle_);
    if (!units) return units.error();
    for (const std::string& unit : *units) {
      if (!std::ranges::binary_search(units_, unit)) continue;
      const auto found = view_.LiveSheet(cycle_, unit);
      if (!found) return found.error();
      const Sheet& sheet = **found;
      const Policy& policy = sheet.rules->policy;
      for (const Obligation& one : sheet.result.obligations) {
        const std::string key = KeyOf(policy, sheet.facts.facts, one);
        std::string title = At(policy.duties, one.duty).name;
        if (one.trigger != nullptr) {
          title += Concat("：", NameOf(policy, sheet.facts.facts, *one.trigger));
        }
        if (!Matches(key) && !Matches(title)) continue;
        std::string detail(ChineseName(one.state));
        if (one.due.at) {
          detail += Concat("，期限 ", FormatDeadline(*one.due.at, sheet.facts.facts.offset));
        }
        if (!Take({FoundKind::kObligation, unit, words_.UnitName(unit), std::move(title),
                   std::move(detail), key})) {
          return {};
        }
      }
    }
    return {};
  }

  const CallerView& view_;
  const CycleFact& cycle_;
  const FactWords words_;
  const std::string wanted_;
  const std::string half_;          ///< What a Chinese keyboard in its wide form meant.
  std::vector<std::string> units_;  ///< That the reader may see, sorted.
  SearchAnswer answer_;
};

ResultOrErrors<SearchAnswer> RunSearch(const CallerView& view, const SearchRequest& request) {
  const auto cycle = view.Cycle(request.year);
  if (!cycle) return cycle.error();
  return Searching(view, (*cycle)->fact, request.q).Run();
}

}  // namespace

const CallerReadCase<SearchRequest, SearchAnswer> kSearch = {"search", "搜索", Action::kReadPolicy,
                                                             RunSearch};

}  // namespace shouze
