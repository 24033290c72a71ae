#include "http/resources/resources.h"
#include "service/accounts.h"
#include "service/mail_state.h"
#include "service/notices.h"
#include "service/people_reading.h"

/// 账号、通知. The system administrator has all accounts, the office those of units.
namespace shouze {

std::vector<Route> PeopleRoutes() {
  return {
      Row("/api/v1/accounts", kListAccounts, Audit::kRead),
      Row(Method::kPost, "/api/v1/accounts", kCreateAccounts),
      Row(Method::kPut, "/api/v1/accounts/{account}", kChangeAccount),
      Row(Method::kPost, "/api/v1/accounts/{account}/disabling", kDisableAccount),
      Row(Method::kPost, "/api/v1/accounts/{account}/enabling", kEnableAccount),
      Row(Method::kPost, "/api/v1/accounts/{account}/password", kResetPassword),
      Row(Method::kPost, "/api/v1/accounts/{account}/erasure", kEraseAccount),
      Row(Method::kPost, "/api/v1/unit-accounts", kCreateUnitAccounts),
      Row(Method::kPut, "/api/v1/unit-accounts/{account}", kChangeUnitAccount),
      Row(Method::kPost, "/api/v1/unit-accounts/{account}/disabling", kDisableUnitAccount),
      Row(Method::kPost, "/api/v1/unit-accounts/{account}/enabling", kEnableUnitAccount),
      Row(Method::kPost, "/api/v1/unit-accounts/{account}/password", kResetUnitPassword),
      Row(Method::kPost, "/api/v1/unit-accounts/{account}/erasure", kEraseUnitAccount),
      Row("/api/v1/names", kListNames, Audit::kNone),
      Row("/api/v1/cycles/{year}/contacts", kListContacts, Audit::kRead),
      Row("/api/v1/notices", kListNotices, Audit::kNone),
      Row(Method::kPost, "/api/v1/notices/read", kMarkNoticesRead),
      Row("/api/v1/mail", kReadMail, Audit::kRead),
  };
}

}  // namespace shouze
