#include "service/lost_work.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "base/digest.h"
#include "base/text.h"
#include "service/notify.h"
#include "service/obligation_words.h"

namespace shouze {
namespace {

constexpr std::size_t kToldMax = 5;
/// Of a refusal: whoever confirms more than this has seen enough of it.
constexpr std::size_t kListedMax = 100;
constexpr std::size_t kCodeDigits = 8;

using Units = std::set<std::string, std::less<>>;

Units Concerned(const SchoolState& state, std::span<const Change> changes) {
  Units units;
  for (const Change& change : changes) {
    if (change.ConcernsAll()) {
      for (const auto& [id, kept] : state.All<UnitFact>()) units.insert(id);
    } else {
      units.insert(change.units.begin(), change.units.end());
    }
  }
  return units;
}

using ObligationsByKey = std::map<std::string, const Obligation*, std::less<>>;

/// A unit's sheet of one cycle, by key; null: it has none, or none any more.
struct Side {
  std::shared_ptr<const Sheet> sheet;
  ObligationsByKey obligations;

  explicit Side(std::shared_ptr<const Sheet> made) {
    if (made == nullptr || made->result.ended) return;
    sheet = std::move(made);
    for (const Obligation& one : sheet->result.obligations) {
      obligations[KeyOf(sheet->rules->policy, sheet->facts.facts, one)] = &one;
    }
  }
  const Obligation* Find(std::string_view key) const {
    const auto found = obligations.find(key);
    return found == obligations.end() ? nullptr : found->second;
  }
};

struct Sides {
  Side before;
  Side after;
};

bool IsLost(State state) { return state == State::kMissed || state == State::kLate; }

/// One cycle with and without the acts.
class Comparison {
 public:
  Comparison(const View& view, const SchoolState& after, int year)
      : view_(view), after_(after), year_(year) {}

  ResultOrErrors<void> Read(const Units& units) {
    const std::string id = std::to_string(year_);
    const CycleFact& before = view_.state().Find<CycleFact>(id)->fact;
    const CycleFact& after = after_.Find<CycleFact>(id)->fact;
    const auto rules = view_.school().Rules(after_, after);
    if (!rules) return rules.error();
    for (const std::string& unit : units) {
      auto was = view_.LiveSheet(before, unit);
      auto is = MakeSheet(after_, after, *rules, unit, view_.now());
      if (!is && is.error().front().code != ErrorCode::kNotFound) return is.error();
      const bool goes_on = is.has_value() && !EndsToday(unit);
      units_.try_emplace(unit, Side(was ? std::move(*was) : nullptr),
                         Side(goes_on ? std::move(*is) : nullptr));
    }
    return {};
  }

  void AddTo(Consequences& found) const {
    for (const auto& [unit, sides] : units_) {
      for (const auto& [key, was] : sides.before.obligations) {
        AddMoved(unit, key, *was, sides.after.Find(key), found);
        if (auto loss = LossOf(unit, key, *was, sides)) {
          AddLost(unit, key, TitleOf(*sides.before.sheet, *was), std::move(*loss), sides, found);
        }
      }
      AddNewlyMissed(unit, sides, found);
    }
  }

 private:
  /// Whether the acts end it; then its records go to its successor.
  bool Ends(std::string_view unit) const {
    const auto* const before = view_.state().Find<UnitFact>(unit);
    const auto* const after = after_.Find<UnitFact>(unit);
    return before != nullptr && !before->fact.to && after != nullptr && after->fact.to.has_value();
  }
  /// From tomorrow on it has no result.
  bool EndsToday(std::string_view unit) const {
    if (!Ends(unit)) return false;
    const CivilDate last = *after_.Find<UnitFact>(unit)->fact.to;
    return last <= view_.today() && last < FirstDayOf(year_ + 1) - 1;
  }

  void AddMoved(const std::string& unit, const std::string& key, const Obligation& was,
                const Obligation* is, Consequences& found) const {
    if (is == nullptr || is->due.at == was.due.at) return;
    found.moved.push_back({year_, unit, key, was.due.at, is->due.at});
  }

