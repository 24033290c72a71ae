#include "service/school.h"

#include <algorithm>
#include <chrono>

#include "base/text.h"
#include "ledger/clock_faults.h"
#include "service/clock_doubt.h"
#include "service/final_sheets.h"
#include "service/handed_files.h"
#include "service/outbox.h"
#include "store/account_rows.h"
#include "store/ledger_rows.h"
#include "system/process.h"

namespace shouze {
namespace {

/// Views of earlier knowledge that are kept for the next look.
constexpr std::size_t kKnownStatesMax = 4;

/// What ids of each kind of fact begin with.
constexpr std::pair<std::string_view, std::string_view> kIdPrefixes[] = {
    {"r", "record"},    {"s", "submission"}, {"v", "review"},   {"w", "waiver"},
    {"x", "extension"}, {"d", "dispute"},    {"p", "proposal"}, {"t", "post"},
    {"o", "role"},      {"f", "feedback"},   {"m", "comment"},  {"c", "clock_fault"}};

}  // namespace

School::School(const SchoolParts& parts, const SchoolOptions& options)
    : parts_(parts), options_(options) {}

School::~School() = default;

ResultOrErrors<std::unique_ptr<School>> School::Open(const SchoolParts& parts,
                                                     const SchoolOptions& options) {
  std::unique_ptr<School> school(new School(parts, options));
  if (const auto loaded = school->Load(); !loaded) return loaded.error();
  return school;
}

ResultOrErrors<void> School::Load() {
  return parts_.store.Read([&](const ReadTx& tx) -> ResultOrErrors<void> {
    Errors errors;
    SchoolState state;
    ForEachFact(tx, std::nullopt, [&](FactEntry&& fact) {
      const auto loaded = state.Load(std::move(fact.entry));
      if (!loaded) std::ranges::copy(loaded.error(), std::back_inserter(errors));
    });
    // The last entry may have ended a fact: it is no current version, but nothing is earlier.
    EntryFilter newest;
    newest.newest_first = true;
    newest.limit = 1;
    for (Entry& entry : ReadEntries(tx, newest)) {
      const auto loaded = state.Load(std::move(entry));
      if (!loaded) std::ranges::copy(loaded.error(), std::back_inserter(errors));
    }
    if (!errors.empty()) return errors;
    state.SetHead(ReadHead(tx), ReadLastEntries(tx, std::nullopt));
    state_.Rework([&](SchoolState& published) { published = std::move(state); });
    return {};
  });
}

bool School::CatchUp() {
  const std::lock_guard lock(write_mutex_);
  return parts_.store.Read([&](const ReadTx& tx) {
    const std::int64_t before = head().seq;
    CatchUpTo(ReadHead(tx), tx);
    return head().seq != before;
  });
}

void School::CatchUpTo(const Head& head, const ReadTx& tx) {
  // While a transaction is open nobody else's entries come between, and what comes after it is
  // caught up with later.
  const std::int64_t known = School::head().seq;
  if (state_.is_ahead() || head.seq <= known) return;
  EntryFilter filter;
  filter.after = known;
  std::vector<Entry> entries = ReadEntries(tx, filter);
  std::vector<Change> caught_up;
  state_.Rework([&](SchoolState& state) {
    for (Entry& entry : entries) {
      auto change = state.Prepare(std::move(entry));
      // An entry that does not follow was not written by this program: verify names it.
      if (!change) continue;
      caught_up.push_back(*change);
      state.Apply(std::move(*change));
    }
    state.SetHead(head, {});
  });
  Tell(caught_up);
}

std::int64_t School::LastEntryOf(std::string_view unit) const {
  const auto state = state_.Get();
  return unit.empty() ? state->head().seq : state->LastEntryOf(unit);
}

Head School::head() const { return state_.Get()->head(); }

Caller School::Operator() const {
  Caller caller;
  caller.account = "operator";
  caller.address = AtTheMachine();
  for (const Role role :
       {Role::kEveryone, Role::kOffice, Role::kSystemAdmin, Role::kSecurityAdmin, Role::kAuditor}) {
    caller.held.push_back({role, ""});
  }
  return caller;
}

std::vector<HeldRole> School::HeldBy(std::string_view account) const {
  const auto state = state_.Get();
  // Not before the last entry: a clock that is set back gives nobody yesterday's rights again.
  const CivilDate today = DateAt(NowAfter(*state, parts_.clock.Now()), options_.offset);
  const auto holds = [&](const auto& fact) {
    return fact.account == account && fact.from <= today && (!fact.to || today <= *fact.to);
  };
  std::vector<HeldRole> held{{Role::kEveryone, ""}};
  for (const auto& [id, kept] : state->All<RoleFact>()) {
    if (holds(kept.fact)) held.push_back({kept.fact.role, ""});
  }
  std::shared_ptr<const CycleRules> rules;
  if (const CycleFact* const cycle = NewestCycle(*state)) {
    if (const auto read = Rules(*state, *cycle)) rules = *read;
  }
  for (const auto& [id, kept] : state->All<PostFact>()) {
    if (!holds(kept.fact)) continue;
    const bool signs =
        rules != nullptr && std::ranges::any_of(rules->policy.posts, [&](const Post& post) {
          return post.signs && post.id == kept.fact.post;
        });
    held.push_back({signs ? Role::kUnitHead : Role::kUnitStaff, kept.fact.unit});
  }
  return held;
}

ResultOrErrors<std::shared_ptr<const CycleRules>> School::Rules(const SchoolState& state,
                                                                const CycleFact& cycle) const {
  const std::string key = Concat(cycle.policy, ":", Join(cycle.calendars, ","));
  {
    const std::lock_guard lock(cache_mutex_);
    const auto found = rules_.find(key);
    if (found != rules_.end()) return found->second;
  }
  auto rules = RulesOf(state, cycle);
  if (!rules) return rules.error();
  const std::lock_guard lock(cache_mutex_);
  return rules_[key] = *rules;
}

ResultOrErrors<std::shared_ptr<const Sheet>> School::LiveSheet(const SchoolState& state,
                                                               const CycleFact& cycle,
                                                               std::string_view unit,
                                                               Instant now) const {
  const std::pair<int, std::string> key(cycle.year, unit);
  const auto* const freeze = FinalFreeze(state, cycle);
  const std::int64_t last_entry = freeze == nullptr ? state.LastEntryOf(unit) : freeze->seq;
  {
    const std::lock_guard lock(cache_mutex_);
    const auto found = sheets_.find(key);
    if (found != sheets_.end() && found->second.last_entry == last_entry) {
      const Sheet& sheet = *found->second.sheet;
      const bool holds = !sheet.valid_until || now < *sheet.valid_until;
      if (holds && sheet.result.as_of <= now) return found->second.sheet;
    }
  }
  auto rules = Rules(state, cycle);
  if (!rules) return rules.error();
  auto sheet = freeze == nullptr ? MakeSheet(state, cycle, *rules, unit, now)
                                 : ComputeFinal(*this, freeze->fact, unit);
  if (!sheet) return sheet.error();
  const std::lock_guard lock(cache_mutex_);
  sheets_[key] = {last_entry, *sheet};
  return *sheet;
}

ResultOrErrors<std::shared_ptr<const SchoolState>> School::KnownAfter(std::int64_t known_to) const {
  {
    const std::lock_guard lock(cache_mutex_);
    const auto found = known_.find(known_to);
    if (found != known_.end()) return found->second;
  }
  auto state = std::make_shared<SchoolState>();
  Errors errors;
  parts_.store.Read([&](const ReadTx& tx) {
    ForEachFact(tx, known_to, [&](FactEntry&& fact) {
      const auto loaded = state->Load(std::move(fact.entry));
      if (!loaded) std::ranges::copy(loaded.error(), std::back_inserter(errors));
    });
    state->SetHead({known_to, ""}, ReadLastEntries(tx, known_to));
    return true;
  });
  if (!errors.empty()) return errors;
  const std::lock_guard lock(cache_mutex_);
  if (known_.size() >= kKnownStatesMax) known_.erase(known_.begin());
  known_[known_to] = state;
  return std::shared_ptr<const SchoolState>(state);
}

ResultOrErrors<std::string> School::WriteWith(
    const Caller& caller, const Doing& doing, std::string_view key,
    const std::string& request_digest,
    const std::function<ResultOrErrors<std::string>(Act&)>& work) {
  auto done = parts_.store.Write(
      [&](WriteTx& tx) { return WriteIn(tx, caller, doing, key, request_digest, work); });
  if (!done) NoteIfRefused(caller, doing, done.error());
  return done;
}

ResultOrErrors<std::string> School::WriteIn(
    WriteTx& tx, const Caller& caller, const Doing& doing, std::string_view key,
    const std::string& request_digest,
    const std::function<ResultOrErrors<std::string>(Act&)>& work) {
  const std::lock_guard lock(write_mutex_);
  CatchUpTo(tx.begun_at(), tx);
  const Instant now = NowAfter(*state_.Newest(), parts_.clock.Now());
  if (!key.empty()) {
    if (const auto before = FindAnswered(tx, caller.account, key)) {
      if (before->request == request_digest) return before->answer;
      return Fail(ErrorCode::kConflict, "这个幂等键已用于另一个请求，请换一个",
                  "this idempotency key was used for another request");
    }
  }
  Act act(*this, caller, now, tx);
  const std::int64_t last_event = ReadSecurityHead(tx).id;
  auto done = work(act);
  if (!done) return done;
  if (!key.empty()) {
    AddAnswered(tx, {caller.account, std::string(key), request_digest, *done, now});
  }
  std::vector<Change> changes = act.TakeChanges();
  WriteTracesIn(tx, caller, doing, now, changes, ReadSecurityHead(tx).id != last_event);
  // Nobody judges by a result before it is committed: it is read from the tables (KnownAfter).
  if (std::ranges::any_of(changes, &Change::ConcernsAll)) tx.BeLast();
  if (!changes.empty()) state_.Apply(changes);
  tx.WhenEnded([this, changes = std::move(changes), left = act.TakeAfterCommit()](bool durable) {
    Ended(durable, changes, left);
  });
  return done;
}

void School::Ended(bool durable, std::span<const Change> changes,
                   std::span<const std::function<void()>> after_commit) {
  const std::lock_guard lock(write_mutex_);
  if (!durable) {
    state_.TakeBack();
    // Later entries will have the numbers of those that are gone.
    const std::lock_guard cache_lock(cache_mutex_);
    sheets_.clear();
    return;
  }
  state_.Publish();
  for (const auto& work_left : after_commit) work_left();
  Tell(changes);
}

void School::Tell(std::span<const Change> changes) {
  if (changes.empty()) return;
  Changed changed;
  for (const Change& change : changes) {
    changed.seq = change.entry.seq;
    std::ranges::copy(change.units, std::back_inserter(changed.units));
    const std::string_view kind = change.entry.kind;
    changed.holders = changed.holders || kind.starts_with("post.") || kind.starts_with("role.");
  }
  std::ranges::sort(changed.units);
  changed.units.erase(std::unique(changed.units.begin(), changed.units.end()), changed.units.end());
  const std::lock_guard lock(watch_mutex_);
  for (const auto& [id, watcher] : watchers_) watcher(changed);
}

int School::Watch(std::function<void(const Changed&)> watcher) {
  const std::lock_guard lock(watch_mutex_);
  watchers_[next_watcher_] = std::move(watcher);
  return next_watcher_++;
}

void School::Unwatch(int watcher) {
  const std::lock_guard lock(watch_mutex_);
  watchers_.erase(watcher);
}

View::View(const School& school, Instant now) : View(school, school.state_.Get(), now) {}

View::View(const School& school, PublishedState::Pointer state, Instant now)
    : school_(school), state_(std::move(state)), now_(school.NowAfter(*state_, now)) {}

ResultOrErrors<const Kept<CycleFact>*> View::Cycle(int year) const {
  const auto* const cycle = state().Find<CycleFact>(std::to_string(year));
  if (cycle != nullptr) return cycle;
  return Fail(ErrorCode::kNotFound, Concat("还没有 ", year, " 考核年度"),
              Concat("there is no cycle ", year), "/year");
}

Act::Act(School& school, const Caller& caller, Instant now, WriteTx& tx)
    : CallerView(school, school.state_.Newest(), caller, now),
      tx_(tx),
      head_(state().head()),
      bound_(state().last_at()) {}

Instant Act::asked_at() const {
  if (!caller().arrived) return now();
  const auto waited = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - *caller().arrived);
  return {now().ms - std::clamp<std::int64_t>(waited.count(), 0, kWaitedMaxMs)};
}

