#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/kept_facts.h"
#include "service/handed_files.h"
#include "service/school.h"
#include "service/use_case.h"

/// 报送: handing in, taking back, and entering what a unit brought on paper.
namespace shouze {

/// Several files for one or several obligations at once. It counts from the server's instant when
/// the whole of this request has arrived, not from when its turn comes (Act::asked_at).
struct HandInRequest {
  int year = 0;
  Label unit;
  std::vector<Label> obligations;
  std::vector<HandedFile> files;
  std::string note;
};
SHOUZE_DESCRIBE(HandInRequest, year, unit, obligations, files, note)

struct HandedIn {
  std::string id;
  std::string obligation;
  bool timely = false;
};
SHOUZE_DESCRIBE(HandedIn, id, obligation, timely)

struct HandInAnswer {
  Instant at;
  std::vector<HandedIn> submissions;
  std::string
      proposal;  ///< Entered for the unit, received more than a day ago: waits for approval.
};
SHOUZE_DESCRIBE(HandInAnswer, at, submissions, proposal)

/// By the office for a unit: what was received on paper, when, and why it was not handed in here.
struct EnterRequest {
  int year = 0;
  Label unit;
  std::vector<Label> obligations;
  std::vector<HandedFile> files;
  Instant received_at;
  Label reason;
  bool accepted = false;   ///< Looked at and found right on receipt.
  std::string loses = {};  ///< The code of the lost work that the asker has seen (lost_work.h).
};
SHOUZE_DESCRIBE(EnterRequest, year, unit, obligations, files, received_at, reason, accepted, loses)

struct TakeBackRequest {
  Label unit;
  Label id;
  std::string reason;
  /// After its deadline taking back costs what missing costs: the code of what is lost
  /// (lost_work.h).
  std::string loses = {};
};
SHOUZE_DESCRIBE(TakeBackRequest, unit, id, reason, loses)

struct TakeBackAnswer {
  std::string id;
};
SHOUZE_DESCRIBE(TakeBackAnswer, id)

/// Whether this may be handed in for its obligation as it stands: asked again when a submission
/// that waited for a second person is approved. Errors: as of handing in.
ResultOrErrors<void> CheckMayHandIn(const View& view, const SubmissionFact& fact);

extern const WriteCase<HandInRequest, HandInAnswer> kHandIn;
extern const WriteCase<EnterRequest, HandInAnswer> kEnterSubmission;
/// While it is not reviewed.
extern const WriteCase<TakeBackRequest, TakeBackAnswer> kTakeBack;

}  // namespace shouze
