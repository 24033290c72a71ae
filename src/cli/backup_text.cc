#include "cli/backup_text.h"

#include <utility>

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
              << " 字节 bytes）\n末尾摘要 head " << ForTerminal(manifest.head_digest) << "\n";
}

}  // namespace shouze
