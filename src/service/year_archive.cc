#include "service/year_archive.h"

#include <functional>
#include <utility>
#include <vector>

#include "base/text.h"
#include "exchange/described.h"
#include "exchange/version.h"
#include "ledger/verify.h"
#include "store/ledger_rows.h"
#include "system/archive.h"

namespace shouze {
namespace {

constexpr char kManifestName[] = "manifest.json";
constexpr char kEntriesName[] = "tables/entry.jsonl";
constexpr char kSheetsName[] = "tables/frozen_sheet.jsonl";
/// A row holds at most a policy's text, which JSON in JSON makes longer.
constexpr std::size_t kRowBytesMax = std::size_t{32} << 20;
constexpr std::size_t kManifestBytesMax = std::size_t{1} << 20;

struct ArchivedEntry {
  std::int64_t seq = 0;
  Instant at;
  std::string actor;
  std::string kind;
  JsonText body;  ///< Canonical, and so the same bytes when it is read.
  std::string prev_digest;
  std::string digest;
  std::string alg;
};
SHOUZE_DESCRIBE(ArchivedEntry, seq, at, actor, kind, body, prev_digest, digest, alg)

struct ArchivedSheet {
  std::int64_t entry = 0;
  std::string unit;
  std::string digest;
  Document sheet;
};
SHOUZE_DESCRIBE(ArchivedSheet, entry, unit, digest, sheet)

using UseLine = std::function<void(const std::string&)>;

void ForEachEntryLine(const ReadTx& tx, const UseLine& use) {
  ForEachEntry(tx, {}, [&](Entry&& entry) {
    const ArchivedEntry row{entry.seq,
                            entry.at,
                            std::move(entry.actor),
                            std::move(entry.kind),
                            {std::move(entry.body)},
                            std::move(entry.prev_digest),
                            std::move(entry.digest),
                            std::move(entry.alg)};
    use(WriteJson(row, UtcOffset{0}) + "\n");
  });
}

void ForEachSheetLine(const ReadTx& tx, const UseLine& use) {
  for (const std::int64_t seq : FrozenEntries(tx)) {
    for (FrozenSheet& sheet : ReadFrozenSheets(tx, seq)) {
      const ArchivedSheet row{sheet.seq, std::move(sheet.unit), std::move(sheet.digest),
                              Document(std::move(sheet.sheet))};
      use(WriteJson(row, UtcOffset{0}) + "\n");
    }
  }
}

/// A table of an archive. Its bytes stand before its lines, so the lines are made twice, and never
/// held at once.
struct Table {
  const char* name;
  std::function<void(const UseLine&)> each;
  std::int64_t lines = 0;
  std::int64_t bytes = 0;

  void Measure() {
    each([&](const std::string& line) {
      ++lines;
      bytes += static_cast<std::int64_t>(line.size());
    });
  }
  void WriteTo(ArchiveWriter& archive) const {
    archive.Begin({name, bytes});
    each([&](const std::string& line) { archive.Write(line); });
  }
};

/// The manifest of a year that may be archived.
ResultOrErrors<YearArchiveManifest> ManifestOf(const View& view, int year) {
  const auto kept = view.Cycle(year);
  if (!kept) return kept.error();
  const CycleFact& cycle = (*kept)->fact;
  if (cycle.stage < Stage::kPublished) {
    return Fail(ErrorCode::kConflict,
                Concat(year, " 年现在是“", ChineseName(cycle.stage), "”阶段，公布之后才能归档"),
                "the year is not published yet");
  }
  YearArchiveManifest manifest;
  manifest.program = kEngineVersion;
  manifest.school = view.school().options().name;
  manifest.year = year;
  manifest.stage = cycle.stage;
  manifest.policy = cycle.policy;
  manifest.freeze = FinalFreeze(view.state(), cycle)->seq;
  manifest.created_at = view.now();
  return manifest;
}

Errors NotThisArchive(const std::string& path, std::string message, std::string english) {
  return Fail(ErrorCode::kInvalidInput, std::move(message), std::move(english), path);
}

/// One archive being proven.
class Proving {
 public:
  Proving(const std::string& path, ArchiveReader& archive) : path_(path), archive_(archive) {}

