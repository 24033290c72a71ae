#include "cli/backup_text.h"

#include <fstream>
#include <iterator>
#include <utility>

#include "base/digest.h"
#include "base/text.h"
#include "cli/load.h"

namespace shouze {
namespace {

constexpr std::size_t kPassphraseFileBytesMax = 4096;

}  // namespace

ResultOrErrors<std::optional<std::string>> ReadPassphrase(const std::optional<std::string>& path) {
  if (!path) return std::optional<std::string>();
  auto text = ReadFile(*path, kPassphraseFileBytesMax);
  if (!text) return Errors{text.error()};
  if (text->ends_with('\n')) text->pop_back();
  if (text->ends_with('\r')) text->pop_back();
  if (!text->empty()) return std::optional(std::move(*text));
  return Fail(ErrorCode::kInvalidInput, "口令文件是空的", "the passphrase file is empty", *path);
}

void PrintBackupManifest(CliContext& context, const BackupManifest& manifest, UtcOffset offset) {
  context.out << "学校 school " << ForTerminal(manifest.school) << "，写于 written "
              << FormatForPeople(manifest.created_at, offset) << "，程序 program "
              << ForTerminal(manifest.program) << "，" << ForTerminal(manifest.database)
              << "\n条目 entries " << manifest.head_seq << "，账号 accounts "
              << (manifest.rows.contains("account") ? manifest.rows.at("account") : 0)
              << "，文件 files " << manifest.files << "（" << manifest.file_bytes
              << " 字节 bytes）\n末尾摘要 head " << ForTerminal(manifest.head_digest)
              << "\n安全日志末尾摘要 log head " << manifest.log_id << " "
              << ForTerminal(manifest.log_digest) << "\n";
}

void PrintProven(CliContext& context, const BackupManifest& manifest, bool is_sealed,
                 UtcOffset offset) {
  context.out
      << "已验证 proven: 账本的链、冻结的得分表、安全日志的链、每个文件的内容 / the ledger's chain, "
         "frozen sheets, the security log's chain, every file\n"
         "不在链中，未由链验证 not in a chain: 账号（登录名、邮箱、密码）、通知、上传记录 / "
         "accounts (login, mail, password), notices, uploads\n";
  if (is_sealed) {
    context.out
        << "  它们由口令的封口保护：没有口令的人改不了 / the seal covers them: nobody without the "
           "passphrase could change them\n";
  } else {
    context.out
        << "  ✗ 这份备份没有加封，拿到它的人可以改账号和密码；请核对做备份时另行保存的文件摘要 / not "
           "sealed: whoever held it could change accounts and passwords; compare the file's "
           "digest with the one kept when it was made\n";
  }
  context.out << "担任学校角色的账号 accounts with school roles:\n";
  bool unexplained = false;
  for (const Holder& holder : manifest.holders) {
    context.out << "  " << ForTerminal(holder.login) << " " << ForTerminal(holder.name) << "（"
                << ForTerminal(Join(holder.roles, "、")) << "） ";
    if (holder.is_as_sealed) {
      context.out << "密码、邮箱与安全日志 " << FormatForPeople(*holder.sealed_at, offset)
                  << " 所记相同 / as the log told\n";
    } else if (!holder.told_since.empty()) {
      context.out << "此后改过，安全日志有事件 " << ForTerminal(holder.told_since)
                  << " / changed since, the log tells of it\n";
    } else if (!holder.sealed_at) {
      context.out << "安全日志还没有记过它 / the log has not told of it yet\n";
    } else {
      unexplained = true;
      context.out
          << "✗ 密码、邮箱或停用与安全日志 " << FormatForPeople(*holder.sealed_at, offset)
          << " 所记不同，其后也没有相应的事件 / differs from what the log told, and no event "
             "tells of a change\n";
    }
  }
  if (unexplained) {
    context.out
        << "✗ 有账号可能被改过：启用前请重置这些账号的密码并核对邮箱 / accounts may have been "
           "edited: reset their passwords and check their mail before going on\n";
  }
  context.out
      << "请与另行保存的账本末尾、安全日志末尾和文件摘要核对 / compare both heads and the file's digest "
         "with those kept elsewhere\n";
}

std::string FileDigest(const std::string& path) {
  constexpr std::size_t kPieceBytes = std::size_t{1} << 20;
  std::ifstream file(path, std::ios::binary);
  if (!file) return "";
  Sha256 sha256;
  std::string piece(kPieceBytes, '\0');
  while (file.read(piece.data(), std::ssize(piece)) || file.gcount() > 0) {
    sha256.Add(std::string_view(piece).substr(0, static_cast<std::size_t>(file.gcount())));
  }
  return sha256.Hex();
}

}  // namespace shouze
