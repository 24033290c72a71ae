#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "service/use_case.h"

/// 末尾: where ledger and security log end, and what they have at places that somebody has seen:
/// for a witness on another machine. Told to anybody: digests, and how many there are.
namespace shouze {

class School;

/// A place in one of the two chains.
struct ChainPlace {
  std::int64_t at = 0;  ///< An entry's number, an event's.
  std::string digest;   ///< Empty: the chain has nothing there.
};
SHOUZE_DESCRIBE(ChainPlace, at, digest)

struct HeadsRequest {
  std::vector<std::string> entry;  ///< Numbers, 100 at the most.
  std::vector<std::string> event;
};
SHOUZE_DESCRIBE(HeadsRequest, entry, event)

struct HeadsAnswer {
  std::string school;
  ChainPlace ledger;
  ChainPlace log;
  std::vector<ChainPlace> entries;  ///< As asked for, in that order.
  std::vector<ChainPlace> events;
  std::int64_t log_begins = 0;  ///< Earlier events are in archive files.
};
SHOUZE_DESCRIBE(HeadsAnswer, school, ledger, log, entries, events, log_begins)

/// Errors: kInvalidInput: no number, or too many.
ResultOrErrors<HeadsAnswer> ReadHeads(const School& school, const HeadsRequest& request);

}  // namespace shouze