std::int64_t Act::next_seq() const { return head_.seq + 1; }

std::string Act::NewId(std::string_view prefix) const {
  std::string id = Concat(prefix, next_seq());
  const auto kind =
      std::ranges::find(kIdPrefixes, prefix, &std::pair<std::string_view, std::string_view>::first);
  if (kind == std::end(kIdPrefixes)) return id;
  // An imported year brings ids of its own; those that have ended are not given again either.
  for (int more = 2; FindLastVersion(tx_, kind->second, id); ++more) {
    id = Concat(prefix, next_seq(), "-", more);
  }
  return id;
}

ResultOrErrors<void> Act::AppendBody(std::string_view kind, std::string body) {
  if (const auto sound_at = DeclaredSound(kind, body, head_.seq)) bound_ = *sound_at;
  Entry entry;
  entry.seq = next_seq();
  // Entries never go back in time, whatever the machine's clock does.
  entry.at = std::max(now(), bound_);
  entry.actor = caller().account;
  entry.kind = kind;
  entry.body = std::move(body);
  entry.prev_digest = head_.digest;
  entry.digest = DigestOf(entry);
  auto change = state().Prepare(std::move(entry), changes_);
  if (!change) return change.error();
  if (const auto doubt = school().DoubtOf(bound_); doubt && !MayWriteIn(*doubt, *change)) {
    return ClockInDoubt(*doubt, offset());
  }
  AppendEntry(tx_, change->entry, change->EntryUnits());
  const EntryKind& entry_kind = *change->said.kind;
  const std::int64_t seq = change->entry.seq;
  if (entry_kind.effect != Effect::kBegin) EndFact(tx_, entry_kind.fact, change->said.id, seq);
  if (change->said.fact) BeginFact(tx_, entry_kind.fact, change->said.id, seq);
  head_ = {change->entry.seq, change->entry.digest};
  bound_ = change->entry.at;
  KeepFiles(*change);
  changes_.push_back(std::move(*change));
  return {};
}

