#include "service/security_archive.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <utility>
#include <vector>

#include "base/text.h"
#include "exchange/described.h"
#include "exchange/version.h"
#include "service/security_proof.h"
#include "system/archive.h"

namespace shouze {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kManifest = "manifest.json";
constexpr std::string_view kEvents = "tables/security_event.jsonl";
/// A month's file rather than a day's.
constexpr std::int64_t kGatheredDays = 30;
/// A file holds so many at the most: they are in memory while it is written.
constexpr int kEventsMax = 100'000;
constexpr std::size_t kRowBytesMax = std::size_t{1} << 20;

Errors NotThisArchive(const std::string& path, std::string message, std::string english) {
  return Fail(ErrorCode::kInvalidInput, std::move(message), std::move(english), path);
}

/// The oldest events, those of `before` and older; empty: there is no month of them.
std::vector<SecurityEvent> OldEvents(const ReadTx& tx, Instant before) {
  std::vector<SecurityEvent> events;
  const auto last = LastSecurityEventBefore(tx, before);
  if (!last) return events;
  ForEachSecurityEvent(tx, [&](SecurityEvent&& event) {
    if (event.id <= *last && events.size() < kEventsMax) events.push_back(std::move(event));
  });
  const std::int64_t oldest = events.empty() ? before.ms : events.front().at.ms;
  if (before.ms - oldest < kGatheredDays * kMsPerDay) events.clear();
  return events;
}

SecurityArchiveManifest ManifestOf(const School& school, const std::vector<SecurityEvent>& events) {
  SecurityArchiveManifest manifest;
  manifest.program = kEngineVersion;
  manifest.school = school.options().name;
  manifest.created_at = school.parts().clock.Now();
  manifest.events = std::ssize(events);
  manifest.first_id = events.front().id;
  manifest.last_id = events.back().id;
  manifest.first_at = events.front().at;
  manifest.last_at = events.back().at;
  manifest.prev_digest = events.front().prev_digest;
  manifest.digest = events.back().digest;
  return manifest;
}

ResultOrErrors<void> WriteFile(const std::string& path, const SecurityArchiveManifest& manifest,
                               const std::vector<SecurityEvent>& events) {
  auto archive = ArchiveWriter::Create(path, manifest.created_at, std::nullopt);
  if (!archive) return Errors{archive.error()};
  const std::string head = WriteJson(manifest, UtcOffset{0}) + "\n";
  std::string rows;
  for (const SecurityEvent& event : events) rows += WriteJson(event, UtcOffset{0}) + "\n";
  (*archive)->Begin({std::string(kManifest), std::ssize(head)});
  (*archive)->Write(head);
  (*archive)->Begin({std::string(kEvents), std::ssize(rows)});
  (*archive)->Write(rows);
  const std::string written = (*archive)->Close();
  const auto proof = ProveSecurityArchive(written);
  if (!proof) return proof.error();
  if (!proof->findings.empty()) return proof->findings;
  if (const auto finished = (*archive)->Finish(); !finished) return Errors{finished.error()};
  return {};
}

ResultOrErrors<std::string> ReadMember(ArchiveReader& archive, const std::string& path,
                                       std::string_view name) {
  const auto member = archive.Next();
  if (!member) return Errors{member.error()};
  if (!*member || (*member)->name != name) {
    return NotThisArchive(path, Concat("归档里缺少 ", name), Concat(name, " is missing"));
  }
  std::string text;
  while (true) {
    const auto piece = archive.Piece();
    if (!piece) return Errors{piece.error()};
    if (piece->empty()) return text;
    text += *piece;
    if (text.size() > kEventsMax * kRowBytesMax) {
      return NotThisArchive(path, "归档过大", "the archive is too large");
    }
  }
}

/// The archive files of a folder, one after another.
struct ArchivedChain {
  std::string end{kNoEventDigest};
  std::set<std::string, std::less<>> digests;
  Errors findings;
};

ArchivedChain ProveArchives(const std::string& folder) {
  ArchivedChain chain;
  std::error_code none;
  std::map<std::int64_t, SecurityArchiveProof> pieces;
  for (const auto& file : fs::directory_iterator(folder, none)) {
    if (file.path().extension() != ".shouze") continue;
    auto proof = ProveSecurityArchive(file.path().string());
    const Errors found = proof ? proof->findings : proof.error();
    std::ranges::copy(found, std::back_inserter(chain.findings));
    if (proof) pieces.insert_or_assign(proof->manifest.first_id, std::move(*proof));
  }
  for (auto& [first, piece] : pieces) {
    if (piece.manifest.prev_digest != chain.end) {
      chain.findings.push_back({ErrorCode::kConflict, folder,
                                Concat("第 ", first, " 条起的归档文件之前缺少一段"),
                                Concat("archive files before event ", first, " are missing")});
    }
    chain.end = piece.manifest.digest;
    chain.digests.merge(piece.digests);
  }
  return chain;
}

}  // namespace

