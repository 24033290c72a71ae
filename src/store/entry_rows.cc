#include <limits>

#include "base/check.h"
#include "store/entry_columns.h"
#include "store/ledger_rows.h"

namespace shouze {

template <>
struct Columns<Head> {
  static void Each(auto& row, auto&& column) {
    column("seq", row.seq);
    column("digest", row.digest);
  }
};

namespace {

constexpr std::string_view kReadHead = "SELECT seq, digest FROM chain_head";
constexpr std::string_view kPostgresLockHead = "SELECT seq, digest FROM chain_head FOR UPDATE";
constexpr std::string_view kMoveHead =
    "UPDATE chain_head SET seq = :seq, digest = :digest"
    " WHERE seq = :seq - 1 AND digest = :prev_digest";
constexpr std::string_view kRestoreHead =
    "UPDATE chain_head SET seq = :seq, digest = :digest WHERE seq < :seq";
constexpr std::string_view kAddEntry =
    "INSERT INTO entry (seq, at, actor, kind, body, prev_digest, digest, alg)"
    " VALUES (:seq, :at, :actor, :kind, :body, :prev_digest, :digest, :alg)";
constexpr std::string_view kAddEntryUnit =
    "INSERT INTO entry_unit (seq, unit) VALUES (:seq, :unit) ON CONFLICT (unit, seq) DO NOTHING";

// Every condition that is not set holds for all: the empty text is the beginning of every kind.
// `seq` is INTEGER, which the bounds may be beyond.
constexpr char kMatching[] =
    " WHERE e.seq > CAST(:after AS BIGINT) AND e.seq < CAST(:before AS BIGINT)"
    " AND e.at >= :from_at AND e.at < :to_at"
    " AND (:kind = '' OR e.kind = :kind)"
    " AND substr(e.kind, 1, length(CAST(:prefix AS TEXT))) = :prefix"
    " AND (:actor = '' OR e.actor = :actor)";
constexpr char kByUnit[] =
    " AND e.seq IN (SELECT u.seq FROM entry_unit u"
    " WHERE u.unit IN (:unit, '*') AND u.seq > :after AND u.seq < :before)";
// What SQLite cannot see through an OR, said once more: which index to go by.
constexpr char kByActor[] = " AND e.actor = :actor";
constexpr char kByKind[] = " AND e.kind = :kind";
constexpr char kOldestFirst[] = " ORDER BY e.seq LIMIT :limit";
constexpr char kNewestFirst[] = " ORDER BY e.seq DESC LIMIT :limit";
constexpr char kSelect[] = "SELECT ";
constexpr char kFromEntry[] = " FROM entry e";

template <std::size_t N>
consteval auto Oldest(const char (&by)[N]) {
  return Sql(kSelect, kEntryColumns, kFromEntry, kMatching, by, kOldestFirst);
}
template <std::size_t N>
consteval auto Newest(const char (&by)[N]) {
  return Sql(kSelect, kEntryColumns, kFromEntry, kMatching, by, kNewestFirst);
}
constexpr auto kEntries = Oldest("");
constexpr auto kEntriesByUnit = Oldest(kByUnit);
constexpr auto kEntriesByActor = Oldest(kByActor);
constexpr auto kEntriesByKind = Oldest(kByKind);
constexpr auto kNewestEntries = Newest("");
constexpr auto kNewestEntriesByUnit = Newest(kByUnit);
constexpr auto kNewestEntriesByActor = Newest(kByActor);
constexpr auto kNewestEntriesByKind = Newest(kByKind);

std::string_view StatementFor(const EntryFilter& filter, bool exact_kind) {
  const auto in_order = [&](std::string_view oldest, std::string_view newest) {
    return filter.newest_first ? newest : oldest;
  };
  if (filter.unit) return in_order(kEntriesByUnit, kNewestEntriesByUnit);
  if (filter.actor) return in_order(kEntriesByActor, kNewestEntriesByActor);
  if (exact_kind) return in_order(kEntriesByKind, kNewestEntriesByKind);
  return in_order(kEntries, kNewestEntries);
}

Head HeadBy(const ReadTx& tx, std::string_view sql) {
  auto head = Query(tx, sql).One<Head>();
  if (!head) throw StoreBroken("chain_head has no row");
  return *std::move(head);
}

}  // namespace

Head ReadHead(const ReadTx& tx) { return HeadBy(tx, kReadHead); }

Head LockHead(const ReadTx& tx) {
  return HeadBy(tx, tx.connection().is_sqlite() ? kReadHead : kPostgresLockHead);
}

void ForEachEntry(const ReadTx& tx, const EntryFilter& filter,
                  const std::function<void(Entry&&)>& use) {
  constexpr std::int64_t kAll = std::numeric_limits<std::int64_t>::max();
  constexpr std::int64_t kEver = std::numeric_limits<std::int64_t>::min();
  const std::string kind = filter.kind.value_or("");
  const bool exact = !kind.empty() && !kind.ends_with('.');
  Query query(tx, StatementFor(filter, exact));
  query.With("after", filter.after)
      .With("before", filter.before.value_or(kAll))
      .With("from_at", filter.from.value_or(Instant{kEver}))
      .With("to_at", filter.to.value_or(Instant{kAll}))
      .With("kind", exact ? kind : std::string())
      .With("prefix", kind)
      .With("actor", filter.actor.value_or(""))
      .With("limit", filter.limit > 0 ? filter.limit : kAll);
  if (filter.unit) query.With("unit", *filter.unit);
  query.Each<Entry>(use);
}

std::vector<Entry> ReadEntries(const ReadTx& tx, const EntryFilter& filter) {
  std::vector<Entry> entries;
  ForEachEntry(tx, filter, [&](Entry&& entry) { entries.push_back(std::move(entry)); });
  return entries;
}

void AppendEntry(WriteTx& tx, const Entry& entry, const std::vector<EntryUnit>& units) {
  const std::int64_t moved = Query(tx, kMoveHead)
                                 .With("seq", entry.seq)
                                 .With("digest", entry.digest)
                                 .With("prev_digest", entry.prev_digest)
                                 .Run();
  CHECK(moved == 1);
  Query(tx, kAddEntry).WithRow(entry).Run();
  for (const EntryUnit& unit : units) {
    CHECK(unit.seq == entry.seq);
    Query(tx, kAddEntryUnit).WithRow(unit).Run();
  }
}

void RestoreEntry(WriteTx& tx, const Entry& entry) {
  Query(tx, kAddEntry).WithRow(entry).Run();
  Query(tx, kRestoreHead).With("seq", entry.seq).With("digest", entry.digest).Run();
}

}  // namespace shouze
