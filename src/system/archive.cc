#include "system/archive.h"

#include <algorithm>

#include "base/digest.h"

namespace shouze {
namespace {

constexpr std::string_view kManifest = "manifest.json";
constexpr std::string_view kTables = "tables/";
constexpr std::string_view kRows = ".jsonl";
constexpr std::string_view kVault = "vault/";
constexpr std::size_t kTableLettersMax = 64;

bool IsTableName(std::string_view name) {
  return !name.empty() && name.size() <= kTableLettersMax &&
         std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

}  // namespace

bool IsMemberName(std::string_view name) {
  if (name == kManifest) return true;
  if (name.starts_with(kVault)) return IsSha256Hex(name.substr(kVault.size()));
  if (!name.starts_with(kTables) || !name.ends_with(kRows)) return false;
  if (name.size() < kTables.size() + kRows.size()) return false;
  return IsTableName(name.substr(kTables.size(), name.size() - kTables.size() - kRows.size()));
}

std::int64_t MemberBytesMax(std::string_view name) {
  if (name == kManifest) return std::int64_t{1} << 20;
  return name.starts_with(kVault) ? std::int64_t{1} << 30 : std::int64_t{1} << 40;
}

}  // namespace shouze
