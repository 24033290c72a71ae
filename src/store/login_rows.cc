#include "store/account_rows.h"
#include "store/query.h"

namespace shouze {

template <>
struct Columns<Session> {
  static void Each(auto& row, auto&& column) {
    column("token_digest", row.token_digest);
    column("account", row.account);
    column("created_at", row.created_at);
    column("seen_at", row.seen_at);
    column("address", row.address);
    column("agent", row.agent);
  }
};

template <>
struct Columns<KnownDevice> {
  static void Each(auto& row, auto&& column) {
    column("token_digest", row.token_digest);
    column("account", row.account);
    column("seen_at", row.seen_at);
  }
};

template <>
struct Columns<LoginFailures> {
  static void Each(auto& row, auto&& column) {
    column("counted_under", row.key);
    column("failures", row.count);
    column("first_at", row.first_at);
    column("last_at", row.last_at);
  }
};

namespace {

constexpr std::string_view kAddSession =
    "INSERT INTO session (token_digest, account, created_at, seen_at, address, agent)"
    " VALUES (:token_digest, :account, :created_at, :seen_at, :address, :agent)";
constexpr std::string_view kFindSession =
    "SELECT token_digest, account, created_at, seen_at, address, agent FROM session"
    " WHERE token_digest = :token_digest";
constexpr std::string_view kReadSessions =
    "SELECT token_digest, account, created_at, seen_at, address, agent FROM session"
    " WHERE account = :account ORDER BY created_at, token_digest";
constexpr std::string_view kTouchSession =
    "UPDATE session SET seen_at = :seen_at WHERE token_digest = :token_digest";
constexpr std::string_view kEndSession = "DELETE FROM session WHERE token_digest = :token_digest";
constexpr std::string_view kEndSessions =
    "DELETE FROM session WHERE account = :account AND token_digest <> :keep";
constexpr std::string_view kEndSessionsBefore =
    "DELETE FROM session WHERE created_at < :created_before OR seen_at < :seen_before";

constexpr std::string_view kPutKnownDevice =
    "INSERT INTO known_device (token_digest, account, seen_at)"
    " VALUES (:token_digest, :account, :seen_at)"
    " ON CONFLICT (account, token_digest) DO UPDATE SET seen_at = excluded.seen_at";
constexpr std::string_view kFindKnownDevice =
    "SELECT COUNT(*) FROM known_device WHERE token_digest = :token_digest AND account = :account";
constexpr std::string_view kDropKnownDevices = "DELETE FROM known_device WHERE account = :account";
constexpr std::string_view kDropKnownDevicesBefore =
    "DELETE FROM known_device WHERE seen_at < :seen_before";

constexpr std::string_view kFindLoginFailures =
    "SELECT counted_under, failures, first_at, last_at FROM login_failures"
    " WHERE counted_under = :counted_under";
constexpr std::string_view kPutLoginFailures =
    "INSERT INTO login_failures (counted_under, failures, first_at, last_at)"
    " VALUES (:counted_under, :failures, :first_at, :last_at)"
    " ON CONFLICT (counted_under) DO UPDATE SET failures = excluded.failures,"
    " first_at = excluded.first_at, last_at = excluded.last_at";
constexpr std::string_view kDropLoginFailures =
    "DELETE FROM login_failures WHERE counted_under = :counted_under";
constexpr std::string_view kDropLoginFailuresBefore =
    "DELETE FROM login_failures WHERE last_at < :last_before";

}  // namespace

void AddSession(WriteTx& tx, const Session& session) {
  Query(tx, kAddSession).WithRow(session).Run();
}

std::optional<Session> FindSession(const ReadTx& tx, std::string_view token_digest) {
  return Query(tx, kFindSession).With("token_digest", token_digest).One<Session>();
}

std::vector<Session> ReadSessions(const ReadTx& tx, std::string_view account) {
  return Query(tx, kReadSessions).With("account", account).All<Session>();
}

void TouchSession(WriteTx& tx, std::string_view token_digest, Instant seen_at) {
  Query(tx, kTouchSession).With("seen_at", seen_at).With("token_digest", token_digest).Run();
}

void EndSession(WriteTx& tx, std::string_view token_digest) {
  Query(tx, kEndSession).With("token_digest", token_digest).Run();
}

void EndSessions(WriteTx& tx, std::string_view account, std::string_view keep) {
  Query(tx, kEndSessions).With("account", account).With("keep", keep).Run();
}

void EndSessionsBefore(WriteTx& tx, Instant created_before, Instant seen_before) {
  Query(tx, kEndSessionsBefore)
      .With("created_before", created_before)
      .With("seen_before", seen_before)
      .Run();
}

void PutKnownDevice(WriteTx& tx, const KnownDevice& device) {
  Query(tx, kPutKnownDevice).WithRow(device).Run();
}

bool IsKnownDevice(const ReadTx& tx, std::string_view token_digest, std::string_view account) {
  const auto found = Query(tx, kFindKnownDevice)
                         .With("token_digest", token_digest)
                         .With("account", account)
                         .One<OneNumber>();
  return found && found->value > 0;
}

void DropKnownDevices(WriteTx& tx, std::string_view account) {
  Query(tx, kDropKnownDevices).With("account", account).Run();
}

void DropKnownDevicesBefore(WriteTx& tx, Instant seen_before) {
  Query(tx, kDropKnownDevicesBefore).With("seen_before", seen_before).Run();
}

std::optional<LoginFailures> FindLoginFailures(const ReadTx& tx, std::string_view key) {
  return Query(tx, kFindLoginFailures).With("counted_under", key).One<LoginFailures>();
}

void PutLoginFailures(WriteTx& tx, const LoginFailures& failures) {
  Query(tx, kPutLoginFailures).WithRow(failures).Run();
}

void DropLoginFailures(WriteTx& tx, std::string_view key) {
  Query(tx, kDropLoginFailures).With("counted_under", key).Run();
}

void DropLoginFailuresBefore(WriteTx& tx, Instant last_before) {
  Query(tx, kDropLoginFailuresBefore).With("last_before", last_before).Run();
}

}  // namespace shouze
