#include "service/clock_doubt.h"

#include <algorithm>
#include <variant>

#include "base/text.h"
#include "ledger/clock_faults.h"
#include "service/school.h"

namespace shouze {
namespace {

struct Words {
  std::string_view chinese;
  std::string_view english;
};

Words WhatIsWrong(ClockFault fault) {
  switch (fault) {
    case ClockFault::kJumped:
      return {"被拨动过，与实际经过的时间不符；按此前推算应为 ",
              "it was set, against the time that has passed; by that it ought to be "};
    case ClockFault::kBehind:
      return {"早于上次运行的时间；至少应为 ",
              "it is earlier than when this school was last served; at least it ought to be "};
    case ClockFault::kLongSilence:
      return {"距上次运行过久，须由人核对；上次运行于 ",
              "this school was not served for long, somebody has to look; last served at "};
    case ClockFault::kLedgerAhead:
      return {"早于账本最后一条；那一条记于 ",
              "it is earlier than the last entry of the ledger, which is of "};
  }
  return {};
}

}  // namespace

Errors ClockInDoubt(const ClockDoubt& doubt, UtcOffset offset) {
  const Words words = WhatIsWrong(doubt.fault);
  const auto words_of = [offset](Instant at) {
    return FormatForPeople({at.ms - at.ms % 1000}, offset);
  };
  const std::string shown = words_of(doubt.shown);
  const std::string expected = words_of(doubt.expected);
  return Fail(
      ErrorCode::kClockInDoubt,
      Concat("服务器时钟不可信，暂不写入任何事项（您填写的内容还在，稍后再提交）：时钟显示 ", shown,
             "，", words.chinese, expected, "。请系统管理员核对服务器时间，见“设置”"),
      Concat("the server's clock cannot be trusted, so nothing is written for now: it shows ",
             shown, "; ", words.english, expected,
             ". Ask the system administrator to check the server's time"));
}

bool MayWriteIn(const ClockDoubt& doubt, const Change& change) {
  if (doubt.fault != ClockFault::kLedgerAhead || !change.said.fact) return false;
  const auto* const proposal = std::get_if<ProposalFact>(&*change.said.fact);
  return proposal != nullptr && !proposal->acts.empty() &&
         std::string_view(proposal->acts.front().kind) == kClockDeclare;
}

std::optional<ClockDoubt> School::Doubt() const { return DoubtOf(state_.Get()->last_at()); }

std::optional<ClockDoubt> School::DoubtOf(Instant last_at) const {
  if (const auto doubt = parts_.clock.Doubt()) return doubt;
  const Instant now = parts_.clock.Now();
  if (last_at.ms - now.ms <= options_.clock_tolerance_ms) return std::nullopt;
  return ClockDoubt{ClockFault::kLedgerAhead, now, last_at};
}

Instant School::NowAfter(const SchoolState& state, Instant now) const {
  const Instant last_at = state.last_at();
  return last_at.ms - now.ms > options_.clock_tolerance_ms ? now : std::max(now, last_at);
}

}  // namespace shouze
