#include "acting.h"

#include <filesystem>

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
  return std::make_unique<DiskIsFull>(world.dice().Between(0, most + 20'000));
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
  if (world.is_sqlite()) return world.dice().PerMille(20) ? FullDiskOf(world) : nullptr;
  if (world.dice().PerMille(6)) return LostConnectionOf(world);
  if (world.dice().PerMille(2)) {
    // Between two acts nobody notices: the store connects anew.
    EndConnections(world.options().database, Victims::kAll);
    world.Count("faults: idle connections lost");
  }
  return nullptr;
}

std::optional<HandedFile> Upload(World& world, const std::string& login, const std::string& text) {
  std::optional<UploadAnswer> kept;
  std::unique_ptr<Fault> full;
  if (world.faults && world.dice().PerMille(30)) world.vault().BreakAt(world.dice().OneOf(kSteps));
  if (world.faults && world.dice().PerMille(10)) full = std::make_unique<DiskIsFull>(40);
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
