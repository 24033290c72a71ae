#include "service/account_forms.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "exchange/typed.h"
#include "service/outbox.h"
#include "service/school.h"
#include "system/mailbox.h"
#include "system/password.h"

namespace shouze {
namespace {

constexpr std::size_t kLoginLengthMin = 2;
constexpr std::size_t kLoginLengthMax = 40;
constexpr std::size_t kPhoneLengthMax = 40;

Error Wrong(std::string where, std::string message, std::string english) {
  return {ErrorCode::kInvalidInput, std::move(where), std::move(message), std::move(english)};
}

bool IsLoginCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '_' || c == '-' || c == '@';
}

bool IsPhoneCharacter(char c) {
  return (c >= '0' && c <= '9') || c == '+' || c == '-' || c == ' ' || c == '(' || c == ')' ||
         c == ',';
}

}  // namespace

std::string KeptLogin(std::string_view typed) {
  std::string login = TypedWord(typed);
  for (char& c : login) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return login;
}

NewAccount AsKept(const NewAccount& typed) {
  return {TypedWord(typed.login), TypedName(typed.name), TypedWord(typed.phone),
          TypedWord(typed.mail)};
}

std::optional<Error> FaultOfLogin(std::string_view login, std::string where) {
  if (login.size() >= kLoginLengthMin && login.size() <= kLoginLengthMax &&
      std::ranges::all_of(login, IsLoginCharacter)) {
    return std::nullopt;
  }
  return Wrong(std::move(where), "登录名为 2 至 40 个字母、数字或 . _ - @",
               "a login has 2 to 40 letters, digits or . _ - @");
}

std::optional<Error> FaultOfName(std::string_view name, std::string where) {
  const auto unknown = PrivateCharacter(name);
  if (!unknown) return std::nullopt;
  return Wrong(
      std::move(where),
      Concat("其中的 ", *unknown,
             " 不是标准字（私用区或乱码），别处显示、打印不出来：请换一种输入法重新录入这个字"),
      Concat(*unknown, " is no standard character and prints nowhere: type it anew"));
}

std::optional<Error> FaultOfPhone(std::string_view phone, std::string where) {
  if (phone.size() <= kPhoneLengthMax && std::ranges::all_of(phone, IsPhoneCharacter)) {
    return std::nullopt;
  }
  return Wrong(std::move(where), "电话号码只能有数字、空格和 + - ( ) ,，最长 40 个字符",
               "a phone number has digits, spaces and + - ( ) , only, at most 40");
}

std::optional<Error> FaultOfMail(std::string_view mail, std::string where) {
  if (mail.empty() || (ParseMailbox(mail) && ParseMailbox(mail)->address == mail)) {
    return std::nullopt;
  }
  return Wrong(std::move(where), "邮箱地址应形如 name@school.example",
               "a mail address looks like name@school.example");
}

ResultOrErrors<FirstPasswords> MakeFirstPasswords(const School& school,
                                                  const std::vector<std::string>& addresses) {
  FirstPasswords passwords;
  for (const std::string& address : addresses) {
    FirstPassword& made = passwords.emplace_back();
    if (CanMailLink(school.options(), address)) continue;
    made.password = school.parts().random.Password();
    auto hash = HashPassword(made.password);
    if (!hash) return Errors{hash.error()};
    made.hash = std::move(*hash);
  }
  return passwords;
}

}  // namespace shouze
