#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "ledger/cycle_rules.h"
#include "ledger/school_state.h"
#include "ledger/sheet.h"
#include "service/published_state.h"
#include "service/session_cache.h"
#include "service/tick_memory.h"
#include "service/traces.h"
#include "service/use_case.h"
#include "store/matter_rows.h"
#include "store/store.h"
#include "system/clock.h"
#include "system/password_policy.h"
#include "system/random.h"
#include "system/seats.h"
#include "system/vault.h"

namespace shouze {

/// The outside world of a school. All must outlive it.
struct SchoolParts {
  Store& store;
  Vault& vault;
  Clock& clock;
  Random& random;
};

/// What the settings say of how the school works (not of what counts: that is the policy).
struct SchoolOptions {
  std::string name;
  std::string office;  ///< Who signs its documents: 网络安全领导小组办公室.
  UtcOffset offset;
  int session_idle_minutes = 30;
  int session_hours = 12;
  int login_failures = 5;
  int login_lock_minutes = 15;
  PasswordPolicy passwords;
  int near_workdays = 3;
  std::int64_t unused_bytes_max = std::int64_t{1} << 30;  ///< Up and not handed in, an account.
  int unused_files_max = 200;
  std::int64_t free_bytes_min = 0;  ///< Of the vault's disk: below it nothing is taken in.
  bool mail = false;                ///< Mail can be sent: notices are queued for it.
  std::string mail_digest_at = "08:00";
  std::string public_url;  ///< Where people open it: a link in mails; empty: none.
  std::int64_t clock_tolerance_ms =
      5 * 60 * 1000;        ///< The clock may be behind the ledger by so much.
  int security_days = 180;  ///< The security log keeps its events in the database so long.
  /// Where older ones go, as files; empty: they stay.
  std::string security_archive_folder;
};

/// What has changed, for those who watch.
struct Changed {
  std::int64_t seq = 0;
  std::vector<std::string> units;  ///< `*`: all.
  bool holders = false;            ///< Posts or roles are among it.
};

/// One school that is being served: its tables, its files, and in memory the fold of its ledger.
/// Everything hangs off it; threads may use it at once.
class School {
 public:
  /// Uploads at once of an account; the pages send four.
  static constexpr int kUploadsAtOnceMax = 8;

  /// Loads the current facts. Errors: a ledger that cannot be read.
  static ResultOrErrors<std::unique_ptr<School>> Open(const SchoolParts& parts,
                                                      const SchoolOptions& options);
  ~School();

  /// Runs a read, permission checked. `holds_until`, where not null, gets the first instant at
  /// which the answer may differ without a new entry.
  template <class Request, class Answer>
  ResultOrErrors<Answer> Run(const ReadCase<Request, Answer>& use_case, const Caller& caller,
                             const Request& request,
                             std::optional<Instant>* holds_until = nullptr) const;
  template <class Request, class Answer>
  ResultOrErrors<Answer> Run(const CallerReadCase<Request, Answer>& use_case, const Caller& caller,
                             const Request& request) const;

  /// Runs a write, permission checked, in one transaction. With a key, the same request under the
  /// same key by the same account gives the first answer again; another request is refused.
  template <class Request, class Answer>
  ResultOrErrors<Answer> Run(const WriteCase<Request, Answer>& use_case, const Caller& caller,
                             const Request& request, std::string_view idempotency_key = {});

  /// Runs a write that prepares something slow first.
  template <class Request, class Prepared, class Answer>
  ResultOrErrors<Answer> Run(const PreparedCase<Request, Prepared, Answer>& use_case,
                             const Caller& caller, const Request& request);

  /// Why the caller may not do this; noted for the security log.
  Errors Refuse(const Caller& caller, Action action, std::string_view unit) const;

  /// For the security log, which is written soon: WriteTraces, or the next change.
  void Note(SecurityEvent event) const { traces_.Note(std::move(event)); }
  /// Writes what waits; `all`: also what is still gathering. Throws StoreBroken, nothing being
  /// lost.
  void WriteTraces(bool all = false) const;

  /// What an account holds today. kEveryone comes with it.
  std::vector<HeldRole> HeldBy(std::string_view account) const;
  /// The operator of the machine, who runs commands: the office and the three administrators.
  Caller Operator() const;

