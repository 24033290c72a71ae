#include "service/handed_files.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "system/file_kinds.h"

namespace shouze {
namespace {

Error Wrong(std::string where, std::string message, std::string english) {
  return {ErrorCode::kInvalidInput, std::move(where), std::move(message), std::move(english)};
}

/// With the size that it had: what has decayed since is uploaded again, which puts it right.
bool IsThere(Vault& vault, const StoredFile& file) {
  const auto kept = vault.Open(file.digest);
  return kept && (*kept)->bytes() == file.bytes;
}

}  // namespace

std::vector<UnitFile> FilesOf(const KeptFact& fact) {
  std::vector<UnitFile> found;
  const auto add = [&](const Label& unit, const std::vector<FileRef>& files) {
    for (const FileRef& file : files) found.push_back({unit, file.digest});
  };
  if (const auto* submission = std::get_if<SubmissionFact>(&fact)) {
    add(submission->unit, submission->files);
  } else if (const auto* check = std::get_if<SelfCheckFact>(&fact)) {
    add(check->unit, check->files);
  } else if (const auto* feedback = std::get_if<FeedbackFact>(&fact)) {
    for (const Objection& objection : feedback->objections) add(feedback->unit, objection.files);
  }
  return found;
}

ResultOrErrors<std::vector<FileRef>> FindHandedFiles(Act& act, std::string_view unit,
                                                     const std::vector<HandedFile>& handed,
                                                     std::string_view where) {
  Errors errors;
  std::vector<FileRef> files;
  if (handed.size() > kHandedFilesMax) {
    return Errors{Wrong(std::string(where), Concat("一次最多 ", kHandedFilesMax, " 个文件"),
                        Concat("at most ", kHandedFilesMax, " files at once"))};
  }
  for (std::size_t i = 0; i < handed.size(); ++i) {
    const auto file = FindFile(act.tx(), handed[i].digest);
    const bool mine = file && HasUploaded(act.tx(), file->digest, act.caller().account);
    const bool there = file && IsThere(act.school().parts().vault, *file);
    const bool ours = file && !mine &&
                      std::ranges::any_of(ReadFileUses(act.tx(), file->digest),
                                          [&](const FileUse& use) { return use.unit == unit; });
    if (!there || (!mine && !ours)) {
      errors.push_back(Wrong(Concat(where, "/", i),
                             Concat("文件“", handed[i].name, "”没有上传完成，请重新选择这个文件"),
                             "this file is not up; choose it again"));
      continue;
    }
    const std::string name = NameFor(file->type, handed[i].name);
    if (IsNamedAsProgram(handed[i].name)) {
      auto [chinese, english] = ProgramSaying(handed[i].name);
      errors.push_back(Wrong(Concat(where, "/", i), std::move(chinese), std::move(english)));
      continue;
    }
    const auto same = std::ranges::find(files, file->digest, &FileRef::digest);
    if (same != files.end()) {
      errors.push_back(
          Wrong(Concat(where, "/", i),
                Concat("“", name, "”与“", same->name, "”内容完全相同，只需交一份；请移除一个"),
                Concat("the same content as \"", same->name, "\": remove one of them")));
      continue;
    }
    files.push_back({file->digest, Label(name), file->bytes, file->type});
  }
  if (!errors.empty()) return errors;
  return files;
}

}  // namespace shouze
