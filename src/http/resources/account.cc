#include "http/resources/resources.h"
#include "service/first_password.h"
#include "service/new_password.h"
#include "service/sessions.h"

/// 登录、退出、本人.
namespace shouze {
namespace {

/// How long a browser is remembered for the sake of lock-outs.
constexpr int kDeviceDays = 365;

ResultOrErrors<MeAnswer> DoLogIn(Call& call, const LoginRequest& request) {
  auto logged_in = LogIn(call.school.school(), request, call.visitor);
  if (!logged_in) return logged_in.error();
  call.headers.push_back(SetCookie(call.cookies, call.cookies.session, logged_in->token));
  if (!logged_in->device_token.empty()) {
    call.headers.push_back(
        SetCookie(call.cookies, call.cookies.device, logged_in->device_token, kDeviceDays));
  }
  return std::move(logged_in->me);
}

ResultOrErrors<Nothing> DoLogOut(Call& call, const Nothing&) {
  LogOut(call.school.school(), call.caller());
  call.headers.push_back(DropCookie(call.cookies, call.cookies.session));
  return Nothing{};
}

ResultOrErrors<MeAnswer> DoReadMe(Call& call, const Nothing&) {
  return ReadMe(call.school.school(), call.caller());
}

ResultOrErrors<Nothing> DoChangePassword(Call& call, const ChangePasswordRequest& request) {
  return ChangePassword(call.school.school(), call.caller(), request, call.visitor.device_token);
}

ResultOrErrors<StayAnswer> DoStay(Call& call, const Nothing&) {
  return StayAnswer{call.known->ends_at};
}

ResultOrErrors<PasswordRulesAnswer> DoReadPasswordRules(Call& call, const Nothing&) {
  return ReadPasswordRules(call.school.school(), call.caller());
}

ResultOrErrors<FirstLinkAnswer> DoLookAtLink(Call& call, const FirstLinkRequest& request) {
  return LookAtFirstLink(call.school.school(), request);
}

ResultOrErrors<Nothing> DoTakeLink(Call& call, const TakeFirstLinkRequest& request) {
  return TakeFirstLink(call.school.school(), request, call.visitor.address);
}

/// The whole request is done where passwords are hashed: nothing waits for it elsewhere.
Route Hashing(Route route) {
  route.lane = Lane::kHashing;
  return route;
}

}  // namespace

std::vector<Route> AccountRoutes() {
  return {
      Hashing(JsonRow<LoginRequest, MeAnswer>(
          {Method::kPost, "/api/v1/login", "account.login", "登录", Door::kAnybody, Audit::kOwn},
          DoLogIn)),
      JsonRow<Nothing, Nothing>({Method::kPost, "/api/v1/logout", "account.logout", "退出",
                                 Door::kOwnAccount, Audit::kOwn},
                                DoLogOut),
      JsonRow<Nothing, MeAnswer>(
          {Method::kGet, "/api/v1/me", "account.me", "查看本人", Door::kOwnAccount, Audit::kNone},
          DoReadMe),
      JsonRow<Nothing, StayAnswer>({Method::kPost, "/api/v1/me/stay", "account.stay", "继续使用",
                                    Door::kOwnAccount, Audit::kNone},
                                   DoStay),
      JsonRow<Nothing, PasswordRulesAnswer>(
          {Method::kGet, "/api/v1/me/password-rules", "account.password_rules", "查看密码规矩",
           Door::kOwnAccount, Audit::kNone},
          DoReadPasswordRules),
      Hashing(JsonRow<ChangePasswordRequest, Nothing>(
          {Method::kPost, "/api/v1/me/password", "account.password", "修改密码", Door::kOwnAccount,
           Audit::kOwn},
          DoChangePassword)),
      JsonRow<FirstLinkRequest, FirstLinkAnswer>(
          {Method::kPost, "/api/v1/first-password/look", "first_password.look", "查看初始密码链接",
           Door::kAnybody, Audit::kNone},
          DoLookAtLink),
      Hashing(JsonRow<TakeFirstLinkRequest, Nothing>(
          {Method::kPost, "/api/v1/first-password", "first_password.take", "用链接设置密码",
           Door::kAnybody, Audit::kOwn},
          DoTakeLink)),
      Row("/api/v1/me/sessions", kListOwnSessions, Audit::kNone),
      Row(Method::kPost, "/api/v1/me/sessions/{id}/end", kEndOwnSession),
  };
}

}  // namespace shouze