  ResultOrErrors<YearArchiveProof> Run(const std::optional<std::string>& known_head) {
    if (const auto read = ReadManifest(); !read) return read.error();
    std::int64_t entries = 0;
    std::int64_t sheets = 0;
    const auto read_entries = EachLine(kEntriesName, entries, [&](const std::string& line) {
      auto row = ReadJson<ArchivedEntry>(line);
      if (!row) return false;
      proof_.Add({row->seq, row->at, std::move(row->actor), std::move(row->kind),
                  std::move(row->body.text), std::move(row->prev_digest), std::move(row->digest),
                  std::move(row->alg)});
      return true;
    });
    if (!read_entries) return read_entries.error();
    const auto read_sheets = EachLine(kSheetsName, sheets, [&](const std::string& line) {
      const auto row = ReadJson<ArchivedSheet>(line);
      if (!row) return false;
      proof_.CheckFrozenSheet(row->entry, row->unit, row->digest, row->sheet);
      return true;
    });
    if (!read_sheets) return read_sheets.error();
    const auto more = archive_.Next();
    if (!more) return Errors{more.error()};
    if (*more) return NotThisArchive(path_, "文件里有多余的内容", "there is more in it");
    proof_.CheckFrozenComplete();
    proof_.CheckHead({manifest_.head_seq, manifest_.head_digest});
    if (known_head) proof_.CheckKnownHead(*known_head);
    YearArchiveProof result{manifest_,
                            proof_.entries(),
                            proof_.frozen_sheets(),
                            proof_.not_recomputed(),
                            proof_.head().digest,
                            proof_.findings()};
    CheckManifest(entries, sheets, result.findings);
    return result;
  }

 private:
  ResultOrErrors<void> ReadManifest() {
    const auto member = archive_.Next();
    if (!member) return Errors{member.error()};
    std::string text;
    if (*member && (*member)->name == kManifestName) {
      while (true) {
        const auto piece = archive_.Piece();
        if (!piece) return Errors{piece.error()};
        if (piece->empty() || text.size() > kManifestBytesMax) break;
        text += *piece;
      }
    }
    auto manifest = ReadJson<YearArchiveManifest>(text);
    if (!manifest || manifest->format != kYearArchiveFormat) {
      return NotThisArchive(path_, Concat("不是年度归档文件（", kYearArchiveFormat, "）"),
                            Concat("not an archive of a year (", kYearArchiveFormat, ")"));
    }
    manifest_ = std::move(*manifest);
    return {};
  }

  /// Hands on the lines of the next member and counts them. Errors: another member, or a line that
  /// is not of its form.
  ResultOrErrors<void> EachLine(const char* name, std::int64_t& lines,
                                const std::function<bool(const std::string&)>& take) {
    const auto member = archive_.Next();
    if (!member) return Errors{member.error()};
    if (!*member || (*member)->name != name) {
      return NotThisArchive(path_, Concat("缺少 ", name), Concat(name, " is missing"));
    }
    std::string waiting;
    while (true) {
      const auto piece = archive_.Piece();
      if (!piece) return Errors{piece.error()};
      if (piece->empty()) break;
      waiting += *piece;
      std::size_t from = 0;
      for (std::size_t end; (end = waiting.find('\n', from)) != waiting.npos; from = end + 1) {
        ++lines;
        if (!take(waiting.substr(from, end - from))) return WrongLine(name, lines);
      }
      waiting.erase(0, from);
      if (waiting.size() > kRowBytesMax) return WrongLine(name, lines + 1);
    }
    if (!waiting.empty()) return WrongLine(name, lines + 1);
    return {};
  }

