#include "checks.h"

#include <map>

#include "acting.h"
#include "base/json_writer.h"
#include "ledger/cycle_rules.h"
#include "service/cycles.h"
#include "service/evidence.h"
#include "service/facts_files.h"
#include "service/proof.h"
#include "service/sheets.h"
#include "service/stages.h"
#include "service/units.h"
#include "store/ledger_rows.h"

namespace shouze::simulation {
namespace {

/// A sheet without the instant at which it was computed: until `valid_until` it is the same.
std::string WithoutInstant(std::string sheet) {
  const std::size_t begin = sheet.find("\"as_of\":\"");
  Expect(begin != std::string::npos, "a sheet without its instant");
  const std::size_t end = sheet.find(',', begin);
  return sheet.erase(begin, end + 1 - begin);
}

std::string SheetOf(School& school, const Caller& caller, const SheetRequest& request) {
  const auto sheet = school.Run(kReadSheet, caller, request);
  if (!sheet) {
    throw Failure(Concat("sheet of ", request.unit, ": ", Describe(sheet.error().front())));
  }
  return sheet->text;
}

/// How a year's sheets, as they stand, are computed anew: as of now, or, once its result is made,
/// as of its freezing.
SheetRequest Anew(World& world, int year) {
  return world.Facts([&](const View& view) {
    const auto* const freeze = FinalFreeze(view.state(), (*view.Cycle(year))->fact);
    if (freeze == nullptr) return SheetRequest{year, {}, view.now(), Knowledge::kToday, {}, {}};
    return SheetRequest{year, {}, freeze->fact.as_of, {}, freeze->fact.known_to, {}};
  });
}

/// Units that were founded later have no part in a year.
std::vector<Label> UnitsOf(World& world, int year) {
  std::vector<Label> units;
  for (const UnitFact& unit : Read(world, kListUnits, Nothing{}).units) {
    if (!unit.from || *unit.from < FirstDayOf(year + 1)) units.push_back(unit.id);
  }
  return units;
}

template <class Fact>
void CheckKind(const View& view, const Acknowledged& acknowledged, const std::string& kind) {
  std::int64_t expected = 0;
  for (auto at = acknowledged.facts.lower_bound({kind, ""});
       at != acknowledged.facts.end() && at->first == kind; ++at) {
    ++expected;
    Expect(view.state().Find<Fact>(at->second) != nullptr,
           Concat(kind, " ", at->second, " was acknowledged and is not known any more"));
  }
  Expect(expected == std::ssize(view.state().All<Fact>()),
         Concat("there are more facts of the kind ", kind, " than were acknowledged"));
}

}  // namespace

Checks::Checks(World& world)
    : world_(world), days_(Concat(world.options().folder, "/days.jsonl"), std::ios::binary) {}

void Checks::Prove() {
  const ProofReport proof = shouze::Prove(world_.store(), {world_.acknowledged().head.digest, {}});
  if (!proof.findings.empty()) {
    throw Failure(Concat("verify: ", Describe(proof.findings.front())));
  }
  Expect(proof.entries == world_.acknowledged().head.seq, "entries that nobody made");
  world_.Count("proofs of the whole ledger");
}

void Checks::AfterDay(bool thorough) {
  std::unique_ptr<School> fresh;
  if (thorough) {
    Prove();
    fresh = world_.OpenSchool(world_.store());
    CheckFacts(*fresh);
  }
  for (const CycleRow& cycle : Read(world_, kListCycles, Nothing{}).cycles) {
    if (cycle.stage != Stage::kPreparing) CheckSheets(fresh.get(), cycle.year);
  }
  CheckFrozen();
  world_.Count("days");
}

void Checks::CheckSheets(School* fresh, int year) {
  const Caller caller = world_.As("inspector");
  SheetRequest anew = Anew(world_, year);
  JsonWriter line;
  line.BeginObject();
  line.Key("year");
  line.Whole(year);
  line.Member("as_of", FormatRfc3339(*anew.as_of, kOffset));
  line.Key("calendar_years");
  line.BeginArray();
  for (const CycleRow& cycle : Read(world_, kListCycles, Nothing{}).cycles) {
    if (cycle.year != year) continue;
    for (const int known : cycle.calendar_years) line.Whole(known);
  }
  line.EndArray();
  line.EndObject();
  std::string text = line.Take();
  text.pop_back();
  std::string facts = Read(world_, kExportFacts, ExportFactsRequest{year, {}}).text;
  std::erase(facts, '\n');
  text += ",\"facts\":" + facts;
  text += ",\"sheets\":{";
  bool first = true;
  for (const Label& unit : UnitsOf(world_, year)) {
    anew.unit = unit;
    const SheetRequest live{year, unit, {}, {}, {}, {}};
    const std::string sheet = SheetOf(world_.school(), caller, live);
    const std::string again = fresh != nullptr && !anew.known_to
                                  ? SheetOf(*fresh, caller, live)
                                  : SheetOf(world_.school(), caller, anew);
    Expect(WithoutInstant(sheet) == WithoutInstant(again),
           Concat("the sheet in memory of ", unit, " ", year, " differs from one computed anew:\n",
                  sheet, "\n", again));
    text += Concat(first ? "" : ",", "\"", unit, "\":", sheet);
    first = false;
    world_.Count("sheets");
  }
  days_ << text << "}}" << std::endl;
  Expect(days_.good(), "days.jsonl cannot be written");
}

void Checks::CheckFrozen() {
  for (const auto& [which, sheet] : world_.acknowledged().frozen) {
    const auto now = Read(world_, kReadFrozenSheet,
                          FrozenSheetRequest{kYear, Label(which.second), which.first}, "inspector");
    Expect(now.text == sheet,
           Concat("the frozen sheet of ", which.second, " by entry ", which.first, " has changed"));
  }
}

void Checks::CheckFacts(School& fresh) {
  const View view(fresh, world_.watched_clock().Now());
  const Acknowledged& acknowledged = world_.acknowledged();
  CheckKind<UnitFact>(view, acknowledged, "unit");
  CheckKind<PostFact>(view, acknowledged, "post");
  CheckKind<RecordFact>(view, acknowledged, "record");
  CheckKind<SubmissionFact>(view, acknowledged, "submission");
  CheckKind<ReviewFact>(view, acknowledged, "review");
  CheckKind<WaiverFact>(view, acknowledged, "waiver");
  CheckKind<ExtensionFact>(view, acknowledged, "extension");
  CheckKind<DisputeFact>(view, acknowledged, "dispute");
  CheckKind<ProposalFact>(view, acknowledged, "proposal");
}

void Checks::WriteLedger() {
  std::ofstream file(Concat(world_.options().folder, "/ledger"), std::ios::binary);
  const auto entries =
      world_.store().Read([](const ReadTx& tx) { return ReadEntries(tx, EntryFilter()); });
  for (const Entry& entry : entries) {
    file << entry.seq << ' ' << FormatRfc3339(entry.at, kOffset) << ' ' << entry.actor << ' '
         << entry.kind << ' ' << entry.body << '\n';
  }
  file << "head " << world_.acknowledged().head.digest << std::endl;
  Expect(file.good(), "the ledger cannot be written");
}

void Checks::CheckClosed() {
  if (world_.today() < FirstDayOf(kYear + 1) + 8) return;
  const auto blockers = Read(world_, kListBlockers, CycleRequest{kYear}).blockers;
  const auto stage =
      world_.Facts([](const View& view) { return (*view.Cycle(kYear))->fact.stage; });
  Expect(stage == Stage::kPublished,
         Concat("the year was not published",
                blockers.empty() ? "" : Concat(": ", blockers.front().message)));
}

void Checks::AtTheEnd() {
  WriteLedger();
  CheckClosed();
  for (const VaultProblem& problem : CheckVault(world_.school()).problems) {
    // Bytes that are up, but were never acknowledged, are no loss.
    Expect(problem.finding == VaultFinding::kUnknown,
           Concat("the vault: ", problem.digest, " is missing or has decayed"));
  }
  std::set<std::string> used;
  world_.Facts([&](const View& view) {
    for (const auto& [id, kept] : view.state().All<SubmissionFact>()) {
      for (const FileRef& file : kept.fact.files) used.insert(file.digest);
    }
    return true;
  });
  for (const std::string& digest : used) {
    Expect(world_.vault().Has(digest), Concat("the evidence ", digest, " is lost"));
  }
}

}  // namespace shouze::simulation
