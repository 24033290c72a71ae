#include "ledger/verify.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/digest.h"
#include "base/text.h"
#include "exchange/version.h"
#include "ledger/clock_faults.h"
#include "ledger/sheet.h"

namespace shouze {
namespace {

std::string Short(std::string_view digest) { return std::string(digest.substr(0, 12)); }

}  // namespace

void LedgerProof::Find(std::int64_t seq, std::string message, std::string english) {
  findings_.push_back(
      {ErrorCode::kConflict, Concat("entry ", seq), std::move(message), std::move(english)});
}

void LedgerProof::CheckChain(const Entry& entry) {
  const std::int64_t expected = head_.seq + 1;
  if (entry.seq > expected) {
    const bool one = entry.seq == expected + 1;
    Find(entry.seq,
         one ? Concat("缺少第 ", expected, " 条：被删去或移走")
             : Concat("缺少第 ", expected, " 至 ", entry.seq - 1, " 条：被删去或移走"),
         Concat("entries ", expected, " to ", entry.seq - 1, " are missing: removed or moved"));
  } else if (entry.seq < expected) {
    Find(entry.seq, Concat("序号 ", entry.seq, " 重复或倒退：条目被插入或调换"),
         "the number repeats or goes back: an entry was inserted or reordered");
  } else if (entry.prev_digest != head_.digest) {
    Find(entry.seq,
         Concat("不接在前一条之后：所记前一条摘要 ", Short(entry.prev_digest), "…，实为 ",
                Short(head_.digest), "…；条目被插入、调换，或前一条被整条替换"),
         "does not follow the entry before: one was inserted, reordered or replaced");
  }
  if (DigestOf(entry) != entry.digest) {
    Find(entry.seq, "内容与摘要不符：条目被改动过", "content and digest differ: it was edited");
  }
  last_at_ = BoundOf(entry);
  if (entry.at < last_at_) {
    Find(entry.seq, "时间早于前一条", "its instant is earlier than that of the entry before");
  }
}

Instant LedgerProof::BoundOf(const Entry& entry) {
  const auto sound_at = DeclaredSound(entry.kind, entry.body, head_.seq);
  if (!sound_at) return last_at_;
  const auto before = ReadJson<ClockFaultFact>(entry.body)->from - 1;
  const bool known = before >= 0 && std::cmp_less_equal(before, instants_.size());
  const bool first = before == 0;
  if (!known ||
      *sound_at != (first ? Instant() : instants_[static_cast<std::size_t>(before - 1)])) {
    Find(entry.seq, "时钟故障声明所记的前一条时间不实",
         "the instant before the declared clock fault is not that of the entry before it");
    return last_at_;
  }
  return *sound_at;
}

void LedgerProof::Add(const Entry& entry) {
  CheckChain(entry);
  ++entries_;
  digests_.insert(entry.digest);
  const auto canonical = CanonicalJson(entry.body);
  if (!canonical || *canonical != entry.body) {
    Find(entry.seq, "内容不是规范的 JSON", "its body is not canonical JSON");
  }
  auto change = state_.Prepare(entry);
  // A later entry is judged by what precedes it, whatever that is worth.
  head_ = {entry.seq, entry.digest};
  last_at_ = std::max(last_at_, entry.at);
  instants_.push_back(entry.at);
  if (!change) {
    const Errors errors = change.error();
    Find(entry.seq, Concat("与之前的条目不相容：", errors.front().message),
         Concat("does not follow from the entries before: ", errors.front().english));
    return;
  }
  if (change->said.fact) {
    if (const auto* frozen = std::get_if<FrozenFact>(&*change->said.fact)) {
      CheckFreeze(entry, *frozen);
    }
  }
  auto& versions = facts_[{std::string(change->said.kind->fact), change->said.id}];
  if (!versions.empty() && versions.back().until == 0) versions.back().until = entry.seq;
  if (change->said.fact) {
    versions.push_back({std::string(change->said.kind->fact), change->said.id, entry.seq, 0});
  }
  std::ranges::copy(change->EntryUnits(), std::back_inserter(units_));
  state_.Apply(std::move(*change));
}

void LedgerProof::CheckFreeze(const Entry& entry, const FrozenFact& frozen) {
  const auto* const cycle = state_.Find<CycleFact>(std::to_string(frozen.cycle));
  if (cycle == nullptr) {
    return Find(entry.seq, "冻结的考核年度不存在", "the frozen cycle is not there");
  }
  if (frozen.engine != kEngineVersion) {
    // Another engine's sheets are proven by that engine; their digests still are by the entry.
    for (const FrozenRow& row : frozen.sheets) frozen_[{entry.seq, row.unit}] = row.digest;
    not_recomputed_ += static_cast<std::int64_t>(frozen.sheets.size());
    return;
  }
  const std::string key = Concat(cycle->fact.policy, ":", Join(cycle->fact.calendars, ","));
  auto& rules = rules_[key];
  if (rules == nullptr) {
    auto read = RulesOf(state_, cycle->fact);
    if (!read) {
      return Find(entry.seq, Concat("冻结所用的办法或日历不可用：", read.error().front().message),
                  "the policy or calendar it was frozen by cannot be read");
    }
    rules = *read;
  }
  for (const FrozenRow& row : frozen.sheets) {
    frozen_[{entry.seq, row.unit}] = row.digest;
    const auto sheet = MakeSheet(state_, cycle->fact, rules, row.unit, frozen.as_of);
    if (!sheet || Sha256Hex(SheetJson(**sheet)) != row.digest) {
      Find(entry.seq, Concat("单位 ", row.unit, " 冻结的得分表不能由之前的条目重算得出"),
           Concat("the frozen sheet of ", row.unit, " does not follow from the entries before"));
    }
  }
}

std::vector<FactRow> LedgerProof::FactRows() const {
  std::vector<FactRow> rows;
  for (const auto& [key, versions] : facts_) std::ranges::copy(versions, std::back_inserter(rows));
  std::ranges::sort(rows);
  return rows;
}

void LedgerProof::CheckFacts(const std::vector<FactRow>& stored) {
  const auto expected = FactRows();
  const auto report = [&](const std::vector<FactRow>& from, const std::vector<FactRow>& without,
                          std::string_view message, std::string_view english) {
    std::vector<FactRow> only;
    std::ranges::set_difference(from, without, std::back_inserter(only));
    for (const FactRow& row : only) {
      findings_.push_back({ErrorCode::kConflict,
                           Concat("fact ", row.kind, "/", row.id, " since ", row.since),
                           std::string(message), std::string(english)});
    }
  };
  report(stored, expected, "事实表中的这一行不是由账本得出的",
         "this row of the projection does not follow from the ledger");
  report(expected, stored, "事实表缺少由账本得出的这一行",
         "the projection lacks this row, which follows from the ledger");
}

void LedgerProof::CheckEntryUnits(const std::vector<EntryUnit>& stored) {
  auto expected = units_;
  std::ranges::sort(expected);
  std::vector<EntryUnit> wrong;
  std::ranges::set_symmetric_difference(expected, stored, std::back_inserter(wrong));
  for (const EntryUnit& row : wrong) {
    findings_.push_back({ErrorCode::kConflict, Concat("entry_unit ", row.seq, " ", row.unit),
                         "条目与单位的对应不是由账本得出的",
                         "which units an entry concerns does not follow from the ledger"});
  }
}

void LedgerProof::CheckFrozenSheet(std::int64_t seq, const std::string& unit,
                                   const std::string& digest, const std::string& sheet) {
  const auto expected = frozen_.find({seq, unit});
  if (expected == frozen_.end()) {
    return Find(seq, Concat("单位 ", unit, " 的冻结得分表不是由账本得出的"),
                Concat("the frozen sheet of ", unit, " does not follow from the ledger"));
  }
  frozen_seen_.insert(expected->first);
  if (digest != expected->second || Sha256Hex(sheet) != expected->second) {
    Find(seq, Concat("单位 ", unit, " 的冻结得分表被改动过"),
         Concat("the frozen sheet of ", unit, " was edited"));
  }
}

void LedgerProof::CheckFrozenComplete() {
  for (const auto& [key, digest] : frozen_) {
    if (!frozen_seen_.contains(key)) {
      Find(key.first, Concat("缺少单位 ", key.second, " 的冻结得分表"),
           Concat("the frozen sheet of ", key.second, " is missing"));
    }
  }
}

void LedgerProof::CheckHead(const Head& stored) {
  if (stored == head_) return;
  findings_.push_back({ErrorCode::kConflict, Concat("entry ", stored.seq),
                       Concat("账本末尾应为第 ", stored.seq, " 条（", Short(stored.digest),
                              "…），实为第 ", head_.seq, " 条（", Short(head_.digest), "…）"),
                       "the last entry is not the one that the head names"});
}

void LedgerProof::CheckKnownHead(const std::string& digest) {
  if (digests_.contains(digest)) return;
  findings_.push_back({ErrorCode::kConflict, Concat("head ", Short(digest), "…"),
                       "账本中没有这个摘要的条目：末尾的条目被截去，或整个账本被换过",
                       "no entry has this digest: the newest entries were cut off, or the whole "
                       "ledger was replaced"});
}

}  // namespace shouze
