#include "service/evidence.h"

#include "base/text.h"
#include "http/file_answer.h"
#include "http/resources/resources.h"

/// 佐证材料: uploading and downloading.
namespace shouze {
namespace {

class EvidenceUpload : public Upload {
 public:
  EvidenceUpload(School& school, Caller caller, Seat seat, std::string name)
      : school_(school),
        caller_(std::move(caller)),
        seat_(std::move(seat)),
        name_(std::move(name)),
        upload_(school.parts().vault.Begin()) {}

  Result<void> Write(std::string_view bytes) override { return upload_->Write(bytes); }
  ResultOrErrors<std::string> Finish() override {
    const auto kept = KeepUpload(school_, caller_, *upload_, name_);
    if (!kept) return kept.error();
    return WriteJson(*kept, school_.options().offset);
  }

 private:
  School& school_;
  const Caller caller_;
  const Seat seat_;
  const std::string name_;
  const std::unique_ptr<VaultUpload> upload_;
};

struct UploadRequest {
  std::string name;  ///< What the file is called; may be left out.
};
SHOUZE_DESCRIBE(UploadRequest, name)

ResultOrErrors<std::unique_ptr<Upload>> Receive(Call& call, const UploadRequest& request) {
  School& school = call.school.school();
  const auto bytes = ParseInteger(call.request.Get("content-length"));
  auto seat = BeginUpload(school, call.caller(), bytes.value_or(0));
  if (!seat) return seat.error();
  return std::unique_ptr<Upload>(
      std::make_unique<EvidenceUpload>(school, call.caller(), std::move(*seat), request.name));
}

struct DownloadRequest {
  Label digest;
};
SHOUZE_DESCRIBE(DownloadRequest, digest)

ResultOrErrors<Response> Download(Call& call, const DownloadRequest& request) {
  School& school = call.school.school();
  const auto file = FindFileToShow(school, call.caller(), request.digest);
  if (!file) return file.error();
  auto kept = school.parts().vault.Open(file->digest);
  return FileAnswer(
      call.request,
      {file->digest, file->type, file->bytes, file->name,
       kept ? std::shared_ptr<VaultFile>(std::move(*kept)) : nullptr,
       "请告知系统管理员（shouze vault check 列出全部，从备份取回）；谁有原件，再上传一次也能补回",
       "tell the system administrator ('shouze vault check' lists all, a backup has it); whoever "
       "has the original may upload it again"});
}

}  // namespace

std::vector<Route> EvidenceRoutes() {
  return {
      UploadRow<UploadRequest, UploadAnswer>({Method::kPut, "/api/v1/evidence", "evidence.upload",
                                              "上传佐证材料", Door::kCaller, Audit::kChange},
                                             Receive),
      RawRow<DownloadRequest>({Method::kGet, "/api/v1/evidence/{digest}", "evidence.download",
                               "下载佐证材料", Door::kCaller, Audit::kExport},
                              AnswerAs::kBytes, Download),
  };
}

}  // namespace shouze
