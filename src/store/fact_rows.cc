#include <algorithm>
#include <limits>

#include "store/entry_columns.h"
#include "store/ledger_rows.h"

namespace shouze {

template <>
struct Columns<FactEntry> {
  static void Each(auto& row, auto&& column) {
    column("fact_kind", row.fact_kind);
    column("fact_id", row.fact_id);
    Columns<Entry>::Each(row.entry, column);
  }
};

template <>
struct Columns<FactRow> {
  static void Each(auto& row, auto&& column) {
    column("kind", row.kind);
    column("id", row.id);
    column("since", row.since);
    column("until", row.until);
  }
};

namespace {

constexpr std::string_view kEndFact =
    "UPDATE fact SET until = :seq WHERE kind = :kind AND id = :id AND until = 0";
constexpr std::string_view kAddFact =
    "INSERT INTO fact (kind, id, since, until) VALUES (:kind, :id, :since, :until)";
constexpr char kFactEntries[] = "SELECT f.kind, f.id, ";
constexpr char kFromFact[] = " FROM fact f JOIN entry e ON e.seq = f.since";
constexpr char kInOrder[] = " ORDER BY f.since, f.kind, f.id";
constexpr auto kCurrentFacts =
    Sql(kFactEntries, kEntryColumns, kFromFact, " WHERE f.until = 0", kInOrder);
constexpr auto kFactsKnownTo =
    Sql(kFactEntries, kEntryColumns, kFromFact,
        " WHERE f.since <= :known_to AND (f.until = 0 OR f.until > :known_to)", kInOrder);

constexpr auto kLastVersion =
    Sql("SELECT ", kEntryColumns, kFromFact,
        " WHERE f.kind = :kind AND f.id = :id ORDER BY f.since DESC LIMIT 1");

constexpr std::string_view kReadFacts = "SELECT kind, id, since, until FROM fact";
constexpr std::string_view kReadEntryUnits = "SELECT seq, unit FROM entry_unit";
constexpr std::string_view kDropFacts = "DELETE FROM fact";
constexpr std::string_view kDropEntryUnits = "DELETE FROM entry_unit";
constexpr std::string_view kAddEntryUnit =
    "INSERT INTO entry_unit (seq, unit) VALUES (:seq, :unit)";

constexpr std::string_view kAddSheet =
    "INSERT INTO frozen_sheet (seq, unit, digest, sheet) VALUES (:seq, :unit, :digest, :sheet)";
constexpr std::string_view kReadSheets =
    "SELECT seq, unit, digest, sheet FROM frozen_sheet WHERE seq = :seq";
constexpr std::string_view kLastEntries =
    "SELECT MAX(seq), unit FROM entry_unit WHERE seq <= :known_to GROUP BY unit";
constexpr std::string_view kFrozenEntries = "SELECT DISTINCT seq FROM frozen_sheet ORDER BY seq";
constexpr std::string_view kReadSheet =
    "SELECT seq, unit, digest, sheet FROM frozen_sheet WHERE seq = :seq AND unit = :unit";

}  // namespace

void EndFact(WriteTx& tx, std::string_view kind, std::string_view id, std::int64_t seq) {
  Query(tx, kEndFact).With("seq", seq).With("kind", kind).With("id", id).Run();
}

void BeginFact(WriteTx& tx, std::string_view kind, std::string_view id, std::int64_t seq) {
  Query(tx, kAddFact).WithRow(FactRow{std::string(kind), std::string(id), seq, 0}).Run();
}

void ForEachFact(const ReadTx& tx, std::optional<std::int64_t> known_to,
                 const std::function<void(FactEntry&&)>& use) {
  if (known_to) {
    Query(tx, kFactsKnownTo).With("known_to", *known_to).Each<FactEntry>(use);
  } else {
    Query(tx, kCurrentFacts).Each<FactEntry>(use);
  }
}

std::optional<Entry> FindLastVersion(const ReadTx& tx, std::string_view kind, std::string_view id) {
  return Query(tx, kLastVersion).With("kind", kind).With("id", id).One<Entry>();
}

// Databases order texts by their own rules; these rows are compared across databases.
std::vector<FactRow> ReadFactRows(const ReadTx& tx) {
  auto rows = Query(tx, kReadFacts).All<FactRow>();
  std::ranges::sort(rows);
  return rows;
}

std::vector<EntryUnit> ReadEntryUnits(const ReadTx& tx) {
  auto rows = Query(tx, kReadEntryUnits).All<EntryUnit>();
  std::ranges::sort(rows);
  return rows;
}

std::vector<EntryUnit> ReadLastEntries(const ReadTx& tx, std::optional<std::int64_t> known_to) {
  return Query(tx, kLastEntries)
      .With("known_to", known_to.value_or(std::numeric_limits<std::int64_t>::max()))
      .All<EntryUnit>();
}

std::vector<std::int64_t> FrozenEntries(const ReadTx& tx) {
  std::vector<std::int64_t> entries;
  Query(tx, kFrozenEntries).Each<OneNumber>([&](OneNumber&& row) { entries.push_back(row.value); });
  return entries;
}

void ReplaceProjections(WriteTx& tx, const std::vector<FactRow>& facts,
                        const std::vector<EntryUnit>& units) {
  Query(tx, kDropFacts).Run();
  Query(tx, kDropEntryUnits).Run();
  for (const FactRow& fact : facts) Query(tx, kAddFact).WithRow(fact).Run();
  for (const EntryUnit& unit : units) Query(tx, kAddEntryUnit).WithRow(unit).Run();
}

void AddFrozenSheet(WriteTx& tx, const FrozenSheet& sheet) {
  Query(tx, kAddSheet).WithRow(sheet).Run();
}

std::vector<FrozenSheet> ReadFrozenSheets(const ReadTx& tx, std::int64_t seq) {
  auto sheets = Query(tx, kReadSheets).With("seq", seq).All<FrozenSheet>();
  std::ranges::sort(sheets, {}, &FrozenSheet::unit);
  return sheets;
}

std::optional<FrozenSheet> ReadFrozenSheet(const ReadTx& tx, std::int64_t seq,
                                           std::string_view unit) {
  return Query(tx, kReadSheet).With("seq", seq).With("unit", unit).One<FrozenSheet>();
}

}  // namespace shouze
