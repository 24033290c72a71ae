#include "store/matter_rows.h"

#include <algorithm>
#include <tuple>

#include "store/matter_columns.h"
#include "store/query.h"

namespace shouze {

template <>
struct Columns<Answered> {
  static void Each(auto& row, auto&& column) {
    column("account", row.account);
    column("request_key", row.key);
    column("request", row.request);
    column("answer", row.answer);
    column("at", row.at);
  }
};

namespace {

constexpr std::string_view kFindAnswered =
    "SELECT account, request_key, request, answer, at FROM answered"
    " WHERE account = :account AND request_key = :request_key";
constexpr std::string_view kAddAnswered =
    "INSERT INTO answered (account, request_key, request, answer, at)"
    " VALUES (:account, :request_key, :request, :answer, :at)";
constexpr std::string_view kDropAnsweredBefore = "DELETE FROM answered WHERE at < :at";

constexpr std::string_view kAddOpened =
    "INSERT INTO opened (unit, obligation, account, at)"
    " VALUES (:unit, :obligation, :account, :at) ON CONFLICT (unit, obligation) DO NOTHING";
constexpr std::string_view kReadOpened = "SELECT unit, obligation, account, at FROM opened";

constexpr std::string_view kReadRemembered = "SELECT value FROM remembered WHERE name = :name";
constexpr std::string_view kRemember =
    "INSERT INTO remembered (name, value) VALUES (:name, :value)"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value";

}  // namespace

std::optional<Answered> FindAnswered(const ReadTx& tx, std::string_view account,
                                     std::string_view key) {
  return Query(tx, kFindAnswered).With("account", account).With("request_key", key).One<Answered>();
}

void AddAnswered(WriteTx& tx, const Answered& answered) {
  Query(tx, kAddAnswered).WithRow(answered).Run();
}

void DropAnsweredBefore(WriteTx& tx, Instant at) {
  Query(tx, kDropAnsweredBefore).With("at", at).Run();
}

void AddOpened(WriteTx& tx, const Opened& opened) { Query(tx, kAddOpened).WithRow(opened).Run(); }

std::vector<Opened> ReadOpened(const ReadTx& tx) {
  auto opened = Query(tx, kReadOpened).All<Opened>();
  std::ranges::sort(opened, {},
                    [](const Opened& row) { return std::tie(row.unit, row.obligation); });
  return opened;
}

std::optional<std::string> ReadRemembered(const ReadTx& tx, std::string_view name) {
  auto found = Query(tx, kReadRemembered).With("name", name).One<OneText>();
  if (!found) return std::nullopt;
  return std::move(found->value);
}

void Remember(WriteTx& tx, std::string_view name, std::string_view value) {
  Query(tx, kRemember).With("name", name).With("value", value).Run();
}

}  // namespace shouze
