#include "faults.h"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <stdexcept>

#include "base/text.h"

namespace shouze::simulation {
namespace {

class BreakableUpload : public VaultUpload {
 public:
  BreakableUpload(BreakableVault& vault, std::unique_ptr<VaultUpload> upload)
      : vault_(vault), upload_(std::move(upload)) {}

  Result<void> Write(std::string_view bytes) override {
    // Half of it arrives, as on a disk that is full.
    const auto half = upload_->Write(bytes.substr(0, bytes.size() / 2));
    if (!half) return half;
    vault_.Pass(VaultStep::kWrite);
    return upload_->Write(bytes.substr(bytes.size() / 2));
  }

  Result<Kept> Finish() override {
    vault_.Pass(VaultStep::kFinish);
    auto kept = upload_->Finish();
    vault_.Pass(VaultStep::kAfterFinish);
    return kept;
  }

 private:
  BreakableVault& vault_;
  std::unique_ptr<VaultUpload> upload_;
};

}  // namespace

Instant MachineClock::Now() const {
  if (hook_) {
    const auto hook = std::exchange(hook_, nullptr);
    hook();
  }
  return {real_.Now().ms - behind_ms_};
}

std::string MachineClock::StartOfMachine() const { return Concat("start ", starts_); }

void MachineClock::PassTo(Instant real) { real_.MoveTo(std::max(real, real_.Now())); }

void BreakableVault::Pass(VaultStep step) {
  if (step_ != step) return;
  step_ = VaultStep::kNone;
  throw VaultBroken("the simulated disk failed");
}

std::unique_ptr<VaultUpload> BreakableVault::Begin() {
  Pass(VaultStep::kBegin);
  return std::make_unique<BreakableUpload>(*this, vault_->Begin());
}

FullDisk::FullDisk(std::int64_t bytes) {
  std::signal(SIGXFSZ, SIG_IGN);
  getrlimit(RLIMIT_FSIZE, &before_);
  rlimit limit = before_;
  limit.rlim_cur = static_cast<rlim_t>(bytes);
  setrlimit(RLIMIT_FSIZE, &limit);
}

FullDisk::~FullDisk() { setrlimit(RLIMIT_FSIZE, &before_); }

void EndConnections(const std::string& database, Victims victims) {
  const std::string which =
      victims == Victims::kAll ? "" : " AND state LIKE 'idle in transaction%'";
  const std::string command = Concat(
      "psql --no-psqlrc --quiet --output=/dev/null '", database,
      "' --command=\"SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE datname = "
      "current_database() AND pid <> pg_backend_pid()",
      which, "\"");
  if (std::system(command.c_str()) != 0) throw std::runtime_error(command);
}

}  // namespace shouze::simulation
