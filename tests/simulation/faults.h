#pragma once

#include <sys/resource.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "system/clock.h"
#include "system/vault.h"

/// What breaks on demand.
namespace shouze::simulation {

/// The machine's clock. Time goes on by hand and never back, but what the clock says of it may. It
/// calls a hook once when somebody looks at it: a use case does so within its transaction, so that
/// is where the hook strikes.
class MachineClock : public RawClock {
 public:
  /// What the machine says.
  Instant Now() const override;
  std::int64_t SteadyMs() const override { return real_.Now().ms; }
  std::string StartOfMachine() const override;
  /// The machine is switched off and on.
  void Restart() { ++starts_; }
  /// What people's watches say.
  Instant Real() const { return real_.Now(); }

  /// Time goes on to `real`, if that is later.
  void PassTo(Instant real);
  void PassMs(std::int64_t ms) { real_.MoveMs(ms); }
  /// From now on the machine is behind by so much (less than nothing: ahead): set wrong, or put
  /// right.
  void SetBehind(std::int64_t ms) { behind_ms_ = ms; }
  std::int64_t behind_ms() const { return behind_ms_; }
  /// Called at the next look; empty: nothing is.
  void HookOnce(std::function<void()> hook) { hook_ = std::move(hook); }

 private:
  MovedClock real_;
  std::int64_t behind_ms_ = 0;
  int starts_ = 0;
  mutable std::function<void()> hook_;
};

/// At which step of an upload the disk fails.
enum class VaultStep { kNone, kBegin, kWrite, kFinish, kAfterFinish };

/// A real vault whose disk fails once where it is told to.
class BreakableVault : public Vault {
 public:
  explicit BreakableVault(std::unique_ptr<Vault> vault) : vault_(std::move(vault)) {}

  void BreakAt(VaultStep step) { step_ = step; }
  /// Throws VaultBroken where this is the step, once.
  void Pass(VaultStep step);

  std::unique_ptr<VaultUpload> Begin() override;
  std::unique_ptr<VaultUpload> BeginOneOfMany() override { return Begin(); }
  void SyncNames() override {}
  Result<std::unique_ptr<VaultFile>> Open(std::string_view digest) override {
    return vault_->Open(digest);
  }
  bool Has(std::string_view digest) override { return vault_->Has(digest); }
  void Remove(std::string_view digest) override { vault_->Remove(digest); }
  void Check(const std::function<void(const Found&)>& use) override { vault_->Check(use); }
  std::optional<Found> Examine(std::string_view digest) override { return vault_->Examine(digest); }
  std::vector<std::string> List() override { return vault_->List(); }
  std::vector<std::string> ListOlderThan(std::chrono::hours age) override {
    return vault_->ListOlderThan(age);
  }
  int RemoveLeftovers() override { return vault_->RemoveLeftovers(); }
  std::int64_t FreeBytes() override { return vault_->FreeBytes(); }

 private:
  std::unique_ptr<Vault> vault_;
  std::atomic<VaultStep> step_ = VaultStep::kNone;
};

/// While it lives, no file of this process grows beyond `bytes`: as on a full disk.
class FullDisk {
 public:
  explicit FullDisk(std::int64_t bytes);
  ~FullDisk();
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit before_{};
};

/// Which connections to a PostgreSQL database a second session ends.
enum class Victims {
  kAll,      ///< Every other one.
  kWriting,  ///< Those within a transaction.
};

/// Ends them, with the program psql. Throws std::runtime_error where it cannot.
void EndConnections(const std::string& database, Victims victims);

}  // namespace shouze::simulation
