#include <utility>

#include "base/text.h"
#include "service/school.h"
#include "service/traces.h"

/// What a school notes of what is done to it.
namespace shouze {
namespace {

std::string SubjectOf(std::string_view name, std::string_view unit) {
  if (unit.empty()) return std::string(name);
  return name.empty() ? Concat("unit=", unit) : Concat(name, " unit=", unit);
}

}  // namespace

Errors School::Refuse(const Caller& caller, Action action, std::string_view unit) const {
  return RefuseDoing(caller, {"", ChineseName(action), unit}, action);
}

Errors School::RefuseDoing(const Caller& caller, const Doing& doing, Action action) const {
  Errors refusal = Refusal(caller, action, doing.unit);
  NoteIfRefused(caller, doing, refusal);
  return refusal;
}

void School::NoteIfRefused(const Caller& caller, const Doing& doing, const Errors& errors) const {
  const Error& first = errors.front();
  if (first.code != ErrorCode::kForbidden || caller.refusal_noted) return;
  caller.refusal_noted = true;
  Note({0, parts_.clock.Now(), caller.account, "refused", caller.address,
        DetailOf({{"action", std::string(doing.chinese)},
                  {"unit", std::string(doing.unit)},
                  {"why", first.message}}),
        std::string(kOutcomeRefused), SubjectOf(doing.name, doing.unit)});
}

void School::WriteTraces(bool all) const {
  std::vector<SecurityEvent> events = traces_.Take(parts_.clock.Now(), all);
  if (events.empty()) return;
  try {
    const auto written = parts_.store.Write([&](WriteTx& tx) -> Result<void> {
      for (const SecurityEvent& event : events) AddSecurityEvent(tx, event);
      return {};
    });
    static_cast<void>(written);
  } catch (...) {
    traces_.GiveBack(std::move(events));
    throw;
  }
}

void School::WriteTracesIn(WriteTx& tx, const Caller& caller, const Doing& doing, Instant now,
                           std::span<const Change> changes, bool has_own_event) {
  std::vector<SecurityEvent> events = traces_.TakeDue();
  try {
    for (const SecurityEvent& event : events) AddSecurityEvent(tx, event);
  } catch (...) {
    traces_.GiveBack(std::move(events));
    throw;
  }
  if (!events.empty()) {
    tx.WhenEnded([this, events = std::move(events)](bool durable) {
      if (!durable) traces_.GiveBack(events);
    });
  }
  if (doing.audit != Audit::kChange || has_own_event) return;
  std::string entries;
  if (!changes.empty()) entries = Concat(changes.front().entry.seq, "-", changes.back().entry.seq);
  AddSecurityEvent(
      tx, {0, now, caller.account, "change", caller.address,
           DetailOf({{"action", std::string(doing.chinese)}, {"entries", std::move(entries)}}),
           std::string(kOutcomeOk), SubjectOf(doing.name, doing.unit)});
}

Errors School::Refusal(const Caller& caller, Action action, std::string_view unit) const {
  // Whether a unit exists is told only to those who may see all of them.
  const bool elsewhere = !unit.empty() && MayDoSomewhere(caller.held, action);
  return Fail(ErrorCode::kForbidden,
              elsewhere ? Concat("这不是您任职的单位，无权", ChineseName(action))
                        : Concat("您没有“", ChineseName(action), "”的权限；如需办理，请联系网安办"),
              elsewhere ? "this is not a unit of yours" : "you may not do this");
}

}  // namespace shouze
