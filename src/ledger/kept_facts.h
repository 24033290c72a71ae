#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/check.h"
#include "base/civil.h"
#include "base/describe.h"
#include "exchange/described.h"
#include "kernel/access.h"
#include "kernel/lifecycle.h"
#include "ledger/let_in.h"
#include "ledger/proposal_facts.h"

/// What the ledger keeps, as the bodies of its entries say it. Every fact has an `id` that is
/// unique among its kind. People are opaque account ids; texts named `reason` or `note` are kept
/// for ever.
namespace shouze {

/// What a unit was in one year.
struct UnitYear {
  Label kind;
  std::map<std::string, std::int64_t> fields;
};
SHOUZE_DESCRIBE(UnitYear, kind, fields)

/// 二级单位; its id is its code.
struct UnitFact {
  Label id;
  Label name;
  Label kind;
  std::optional<CivilDate> from;
  std::optional<CivilDate> to;
  std::string successor;
  std::map<std::string, std::int64_t> fields;  ///< Whole numbers by the policy's unit fields.
  std::string reason;
  /// Years in which it was of another kind or size than it is now: those whose result was made
  /// when it changed.
  std::optional<std::map<std::string, UnitYear>> years = {};
};
SHOUZE_DESCRIBE(UnitFact, id, name, kind, from, to, successor, fields, reason, years)

/// 岗位任职.
struct PostFact {
  Label id;
  Label unit;
  Label post;
  std::string account;  ///< Empty: somebody without an account.
  CivilDate from;
  std::optional<CivilDate> to;
};
SHOUZE_DESCRIBE(PostFact, id, unit, post, account, from, to)

/// A school role that somebody holds.
struct RoleFact {
  Label id;
  Role role = Role::kEveryone;
  Label account;
  CivilDate from;
  std::optional<CivilDate> to;
  std::optional<std::string> proposed_by = {};  ///< Who asked for it, where another approved it.
};
SHOUZE_DESCRIBE(RoleFact, id, role, account, from, to, proposed_by)

/// 考核办法: the file whole; its id is its digest.
struct PolicyFact {
  Label id;
  Label name;  ///< `czie-2024`
  Label version;
  Document text;
};
SHOUZE_DESCRIBE(PolicyFact, id, name, version, text)

/// One year of the work calendar: the file whole; its id is the digest of the text.
struct CalendarFact {
  Label id;
  int year = 0;
  Document text;
  std::optional<std::string> reason = {};  ///< Why what was judged already moved.
};
SHOUZE_DESCRIBE(CalendarFact, id, year, text, reason)

/// What the leading group has resolved.
struct Resolution {
  Label number;  ///< 文号 or the meeting's.
  CivilDate date;
  std::string remark;
};
SHOUZE_DESCRIBE(Resolution, number, date, remark)

/// What of a published year is shown, and to whom. Never a system's name or a finding's text.
struct Publication {
  bool totals = false;
  bool ranking = false;     ///< Only with totals.
  bool lines = false;       ///< The score of each line.
  bool to_anybody = false;  ///< Without logging in.
};
SHOUZE_DESCRIBE(Publication, totals, ranking, lines, to_anybody)

/// 考核年度; its id is its year.
struct CycleFact {
  Label id;
  int year = 0;
  Stage stage = Stage::kPreparing;
  int utc_offset_minutes = 480;
  Label policy;                            ///< PolicyFact::id
  std::vector<std::string> calendars;      ///< CalendarFact::id, by year
  std::map<std::string, CivilDate> dates;  ///< Named dates that differ from the policy's.
  std::string reason;
  std::optional<Instant> confirm_until = {};    ///< Units' word is awaited until then.
  std::optional<Resolution> resolution = {};    ///< The last one.
  std::optional<Publication> publication = {};  ///< From 公布 on.
  std::optional<LetIn> let_in = {};             ///< Whoever said this version.
};
SHOUZE_DESCRIBE(CycleFact, id, year, stage, utc_offset_minutes, policy, calendars, dates, reason,
                confirm_until, resolution, publication, let_in)

/// 承接: from a year on a record is another unit's; what it was in the years before stays.
struct TakenOver {
  int year = 0;
  Label from;
  Label to;
};
SHOUZE_DESCRIBE(TakenOver, year, from, to)

/// 台账记录.
struct RecordFact {
  Label id;
  std::vector<Label> units;
  Label kind;
  Instant at;
  FieldValues fields;
  std::string reason;  ///< Of a correction.
  std::string proposed_by;
  std::optional<std::vector<TakenOver>> taken_over = {};  ///< In their order.
};
SHOUZE_DESCRIBE(RecordFact, id, units, kind, at, fields, reason, proposed_by, taken_over)

/// One file of a submission.
struct FileRef {
  Label digest;
  Label name;
  std::int64_t bytes = 0;
  std::string type;
};
SHOUZE_DESCRIBE(FileRef, digest, name, bytes, type)

/// 报送 for one obligation. What was handed in for several at once shares `batch`.
struct SubmissionFact {
  Label id;
  Label unit;
  Label obligation;
  int cycle = 0;  ///< The year in whose name it was handed in.
  Instant at;     ///< When it counts as handed in: the server's time, or that of receipt on paper.
  std::vector<FileRef> files;
  std::string note;
  std::string batch;
  std::optional<Instant> received_at;  ///< Handed in on paper; entered by the office.
  std::string reason;                  ///< Why the office entered it.
  std::string proposed_by;
};
SHOUZE_DESCRIBE(SubmissionFact, id, unit, obligation, cycle, at, files, note, batch, received_at,
                reason, proposed_by)

enum class Verdict : std::uint8_t { kAccepted, kReturned };
SHOUZE_DESCRIBE_ENUM(Verdict, kAccepted, kReturned)

/// 审核.
struct ReviewFact {
  Label id;
  Label submission;
  Instant at;
  Verdict verdict = Verdict::kAccepted;
  std::string reason;
  std::string proposed_by = {};
};
SHOUZE_DESCRIBE(ReviewFact, id, submission, at, verdict, reason, proposed_by)

/// 豁免 of an obligation or of a record.
struct WaiverFact {
  Label id;
  Label unit;
  std::string obligation;
  std::string record;
  int cycle = 0;
  Instant at;
  std::string reason;
  std::string proposed_by;
};
SHOUZE_DESCRIBE(WaiverFact, id, unit, obligation, record, cycle, at, reason, proposed_by)

/// 延期.
struct ExtensionFact {
  Label id;
  Label unit;
  Label obligation;
  int cycle = 0;
  Instant until;
  Instant at;
  std::string reason;
  std::string proposed_by;
};
SHOUZE_DESCRIBE(ExtensionFact, id, unit, obligation, cycle, until, at, reason, proposed_by)

/// 争议 of a record.
struct DisputeFact {
  Label id;
  Label unit;
  Label record;
  Instant at;
  std::string reason;
  std::optional<Instant> decided_at;
  bool upheld = false;  ///< Decided in the unit's favour; a waiver comes with it.
  std::string decision;
  std::string proposed_by;
};
SHOUZE_DESCRIBE(DisputeFact, id, unit, record, at, reason, decided_at, upheld, decision,
                proposed_by)

/// One frozen sheet, by digest.
struct FrozenRow {
  Label unit;
  std::optional<Points> total;  ///< Absent for a unit that has ended.
  Label digest;
};
SHOUZE_DESCRIBE(FrozenRow, unit, total, digest)

/// 冻结: what every sheet of a cycle was at a stage. Its id is `year/seq`.
struct FrozenFact {
  Label id;
  int cycle = 0;
  Stage stage = Stage::kInitial;
  Instant as_of;
  std::int64_t known_to = 0;  ///< The last entry that was read.
  Label policy;
  Label calendar;  ///< Digest of the work calendar.
  Label engine;
  std::vector<FrozenRow> sheets;
};
SHOUZE_DESCRIBE(FrozenFact, id, cycle, stage, as_of, known_to, policy, calendar, engine, sheets)

/// 异议 to one line of the initial sheet.
struct Objection {
  Label indicator;
  std::string reason;
  std::vector<FileRef> files;
};
SHOUZE_DESCRIBE(Objection, indicator, reason, files)

/// 反馈: a unit's word on its initial sheet. Without objections it confirms. It counts once the
/// unit's head has signed it.
struct FeedbackFact {
  Label id;
  Label unit;
  int cycle = 0;
  Label freeze;  ///< FrozenFact::id of the initial sheets it is about.
  Instant at;    ///< When it was last written.
  std::vector<Objection> objections;
  std::string note;
  std::string prepared_by;
  std::optional<Instant> signed_at;
  std::string signed_by;
  std::optional<LetIn> let_in = {};  ///< Whoever said this version.
};
SHOUZE_DESCRIBE(FeedbackFact, id, unit, cycle, freeze, at, objections, note, prepared_by, signed_at,
                signed_by, let_in)

enum class Outcome : std::uint8_t { kUpheld, kPartly, kRefused };
SHOUZE_DESCRIBE_ENUM(Outcome, kUpheld, kPartly, kRefused)
/// 采纳, 部分采纳, 不采纳
std::string_view ChineseName(Outcome outcome);

/// 答复 to one objection; its id is the feedback's and the indicator's.
struct AnswerFact {
  Label id;
  Label unit;
  int cycle = 0;
  Label feedback;
  Label indicator;
  Outcome outcome = Outcome::kRefused;
  std::string reason;
  Instant at;
};
SHOUZE_DESCRIBE(AnswerFact, id, unit, cycle, feedback, indicator, outcome, reason, at)

enum class Declared : std::uint8_t {
  kDone,
  kNotDone,
  kNothing,  ///< 无此事项
};
SHOUZE_DESCRIBE_ENUM(Declared, kDone, kNotDone, kNothing)
/// 已完成, 未完成, 无此事项
std::string_view ChineseName(Declared declared);

/// 自查 of one line (Article 11); its id is `year/unit/indicator`. It changes no score.
struct SelfCheckFact {
  Label id;
  Label unit;
  int cycle = 0;
  Label indicator;
  Declared declared = Declared::kDone;
  std::string remark;
  std::vector<FileRef> files;
  Instant at;
};
SHOUZE_DESCRIBE(SelfCheckFact, id, unit, cycle, indicator, declared, remark, files, at)

/// 意见 on a year's result, of those who carry it out together (Article 5) or approve it.
struct CommentFact {
  Label id;
  int cycle = 0;
  std::string unit;  ///< That it is about; empty: the result as a whole.
  std::string text;
  Instant at;
};
SHOUZE_DESCRIBE(CommentFact, id, cycle, unit, text, at)

/// 时钟故障: entries that were written while the machine's clock was wrong. What comes after is not
/// bound by their instants; the facts among them get stated instants by `….restate` entries.
struct ClockFaultFact {
  Label id;
  std::int64_t from = 0;  ///< The first entry concerned.
  std::int64_t to = 0;    ///< The last one; in a proposal 0: all up to its approval.
  Instant sound_at;       ///< Of the entry before `from`; without one: 1970.
  std::string reason;
  std::string proposed_by;
};
SHOUZE_DESCRIBE(ClockFaultFact, id, from, to, sound_at, reason, proposed_by)

/// The body of an entry that ends a fact.
struct Dropped {
  Label id;
  std::string reason;
  std::optional<std::string> document = {};  ///< 文号 that a veto is undone by.
};
SHOUZE_DESCRIBE(Dropped, id, reason, document)

using KeptFact =
    std::variant<UnitFact, PostFact, RoleFact, PolicyFact, CalendarFact, CycleFact, RecordFact,
                 SubmissionFact, ReviewFact, WaiverFact, ExtensionFact, DisputeFact, ProposalFact,
                 FrozenFact, FeedbackFact, AnswerFact, SelfCheckFact, CommentFact, ClockFaultFact>;

/// What each of them is called in EntryKind::fact and in the projections; in their order.
inline constexpr std::string_view kFactNames[] = {
    "unit",       "post",   "role",       "policy",    "calendar",   "cycle",    "record",
    "submission", "review", "waiver",     "extension", "dispute",    "proposal", "frozen",
    "feedback",   "answer", "self_check", "comment",   "clock_fault"};
static_assert(std::size(kFactNames) == std::variant_size_v<KeptFact>);

/// Calls `use` with a default value of the fact that is called so. CHECKs that there is one.
template <class Use>
auto WithFactOf(std::string_view name, Use use) {
  using Result = decltype(use(UnitFact()));
  const auto call = [&]<std::size_t... places>(std::index_sequence<places...>)->Result {
    std::optional<std::conditional_t<std::is_void_v<Result>, bool, Result>> result;
    const auto one = [&]<std::size_t place>(std::integral_constant<std::size_t, place>) {
      if (kFactNames[place] != name) return false;
      if constexpr (std::is_void_v<Result>) {
        use(std::variant_alternative_t<place, KeptFact>());
        result = true;
      } else {
        result.emplace(use(std::variant_alternative_t<place, KeptFact>()));
      }
      return true;
    };
    const bool found = (one(std::integral_constant<std::size_t, places>()) || ...);
    CHECK(found);
    if constexpr (!std::is_void_v<Result>) return std::move(*result);
  };
  return call(std::make_index_sequence<std::variant_size_v<KeptFact>>());
}

/// The canonical body of an entry that says `fact`.
template <class Fact>
std::string BodyOf(const Fact& fact) {
  return CanonicalJson(WriteJson(fact, UtcOffset{0})).value();
}

}  // namespace shouze
