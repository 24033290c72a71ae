#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/obligation_rows.h"
#include "service/use_case.h"

/// 审核: the queue, and what the office says of what was handed in.
namespace shouze {

/// Why something is returned after its deadline, where it cannot be handed in again: DESIGN 3.2.
enum class ReturnedFor : std::uint8_t {
  kSubstance,  ///< Nothing of substance was handed in in time: the miss stands.
  kForm,       ///< A matter of form: return and extension are asked for together.
};
SHOUZE_DESCRIBE_ENUM(ReturnedFor, kSubstance, kForm)

struct ReviewRequest {
  Label submission;
  Verdict verdict = Verdict::kAccepted;
  std::string reason;                       ///< Needed where it is returned.
  std::optional<ReturnedFor> returned_for;  ///< Needed where it is returned after its deadline.
  std::optional<Instant> until;             ///< Of the extension.
  /// The latest review its reviewer has seen, empty where there was none: a verdict never falls on
  /// another one unseen.
  std::string after = {};
  std::string loses = {};  ///< The code of the lost work that the asker has seen (lost_work.h).
};
SHOUZE_DESCRIBE(ReviewRequest, submission, verdict, reason, returned_for, until, after, loses)

struct ReviewAnswer {
  std::string id;        ///< Empty while it is only proposed.
  std::string proposal;  ///< Of a return with its extension, waiting for a second person.
};
SHOUZE_DESCRIBE(ReviewAnswer, id, proposal)

extern const WriteCase<ReviewRequest, ReviewAnswer> kReview;

struct QueueRequest {
  int year = 0;
};
SHOUZE_DESCRIBE(QueueRequest, year)

/// One submission that waits for a review.
struct QueueRow {
  std::string submission;
  Instant at;
  bool timely = false;
  bool asks_returned_for = false;  ///< Returned now, it has to be said what for.
  ObligationRow obligation;
};
SHOUZE_DESCRIBE(QueueRow, submission, at, timely, asks_returned_for, obligation)

struct QueueAnswer {
  std::vector<QueueRow> queue;            ///< By instant of handing in, then id.
  std::vector<std::string> past_reasons;  ///< Of earlier returns, most used first.
};
SHOUZE_DESCRIBE(QueueAnswer, queue, past_reasons)

extern const ReadCase<QueueRequest, QueueAnswer> kReviewQueue;

}  // namespace shouze