  void AddLost(const std::string& unit, const std::string& key, const std::string& title,
               const std::string& loss, const Sides& sides, Consequences& found) const {
    LostWork& lost = found.lost.emplace_back();
    lost.year = year_;
    lost.unit = unit;
    lost.obligation = key;
    lost.text = Concat(title, "：", loss);
    if (sides.before.sheet != nullptr) lost.before = sides.before.sheet->result.total;
    if (sides.after.sheet != nullptr) lost.after = sides.after.sheet->result.total;
  }

  /// The obligation as another unit has it, that did not have it before.
  const Obligation* FindElsewhere(std::string_view unit, std::string_view key) const {
    if (RecordOfKey(key).empty() || !Ends(unit)) return nullptr;
    for (const auto& [other, sides] : units_) {
      if (other == unit || sides.before.Find(key) != nullptr) continue;
      if (const Obligation* const taken = sides.after.Find(key)) return taken;
    }
    return nullptr;
  }

  bool WaitsForReview(std::string_view unit, std::string_view key) const {
    const SchoolState& state = view_.state();
    return std::ranges::any_of(state.SubmissionsOf(unit), [&](const std::string& id) {
      const SubmissionFact& fact = state.Find<SubmissionFact>(id)->fact;
      return fact.obligation == key && state.LatestReview(id) == nullptr &&
             (!RecordOfKey(key).empty() || fact.cycle == year_);
    });
  }

  /// What becomes of it, in words; absent: nothing worse.
  std::optional<std::string> LossOf(std::string_view unit, std::string_view key,
                                    const Obligation& was, const Sides& sides) const {
    const Obligation* is = sides.after.Find(key);
    if (is == nullptr) is = FindElsewhere(unit, key);
    const std::string_view name = ChineseName(was.state);
    const bool waits = WaitsForReview(unit, key);
    const bool handed_in =
        was.state == State::kSubmitted || (was.state == State::kMet && was.submission != nullptr);
    if (is == nullptr && sides.after.sheet == nullptr) {
      if (!waits) return std::nullopt;
      return Concat(name, "，有报送待审核 → 单位撤并，不再计分");
    }
    if (is == nullptr) {
      if (!waits && !handed_in) return std::nullopt;
      return Concat(name, " → 不再是本单位的任务，已有的报送不再计入");
    }
    if (!IsLost(was.state) && IsLost(is->state)) {
      return Concat(name, " → ", ChineseName(is->state));
    }
    if (handed_in && (is->state == State::kOpen || is->state == State::kUpcoming)) {
      return Concat(name, " → ", ChineseName(is->state), "，已有的报送不再计入");
    }
    return std::nullopt;
  }

  /// What the unit did not have to do before, and has missed at once. Of a record that begins with
  /// the acts this is what registering it means.
  void AddNewlyMissed(const std::string& unit, const Sides& sides, Consequences& found) const {
    for (const auto& [key, is] : sides.after.obligations) {
      if (is->state != State::kMissed || sides.before.Find(key) != nullptr) continue;
      const std::string_view record = RecordOfKey(key);
      if (!record.empty() && view_.state().Find<RecordFact>(record) == nullptr) continue;
      const bool taken_over = std::ranges::any_of(units_, [&](const auto& one) {
        return Ends(one.first) && one.second.before.Find(key) != nullptr;
      });
      if (taken_over && !record.empty()) continue;
      AddLost(unit, key, TitleOf(*sides.after.sheet, *is), "成为本单位的任务，期限已过", sides,
              found);
    }
  }

