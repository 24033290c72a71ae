#include "store/security_rows.h"

#include <limits>

#include "base/digest.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "store/account_columns.h"
#include "store/query.h"

namespace shouze {

template <>
struct Columns<SecurityHead> {
  static void Each(auto& row, auto&& column) {
    column("id", row.id);
    column("digest", row.digest);
  }
};

namespace {

constexpr char kSelect[] =
    "SELECT id, at, account, kind, address, detail, outcome, subject, prev_digest, digest"
    " FROM security_event";
// Every condition that is not set holds for all.
constexpr char kMatching[] =
    " WHERE id < :before AND at >= :from_at AND at < :to_at"
    " AND (:account = '' OR account = :account)"
    " AND (:kind = '' OR kind = :kind)"
    " AND (:address = '' OR address = :address)"
    " AND (:outcome = '' OR outcome = :outcome)"
    " AND (:text = '' OR LOWER(subject) LIKE :text ESCAPE '!' OR LOWER(detail) LIKE :text ESCAPE '!'"
    " OR LOWER(address) LIKE :text ESCAPE '!')";
// What SQLite cannot see through an OR, said once more: which index to go by.
constexpr char kByAccount[] = " AND account = :account";
constexpr char kByKind[] = " AND kind = :kind";
constexpr char kNewestFirst[] = " ORDER BY id DESC LIMIT :limit";
constexpr auto kNewest = Sql(kSelect, kMatching, kNewestFirst);
constexpr auto kNewestByAccount = Sql(kSelect, kMatching, kByAccount, kNewestFirst);
constexpr auto kNewestByKind = Sql(kSelect, kMatching, kByKind, kNewestFirst);
constexpr auto kNextRows = Sql(kSelect, " WHERE id > :after ORDER BY id LIMIT :limit");
constexpr std::string_view kAdd =
    "INSERT INTO security_event (id, at, account, kind, address, detail, outcome, subject,"
    " prev_digest, digest)"
    " VALUES (:id, :at, :account, :kind, :address, :detail, :outcome, :subject,"
    " :prev_digest, :digest)";
constexpr std::string_view kChainRow =
    "UPDATE security_event SET prev_digest = :prev_digest, digest = :digest WHERE id = :id";
constexpr std::string_view kReadHead = "SELECT id, digest FROM security_head";
constexpr std::string_view kMoveHead = "UPDATE security_head SET id = :id, digest = :digest";
constexpr std::string_view kRestoreHead =
    "UPDATE security_head SET id = :id, digest = :digest WHERE id < :id";
constexpr std::string_view kFindDigest = "SELECT digest FROM security_event WHERE id = :id";
constexpr std::string_view kFirst = "SELECT COALESCE(MIN(id), 0) FROM security_event";
constexpr std::string_view kDropTo = "DELETE FROM security_event WHERE id <= :id";
constexpr std::string_view kLastBefore =
    "SELECT COALESCE(MAX(id), 0) FROM security_event WHERE at < :at AND id <"
    " (SELECT COALESCE(MIN(id), 9223372036854775807) FROM security_event WHERE at >= :at)";

constexpr std::int64_t kAll = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kEver = std::numeric_limits<std::int64_t>::min();
/// Rows are fetched so many at a time: libpq holds a whole answer in memory.
constexpr std::int64_t kRowsAtOnce = 500;

/// `%text%` for LIKE … ESCAPE '!'.
std::string Pattern(std::string_view text) {
  if (text.empty()) return "";
  std::string pattern = "%";
  for (char c : text) {
    if (c == '%' || c == '_' || c == '!') pattern += '!';
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    pattern += c;
  }
  return pattern += '%';
}

std::string_view StatementFor(const SecurityEventFilter& filter) {
  if (!filter.account.empty()) return kNewestByAccount;
  if (!filter.kind.empty()) return kNewestByKind;
  return kNewest;
}

void MoveHead(const ReadTx& tx, std::string_view sql, const SecurityEvent& last) {
  Query(tx, sql).With("id", last.id).With("digest", last.digest).Run();
}

}  // namespace

std::string DigestOf(const SecurityEvent& event) {
  JsonWriter writer;
  writer.BeginObject();
  writer.Member("account", event.account);
  writer.Member("address", event.address);
  writer.Member("alg", "sha256");
  writer.Member("at", FormatRfc3339(event.at, UtcOffset{0}));
  writer.Member("detail", event.detail);
  writer.Key("id");
  writer.Whole(event.id);
  writer.Member("kind", event.kind);
  writer.Member("outcome", event.outcome);
  writer.Member("prev_digest", event.prev_digest);
  writer.Member("subject", event.subject);
  writer.EndObject();
  return Sha256Hex(writer.Take());
}

SecurityHead ReadSecurityHead(const ReadTx& tx) {
  auto head = Query(tx, kReadHead).One<SecurityHead>();
  if (!head) throw StoreBroken("security_head has no row");
  return *std::move(head);
}

void AddSecurityEvent(WriteTx& tx, const SecurityEvent& event) {
  const SecurityHead head = ReadSecurityHead(tx);
  SecurityEvent row = event;
  if (row.detail.empty()) row.detail = "{}";
  row.id = head.id + 1;
  row.prev_digest = head.digest;
  row.digest = DigestOf(row);
  Query(tx, kAdd).WithRow(row).Run();
  MoveHead(tx, kMoveHead, row);
}

void RestoreSecurityEvent(WriteTx& tx, const SecurityEvent& event) {
  Query(tx, kAdd).WithRow(event).Run();
  MoveHead(tx, kRestoreHead, event);
}

std::vector<SecurityEvent> ReadSecurityEvents(const ReadTx& tx, const SecurityEventFilter& filter) {
  return Query(tx, StatementFor(filter))
      .With("before", filter.before.value_or(kAll))
      .With("from_at", filter.from.value_or(Instant{kEver}))
      .With("to_at", filter.to.value_or(Instant{kAll}))
      .With("account", filter.account)
      .With("kind", filter.kind)
      .With("address", filter.address)
      .With("outcome", filter.outcome)
      .With("text", Pattern(filter.text))
      .With("limit", filter.limit)
      .All<SecurityEvent>();
}

std::vector<SecurityEvent> ReadSecurityEvents(const ReadTx& tx, std::optional<std::int64_t> before,
                                              int limit) {
  SecurityEventFilter filter;
  filter.before = before;
  filter.limit = limit;
  return ReadSecurityEvents(tx, filter);
}

void ForEachSecurityEvent(const ReadTx& tx, const std::function<void(SecurityEvent&&)>& use) {
  std::int64_t after = kEver;
  for (std::int64_t rows = kRowsAtOnce; rows == kRowsAtOnce;) {
    rows = 0;
    Query query(tx, kNextRows);
    query.With("after", after).With("limit", kRowsAtOnce);
    query.Each<SecurityEvent>([&](SecurityEvent&& event) {
      ++rows;
      after = event.id;
      use(std::move(event));
    });
  }
}

std::optional<std::string> FindSecurityDigest(const ReadTx& tx, std::int64_t id) {
  auto found = Query(tx, kFindDigest).With("id", id).One<OneText>();
  if (!found) return std::nullopt;
  return std::move(found->value);
}

std::int64_t FirstSecurityEvent(const ReadTx& tx) {
  return Query(tx, kFirst).One<OneNumber>().value_or(OneNumber{}).value;
}

void DropSecurityEventsTo(WriteTx& tx, std::int64_t id) { Query(tx, kDropTo).With("id", id).Run(); }

std::optional<std::int64_t> LastSecurityEventBefore(const ReadTx& tx, Instant at) {
  const auto last = Query(tx, kLastBefore).With("at", at).One<OneNumber>();
  if (!last || last->value == 0) return std::nullopt;
  return last->value;
}

void ChainSecurityEvents(const ReadTx& tx) {
  SecurityEvent last;
  last.digest = ReadSecurityHead(tx).digest;
  std::vector<SecurityEvent> rows;
  do {
    rows =
        Query(tx, kNextRows).With("after", last.id).With("limit", kRowsAtOnce).All<SecurityEvent>();
    for (SecurityEvent& row : rows) {
      row.prev_digest = last.digest;
      row.digest = DigestOf(row);
      Query(tx, kChainRow)
          .With("prev_digest", row.prev_digest)
          .With("digest", row.digest)
          .With("id", row.id)
          .Run();
      last = std::move(row);
    }
  } while (!rows.empty());
  MoveHead(tx, kMoveHead, last);
}

}  // namespace shouze
