#include "acting.h"

#include <cstdint>
#include <filesystem>
#include <sstream>

#include "service/evidence.h"
#include "testing/test_school.h"

namespace shouze::simulation {
namespace {

class DiskIsFull : public Fault {
 public:
  explicit DiskIsFull(std::int64_t bytes) : disk_(bytes) { kind = "database write on a full disk"; }

 private:
  FullDisk disk_;
};

/// SQLite's log may grow by so little that the act does not fit, or just fits.
std::unique_ptr<Fault> FullDiskOf(World& world) {
  std::error_code failure;
  const auto log = std::filesystem::file_size(world.database_file() + "-wal", failure);
  const std::int64_t most = failure ? 0 : static_cast<std::int64_t>(log);
  return std::make_unique<DiskIsFull>(world.fault_dice().Between(0, most + 20'000));
}

std::unique_ptr<Fault> LostConnectionOf(World& world) {
  auto fault = std::make_unique<Fault>();
  fault->kind = "database connection lost in a transaction";
  world.clock().HookOnce([&world] { EndConnections(world.options().database, Victims::kWriting); });
  return fault;
}

std::optional<UploadAnswer> TryUpload(World& world, const std::string& login,
                                      const std::string& text) {
  const auto upload = world.vault().Begin();
  const auto written = upload->Write(SmallPdf(text));
  Expect(written.has_value(), "an upload was refused");
  const auto kept = KeepUpload(world.school(), world.As(login), *upload);
  if (!kept) {
    world.Count("refusals");
    return std::nullopt;
  }
  return *kept;
}

constexpr VaultStep kSteps[] = {VaultStep::kBegin, VaultStep::kWrite, VaultStep::kFinish,
                                VaultStep::kAfterFinish};

}  // namespace

std::unique_ptr<Fault> NextFault(World& world) {
  if (!world.faults) return nullptr;
  if (world.is_sqlite()) return world.fault_dice().PerMille(20) ? FullDiskOf(world) : nullptr;
  if (world.fault_dice().PerMille(6)) return LostConnectionOf(world);
  if (world.fault_dice().PerMille(2)) {
    // Between two acts nobody notices: the store connects anew.
    EndConnections(world.options().database, Victims::kAll);
    world.Count("faults: idle connections lost");
  }
  return nullptr;
}

void TellLastAct(World& world, const LastAct& act) {
  std::ostringstream line;
  line << "B " << reinterpret_cast<std::uintptr_t>(act.redo) << ' '
       << reinterpret_cast<std::uintptr_t>(act.use_case) << ' ' << act.before.seq << ' '
       << act.before.digest << ' ' << act.real.ms << ' ' << act.behind_ms << ' ' << act.login << ' '
       << act.key << ' ' << act.request << '\n';
  world.Tell(line.str());
}

LastAct ReadLastAct(const std::string& line) {
  LastAct act;
  std::uintptr_t redo = 0;
  std::uintptr_t use_case = 0;
  std::istringstream words(line);
  words >> redo >> use_case >> act.before.seq >> act.before.digest >> act.real.ms >>
      act.behind_ms >> act.login >> act.key;
  std::getline(words >> std::ws, act.request);
  act.redo = reinterpret_cast<decltype(act.redo)>(redo);
  act.use_case = reinterpret_cast<const void*>(use_case);
  return act;
}

std::optional<HandedFile> Upload(World& world, const std::string& login, const std::string& text) {
  if (world.is_last_act()) {
    // Nobody asks for it again: bytes that were not acknowledged.
    world.Tell("U upload\n");
    TryUpload(world, login, text);
    World::AwaitDeath();
  }
  std::optional<UploadAnswer> kept;
  std::unique_ptr<Fault> full;
  if (world.faults && world.fault_dice().PerMille(30))
    world.vault().BreakAt(world.fault_dice().OneOf(kSteps));
  if (world.faults && world.fault_dice().PerMille(10)) full = std::make_unique<DiskIsFull>(40);
  try {
    kept = TryUpload(world, login, text);
  } catch (const VaultBroken&) {
    full.reset();
    world.vault().BreakAt(VaultStep::kNone);
    world.Count("faults: file write");
    kept = TryUpload(world, login, text);
  } catch (const StoreBroken&) {
    Expect(full != nullptr, "an upload: the store broke by itself");
    full.reset();
    world.Count("faults: file write");
    kept = TryUpload(world, login, text);
  }
  if (!kept) return std::nullopt;
  Expect(world.vault().Has(kept->digest), "an upload was acknowledged, but is not in the vault");
  world.AcknowledgeFile(kept->digest);
  return HandedFile{kept->digest, Label(Concat("材料 ", kept->digest.substr(0, 6), ".pdf"))};
}

}  // namespace shouze::simulation
