#include "service/proof.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "ledger/entry_kinds.h"
#include "ledger/verify.h"
#include "service/fact_words.h"
#include "service/ledger_loss.h"
#include "service/record_reading.h"
#include "service/school.h"
#include "service/security_archive.h"
#include "store/ledger_rows.h"

namespace shouze {
namespace {

constexpr int kEntriesMax = 500;
constexpr int kEntriesUsual = 100;

ResultOrErrors<LedgerAnswer> RunReadLedger(const CallerView& view,
                                           const ReadLedgerRequest& request) {
  const int limit = request.limit.value_or(kEntriesUsual);
  if (limit < 1 || limit > kEntriesMax) {
    return Fail(ErrorCode::kInvalidInput, "一次可取 1 至 500 条", "1 to 500 entries at once",
                "/limit");
  }
  EntryFilter filter;
  filter.before = request.before;
  filter.kind = request.kind;
  filter.actor = request.actor;
  filter.unit = request.about;
  filter.from = request.from;
  filter.to = request.to;
  filter.newest_first = true;
  filter.limit = limit;
  LedgerAnswer answer;
  const auto entries = view.school().store().Read([&](const ReadTx& tx) {
    const Head head = ReadHead(tx);
    answer.head = head.seq;
    answer.head_digest = head.digest;
    return ReadEntries(tx, filter);
  });
  const FactWords words(view);
  const bool details = view.May(Action::kReadDetails, {});
  for (const Entry& entry : entries) {
    EntryRow& row = answer.entries.emplace_back(RowOf(words, entry));
    auto body = details ? std::nullopt : BodyWithoutDetails(entry.kind, entry.body);
    if (!body) continue;
    row.body.text = std::move(*body);
    row.whole = false;
  }
  return answer;
}

ResultOrErrors<ProofAnswer> RunProve(const CallerView& view, const ProofRequest& request) {
  const ProofReport report = Prove(view.school().store(), {request.head, request.log_head},
                                   view.school().options().security_archive_folder);
  ProofAnswer answer{report.entries,    report.facts,       report.frozen_sheets,   report.head,
                     report.log_events, report.log_head.id, report.log_head.digest, {}};
  for (const Error& finding : report.findings) {
    answer.findings.push_back({finding.where, finding.message, finding.english});
  }
  return answer;
}

}  // namespace

EntryRow RowOf(const FactWords& words, const Entry& entry) {
  const EntryKind* const kind = FindEntryKind(entry.kind);
  EntryWords said = words.Of(entry.kind, entry.body);
  return {entry.seq,
          entry.at,
          entry.actor,
          entry.kind,
          std::string(kind == nullptr ? entry.kind : kind->chinese),
          std::move(said.text),
          std::move(said.units),
          {entry.body},
          entry.prev_digest,
          entry.digest,
          true};
}

ProofReport Prove(Store& store, const KnownHeads& known, const std::string& archives) {
  LedgerProof proof;
  ProofReport report;
  SecurityReport log;
  store.Read([&](const ReadTx& tx) {
    ForEachEntry(tx, {}, [&](Entry&& entry) { proof.Add(entry); });
    proof.CheckHead(ReadHead(tx));
    const auto facts = ReadFactRows(tx);
    report.facts = static_cast<std::int64_t>(facts.size());
    proof.CheckFacts(facts);
    proof.CheckEntryUnits(ReadEntryUnits(tx));
    for (const std::int64_t seq : FrozenEntries(tx)) {
      for (const FrozenSheet& sheet : ReadFrozenSheets(tx, seq)) {
        proof.CheckFrozenSheet(sheet.seq, sheet.unit, sheet.digest, sheet.sheet);
      }
    }
    proof.CheckFrozenComplete();
    log = ProveSecurityLog(tx, known.log, archives);
    return true;
  });
  if (known.ledger) proof.CheckKnownHead(*known.ledger);
  report.entries = proof.entries();
  report.frozen_sheets = proof.frozen_sheets();
  report.head = proof.head().digest;
  report.log_events = log.events;
  report.log_first_id = log.first_id;
  report.log_head = log.head;
  report.findings = proof.findings();
  report.findings.insert(report.findings.end(), log.findings.begin(), log.findings.end());
  return report;
}

ProofReport ProveAll(Store& store, const KnownHeads& known,
                     const std::optional<WitnessedHead>& witnessed, const std::string& archives) {
  Errors damaged;
  const auto find = [&](const std::string& what) {
    damaged.push_back(
        {ErrorCode::kConflict, "database",
         Concat("数据库文件已损坏：", what, "；请停止服务，原样复制数据目录保存，再从备份恢复"),
         "the database is damaged: stop the server, keep a copy of the data folder as "
         "it is, restore a backup"});
  };
  for (const std::string& what : store.FindDamage()) find(what);
  ProofReport report;
  try {
    report = Prove(store, known, archives);
    if (report.entries == 0) {
      damaged.push_back({ErrorCode::kNotFound, "ledger", "账本是空的，没有什么可验证",
                         "the ledger is empty, there is nothing to prove"});
    }
    if (witnessed) {
      if (auto loss = FindLoss(store, *witnessed)) damaged.push_back(std::move(*loss));
    }
  } catch (const StoreBroken& broken) {
    find(broken.what());
  }
  report.findings.insert(report.findings.begin(), damaged.begin(), damaged.end());
  return report;
}

const CallerReadCase<ReadLedgerRequest, LedgerAnswer> kReadLedger = {
    "ledger.read", "查看账本", Action::kReadLedger, RunReadLedger};
const CallerReadCase<ProofRequest, ProofAnswer> kProve = {"ledger.prove", "验证账本",
                                                          Action::kReadLedger, RunProve};

}  // namespace shouze