ResultOrErrors<std::optional<std::string>> ArchiveSecurityLog(School& school) {
  const SchoolOptions& options = school.options();
  if (options.security_archive_folder.empty() || school.Doubt()) return std::nullopt;
  const Instant before{school.parts().clock.Now().ms - options.security_days * kMsPerDay};
  const auto events = school.store().Read([&](const ReadTx& tx) { return OldEvents(tx, before); });
  if (events.empty()) return std::nullopt;
  const SecurityArchiveManifest manifest = ManifestOf(school, events);
  const fs::path folder(options.security_archive_folder);
  fs::create_directories(folder);
  fs::permissions(folder, fs::perms::owner_all);
  const std::string name = Concat("security-log-", manifest.first_id, "-", manifest.last_id);
  const std::string path = (folder / (name + ".shouze")).string();
  // One that a killed server has left: the rows are all there still.
  fs::remove(path);
  if (auto written = WriteFile(path, manifest, events); !written) return written.error();
  const auto dropped = school.store().Write([&](WriteTx& tx) -> Result<void> {
    DropSecurityEventsTo(tx, manifest.last_id);
    AddSecurityEvent(tx, {0, school.parts().clock.Now(), "operator", std::string(kLogArchived), "",
                          DetailOf({{"file", name + ".shouze"},
                                    {"events", Concat(manifest.events)},
                                    {"to", Concat(manifest.last_id)},
                                    {"digest", manifest.digest}})});
    return {};
  });
  if (!dropped) return Errors{dropped.error()};
  return std::optional(path);
}

ResultOrErrors<SecurityArchiveProof> ProveSecurityArchive(const std::string& path) {
  const auto archive = ArchiveReader::Open(path, std::nullopt);
  if (!archive) return Errors{archive.error()};
  auto head = ReadMember(**archive, path, kManifest);
  if (!head) return head.error();
  const auto manifest = ReadJson<SecurityArchiveManifest>(*std::move(head));
  if (!manifest) return manifest.error();
  const auto rows = ReadMember(**archive, path, kEvents);
  if (!rows) return rows.error();
  const auto end = (*archive)->Next();
  if (!end) return Errors{end.error()};
  SecurityArchiveProof result{*manifest, {}, {}};
  SecurityProof proof(manifest->prev_digest);
  std::size_t from = 0;
  for (std::size_t until; (until = rows->find('\n', from)) != rows->npos; from = until + 1) {
    const auto event = ReadJson<SecurityEvent>(rows->substr(from, until - from));
    if (!event) return NotThisArchive(path, "有一行不是事件", "a line is no event");
    proof.Add(*event);
    result.digests.insert(event->digest);
  }
  proof.End(SecurityHead{manifest->last_id, manifest->digest});
  result.findings = proof.findings();
  if (proof.events() != manifest->events) {
    result.findings.push_back({ErrorCode::kConflict, path, "事件数与清单不符",
                               "it does not have as many events as its manifest tells"});
  }
  return result;
}

SecurityReport ProveSecurityLog(const ReadTx& tx, const std::optional<std::string>& known_head,
                                const std::string& archives) {
  SecurityProof proof;
  ForEachSecurityEvent(tx, [&](SecurityEvent&& event) { proof.Add(event); });
  proof.End(ReadSecurityHead(tx));
  const ArchivedChain archived = ProveArchives(archives);
  SecurityReport report{proof.events(), FirstSecurityEvent(tx), proof.head(), archived.findings};
  if (fs::exists(archives) && archived.end != proof.begins_after()) {
    report.findings.push_back({ErrorCode::kConflict, archives,
                               "归档文件与库中最早的事件接不上：有归档文件不在了，或被换过",
                               "the archive files do not lead to the first event in the database: "
                               "some are missing or were exchanged"});
  }
  if (known_head && !archived.digests.contains(*known_head)) proof.CheckKnownHead(*known_head);
  report.findings.insert(report.findings.begin(), proof.findings().begin(), proof.findings().end());
  return report;
}

}  // namespace shouze
