#include "cli/witnessed_heads.h"

#include <filesystem>
#include <fstream>
#include <utility>

#include "base/digest.h"
#include "base/text.h"
#include "exchange/described.h"
#include "system/line_file.h"

namespace shouze {
namespace {

namespace fs = std::filesystem;

Error Changed(const std::string& file, std::int64_t line) {
  return {ErrorCode::kConflict, Concat(file, ":", line),
          "见证记录的这一行被改过、删去或换过，从这里起不能作证",
          "this line of the witness was changed, dropped or exchanged: from here on it proves "
          "nothing"};
}

}  // namespace

Result<WitnessedHeads> WitnessedHeads::Open(const std::string& folder) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (!failed) fs::permissions(folder, fs::perms::owner_all, failed);
  auto key = SigningKey::ReadOrMake((fs::path(folder) / "key").string());
  if (!key) return key.error();
  WitnessedHeads heads((fs::path(folder) / "heads").string(), std::move(*key));
  if (const auto read = heads.Read(); !read) return read.error();
  return heads;
}

/// A line is the head's JSON, a space, the signature.
Result<void> WitnessedHeads::Read() {
  std::ifstream file(file_);
  for (std::string line; std::getline(file, line);) {
    const std::int64_t number = std::ssize(heads_) + 1;
    const std::size_t space = line.rfind(' ');
    if (space == line.npos) return Changed(file_, number);
    const std::string json = line.substr(0, space);
    if (!IsSigned(json, line.substr(space + 1), key_.public_key())) return Changed(file_, number);
    auto head = ReadJson<SeenHead>(json);
    const std::string before = last_line_.empty() ? "" : Sha256Hex(last_line_);
    if (!head || head->number != number || head->before != before) return Changed(file_, number);
    heads_.push_back(std::move(*head));
    last_line_ = std::move(line);
  }
  return {};
}

Result<void> WitnessedHeads::Add(SeenHead head) {
  head.number = std::ssize(heads_) + 1;
  head.before = last_line_.empty() ? "" : Sha256Hex(last_line_);
  const std::string json = WriteJson(head, UtcOffset{0});
  std::string line = Concat(json, " ", key_.Sign(json));
  if (!AppendLine(file_, line)) {
    return Error{ErrorCode::kNotFound, file_, "见证写不下去，请检查目录和磁盘空间",
                 "the witness cannot be written: check the folder and the disk"};
  }
  heads_.push_back(std::move(head));
  last_line_ = std::move(line);
  return {};
}

}  // namespace shouze
