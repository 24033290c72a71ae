#include "system/common_passwords.h"

#include <algorithm>

namespace shouze {
namespace {

// In lower case. Short ones stand here too: the least length may change, this list need not.
constexpr std::string_view kCommon[] = {
    "000000aa",        "123456789a",     "123456789aa",       "1234567890a",     "1234567890aa",
    "12345678aa",      "123456aa@",      "123456abc",         "123456abc!",      "123456abc@",
    "123456abcd@",     "123456qwe!",     "123456qwe@",        "123qwe!@#",       "123qweasd!",
    "123qweasd@",      "123qweasdzxc",   "123qwe!@#qwe",      "1q2w3e4r5t",      "1q2w3e4r5t!",
    "1q2w3e4r!@",      "1q2w3e4r@",      "1qaz!qaz",          "1qaz2wsx!",       "1qaz2wsx#edc",
    "1qaz2wsx3edc",    "1qaz@wsx",       "1qaz@wsx3edc",      "1qaz@wsx#edc",    "1qazxsw2",
    "1qazxsw23edc",    "1qazxsw@3edc",   "!@#$1234qwer",      "!qaz2wsx",        "!qaz2wsx3edc",
    "!qaz@wsx",        "!qaz@wsx3edc",   "a12345678!",        "a123456789",      "a123456789!",
    "a123456789.",     "a123456789@",    "a1b2c3d4e5",        "aa112233..",      "aa112233@",
    "aa11223344",      "aa123123@",      "aa123321@",         "aa123456",        "aa123456!",
    "aa123456!!",      "aa123456!@",     "aa123456!@#",       "aa123456.",       "aa123456..",
    "aa123456...",     "aa1234567",      "aa12345678",        "aa12345678!",     "aa12345678.",
    "aa12345678@",     "aa123456789",    "aa123456789!",      "aa123456789.",    "aa123456789@",
    "aa1234567890",    "aa123456@",      "aa123456@@",        "aa@123456",       "aa@1234567",
    "aa@12345678",     "aa@123456789",   "aa@1234567890",     "aaa123456!",      "aaa123456@",
    "abc12345678",     "abc123456",      "abc123456!",        "abc123456.",      "abc123456789",
    "abc123456@",      "abc@123456",     "abc@12345678",      "abc@123456789",   "abc@123abc",
    "abcd1234!",       "abcd1234!@",     "abcd12345",         "abcd123456",      "abcd123456!",
    "abcd1234@",       "abcd@12345",     "abcd@123456",       "abcd@1234",       "admin1234!",
    "admin1234!@#$",   "admin12345",     "admin12345!",       "admin123456",     "admin123456!",
    "admin123456@",    "admin@123",      "admin@123!",        "admin@123.com",   "admin@1234",
    "admin@12345",     "admin@123456",   "admin@12345678",    "admin@123456789", "admin@123admin",
    "admin@admin",     "admin@admin1",   "admin@admin123",    "admin!@#123",     "admin#123456",
    "admin123!@#",     "administrator1", "administrator@123", "asdf1234!@#$",    "asd123456!",
    "asd@123456",      "changeme123!",   "changeme@123",      "edu@123456",      "h3c@123456",
    "hello@12345",     "hikvision123",   "huawei12#$",        "huawei@123",      "huawei@1234",
    "huawei@123456",   "iloveyou123!",   "iloveyou@520",      "jiaoshi@123",     "jiaoshi@123456",
    "jiaowu@123",      "jiaowu@123456",  "letmein123!",       "mima@123456",     "mm123456..",
    "office@123456",   "oracle@123",     "p@$$w0rd123",       "p@ssw0rd",        "p@ssw0rd!",
    "p@ssw0rd1",       "p@ssw0rd12",     "p@ssw0rd123",       "p@ssw0rd1234",    "p@ssw0rd@123",
    "p@ssword1",       "p@ssword123",    "pass@12345",        "pass@123456",     "passw0rd!",
    "passw0rd123",     "passw0rd123!",   "passw0rd@123",      "password1!",      "password1234",
    "password123",     "password123!",   "password@1",        "password@123",    "password@1234",
    "password@123456", "q1w2e3r4t5",     "q1w2e3r4t5!",       "q1w2e3r4!@#$",    "qaz123456!",
    "qaz123wsx!",      "qaz@123456",     "qazwsx123!",        "qazwsx@123",      "qazwsx@123456",
    "qq123456!",       "qq123456..",     "qq123456789",       "qq@123456",       "qwe123!@#",
    "qwe123456!",      "qwe@123456",     "qweasd123!",        "qweasd@123",      "qweasdzxc1!",
    "qwer1234!",       "qwer1234!@",     "qwer1234!@#$",      "qwer1234@",       "qwer@1234",
    "qwer@12345",      "qwer@123456",    "qwert@12345",       "qwerty123!",      "qwerty123456",
    "qwerty@123",      "qwerty@123456",  "root@123456",       "ruijie@123",      "ruijie@123456",
    "sangfor@123",     "school@123",     "school@123456",     "student@123",     "superadmin@123",
    "sysadmin@123",    "system@123",     "system@123456",     "teacher@123",     "teacher@123456",
    "test1234!",       "test12345!",     "test@12345",        "test@123456",     "user@123456",
    "wang@123456",     "welcome123!",    "welcome@123",       "welcome@1234",    "woaini1314!",
    "woaini520!",      "woaini@1314",    "woaini@520",        "wlzx@123",        "wlzx@123456",
    "wlaq@123456",     "xinxi@123456",   "xuexiao@123",       "xuexiao@123456",  "xxzx@123",
    "xxzx@123456",     "zaq1@wsx",       "zaq12wsx!",         "zaq1@wsxcde3",    "zaq1xsw2cde3",
    "zhang@123456",    "zxc123456!",     "zxcvbnm123!",       "zxcvbnm@123",     "zz123456789"};

}  // namespace

bool IsCommonPassword(std::string_view lower_case) {
  return std::ranges::find(kCommon, lower_case) != std::end(kCommon);
}

}  // namespace shouze