  Errors WrongLine(const char* name, std::int64_t line) const {
    return NotThisArchive(Concat(path_, ": ", name, ":", line), "这一行的格式不对",
                          "this line is not of its form");
  }

  /// What the manifest says beside what the ledger says.
  void CheckManifest(std::int64_t entries, std::int64_t sheets, Errors& findings) const {
    const auto find = [&](std::string_view member, std::string message, std::string english) {
      findings.push_back({ErrorCode::kConflict, Concat("manifest.json: ", member),
                          std::move(message), std::move(english)});
    };
    if (manifest_.entries != entries) {
      find("entries", Concat("清单记有 ", manifest_.entries, " 条条目，实有 ", entries, " 条"),
           "the number of entries is another one");
    }
    if (manifest_.frozen_sheets != sheets) {
      find("frozen_sheets",
           Concat("清单记有 ", manifest_.frozen_sheets, " 张冻结的得分表，实有 ", sheets, " 张"),
           "the number of frozen sheets is another one");
    }
    const auto* const cycle = proof_.state().Find<CycleFact>(std::to_string(manifest_.year));
    if (cycle == nullptr) {
      return find("year", Concat("账本中没有 ", manifest_.year, " 考核年度"),
                  "the ledger has no such year");
    }
    if (cycle->fact.stage != manifest_.stage || cycle->fact.stage < Stage::kPublished) {
      find("stage", "清单所记的阶段与账本不符", "the stage is not the ledger's");
    }
    if (cycle->fact.policy != manifest_.policy) {
      find("policy", "清单所记的办法与账本不符", "the policy is not the ledger's");
    }
    const auto* const freeze = FinalFreeze(proof_.state(), cycle->fact);
    if (freeze == nullptr || freeze->seq != manifest_.freeze) {
      find("freeze", "清单所记的年度结果与账本不符", "the final freeze is not the ledger's");
    }
  }

  std::string path_;
  ArchiveReader& archive_;
  YearArchiveManifest manifest_;
  LedgerProof proof_;
};

}  // namespace

ResultOrErrors<YearArchiveReport> WriteYearArchive(const School& school, int year,
                                                   const std::string& path) {
  const View view(school, school.parts().clock.Now());
  auto manifest = ManifestOf(view, year);
  if (!manifest) return manifest.error();
  auto archive = ArchiveWriter::Create(path, manifest->created_at, std::nullopt);
  if (!archive) return Errors{archive.error()};
  school.store().Read([&](const ReadTx& tx) {
    const Head head = ReadHead(tx);
    manifest->head_seq = head.seq;
    manifest->head_digest = head.digest;
    Table entries{kEntriesName, [&](const UseLine& use) { ForEachEntryLine(tx, use); }};
    Table sheets{kSheetsName, [&](const UseLine& use) { ForEachSheetLine(tx, use); }};
    entries.Measure();
    sheets.Measure();
    manifest->entries = entries.lines;
    manifest->frozen_sheets = sheets.lines;
    const std::string text = WriteJson(*manifest, school.options().offset) + "\n";
    (*archive)->Begin({kManifestName, static_cast<std::int64_t>(text.size())});
    (*archive)->Write(text);
    entries.WriteTo(**archive);
    sheets.WriteTo(**archive);
    return true;
  });
  // Read back before it is called one.
  const std::string written = (*archive)->Close();
  const auto proof = ProveYearArchive(written, std::nullopt);
  if (!proof) return proof.error();
  if (!proof->findings.empty()) return proof->findings;
  const auto bytes = (*archive)->Finish();
  if (!bytes) return Errors{bytes.error()};
  return YearArchiveReport{std::move(*manifest), *bytes};
}

ResultOrErrors<YearArchiveProof> ProveYearArchive(const std::string& path,
                                                  const std::optional<std::string>& known_head) {
  const auto archive = ArchiveReader::Open(path, std::nullopt);
  if (!archive) return Errors{archive.error()};
  return Proving(path, **archive).Run(known_head);
}

}  // namespace shouze