  /// The number that a cached answer depends on: the last entry of the unit, or of the school.
  std::int64_t LastEntryOf(std::string_view unit) const;
  Head head() const;

  /// Why nothing may be written: the machine's clock is not believed, or behind the ledger.
  std::optional<ClockDoubt> Doubt() const;

  /// The live sheet of a unit now, from memory where nothing changed; of a cycle whose result is
  /// made, the one it was frozen as, computed again by what the ledger said then. Errors: as of
  /// MakeSheet.
  ResultOrErrors<std::shared_ptr<const Sheet>> LiveSheet(const SchoolState& state,
                                                         const CycleFact& cycle,
                                                         std::string_view unit, Instant now) const;
  /// The rules of a cycle, read once.
  ResultOrErrors<std::shared_ptr<const CycleRules>> Rules(const SchoolState& state,
                                                          const CycleFact& cycle) const;
  /// The school as the ledger knew it after entry `known_to`.
  ResultOrErrors<std::shared_ptr<const SchoolState>> KnownAfter(std::int64_t known_to) const;

  /// Reads the entries that another process has appended. True where there were any.
  bool CatchUp();

  /// Calls `watcher` after each commit, on the thread that wrote; returns a number for Unwatch.
  int Watch(std::function<void(const Changed&)> watcher);
  void Unwatch(int watcher);

  const SchoolParts& parts() const { return parts_; }
  const SchoolOptions& options() const { return options_; }
  Store& store() const { return parts_.store; }
  SessionCache& sessions() const { return sessions_; }
  TickMemory& tick_memory() const { return tick_memory_; }
  /// By account.
  Seats& uploads() const { return uploads_; }

 private:
  friend class View;
  friend class Act;

  School(const SchoolParts& parts, const SchoolOptions& options);
  ResultOrErrors<void> Load();
  /// Folds what other processes have committed up to `head`.
  void CatchUpTo(const Head& head, const ReadTx& tx);
  std::optional<ClockDoubt> DoubtOf(Instant last_at) const;
  /// `now`, but not before the last entry; where that lies far ahead, it is the one that is wrong.
  Instant NowAfter(const SchoolState& state, Instant now) const;
  Errors Refusal(const Caller& caller, Action action, std::string_view unit) const;
  /// What is being done, for the security log.
  struct Doing {
    std::string_view name;
    std::string_view chinese;
    std::string_view unit;
    Audit audit = Audit::kNone;
  };
  template <class Case, class Request>
  static Doing DoingOf(const Case& use_case, const Request& request) {
    Doing doing{use_case.name, use_case.chinese, UnitOf(request)};
    if constexpr (requires { use_case.audit; }) doing.audit = use_case.audit;
    return doing;
  }
  /// `refused`, with the permission checked.
  Errors RefuseDoing(const Caller& caller, const Doing& doing, Action action) const;
  /// Notes what a use case has refused for reasons of its own.
  void NoteIfRefused(const Caller& caller, const Doing& doing, const Errors& errors) const;
  ResultOrErrors<std::string> WriteWith(
      const Caller& caller, const Doing& doing, std::string_view key,
      const std::string& request_digest,
      const std::function<ResultOrErrors<std::string>(Act&)>& work);
  ResultOrErrors<std::string> WriteIn(WriteTx& tx, const Caller& caller, const Doing& doing,
                                      std::string_view key, const std::string& request_digest,
                                      const std::function<ResultOrErrors<std::string>(Act&)>& work);
  /// What was noted before this change is written with it, and the change itself.
  void WriteTracesIn(WriteTx& tx, const Caller& caller, const Doing& doing, Instant now,
                     std::span<const Change> changes, bool has_own_event);
  /// The transaction of what was applied has ended.
  void Ended(bool durable, std::span<const Change> changes,
             std::span<const std::function<void()>> after_commit);
  void Tell(std::span<const Change> changes);

  SchoolParts parts_;
  SchoolOptions options_;

  PublishedState state_;
  std::mutex write_mutex_;  ///< Of those who change `state_`.

