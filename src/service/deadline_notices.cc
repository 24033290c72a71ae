#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <variant>
#include <vector>

#include "base/text.h"
#include "kernel/lifecycle.h"
#include "service/feedback.h"
#include "service/freeze_sight.h"
#include "service/notify.h"
#include "service/obligation_rows.h"
#include "service/obligation_words.h"
#include "service/outbox.h"

namespace shouze {
namespace {

/// No deadline is looked back from further than this.
constexpr int kDaysBackMax = 90;
/// That there is a task at all: told once, whatever its due instant. What moves one tells so
/// itself.
constexpr std::string_view kNew = "new";

/// What a unit is to be told by now, and when there is more.
struct ToTell {
  std::vector<Notice> notices;  ///< Without the account.
  std::optional<Instant> look_at;

  void LookAt(Instant at) {
    if (!look_at || at < *look_at) look_at = at;
  }
};

/// The beginning of the workday from which on `workdays` of them are left, that day and the one
/// that ends at `due` included. Absent where the calendar does not reach back so far.
std::optional<Instant> NearFrom(const WorkCalendar& calendar, Instant due, int workdays,
                                UtcOffset offset) {
  CivilDate day = DateAt({due.ms - 1}, offset);
  int counted = 0;
  for (int back = 0; back < kDaysBackMax; ++back, day = day - 1) {
    if (!calendar.Covers(YearOf(day))) return std::nullopt;
    if (!calendar.IsWorkday(day)) continue;
    if (++counted == workdays) return Midnight(day, offset);
  }
  return std::nullopt;
}

/// What is to be told of one obligation.
class OneObligation {
 public:
  OneObligation(const View& view, const Sheet& sheet, const Obligation& obligation)
      : view_(view), sheet_(sheet), obligation_(obligation) {}

  void AddTo(ToTell& to_tell) const {
    if (!obligation_.due.at) {
      to_tell.notices.push_back(
          Make("obligation", kNew, Concat(TaskOf(sheet_, obligation_), "。")));
      return;
    }
    if (CountsByHours(sheet_, obligation_)) {
      AddRunning(*obligation_.due.at, to_tell);
    } else {
      AddByDay(*obligation_.due.at, to_tell);
    }
  }

 private:
  Notice Make(std::string_view kind, std::string_view which, std::string text) const {
    const std::string key = KeyOf(sheet_.rules->policy, sheet_.facts.facts, obligation_);
    Notice notice;
    notice.at = view_.now();
    notice.kind = kind;
    notice.unit = At(sheet_.facts.facts.units, sheet_.unit).code;
    notice.about = key;
    notice.text = std::move(text);
    // A deadline that has moved is another one: that it is near is told anew.
    notice.once = Concat(kind, "/", sheet_.facts.facts.year, "/", notice.unit, "/", key, "/",
                         obligation_.due.at ? obligation_.due.at->ms : 0, "/", which);
    return notice;
  }

  void AddByDay(Instant due, ToTell& to_tell) const {
    const std::string task = TaskOf(sheet_, obligation_);
    const std::string_view which = obligation_.extended ? "extended" : kNew;
    to_tell.notices.push_back(Make("obligation", which, Concat(task, "。")));
    const auto near = NearOf(due);
    if (!near) return;
    if (view_.now() < *near) return to_tell.LookAt(*near);
    to_tell.notices.push_back(Make("near", "near", Concat("临近期限：", task, "。")));
  }

  /// When it is near: so many workdays before, or on the last one where that would be from the
  /// start on.
  std::optional<Instant> NearOf(Instant due) const {
    const int workdays = view_.school().options().near_workdays;
    if (workdays <= 0) return std::nullopt;
    for (const int left : {workdays, 1}) {
      const auto near = NearFrom(sheet_.rules->calendar, due, left, sheet_.facts.facts.offset);
      if (near && *near > obligation_.start) return near;
    }
    return std::nullopt;
  }

  void AddRunning(Instant due, ToTell& to_tell) const {
    const std::int64_t all_ms = due.ms - obligation_.start.ms;
    const Instant half = {due.ms - all_ms / 2};
    const Instant quarter = {due.ms - all_ms / 4};
    const std::string task = TaskOf(sheet_, obligation_);
    std::string_view which = "begun";
    std::string text = Concat("按小时计时，夜间和节假日照计：", task, "。");
    if (view_.now() >= quarter) {
      which = "quarter";
      text = Concat("时限只剩四分之一：", task, "。");
    } else if (view_.now() >= half) {
      which = "half";
      text = Concat("时限已过半：", task, "。");
    }
    for (const Instant at : {half, quarter}) {
      if (view_.now() < at) to_tell.LookAt(at);
    }
    Notice notice = Make("hour_clock", which, std::move(text));
    notice.urgent = true;
    to_tell.notices.push_back(std::move(notice));
  }

