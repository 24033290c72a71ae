#include "service/security_proof.h"

#include "base/text.h"
#include "exchange/json_tree.h"

namespace shouze {
namespace {

/// The text that `detail`, a flat object, has under a name; empty: none.
std::string TextIn(const std::string& detail, std::string_view name) {
  const auto tree = JsonTree::Parse(detail);
  if (!tree || !(*tree)->root().Is(JsonType::kObject)) return "";
  for (const JsonValue member : (*tree)->root()) {
    if (member.key() == name) return std::string(member.text());
  }
  return "";
}

}  // namespace

void SecurityProof::Add(const SecurityEvent& event) {
  if (event.digest != DigestOf(event)) {
    Find(event.id, "内容与摘要不符，被改过",
         "its content does not have its digest: it was changed");
  }
  if (events_ == 0) {
    begins_after_ = event.prev_digest;
  } else if (event.prev_digest != head_.digest) {
    Find(event.id, Concat("不接着第 ", head_.id, " 条：其间有事件被删去、插入或换过"),
         Concat("it does not follow event ", head_.id,
                ": events were dropped, put in or exchanged"));
  }
  if (event.kind == kLogArchived) archived_ = TextIn(event.detail, "digest");
  ++events_;
  digests_.insert(event.digest);
  head_ = {event.id, event.digest};
}

void SecurityProof::End(const std::optional<SecurityHead>& stored) {
  if (events_ == 0) head_.digest = kNoEventDigest;
  const bool begins_well = before_                           ? begins_after_ == *before_
                           : begins_after_ == kNoEventDigest ? true
                                                             : begins_after_ == archived_;
  if (events_ > 0 && !begins_well) {
    Find(0, "最早的事件之前还有事件，它们不在库中，也没有归档的记录",
         "events before the first are gone, and no event tells that they were archived");
  }
  if (stored && *stored != head_) {
    Find(stored->id,
         Concat("安全日志的末尾应为第 ", stored->id, " 条，实为第 ", head_.id,
                " 条：最新的事件被删去或换过"),
         Concat("the log should end at event ", stored->id, ", it ends at ", head_.id,
                ": the newest were dropped or exchanged"));
  }
}

void SecurityProof::CheckKnownHead(const std::string& digest) {
  if (digests_.contains(digest) || digest == begins_after_) return;
  Find(0, Concat("另行保存的摘要 ", digest, " 不在安全日志里：它被截短或换过"),
       "the digest that was kept elsewhere is not in the log: it was cut or exchanged");
}

void SecurityProof::Find(std::int64_t id, std::string message, std::string english) {
  findings_.push_back({ErrorCode::kConflict,
                       id == 0 ? std::string("security_event") : Concat("security_event ", id),
                       std::move(message), std::move(english)});
}

}  // namespace shouze
