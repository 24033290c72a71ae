#include "service/heads.h"

#include "base/text.h"
#include "service/school.h"
#include "store/ledger_rows.h"
#include "store/security_rows.h"

namespace shouze {
namespace {

constexpr std::size_t kPlacesMax = 100;

std::string EntryDigest(const ReadTx& tx, std::int64_t seq) {
  EntryFilter filter;
  filter.after = seq - 1;
  filter.limit = 1;
  const auto entries = ReadEntries(tx, filter);
  return entries.empty() || entries.front().seq != seq ? "" : entries.front().digest;
}

ResultOrErrors<std::vector<ChainPlace>> PlacesOf(const std::vector<std::string>& asked,
                                                 std::string_view where) {
  std::vector<ChainPlace> places;
  for (const std::string& text : asked) {
    const auto number = ParseInteger(text);
    if (!number || *number < 1 || places.size() >= kPlacesMax) {
      return Fail(ErrorCode::kInvalidInput, "应为序号，一次至多 100 个",
                  "numbers of entries or events, 100 at the most", std::string(where));
    }
    places.push_back({*number, ""});
  }
  return places;
}

}  // namespace

ResultOrErrors<HeadsAnswer> ReadHeads(const School& school, const HeadsRequest& request) {
  auto entries = PlacesOf(request.entry, "/entry");
  if (!entries) return entries.error();
  auto events = PlacesOf(request.event, "/event");
  if (!events) return events.error();
  HeadsAnswer answer;
  answer.school = school.options().name;
  school.store().Read([&](const ReadTx& tx) {
    const Head head = ReadHead(tx);
    answer.ledger = {head.seq, head.digest};
    const SecurityHead log = ReadSecurityHead(tx);
    answer.log = {log.id, log.digest};
    answer.log_begins = FirstSecurityEvent(tx);
    for (ChainPlace& place : *entries) place.digest = EntryDigest(tx, place.at);
    for (ChainPlace& place : *events) {
      place.digest = FindSecurityDigest(tx, place.at).value_or("");
    }
    return true;
  });
  answer.entries = std::move(*entries);
  answer.events = std::move(*events);
  return answer;
}

}  // namespace shouze