std::optional<LetIn> Act::CallerLetIn() const {
  const auto account = FindAccount(tx_, caller().account);
  if (!account || !account->let_in_at || account->let_in_by == account->id) return std::nullopt;
  if (now().ms - account->let_in_at->ms >= kLetInDays * kMsPerDay) return std::nullopt;
  return LetIn{account->let_in_by, *account->let_in_at};
}

void Act::KeepFiles(const Change& change) {
  if (!change.said.fact) return;
  const auto keep = [&](const KeptFact& fact) {
    for (UnitFile& file : FilesOf(fact)) {
      AddFileUse(tx_, {std::move(file.digest), std::move(file.unit),
                       std::string(change.said.kind->fact), change.said.id});
    }
  };
  keep(*change.said.fact);
  // What waits for a second person must still be there when it is approved.
  const auto* const proposal = std::get_if<ProposalFact>(&*change.said.fact);
  if (proposal == nullptr || change.said.kind->effect != Effect::kBegin) return;
  for (const ProposedAct& act : proposal->acts) {
    const auto said = ReadEntryBody(act.kind, act.body.text);
    if (said && said->fact) keep(*said->fact);
  }
}

void Act::Notify(const Notice& notice) { GiveNotice(tx_, school().options(), notice); }

}  // namespace shouze
