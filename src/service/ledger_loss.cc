#include "service/ledger_loss.h"

#include "base/text.h"
#include "service/security_events.h"
#include "store/ledger_rows.h"
#include "system/log.h"
#include "system/process.h"

namespace shouze {
namespace {

constexpr std::string_view kLossAccepted = "loss_accepted";

std::string Short(std::string_view digest) { return Concat(digest.substr(0, 12), "…"); }

std::optional<Entry> FirstOf(Store& store, const EntryFilter& filter) {
  auto entries = store.Read([&](const ReadTx& tx) { return ReadEntries(tx, filter); });
  if (entries.empty()) return std::nullopt;
  return std::move(entries.front());
}

}  // namespace

std::optional<WitnessedHead> LastEntryIn(Store& store) {
  EntryFilter newest;
  newest.newest_first = true;
  newest.limit = 1;
  auto entry = FirstOf(store, newest);
  if (!entry) return std::nullopt;
  return WitnessedHead{entry->seq, std::move(entry->digest), entry->at};
}

std::optional<Error> FindLoss(Store& store, const WitnessedHead& witnessed) {
  EntryFilter same;
  same.after = witnessed.seq - 1;
  same.before = witnessed.seq + 1;
  const auto entry = FirstOf(store, same);
  if (entry && entry->digest == witnessed.digest) return std::nullopt;
  const std::int64_t last = LastEntryIn(store).value_or(WitnessedHead{}).seq;
  const std::string seen = Concat("第 ", witnessed.seq, " 条（", Short(witnessed.digest), "，",
                                  FormatForPeople(witnessed.at, UtcOffset{}), "）");
  if (last < witnessed.seq) {
    return Error{ErrorCode::kConflict, Concat("entry ", witnessed.seq),
                 Concat("账本末尾丢失：数据库外的见证记着已确认到", seen, "，账本只到第 ", last,
                        " 条，少了 ", witnessed.seq - last, " 条"),
                 Concat("the newest entries are lost: entry ", witnessed.seq,
                        " was acknowledged, the ledger ends with ", last)};
  }
  return Error{ErrorCode::kConflict, Concat("entry ", witnessed.seq),
               Concat("账本被换过：数据库外的见证记着", seen, "，账本里同号的是另一条"),
               Concat("the ledger is another one: entry ", witnessed.seq,
                      " is not the one that was acknowledged")};
}

Result<void> AcceptLoss(Store& store, Clock& clock, HeadWitness& witness,
                        const WitnessedHead& witnessed, std::string_view head) {
  const auto last = LastEntryIn(store);
  if (!FindLoss(store, witnessed) || !last) {
    return Error{ErrorCode::kConflict, "", "账本与见证相符，没有什么要认可的",
                 "the ledger agrees with its witness: nothing is lost"};
  }
  if (last->digest != head) {
    return Error{ErrorCode::kConflict, "--head",
                 Concat("账本现在的末尾摘要是 ", last->digest, "，与所给的不同"),
                 "this is not the digest of the ledger's last entry"};
  }
  store.Write([&](WriteTx& tx) -> Result<void> {
    Caller caller;
    caller.account = "operator";
    caller.address = AtTheMachine();
    AddSecurityEvent(tx, EventBy(caller, clock.Now(), kLossAccepted,
                                 {{"witnessed_seq", std::to_string(witnessed.seq)},
                                  {"witnessed_digest", witnessed.digest},
                                  {"seq", std::to_string(last->seq)},
                                  {"digest", last->digest}}));
    return {};
  });
  Log(LogLevel::kWarning, "ledger.loss_accepted",
      {{"witnessed_seq", std::to_string(witnessed.seq)},
       {"witnessed_digest", witnessed.digest},
       {"seq", std::to_string(last->seq)},
       {"digest", last->digest}});
  witness.BeginAnew(*last);
  return {};
}

}  // namespace shouze
