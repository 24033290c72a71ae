#include "service/reminders.h"

#include "base/text.h"
#include "service/final_sheets.h"
#include "service/school.h"

namespace shouze {
namespace {

constexpr int kDaysDefault = 7;
constexpr int kDaysMax = 366;

std::optional<RemindedFor> WhyRemind(const View& view, const Obligation& one, int days) {
  if (one.state == State::kMissed) return RemindedFor::kMissed;
  if (one.state == State::kReturned) return RemindedFor::kReturned;
  if (one.state != State::kOpen || !one.due.at || !one.can_be_lost) return std::nullopt;
  const Instant from{one.due.at->ms - days * kMsPerDay};
  if (view.now() >= from) return RemindedFor::kSoon;
  view.HoldsUntil(from);
  return std::nullopt;
}

ResultOrErrors<RemindersAnswer> RunReminders(const View& view, const RemindersRequest& request) {
  const int days = request.days.value_or(kDaysDefault);
  if (days < 0 || days > kDaysMax) {
    return Fail(ErrorCode::kInvalidInput, Concat("天数应在 0 至 ", kDaysMax, " 之间"),
                Concat("a number of days from 0 to ", kDaysMax), "/days");
  }
  const auto cycle = view.Cycle(request.year);
  if (!cycle) return cycle.error();
  const auto units = UnitsOf(view, (*cycle)->fact);
  if (!units) return units.error();
  RemindersAnswer answer;
  for (const std::string& unit : *units) {
    const auto sheet = view.LiveSheet((*cycle)->fact, unit);
    if (!sheet) return sheet.error();
    view.HoldsUntil((*sheet)->valid_until);
    if ((*sheet)->result.ended) continue;
    for (const Obligation& one : (*sheet)->result.obligations) {
      const auto why = WhyRemind(view, one, days);
      if (why) answer.reminders.push_back({*why, RowOf(view, **sheet, one)});
    }
  }
  return answer;
}

}  // namespace

const ReadCase<RemindersRequest, RemindersAnswer> kListReminders = {
    "reminder.list", "催办", Action::kReadSchool, DependsOn::kSchool, RunReminders};

}  // namespace shouze