  struct CachedSheet {
    std::int64_t last_entry = 0;
    std::shared_ptr<const Sheet> sheet;
  };
  mutable std::mutex cache_mutex_;
  mutable std::map<std::string, std::shared_ptr<const CycleRules>, std::less<>> rules_;
  mutable std::map<std::pair<int, std::string>, CachedSheet> sheets_;
  mutable std::map<std::int64_t, std::shared_ptr<const SchoolState>> known_;

  mutable Traces traces_;
  mutable SessionCache sessions_;
  mutable TickMemory tick_memory_;
  mutable Seats uploads_{kUploadsAtOnceMax};

  std::mutex watch_mutex_;
  int next_watcher_ = 1;
  std::map<int, std::function<void(const Changed&)>> watchers_;
};

/// What a read sees: the facts as they are, unchanging while it runs. Who asks is not among them:
/// what is made of a View may be shown to anybody who may ask for it.
class View {
 public:
  View(const School& school, Instant now);
  View(const School& school, PublishedState::Pointer state, Instant now);

  const School& school() const { return school_; }
  const SchoolState& state() const { return *state_; }
  Instant now() const { return now_; }
  UtcOffset offset() const { return school_.options().offset; }
  CivilDate today() const { return DateAt(now_, offset()); }

  /// The cycle of a year. Errors: kNotFound.
  ResultOrErrors<const Kept<CycleFact>*> Cycle(int year) const;
  ResultOrErrors<std::shared_ptr<const CycleRules>> Rules(const CycleFact& cycle) const {
    return school_.Rules(*state_, cycle);
  }
  /// The unit's sheet now; of a cycle whose result is made, the one it was frozen as.
  ResultOrErrors<std::shared_ptr<const Sheet>> LiveSheet(const CycleFact& cycle,
                                                         std::string_view unit) const {
    return school_.LiveSheet(*state_, cycle, unit, now_);
  }

  /// The answer may differ from this instant on, without a new entry.
  void HoldsUntil(std::optional<Instant> until) const {
    if (until && (!holds_until_ || *until < *holds_until_)) holds_until_ = until;
  }
  std::optional<Instant> holds_until() const { return holds_until_; }

 private:
  const School& school_;
  const PublishedState::Pointer state_;
  Instant now_;
  mutable std::optional<Instant> holds_until_;
};

/// The same by somebody: what is made of it is theirs alone.
class CallerView : public View {
 public:
  CallerView(const School& school, const Caller& caller, Instant now)
      : View(school, now), caller_(caller) {}
  CallerView(const School& school, PublishedState::Pointer state, const Caller& caller, Instant now)
      : View(school, std::move(state), now), caller_(caller) {}

  const Caller& caller() const { return caller_; }
  bool May(Action action, std::string_view unit) const { return MayDo(caller_.held, action, unit); }

 private:
  const Caller& caller_;
};

/// One act of one person: the entries that a request appends, all of them or none, and what else
/// changes in the same transaction. `state()` stays as it was before the act.
class Act : public CallerView {
 public:
  Act(School& school, const Caller& caller, Instant now, WriteTx& tx);

  /// Appends an entry of this kind, by the caller, at now(); what is signed says who else let its
  /// signer in (LetIn). Errors: as of SchoolState::Prepare.
  template <class Fact>
  ResultOrErrors<void> Append(std::string_view kind, const Fact& fact) {
    if constexpr (requires { fact.let_in; }) {
      Fact marked = fact;
      marked.let_in = CallerLetIn();
      return AppendBody(kind, BodyOf(marked));
    } else {
      return AppendBody(kind, BodyOf(fact));
    }
  }
  /// Errors: as of Append; kClockInDoubt, but for what declares a clock fault.
  ResultOrErrors<void> AppendBody(std::string_view kind, std::string body);
  /// now() less the time that the request has waited since it arrived, at most five minutes: what
  /// somebody hands in counts from here, however many others are being served. Entries written
  /// meanwhile may be later than it; the entry's own instant is now(), as with a paper received
  /// earlier, so nothing that was known before changes.
  Instant asked_at() const;
  /// The number that the next entry will have.
  std::int64_t next_seq() const;
  /// An id that no fact of the kind has or had: the prefix and the next entry's number, and `-2`,
  /// `-3` … where an imported fact is called so.
  std::string NewId(std::string_view prefix) const;

