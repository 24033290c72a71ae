#include "service/facts_files.h"

#include <utility>

#include "base/text.h"
#include "exchange/read_facts.h"
#include "ledger/cycle_facts.h"
#include "ledger/drafts.h"
#include "service/fact_cycles.h"

namespace shouze {
namespace {

ResultOrErrors<JsonText> RunExport(const CallerView& view, const ExportFactsRequest& request) {
  const auto cycle = view.Cycle(request.year);
  if (!cycle) return cycle.error();
  const auto rules = view.Rules((*cycle)->fact);
  if (!rules) return rules.error();
  const auto* const freeze = FinalFreeze(view.state(), (*cycle)->fact);
  if (freeze != nullptr && !request.as_of) {
    // The facts that the result was made of, as they were known then.
    const auto then = view.school().KnownAfter(freeze->fact.known_to);
    if (!then) return then.error();
    auto text = ExportFacts(**then, (*cycle)->fact, **rules, freeze->fact.as_of);
    if (!text) return text.error();
    return JsonText{std::move(*text)};
  }
  auto text =
      ExportFacts(view.state(), (*cycle)->fact, **rules, request.as_of.value_or(view.now()));
  if (!text) return text.error();
  return JsonText{std::move(*text)};
}

/// Units that the ledger has already are not founded again.
bool Known(const Act& act, const SaidByEntry& said) {
  return said.kind->name == "unit.found" && act.state().Find<UnitFact>(said.id) != nullptr;
}

/// What of the file would change a year whose result is made.
Errors TouchingResults(const Act& act, const std::vector<SaidByEntry>& facts) {
  Errors touching;
  for (const SaidByEntry& said : facts) {
    if (!said.fact) continue;
    const auto may = MayCome(act, *said.fact);
    if (may) continue;
    const Errors why = may.error();
    touching.push_back({ErrorCode::kConflict, Concat("/", said.kind->fact, "s ", said.id),
                        why.front().message, why.front().english});
  }
  return touching;
}

ResultOrErrors<ImportAnswer> RunImport(Act& act, const ImportFactsRequest& request) {
  // What the file is judged by is what its cycle pins, so its year is read first.
  const auto document = ReadFacts(request.facts.text);
  if (!document) return document.error();
  const int year = document->facts.year.value_or(0);
  const auto cycle = OpenCycle(act, year);
  if (!cycle) return cycle.error();
  const auto rules = act.Rules(**cycle);
  if (!rules) return rules.error();
  const auto file = ReadAndResolveFacts((*rules)->policy, (*rules)->calendar, request.facts.text);
  if (!file) return file.error();
  ImportAnswer answer;
  answer.year = year;
  std::vector<SaidByEntry> facts_said;
  for (EntryDraft& draft : DraftEntries(document->facts)) {
    auto said = ReadEntryBody(draft.kind, draft.body);
    if (!said) return said.error();
    if (Known(act, *said)) continue;
    facts_said.push_back(std::move(*said));
    const auto done = act.AppendBody(draft.kind, std::move(draft.body));
    if (!done) return done.error();
    ++answer.entries;
  }
  if (Errors touching = TouchingResults(act, facts_said); !touching.empty()) return touching;
  // As the ledger will then see it: dates of the cycle may differ from the file's.
  SchoolState after = act.state();
  for (const Change& change : act.changes()) after.Apply(change);
  CycleSlice slice = CycleSlice::OfSchool(after, **cycle, **rules, act.now());
  const auto facts = ResolveSlice(slice);
  if (!facts) return facts.error();
  Errors left_out;
  for (const LeftOut& one : facts->left_out) {
    left_out.push_back({ErrorCode::kConflict, Concat("/", one.table, " ", one.id),
                        Concat("与账本不相容：", one.why.front().message),
                        one.why.front().english});
  }
  if (!left_out.empty()) return left_out;
  return answer;
}

const WriteCase<ImportFactsRequest, ImportAnswer> kImportFacts = {
    "facts.import", "导入事实", Action::kChangeCycle,
    "unit.found, post.assign, record.register, submission.hand_in, review.give, waiver.grant, "
    "extension.grant, dispute.raise, dispute.decide",
    RunImport};

}  // namespace

ResultOrErrors<ImportAnswer> ImportFacts(School& school, const std::string& text) {
  return school.Run(kImportFacts, school.Operator(), ImportFactsRequest{{text}});
}

const CallerReadCase<ExportFactsRequest, JsonText> kExportFacts = {"facts.export", "导出事实",
                                                                   Action::kReadLedger, RunExport};

}  // namespace shouze
