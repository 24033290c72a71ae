#include "checks.h"

#include <map>

#include "acting.h"
#include "base/json_writer.h"
#include "service/cycles.h"
#include "service/evidence.h"
#include "service/facts_files.h"
#include "service/proof.h"
#include "service/sheets.h"
#include "service/units.h"

namespace shouze::simulation {
namespace {

/// A sheet without the instant at which it was computed: until `valid_until` it is the same.
std::string WithoutInstant(std::string sheet) {
  const std::size_t begin = sheet.find("\"as_of\":\"");
  Expect(begin != std::string::npos, "a sheet without its instant");
  const std::size_t end = sheet.find(',', begin);
  return sheet.erase(begin, end + 1 - begin);
}

/// As of now; with `as_of`, computed anew.
std::string SheetOf(School& school, const Caller& caller, int year, const std::string& unit,
                    std::optional<Instant> as_of) {
  const SheetRequest request{year, Label(unit), as_of, Knowledge::kToday, {}, {}};
  const auto sheet = school.Run(kReadSheet, caller, request);
  if (!sheet) throw Failure(Concat("sheet of ", unit, ": ", Describe(sheet.error().front())));
  return sheet->text;
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
  const ProofReport proof = shouze::Prove(world_.store(), world_.acknowledged().head.digest);
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
  const auto units = Read(world_, kListUnits, Nothing{}).units;
  JsonWriter line;
  line.BeginObject();
  line.Key("year");
  line.Whole(year);
  const Instant now = world_.Facts([](const View& view) { return view.now(); });
  line.Member("as_of", FormatRfc3339(now, kOffset));
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
  for (const UnitFact& unit : units) {
    const std::string sheet = SheetOf(world_.school(), caller, year, unit.id, {});
    const std::string again = fresh != nullptr
                                  ? SheetOf(*fresh, caller, year, unit.id, {})
                                  : SheetOf(world_.school(), caller, year, unit.id, now);
    Expect(WithoutInstant(sheet) == WithoutInstant(again),
           Concat("the sheet in memory of ", unit.id, " ", year,
                  " differs from one computed anew:\n", sheet, "\n", again));
    text += Concat(first ? "" : ",", "\"", unit.id, "\":", sheet);
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
  const Caller caller = fresh.Operator();
  const View view(fresh, caller, world_.now());
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

void Checks::AtTheEnd() {
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
