#include "service/traces.h"

#include <utility>

#include "base/json_writer.h"
#include "base/text.h"
#include "system/address_block.h"

namespace shouze {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
/// Bounds what is held in memory; what comes beyond is counted.
constexpr std::size_t kGatheringMax = 50'000;

/// What tells events apart: everything but the instant.
std::string KeyOf(const SecurityEvent& event) {
  std::string key;
  for (const std::string* part : {&event.account, &event.address, &event.kind, &event.outcome,
                                  &event.subject, &event.detail}) {
    key.append(*part).push_back('\0');
  }
  return key;
}

bool IsRefusal(const SecurityEvent& event) { return event.outcome == kOutcomeRefused; }

std::int64_t WindowOf(const SecurityEvent& event) {
  return IsRefusal(event) ? Traces::kRefusalWindowMs : Traces::kReadWindowMs;
}

/// Whoever is known counts as the account, wherever it comes from.
std::string SourceOf(const SecurityEvent& event) {
  return Concat(event.kind, " ",
                event.account.empty() ? Concat("@", AddressBlock(event.address)) : event.account);
}

/// `detail` with members more: both are flat objects of our own.
std::string With(std::string_view detail, std::int64_t more, Instant since, Instant until) {
  JsonWriter writer;
  writer.BeginObject();
  writer.Key("more");
  writer.Whole(more);
  writer.Member("since", FormatRfc3339(since, UtcOffset{0}));
  writer.Member("until", FormatRfc3339(until, UtcOffset{0}));
  writer.EndObject();
  std::string added = writer.Take();
  if (detail.size() <= 2) return added;
  return Concat(detail.substr(0, detail.size() - 1), ",", added.substr(1));
}

}  // namespace

bool Traces::MayBegin(const SecurityEvent& event) {
  const std::int64_t minute = event.at.ms / kMinuteMs;
  if (all_.minute != minute) EndMinutes(minute, false);
  all_.minute = minute;
  const int of_one_max = IsRefusal(event) ? kRefusalsOfOneMax : kOfOneMax;
  if (all_.rows >= kOfAllMax || gathering_.size() >= kGatheringMax) {
    Suppress(all_, event);
    return false;
  }
  Budget& own = budgets_[SourceOf(event)];
  own.minute = minute;
  if (own.rows >= of_one_max) {
    Suppress(own, event);
    return false;
  }
  ++own.rows;
  ++all_.rows;
  return true;
}

void Traces::Suppress(Budget& budget, const SecurityEvent& event) {
  if (budget.suppressed++ == 0) budget.first = event;
}

void Traces::EndMinutes(std::int64_t minute, bool all) {
  const auto end = [&](Budget& budget, bool of_one) {
    if (budget.suppressed > 0) {
      SecurityEvent event = budget.first;
      event.detail =
          DetailOf({{"kind", of_one ? event.kind : ""}, {"times", Concat(budget.suppressed)}});
      event.kind = "suppressed";
      event.subject.clear();
      if (!of_one) event.account.clear(), event.address.clear();
      due_.push_back(std::move(event));
    }
    budget = {};
  };
  for (auto budget = budgets_.begin(); budget != budgets_.end();) {
    if (!all && budget->second.minute == minute) {
      ++budget;
      continue;
    }
    end(budget->second, true);
    budget = budgets_.erase(budget);
  }
  if (all || all_.minute != minute) end(all_, false);
}

void Traces::Note(SecurityEvent event) {
  std::string key = KeyOf(event);
  const std::lock_guard lock(mutex_);
  const auto found = gathering_.find(key);
  if (found != gathering_.end()) {
    Gathering& gathering = found->second;
    const std::int64_t since = event.at.ms - gathering.event.at.ms;
    if (since >= 0 && since < WindowOf(event)) {
      ++gathering.more;
      gathering.last_at = event.at;
      return;
    }
    Close(gathering);
    gathering_.erase(found);
  }
  if (!MayBegin(event)) return;
  due_.push_back(event);
  const Instant at = event.at;
  gathering_.emplace(std::move(key), Gathering{std::move(event), at, 0});
}

void Traces::Close(const Gathering& gathering) {
  if (gathering.more == 0) return;
  SecurityEvent event = gathering.event;
  event.detail = With(event.detail, gathering.more, event.at, gathering.last_at);
  event.at = gathering.last_at;
  due_.push_back(std::move(event));
}

std::vector<SecurityEvent> Traces::TakeDue() {
  const std::lock_guard lock(mutex_);
  return std::exchange(due_, {});
}

std::vector<SecurityEvent> Traces::Take(Instant now, bool all) {
  const std::lock_guard lock(mutex_);
  for (auto one = gathering_.begin(); one != gathering_.end();) {
    const std::int64_t since = now.ms - one->second.event.at.ms;
    if (!all && since >= 0 && since < WindowOf(one->second.event)) {
      ++one;
      continue;
    }
    Close(one->second);
    one = gathering_.erase(one);
  }
  EndMinutes(now.ms / kMinuteMs, all);
  return std::exchange(due_, {});
}

void Traces::GiveBack(std::vector<SecurityEvent> events) {
  const std::lock_guard lock(mutex_);
  events.insert(events.end(), std::make_move_iterator(due_.begin()),
                std::make_move_iterator(due_.end()));
  due_ = std::move(events);
}

std::string DetailOf(std::initializer_list<std::pair<std::string_view, std::string>> members) {
  JsonWriter writer;
  writer.BeginObject();
  for (const auto& [name, value] : members) {
    if (!value.empty()) writer.Member(name, std::string_view(value));
  }
  writer.EndObject();
  return writer.Take();
}

}  // namespace shouze
