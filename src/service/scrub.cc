#include "service/scrub.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "service/notify.h"
#include "service/outbox.h"
#include "store/matter_rows.h"
#include "system/log.h"

namespace shouze {
namespace {

constexpr std::string_view kRemembered = "vault.scrub";
constexpr std::int64_t kRoundEachMs = 3 * kMsPerDay;
/// So many are remembered; the log names all.
constexpr std::size_t kDamagedMax = 500;

/// One step of a scrub.
class Scrubbing {
 public:
  explicit Scrubbing(School& school)
      : school_(school), now_(school.parts().clock.Now()), state_(school.store().Read(ReadScrub)) {}

  ScrubState Run(const ScrubStep& step) {
    LookAgain();
    if (state_.is_resting && !IsTime()) return Keep();
    if (!state_.began_at || state_.is_resting) {
      state_ = {"", now_, state_.ended_at, false, 0, 0, std::move(state_.damaged)};
    }
    const auto files = school_.store().Read(
        [&](const ReadTx& tx) { return ReadFilesAfter(tx, state_.after, step.files_max); });
    std::int64_t left = step.bytes_max;
    for (const StoredFile& file : files) {
      if (left < file.bytes && left < step.bytes_max) return Keep();
      left -= file.bytes;
      state_.after = file.digest;
      ++state_.files;
      state_.bytes += file.bytes;
      LookAt(file);
    }
    if (std::cmp_less(files.size(), step.files_max)) EndRound();
    return Keep();
  }

 private:
  /// A clock that was set back begins a round as well.
  bool IsTime() const {
    const std::int64_t ago = now_.ms - state_.began_at.value_or(Instant()).ms;
    return ago < 0 || ago >= kRoundEachMs;
  }

  void EndRound() {
    state_.is_resting = true;
    state_.ended_at = now_;
    Log(LogLevel::kNote, "vault_scrubbed",
        {{"files", Concat(state_.files)},
         {"bytes", Concat(state_.bytes)},
         {"damaged", Concat(state_.damaged.size())}});
  }

  /// Somebody may have put it right meanwhile.
  void LookAgain() {
    if (state_.damaged.empty()) return;
    const std::string digest = state_.damaged.front();
    state_.damaged.erase(state_.damaged.begin());
    const auto file = school_.store().Read([&](const ReadTx& tx) { return FindFile(tx, digest); });
    if (!file) return;
    if (FaultOf(*file).empty()) {
      Log(LogLevel::kNote, "vault_file_sound_again", {{"digest", digest}});
    } else {
      state_.damaged.push_back(digest);
    }
  }

  void LookAt(const StoredFile& file) {
    const std::string fault = FaultOf(file);
    if (fault.empty() || std::ranges::count(state_.damaged, file.digest) > 0) return;
    const auto uses = school_.store().Read([&](const ReadTx& tx) {
      // What has been collected meanwhile is missed by nobody.
      return FindFile(tx, file.digest) ? std::optional(ReadFileUses(tx, file.digest))
                                       : std::nullopt;
    });
    if (!uses) return;
    Log(LogLevel::kError, "vault_file_damaged",
        {{"digest", file.digest}, {"cause", fault}, {"used_by", Concat(uses->size())}});
    if (state_.damaged.size() < kDamagedMax) state_.damaged.push_back(file.digest);
    Tell(file, fault == kMissing, uses->size());
  }

  /// What is wrong with a file; empty: nothing.
  std::string FaultOf(const StoredFile& file) {
    try {
      const auto found = school_.parts().vault.Examine(file.digest);
      if (!found) return std::string(kMissing);
      if (found->bytes != file.bytes) return "another size";
      return found->whole ? "" : "another content, or it cannot be read";
    } catch (const VaultBroken& broken) {
      return broken.what();
    }
  }

  void Tell(const StoredFile& file, bool missing, std::size_t uses) {
    const View view(school_, now_);
    Notice notice;
    notice.at = view.now();
    notice.kind = "vault";
    notice.about = file.digest;
    notice.text = Concat("佐证库巡检发现文件 ", file.digest.substr(0, 12), "… ",
                         missing ? "缺失" : "已损坏", "（用于 ", uses,
                         " 处）。请在服务器上运行 shouze vault check 查看全部，从备份取回；"
                         "谁有原件，再上传一次也能补回");
    notice.once = Concat("vault/", file.digest, "/", Format(view.today()));
    notice.urgent = uses > 0;
    const auto told = school_.store().Write([&](WriteTx& tx) -> Result<void> {
      for (const std::string& account : HoldersOf(view, Role::kSystemAdmin)) {
        notice.account = account;
        GiveNotice(tx, school_.options(), notice);
      }
      return {};
    });
    static_cast<void>(told);
  }

  ScrubState Keep() {
    std::string text = WriteJson(state_, UtcOffset{0});
    const auto kept = school_.store().Write([&](WriteTx& tx) -> Result<void> {
      if (ReadRemembered(tx, kRemembered) != text) Remember(tx, kRemembered, text);
      return {};
    });
    static_cast<void>(kept);
    return std::move(state_);
  }

  static constexpr std::string_view kMissing = "missing";

  School& school_;
  const Instant now_;
  ScrubState state_;
};

}  // namespace

ScrubState ReadScrub(const ReadTx& tx) {
  auto text = ReadRemembered(tx, kRemembered);
  if (!text) return {};
  auto state = ReadJson<ScrubState>(*std::move(text));
  return state ? *std::move(state) : ScrubState();
}

ScrubState Scrub(School& school, const ScrubStep& step) { return Scrubbing(school).Run(step); }

}  // namespace shouze
