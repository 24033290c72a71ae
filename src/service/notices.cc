#include "service/notices.h"

#include <algorithm>

#include "service/school.h"
#include "store/matter_rows.h"

namespace shouze {
namespace {

constexpr int kLimit = 50;
constexpr int kLimitMax = 500;

ResultOrErrors<NoticesAnswer> RunList(const CallerView& view, const NoticesRequest& request) {
  const int limit = std::clamp(request.limit.value_or(kLimit), 1, kLimitMax);
  const std::string& account = view.caller().account;
  return view.school().store().Read([&](const ReadTx& tx) {
    NoticesAnswer answer;
    answer.unread = CountUnread(tx, account);
    for (Notice& notice : ReadNotices(tx, account, request.unread_only, limit)) {
      answer.notices.push_back({notice.id, notice.at, notice.kind, notice.unit, notice.about,
                                notice.text, notice.urgent, notice.read_at});
    }
    return ResultOrErrors<NoticesAnswer>(std::move(answer));
  });
}

ResultOrErrors<Nothing> RunMarkRead(Act& act, const ReadNoticesRequest& request) {
  MarkNoticesRead(act.tx(), act.caller().account, request.up_to, act.now());
  return Nothing{};
}

}  // namespace

const CallerReadCase<NoticesRequest, NoticesAnswer> kListNotices = {
    "notice.list", "查看通知", Action::kUseOwnAccount, RunList};
const WriteCase<ReadNoticesRequest, Nothing> kMarkNoticesRead = {
    "notice.mark_read", "通知已读", Action::kUseOwnAccount, "", RunMarkRead, Audit::kNone};

}  // namespace shouze