  const View& view_;
  const SchoolState& after_;
  int year_;
  std::map<std::string, Sides, std::less<>> units_;
};

ResultOrErrors<Consequences> Find(const View& view, std::span<const Change> changes) {
  Consequences found;
  const Units units = Concerned(view.state(), changes);
  if (units.empty()) return found;
  SchoolState after = view.state();
  for (const Change& change : changes) after.Apply(change);
  for (const auto& [id, kept] : view.state().All<CycleFact>()) {
    if (kept.fact.stage == Stage::kPreparing || ResultIsMade(kept.fact.stage)) continue;
    Comparison comparison(view, after, kept.fact.year);
    if (const auto read = comparison.Read(units); !read) return read.error();
    comparison.AddTo(found);
  }
  return found;
}

std::string TextOf(std::span<const LostWork> lost) {
  std::string text;
  for (const LostWork& one : lost) {
    text += Concat(one.year, " ", one.unit, " ", one.obligation, " ", one.text, "\n");
  }
  return text;
}

std::string CodeOfText(const std::string& text) {
  return text.empty() ? "" : Sha256Hex(text).substr(0, kCodeDigits);
}

std::string TotalsOf(const LostWork& lost) {
  const std::string before = Concat(lost.year, " 年度得分 ", Format(lost.before), " → ");
  return Concat(before, lost.after ? Format(*lost.after) : "不再有得分");
}

std::string NameOf(const View& view, std::string_view unit) {
  const auto* const kept = view.state().Find<UnitFact>(unit);
  return kept == nullptr ? std::string(unit) : std::string(kept->fact.name);
}

/// A few of them, and how many there are.
std::string Few(const std::vector<std::string>& texts) {
  if (texts.size() <= kToldMax) return Join(texts, "；");
  const std::vector<std::string> few(texts.begin(), texts.begin() + kToldMax);
  return Concat(Join(few, "；"), " 等 ", texts.size(), " 项");
}

/// What one unit is told.
struct ToldUnit {
  std::string about;  ///< The first obligation.
  std::vector<std::string> moved;
  std::vector<std::string> lost;
  std::string totals;
};

std::string DueText(const std::optional<Instant>& due, UtcOffset offset) {
  return due ? FormatDeadline(*due, offset) : "期限待定";
}

std::string TitleOfKey(const View& view, const MovedDue& moved) {
  const auto cycle = view.Cycle(moved.year);
  const auto sheet = cycle ? view.LiveSheet((*cycle)->fact, moved.unit)
                           : ResultOrErrors<std::shared_ptr<const Sheet>>(cycle.error());
  if (sheet) {
    for (const Obligation& one : (*sheet)->result.obligations) {
      if (KeyOf((*sheet)->rules->policy, (*sheet)->facts.facts, one) == moved.obligation) {
        return TitleOf(**sheet, one);
      }
    }
  }
  return moved.obligation;
}

std::string MoveInWords(const View& view, const MovedDue& moved) {
  return Concat(TitleOfKey(view, moved), "由 ", DueText(moved.before, view.offset()), " 改为 ",
                DueText(moved.after, view.offset()));
}

/// Each loss as an error; what the unit's total becomes stands with the first.
void AddLosses(const View& view, std::span<const LostWork> lost, const std::string& where,
               Errors& errors) {
  for (std::size_t i = 0; i < lost.size() && i < kListedMax; ++i) {
    const LostWork& one = lost[i];
    const bool first = i == 0 || lost[i - 1].unit != one.unit || lost[i - 1].year != one.year;
    errors.push_back({ErrorCode::kConflict, where,
                      Concat(NameOf(view, one.unit), " ", one.text,
                             first ? Concat("；", TotalsOf(one)) : std::string()),
                      Concat(one.unit, " ", one.obligation, " is lost")});
  }
}

}  // namespace

ResultOrErrors<Consequences> FindConsequences(const CallerView& view,
                                              std::span<const ProposedAct> acts) {
  std::vector<Change> changes;
  for (const ProposedAct& act : acts) {
    Entry entry;
    entry.seq = view.state().head().seq + 1 + static_cast<std::int64_t>(changes.size());
    entry.at = std::max(view.now(), view.state().last_at());
    entry.actor = view.caller().account;
    entry.kind = act.kind;
    entry.body = act.body.text;
    auto change = view.state().Prepare(std::move(entry), changes);
    if (change) changes.push_back(std::move(*change));
  }
  return Find(view, changes);
}

ResultOrErrors<Consequences> FindConsequences(const Act& act) { return Find(act, act.changes()); }

std::string CodeOf(std::span<const LostWork> lost) { return CodeOfText(TextOf(lost)); }

std::string CodeOf(const Consequences& consequences) {
  std::string text = TextOf(consequences.lost);
  for (const MovedDue& one : consequences.moved) {
    text += Concat(one.year, " ", one.unit, " ", one.obligation, " ",
                   one.before ? one.before->ms : 0, " ", one.after ? one.after->ms : 0, "\n");
  }
  return CodeOfText(text);
}

ResultOrErrors<void> MustHaveSeen(const View& view, std::span<const LostWork> lost,
                                  std::string_view seen) {
  const std::string code = CodeOf(lost);
  if (lost.empty() || seen == code) return {};
  const std::string where = Concat("/loses/", code);
  Errors errors =
      Fail(ErrorCode::kConflict,
           Concat("这样做会使 ", lost.size(), " 项工作失效或逾期，请核对下列各项，确认后再提交"),
           Concat("this takes away ", lost.size(),
                  " pieces of work; look at them, then send the same request with \"loses\": \"",
                  code, "\""),
           where);
  AddLosses(view, lost, where, errors);
  return errors;
}

ResultOrErrors<void> MustHaveSeen(const View& view, const Consequences& consequences,
                                  std::string_view seen) {
  const std::string code = CodeOf(consequences);
  if (code.empty() || seen == code) return {};
  const std::string where = Concat("/moves/", code);
  Errors errors =
      Fail(ErrorCode::kConflict,
           Concat("这样做会移动 ", consequences.moved.size(), " 项任务的期限，使 ",
                  consequences.lost.size(), " 项工作失效或逾期，请核对下列各项，确认后再提交"),
           Concat("this moves ", consequences.moved.size(), " due instants and takes away ",
                  consequences.lost.size(),
                  " pieces of work; look at them, then send the same request with \"moves\": \"",
                  code, "\""),
           where);
  AddLosses(view, consequences.lost, where, errors);
  for (std::size_t i = 0; i < consequences.moved.size() && i < kListedMax; ++i) {
    const MovedDue& one = consequences.moved[i];
    errors.push_back({ErrorCode::kConflict, where,
                      Concat(NameOf(view, one.unit), " ", MoveInWords(view, one)),
                      Concat(one.unit, " ", one.obligation, " moves")});
  }
  return errors;
}

void NotifyOfConsequences(Act& act, std::string_view lead, const Consequences& consequences) {
  std::map<std::string, ToldUnit> told;
  for (const LostWork& one : consequences.lost) {
    ToldUnit& unit = told[one.unit];
    if (unit.about.empty()) unit.about = one.obligation;
    unit.lost.emplace_back(one.text);
    unit.totals = TotalsOf(one);
  }
  for (const MovedDue& one : consequences.moved) {
    ToldUnit& unit = told[one.unit];
    if (unit.about.empty()) unit.about = one.obligation;
    unit.moved.push_back(MoveInWords(act, one));
  }
  for (const auto& [unit, what] : told) {
    std::string text(lead);
    if (!what.moved.empty()) text += Concat("，期限变动：", Few(what.moved));
    if (!what.lost.empty()) {
      text += Concat(what.moved.empty() ? "，" : "；", "失效或逾期的工作：", Few(what.lost), "；",
                     what.totals);
    }
    NotifyUnit(act, "consequences", unit, what.about, Concat(text, "。"));
  }
}

ResultOrErrors<void> AdmitLosses(Act& act, std::string_view what, std::string_view seen) {
  const auto found = FindConsequences(act);
  if (!found) return found.error();
  if (const auto told = MustHaveSeen(act, found->lost, seen); !told) return told;
  NotifyOfConsequences(act, Concat("“", what, "”已经生效"), *found);
  return {};
}

}  // namespace shouze
