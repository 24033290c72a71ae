#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil.h"
#include "store/store.h"

/// What surrounds the facts: repeated requests, files, notifications, mail. Not in the ledger.
namespace shouze {

/// The answer to a request that may be repeated: the same key gives the same answer once more.
struct Answered {
  std::string account;
  std::string key;      ///< Chosen by the client.
  std::string request;  ///< SHA-256 of what was asked; another request under the key is refused.
  std::string answer;   ///< JSON.
  Instant at;
};
std::optional<Answered> FindAnswered(const ReadTx& tx, std::string_view account,
                                     std::string_view key);
void AddAnswered(WriteTx& tx, const Answered& answered);
void DropAnsweredBefore(WriteTx& tx, Instant at);

/// A file in the vault.
struct StoredFile {
  std::string digest;
  std::int64_t bytes = 0;
  std::string type;         ///< MIME type, by content.
  std::string uploaded_by;  ///< The first account to upload it.
  Instant uploaded_at;
};
std::optional<StoredFile> FindFile(const ReadTx& tx, std::string_view digest);
void AddFile(WriteTx& tx, const StoredFile& file);  ///< A known digest: nothing.
/// Somebody has uploaded these bytes and may hand them in.
void AddUpload(WriteTx& tx, std::string_view digest, std::string_view account, Instant at);
bool HasUploaded(const ReadTx& tx, std::string_view digest, std::string_view account);
/// What an account has uploaded and no fact uses.
struct UnusedUploads {
  std::int64_t files = 0;
  std::int64_t bytes = 0;
};
UnusedUploads CountUnusedUploads(const ReadTx& tx, std::string_view account);
std::vector<StoredFile> ReadFiles(const ReadTx& tx);  ///< By digest.
/// The first `limit` that follow a digest, in an order of the database's own.
std::vector<StoredFile> ReadFilesAfter(const ReadTx& tx, std::string_view digest, int limit);
void DropFile(WriteTx& tx, std::string_view digest);
/// A file belongs to a fact (`submission`, id) of a unit: from then on it is never collected.
struct FileUse {
  std::string digest;
  std::string unit;
  std::string fact_kind;
  std::string fact_id;
};
void AddFileUse(WriteTx& tx, const FileUse& use);
std::vector<FileUse> ReadFileUses(const ReadTx& tx, std::string_view digest);
std::vector<FileUse> ReadAllFileUses(const ReadTx& tx);
/// Files that no fact uses and nobody has uploaded since.
std::vector<StoredFile> ReadUnusedFiles(const ReadTx& tx, Instant uploaded_before);

/// 通知 to one account.
struct Notice {
  std::int64_t id = 0;  ///< Given by the store, ascending.
  std::string account;
  Instant at;
  std::string kind;  ///< `obligation`, `returned`, `accepted`, `near`, `hour_clock` …
  std::string unit;
  std::string about;  ///< The obligation's key, or another fact.
  std::string text;   ///< Chinese.
  std::string once;   ///< The same text is never given twice to an account.
  bool urgent = false;
  std::optional<Instant> read_at;
  std::optional<Instant> mailed_at;
};
/// False where the account has one with the same `once`.
bool AddNotice(WriteTx& tx, const Notice& notice);
/// Whether the account has one whose `once` begins so.
bool WasTold(const ReadTx& tx, std::string_view account, std::string_view prefix);
std::vector<Notice> ReadNotices(const ReadTx& tx, std::string_view account, bool unread_only,
                                int limit);
int CountUnread(const ReadTx& tx, std::string_view account);
void MarkNoticesRead(WriteTx& tx, std::string_view account, std::int64_t up_to, Instant at);
std::vector<Notice> ReadUnmailed(const ReadTx& tx);  ///< By account, then id.
/// Those that name what is to be forgotten.
void DropNoticesAbout(WriteTx& tx, std::string_view about);
void MarkMailed(WriteTx& tx, std::int64_t id, Instant at);

/// 待发邮件: written in the transaction of what it tells of, sent after it.
struct OutgoingMail {
  std::int64_t id = 0;
  std::string account;
  std::string subject;
  std::string body;
  Instant created_at;
  Instant next_try_at;
  int tries = 0;
  std::string last_error;
  bool given_up = false;
  /// It carries a link to set the first password by, which is made when it goes (outbox.h).
  bool first_link = false;
  std::string send_to = {};  ///< Empty: the account's address.
};
void AddMail(WriteTx& tx, const OutgoingMail& mail);
std::vector<OutgoingMail> ReadMailDue(const ReadTx& tx, Instant now, int limit);
std::vector<OutgoingMail> ReadMailGivenUp(const ReadTx& tx);
void UpdateMail(WriteTx& tx, const OutgoingMail& mail);
void DropMail(WriteTx& tx, std::int64_t id);

/// When somebody of a unit first opened an obligation: the office sees whether a running clock is
/// known of.
struct Opened {
  std::string unit;
  std::string obligation;
  std::string account;
  Instant at;
};
void AddOpened(WriteTx& tx, const Opened& opened);  ///< The first one counts.
std::vector<Opened> ReadOpened(const ReadTx& tx);

/// Small things to remember by name (when the digest was last sent …).
std::optional<std::string> ReadRemembered(const ReadTx& tx, std::string_view name);
void Remember(WriteTx& tx, std::string_view name, std::string_view value);

}  // namespace shouze