  WriteTx& tx() { return tx_; }
  /// A notice in the same transaction.
  void Notify(const Notice& notice);
  /// Is done once the transaction is committed; not at all where it is not.
  void AfterCommit(std::function<void()> work) { after_commit_.push_back(std::move(work)); }

  std::span<const Change> changes() const { return changes_; }
  std::vector<Change> TakeChanges() { return std::move(changes_); }
  std::vector<std::function<void()>> TakeAfterCommit() { return std::move(after_commit_); }

 private:
  std::optional<LetIn> CallerLetIn() const;  ///< Absent: nobody else within kLetInDays.
  /// Files of a submission are its unit's from now on, and never collected.
  void KeepFiles(const Change& change);

  WriteTx& tx_;
  Head head_;
  Instant bound_;  ///< The next entry is not earlier.
  std::vector<Change> changes_;
  std::vector<std::function<void()>> after_commit_;
};

template <class Request, class Answer>
ResultOrErrors<Answer> School::Run(const ReadCase<Request, Answer>& use_case, const Caller& caller,
                                   const Request& request,
                                   std::optional<Instant>* holds_until) const {
  const Doing doing = DoingOf(use_case, request);
  if (!MayDo(caller.held, use_case.action, doing.unit)) {
    return RefuseDoing(caller, doing, use_case.action);
  }
  const View view(*this, parts_.clock.Now());
  auto answer = use_case.run(view, request);
  if (!answer) NoteIfRefused(caller, doing, answer.error());
  if (holds_until != nullptr) *holds_until = view.holds_until();
  return answer;
}

template <class Request, class Answer>
ResultOrErrors<Answer> School::Run(const CallerReadCase<Request, Answer>& use_case,
                                   const Caller& caller, const Request& request) const {
  const Doing doing = DoingOf(use_case, request);
  if (!MayDo(caller.held, use_case.action, doing.unit)) {
    return RefuseDoing(caller, doing, use_case.action);
  }
  auto answer = use_case.run(CallerView(*this, caller, parts_.clock.Now()), request);
  if (!answer) NoteIfRefused(caller, doing, answer.error());
  return answer;
}

template <class Request, class Answer>
ResultOrErrors<Answer> School::Run(const WriteCase<Request, Answer>& use_case, const Caller& caller,
                                   const Request& request, std::string_view idempotency_key) {
  const Doing doing = DoingOf(use_case, request);
  if (!MayDo(caller.held, use_case.action, doing.unit)) {
    return RefuseDoing(caller, doing, use_case.action);
  }
  std::string digest;
  if (!idempotency_key.empty()) {
    digest = Sha256Hex(std::string(use_case.name) + WriteJson(request, UtcOffset{0}));
  }
  std::optional<Answer> first;
  auto answer = WriteWith(caller, doing, idempotency_key, digest,
                          [&](Act& act) -> ResultOrErrors<std::string> {
                            auto done = use_case.run(act, request);
                            if (!done) return done.error();
                            first = std::move(*done);
                            return WriteJson(*first, UtcOffset{0});
                          });
  if (!answer) return answer.error();
  if (first) return std::move(*first);
  return ReadJson<Answer>(std::move(*answer));
}

template <class Request, class Prepared, class Answer>
ResultOrErrors<Answer> School::Run(const PreparedCase<Request, Prepared, Answer>& use_case,
                                   const Caller& caller, const Request& request) {
  const Doing doing = DoingOf(use_case, request);
  if (!MayDo(caller.held, use_case.action, doing.unit)) {
    return RefuseDoing(caller, doing, use_case.action);
  }
  auto prepared = use_case.prepare(*this, request);
  if (!prepared) return prepared.error();
  std::optional<Answer> answer;
  const auto done = WriteWith(caller, doing, {}, {}, [&](Act& act) -> ResultOrErrors<std::string> {
    auto made = use_case.run(act, request, *prepared);
    if (!made) return made.error();
    answer = std::move(*made);
    return std::string();
  });
  if (!done) return done.error();
  return std::move(*answer);
}

}  // namespace shouze
