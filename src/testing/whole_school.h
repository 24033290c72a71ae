#pragma once

#include <algorithm>
#include <csignal>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "store/dump.h"
#include "system/vault.h"

/// For tests only: everything that a school is, to be compared, and a vault that kills.
namespace shouze {

/// Rows as JSON, by table.
using DumpedRows = std::map<std::string, std::vector<std::string>>;

/// Every dumped row, in an order of this test's own: databases sort texts differently.
inline DumpedRows RowsOf(Store& store) {
  DumpedRows rows;
  store.Read([&](const ReadTx& tx) {
    for (const std::string_view table : DumpedTables()) {
      auto& lines = rows[std::string(table)];
      ForEachDumpedRow(tx, table, [&](std::string_view json) { lines.emplace_back(json); });
      std::ranges::sort(lines);
    }
    return true;
  });
  return rows;
}

/// Every file of a vault, by digest.
inline std::map<std::string, std::string> FilesOf(Vault& vault) {
  std::map<std::string, std::string> files;
  for (const std::string& digest : vault.List()) files[digest] = vault.Read(digest).value();
  return files;
}

/// Whether there is no row in any of them.
inline bool IsEmptyStore(Store& store) {
  return store.Read([](const ReadTx& tx) { return IsEmpty(tx); });
}

/// A vault in which the process is killed at the `calls`th time that something is done.
class DeadlyVault : public Vault {
 public:
  DeadlyVault(Vault& vault, int calls) : vault_(vault), calls_(calls) {}

  std::unique_ptr<VaultUpload> Begin() override {
    Count();
    return vault_.Begin();
  }
  std::unique_ptr<VaultUpload> BeginOneOfMany() override {
    Count();
    return vault_.BeginOneOfMany();
  }
  void SyncNames() override { vault_.SyncNames(); }
  Result<std::unique_ptr<VaultFile>> Open(std::string_view digest) override {
    Count();
    return vault_.Open(digest);
  }
  bool Has(std::string_view digest) override { return vault_.Has(digest); }
  void Remove(std::string_view digest) override { vault_.Remove(digest); }
  void Check(const std::function<void(const Found&)>& use) override { vault_.Check(use); }
  std::optional<Found> Examine(std::string_view digest) override { return vault_.Examine(digest); }
  std::vector<std::string> List() override { return vault_.List(); }
  std::vector<std::string> ListOlderThan(std::chrono::hours age) override {
    return vault_.ListOlderThan(age);
  }
  int RemoveLeftovers() override { return vault_.RemoveLeftovers(); }
  std::int64_t FreeBytes() override { return vault_.FreeBytes(); }

 private:
  void Count() {
    if (--calls_ == 0) std::raise(SIGKILL);
  }

  Vault& vault_;
  int calls_;
};

}  // namespace shouze
