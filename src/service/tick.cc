#include "service/tick.h"

#include <exception>
#include <string>
#include <string_view>
#include <utility>

#include "service/clock_doubt.h"
#include "service/evidence.h"
#include "service/holders.h"
#include "service/login_guard.h"
#include "service/notify.h"
#include "service/outbox.h"
#include "service/scrub.h"
#include "service/security_archive.h"
#include "store/account_rows.h"
#include "store/first_link_rows.h"
#include "system/log.h"

namespace shouze {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kDeviceKeptMs = 180 * kMsPerDay;
constexpr std::int64_t kAnsweredKeptMs = 7 * kMsPerDay;
constexpr std::int64_t kGivenUpKeptMs = 30 * kMsPerDay;
constexpr std::string_view kOrphansDay = "vault.orphans";
constexpr std::string_view kArchiveDay = "security_log.archived";

Instant Before(Instant now, std::int64_t ms) { return {now.ms - ms}; }

/// Removes what has run out, at most once an hour.
void CleanUp(School& school) {
  TickMemory& memory = school.tick_memory();
  const std::lock_guard lock(memory.cleaning_mutex);
  const Instant now = school.parts().clock.Now();
  if (memory.cleaned_at && now >= *memory.cleaned_at &&
      now.ms - memory.cleaned_at->ms < kMsPerHour) {
    return;
  }
  const SchoolOptions& options = school.options();
  const auto cleaned = school.store().Write([&](WriteTx& tx) -> Result<void> {
    EndSessionsBefore(tx, Before(now, options.session_hours * kMsPerHour),
                      Before(now, options.session_idle_minutes * kMinuteMs));
    DropKnownDevicesBefore(tx, Before(now, kDeviceKeptMs));
    DropLoginFailuresBefore(tx, Before(now, kFailuresKeptMs));
    DropFirstLinksBefore(tx, now);
    DropAnsweredBefore(tx, Before(now, kAnsweredKeptMs));
    for (const OutgoingMail& mail : ReadMailGivenUp(tx)) {
      if (mail.created_at < Before(now, kGivenUpKeptMs)) DropMail(tx, mail.id);
    }
    return {};
  });
  static_cast<void>(cleaned);
  SealHolders(school);
  memory.cleaned_at = now;
}

/// Once a day, whoever serves.
void CollectDaily(School& school) {
  const std::string today = Format(DateAt(school.parts().clock.Now(), school.options().offset));
  const bool is_done = school.store().Read(
      [&](const ReadTx& tx) { return ReadRemembered(tx, kOrphansDay) == today; });
  if (is_done) return;
  const int leftovers = school.parts().vault.RemoveLeftovers();
  if (leftovers > 0) {
    Log(LogLevel::kNote, "leftovers_removed", {{"files", std::to_string(leftovers)}});
  }
  const int removed = CollectOrphans(school);
  if (removed > 0) Log(LogLevel::kNote, "orphans_removed", {{"files", std::to_string(removed)}});
  const int unnamed = CollectUnnamed(school);
  if (unnamed > 0) Log(LogLevel::kNote, "unnamed_removed", {{"files", std::to_string(unnamed)}});
  const auto remembered = school.store().Write([&](WriteTx& tx) -> Result<void> {
    Remember(tx, kOrphansDay, today);
    return {};
  });
  static_cast<void>(remembered);
}

/// Once a day.
void ArchiveOldEvents(School& school) {
  const std::string today = Format(DateAt(school.parts().clock.Now(), school.options().offset));
  const auto is_done = school.store().Read(
      [&](const ReadTx& tx) { return ReadRemembered(tx, kArchiveDay) == today; });
  if (is_done) return;
  const auto archived = ArchiveSecurityLog(school);
  if (!archived) {
    Log(LogLevel::kError, "security_log_not_archived", {{"why", archived.error().front().english}});
  } else if (*archived) {
    Log(LogLevel::kNote, "security_log_archived", {{"file", **archived}});
  }
  const auto remembered = school.store().Write([&](WriteTx& tx) -> Result<void> {
    Remember(tx, kArchiveDay, today);
    return {};
  });
  static_cast<void>(remembered);
}

/// Whether the clock is in doubt; the log is told when that begins and ends.
bool IsInDoubt(School& school) {
  const auto doubt = school.Doubt();
  TickMemory& memory = school.tick_memory();
  const std::lock_guard lock(memory.cleaning_mutex);
  const bool was = std::exchange(memory.was_in_doubt, doubt.has_value());
  if (doubt && !was) {
    const Error words = ClockInDoubt(*doubt, school.options().offset).front();
    Log(LogLevel::kError, "clock_in_doubt", {{"why", words.english}});
  } else if (!doubt && was) {
    Log(LogLevel::kNote, "clock_believed_again", {});
  }
  return doubt.has_value();
}

/// Runs one part. False where it failed.
template <class Part>
bool Try(std::string_view name, Part part) {
  try {
    part();
    return true;
  } catch (const std::exception& failure) {
    Log(LogLevel::kError, "tick_failed", {{"part", std::string(name)}, {"why", failure.what()}});
    return false;
  }
}

}  // namespace

int Tick(School& school, Mailer* mailer) {
  int failed = 0;
  const auto run = [&](std::string_view name, auto part) {
    if (!Try(name, part)) ++failed;
  };
  run("catch_up", [&] { school.CatchUp(); });
  // What age decides waits until somebody has looked: nothing is ended, sent or removed meanwhile.
  if (IsInDoubt(school)) return failed;
  run("deadlines", [&] { NotifyOfDeadlines(school); });
  run("digests", [&] { QueueDigests(school); });
  run("mail", [&] {
    if (mailer != nullptr) SendDueMail(school, *mailer);
  });
  run("clean_up", [&] { CleanUp(school); });
  run("orphans", [&] { CollectDaily(school); });
  run("security_log", [&] { ArchiveOldEvents(school); });
  run("scrub", [&] { Scrub(school); });
  return failed;
}

}  // namespace shouze
