#include "store/matter_columns.h"
#include "store/matter_rows.h"
#include "store/query.h"

namespace shouze {

template <>
struct Columns<OutgoingMail> {
  static void Each(auto& row, auto&& column) {
    column("id", row.id);
    column("account", row.account);
    column("subject", row.subject);
    column("body", row.body);
    column("created_at", row.created_at);
    column("next_try_at", row.next_try_at);
    column("tries", row.tries);
    column("last_error", row.last_error);
    column("given_up", row.given_up);
    column("first_link", row.first_link);
    column("send_to", row.send_to);
  }
};

namespace {

constexpr char kSelectNotice[] =
    "SELECT id, account, at, kind, unit, about, text, once, urgent, read_at, mailed_at FROM notice";
constexpr auto kReadNotices =
    Sql(kSelectNotice, " WHERE account = :account ORDER BY id DESC LIMIT :limit");
constexpr auto kReadUnreadNotices = Sql(
    kSelectNotice, " WHERE account = :account AND read_at IS NULL ORDER BY id DESC LIMIT :limit");
constexpr auto kReadUnmailed = Sql(kSelectNotice, " WHERE mailed_at IS NULL ORDER BY account, id");
constexpr std::string_view kAddNotice =
    "INSERT INTO notice (id, account, at, kind, unit, about, text, once, urgent, read_at,"
    " mailed_at) VALUES ((SELECT COALESCE(MAX(id), 0) + 1 FROM notice), :account, :at, :kind,"
    " :unit, :about, :text, :once, :urgent, :read_at, :mailed_at)"
    " ON CONFLICT (account, once) DO NOTHING";
constexpr std::string_view kCountTold =
    "SELECT COUNT(*) FROM notice"
    " WHERE account = :account AND substr(once, 1, length(CAST(:counted AS TEXT))) = :prefix";
constexpr std::string_view kCountUnread =
    "SELECT COUNT(*) FROM notice WHERE account = :account AND read_at IS NULL";
constexpr std::string_view kMarkRead =
    "UPDATE notice SET read_at = :at"
    " WHERE account = :account AND id <= :up_to AND read_at IS NULL";
constexpr std::string_view kDropAbout = "DELETE FROM notice WHERE about = :about";
constexpr std::string_view kMarkMailed = "UPDATE notice SET mailed_at = :at WHERE id = :id";

constexpr char kSelectMail[] =
    "SELECT id, account, subject, body, created_at, next_try_at, tries, last_error, given_up,"
    " first_link, send_to FROM outgoing_mail";
constexpr auto kReadMailDue =
    Sql(kSelectMail,
        " WHERE given_up = 0 AND next_try_at <= :now ORDER BY next_try_at, id LIMIT :limit");
constexpr auto kReadMailGivenUp = Sql(kSelectMail, " WHERE given_up = 1 ORDER BY id");
constexpr std::string_view kAddMail =
    "INSERT INTO outgoing_mail (id, account, subject, body, created_at, next_try_at, tries,"
    " last_error, given_up, first_link, send_to) VALUES ((SELECT COALESCE(MAX(id), 0) + 1 FROM outgoing_mail),"
    " :account, :subject, :body, :created_at, :next_try_at, :tries, :last_error, :given_up,"
    " :first_link, :send_to)";
constexpr std::string_view kUpdateMail =
    "UPDATE outgoing_mail SET account = :account, subject = :subject, body = :body,"
    " created_at = :created_at, next_try_at = :next_try_at, tries = :tries,"
    " last_error = :last_error, given_up = :given_up, first_link = :first_link,"
    " send_to = :send_to WHERE id = :id";
constexpr std::string_view kDropMail = "DELETE FROM outgoing_mail WHERE id = :id";

/// Every member but `id`, which the statement gives by itself.
template <class Row>
void WithAllButId(Query& query, const Row& row) {
  Columns<Row>::Each(row, [&](std::string_view name, const auto& value) {
    if (name != "id") query.With(name.data(), value);
  });
}

}  // namespace

bool AddNotice(WriteTx& tx, const Notice& notice) {
  Query query(tx, kAddNotice);
  WithAllButId(query, notice);
  return query.Run() == 1;
}

bool WasTold(const ReadTx& tx, std::string_view account, std::string_view prefix) {
  const auto count = Query(tx, kCountTold)
                         .With("account", account)
                         .With("counted", prefix)
                         .With("prefix", prefix)
                         .One<OneNumber>();
  return count && count->value > 0;
}

std::vector<Notice> ReadNotices(const ReadTx& tx, std::string_view account, bool unread_only,
                                int limit) {
  return Query(tx, unread_only ? std::string_view(kReadUnreadNotices) : kReadNotices)
      .With("account", account)
      .With("limit", limit)
      .All<Notice>();
}

int CountUnread(const ReadTx& tx, std::string_view account) {
  const auto count = Query(tx, kCountUnread).With("account", account).One<OneNumber>();
  return static_cast<int>(count.value_or(OneNumber{}).value);
}

void MarkNoticesRead(WriteTx& tx, std::string_view account, std::int64_t up_to, Instant at) {
  Query(tx, kMarkRead).With("at", at).With("account", account).With("up_to", up_to).Run();
}

std::vector<Notice> ReadUnmailed(const ReadTx& tx) {
  return Query(tx, kReadUnmailed).All<Notice>();
}

void DropNoticesAbout(WriteTx& tx, std::string_view about) {
  Query(tx, kDropAbout).With("about", about).Run();
}

void MarkMailed(WriteTx& tx, std::int64_t id, Instant at) {
  Query(tx, kMarkMailed).With("at", at).With("id", id).Run();
}

void AddMail(WriteTx& tx, const OutgoingMail& mail) {
  Query query(tx, kAddMail);
  WithAllButId(query, mail);
  query.Run();
}

std::vector<OutgoingMail> ReadMailDue(const ReadTx& tx, Instant now, int limit) {
  return Query(tx, kReadMailDue).With("now", now).With("limit", limit).All<OutgoingMail>();
}

std::vector<OutgoingMail> ReadMailGivenUp(const ReadTx& tx) {
  return Query(tx, kReadMailGivenUp).All<OutgoingMail>();
}

void UpdateMail(WriteTx& tx, const OutgoingMail& mail) {
  Query(tx, kUpdateMail).WithRow(mail).Run();
}

void DropMail(WriteTx& tx, std::int64_t id) { Query(tx, kDropMail).With("id", id).Run(); }

}  // namespace shouze