  const View& view_;
  const Sheet& sheet_;
  const Obligation& obligation_;
};

bool IsToDo(const Sheet& sheet, const Obligation& obligation) {
  const Duty& duty = At(sheet.rules->policy.duties, obligation.duty);
  return std::holds_alternative<MetBySubmission>(duty.met_by) &&
         (obligation.state == State::kOpen || obligation.state == State::kReturned);
}

/// The unit's word on its initial result, while it is awaited: told when its end is near.
void AddFeedback(const View& view, const CycleFact& cycle, const Sheet& sheet,
                 const std::string& unit, ToTell& to_tell) {
  const auto* const freeze = InitialFreeze(view.state(), cycle);
  const int workdays = view.school().options().near_workdays;
  if (cycle.stage != Stage::kConfirming || !cycle.confirm_until || freeze == nullptr ||
      workdays <= 0) {
    return;
  }
  const auto asked = AskedUnits(freeze->fact);
  if (std::ranges::find(asked, unit) == asked.end()) return;
  const FeedbackState state = StateOf(view, cycle, FindFeedback(view.state(), freeze->fact, unit));
  if (state != FeedbackState::kAwaited && state != FeedbackState::kPrepared) return;
  const auto near = NearFrom(sheet.rules->calendar, *cycle.confirm_until, workdays, view.offset());
  if (!near) return;
  if (view.now() < *near) return to_tell.LookAt(*near);
  Notice notice;
  notice.at = view.now();
  notice.kind = "near";
  notice.unit = unit;
  notice.about = "feedback";
  notice.text =
      Concat("初评结果的反馈将于 ", FormatDeadline(*cycle.confirm_until, view.offset()), " 截止，",
             state == FeedbackState::kPrepared ? "已填写，还没有经单位负责人签发" : "还没有填写",
             "；逾期视为确认。");
  notice.once = Concat("near/", cycle.year, "/", unit, "/feedback/", cycle.confirm_until->ms, "/",
                       freeze->seq);
  to_tell.notices.push_back(std::move(notice));
}

ToTell WhatToTell(const View& view, const Sheet& sheet) {
  ToTell to_tell;
  to_tell.look_at = sheet.valid_until;
  if (sheet.result.ended) return to_tell;
  for (const Obligation& obligation : sheet.result.obligations) {
    if (IsToDo(sheet, obligation)) OneObligation(view, sheet, obligation).AddTo(to_tell);
  }
  return to_tell;
}

/// A unit's notices that are not known to be given, and what is remembered once they are.
struct UnitRound {
  std::pair<int, std::string> key;
  std::vector<Notice> notices;
  TickMemory::OfUnit memory;
};

std::optional<UnitRound> LookAtUnit(const View& view, const CycleFact& cycle,
                                    const std::string& unit, const TickMemory::OfUnit* before) {
  const std::int64_t last_entry = view.state().LastEntryOf(unit);
  if (before != nullptr && before->last_entry == last_entry && before->day == view.today() &&
      (!before->look_at || view.now() < *before->look_at)) {
    return std::nullopt;
  }
  const auto sheet = view.LiveSheet(cycle, unit);
  // A unit that cannot be computed is told of on its own pages.
  if (!sheet) return std::nullopt;
  ToTell to_tell = WhatToTell(view, **sheet);
  AddFeedback(view, cycle, **sheet, unit, to_tell);
  UnitRound round;
  round.key = {cycle.year, unit};
  round.memory.last_entry = last_entry;
  round.memory.day = view.today();
  round.memory.look_at = to_tell.look_at;
  const auto holders = HoldersOf(view, unit);
  for (const Notice& notice : to_tell.notices) {
    for (const std::string& account : holders) {
      std::string told = Concat(account, " ", notice.once);
      const bool is_new = before == nullptr || !before->told.contains(told);
      round.memory.told.insert(std::move(told));
      if (!is_new) continue;
      round.notices.push_back(notice);
      round.notices.back().account = account;
    }
  }
  return round;
}

/// Whether the account knows of the task, by whatever due instant.
bool IsToldAlready(const ReadTx& tx, const Notice& notice) {
  if (!notice.once.ends_with(Concat("/", kNew))) return false;
  const std::size_t due = notice.once.rfind('/', notice.once.rfind('/') - 1);
  return WasTold(tx, notice.account, notice.once.substr(0, due + 1));
}

/// The facts are looked at as a whole, and let go before anything is written.
std::vector<UnitRound> LookAtAll(School& school, const TickMemory& memory) {
  const View view(school, school.parts().clock.Now());
  std::vector<UnitRound> rounds;
  for (const auto& [year, cycle] : view.state().All<CycleFact>()) {
    if (!FactsMayChange(cycle.fact.stage)) continue;
    for (const auto& [unit, kept] : view.state().All<UnitFact>()) {
      const auto before = memory.deadlines.find({cycle.fact.year, unit});
      auto round = LookAtUnit(view, cycle.fact, unit,
                              before == memory.deadlines.end() ? nullptr : &before->second);
      if (round) rounds.push_back(std::move(*round));
    }
  }
  return rounds;
}

}  // namespace

int NotifyOfDeadlines(School& school) {
  TickMemory& memory = school.tick_memory();
  const std::lock_guard lock(memory.deadlines_mutex);
  int given = 0;
  for (UnitRound& round : LookAtAll(school, memory)) {
    if (!round.notices.empty()) {
      const auto told = school.store().Write([&](WriteTx& tx) -> Result<int> {
        int count = 0;
        for (const Notice& notice : round.notices) {
          if (IsToldAlready(tx, notice)) continue;
          if (GiveNotice(tx, school.options(), notice)) ++count;
        }
        return count;
      });
      given += *told;
    }
    memory.deadlines[round.key] = std::move(round.memory);
  }
  return given;
}

}  // namespace shouze
