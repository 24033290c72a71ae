#include "service/guessing_notices.h"

#include <string>
#include <utility>

#include "base/text.h"
#include "service/notify.h"
#include "service/outbox.h"
#include "store/account_rows.h"

namespace shouze {
namespace {

void Give(WriteTx& tx, const School& school, const std::string& to, const Account& about,
          std::string text, Instant now) {
  Notice notice;
  notice.account = to;
  notice.at = now;
  notice.kind = "guessed";
  notice.text = std::move(text);
  notice.once = Concat("guessed:", about.id, ":", Format(DateAt(now, school.options().offset)));
  notice.urgent = true;
  GiveNotice(tx, school.options(), notice);
}

}  // namespace

void TellOfGuesses(WriteTx& tx, const School& school, const Account& account, const Lock& lock,
                   Instant now) {
  const std::string until = FormatForPeople(lock.until, school.options().offset);
  Give(tx, school, account.id, account,
       Concat("有人在多处反复试您的密码，没有成功。没有用您的账号登录过的设备暂时不能登录，至 ",
              until,
              "；您用过的浏览器不受影响。若不是您本人，请告知网安办，并查看“本人”页的登录记录。"),
       now);
  for (const std::string& auditor : HoldersOf(View(school, now), Role::kAuditor)) {
    if (auditor == account.id) continue;
    Give(tx, school, auditor, account,
         Concat("有人在多处反复试账号“", account.login, "”的密码，未知设备已暂停登录，至 ", until,
                "；来源见安全日志。"),
         now);
  }
}

}  // namespace shouze
