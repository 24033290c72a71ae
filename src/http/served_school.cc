#include "http/served_school.h"

#include "service/scrub.h"

namespace shouze {
namespace {

constexpr std::size_t kLogIdBytes = 8;

class RealSchool : public ServedSchool {
 public:
  RealSchool(School& school, inspection::Inspections& inspections)
      : school_(school), inspections_(inspections) {}

  std::optional<KnownCaller> FindCaller(std::string_view token, const Visitor& visitor) override {
    return shouze::FindCaller(school_, token, visitor);
  }
  std::optional<KnownCaller> TryFindCaller(std::string_view token,
                                           const Visitor& visitor) override {
    return FindCallerInMemory(school_, token, visitor);
  }
  SessionOver WhyOver(std::string_view token) override { return shouze::WhyOver(school_, token); }
  bool GoesOn(const Caller& caller) override { return shouze::GoesOn(school_, caller); }
  bool HoldsStill(const Caller& caller) override {
    return SameHeld(school_.HeldBy(caller.account), caller.held);
  }
  void WatchEnds(SessionCache::Watcher watcher) override {
    school_.sessions().Watch(std::move(watcher));
  }
  std::int64_t LastEntryOf(std::string_view unit) override { return school_.LastEntryOf(unit); }
  Instant Now() override { return school_.parts().clock.Now(); }
  UtcOffset offset() override { return school_.options().offset; }
  int Watch(std::function<void(const Changed&)> watcher) override {
    return school_.Watch(std::move(watcher));
  }
  void Unwatch(int watcher) override { school_.Unwatch(watcher); }
  void Note(SecurityEvent event) override { school_.Note(std::move(event)); }
  std::string NewLogId() override { return school_.parts().random.Hex(kLogIdBytes); }
  std::int64_t StoreBytes() override { return school_.store().BytesUsed(); }
  std::int64_t FreeBytes() override { return school_.parts().vault.FreeBytes(); }
  std::vector<std::pair<std::string, std::int64_t>> ScrubGauges() override {
    const ScrubState state = school_.store().Read(ReadScrub);
    return {{"shouze_vault_scrub_round_files", state.files},
            {"shouze_vault_scrub_round_bytes", state.bytes},
            {"shouze_vault_scrub_ended_timestamp_seconds",
             state.ended_at.value_or(Instant()).ms / 1000},
            {"shouze_vault_scrub_damaged_files", std::ssize(state.damaged)}};
  }
  School& school() override { return school_; }
  inspection::Inspections& inspections() override { return inspections_; }

 private:
  School& school_;
  inspection::Inspections& inspections_;
};

}  // namespace

std::unique_ptr<ServedSchool> Serve(School& school, inspection::Inspections& inspections) {
  return std::make_unique<RealSchool>(school, inspections);
}

}  // namespace shouze
