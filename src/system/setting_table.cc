#include "system/setting_table.h"

#include <algorithm>
#include <array>

namespace shouze {
namespace {

constexpr std::int64_t kKibi = 1024;
constexpr std::int64_t kMebi = 1024 * kKibi;
constexpr std::int64_t kGibi = 1024 * kMebi;

bool IsPort(std::string_view text) {
  return !text.empty() && text.size() <= 5 &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool IsListen(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == text.npos || colon == 0 || !IsPort(text.substr(colon + 1))) return false;
  const std::string_view host = text.substr(0, colon);
  return host.find(':') == host.npos || (host.starts_with('[') && host.ends_with(']'));
}

/// Empty, or begins with one of `schemes` and goes on.
bool IsUrl(std::string_view text, std::initializer_list<std::string_view> schemes) {
  return text.empty() || std::ranges::any_of(schemes, [text](std::string_view scheme) {
           return text.starts_with(scheme) && text.size() > scheme.size();
         });
}

/// A host, perhaps a port, perhaps a path of plain names that begins as no path of ours does.
bool IsSite(std::string_view text) {
  if (text.empty()) return true;
  if (!IsUrl(text, {"http://", "https://"})) return false;
  const std::string_view rest = text.substr(text.find("://") + 3);
  const std::string_view host = rest.substr(0, rest.find('/'));
  const std::string_view path = rest.substr(host.size());
  const auto plain = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           std::string_view("-._~:[]/").find(c) != std::string_view::npos;
  };
  if (host.empty() || !std::ranges::all_of(rest, plain) || path.find("//") != path.npos) {
    return false;
  }
  const std::string_view first = path.substr(0, path.find('/', 1));
  return first != "/api" && first != "/assets";
}

bool IsAddressOrRange(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789abcdefABCDEF.:/") == text.npos;
}

constexpr SettingForm kListenForm = {"地址:端口，如 127.0.0.1:8080 或 [::1]:8080",
                                     "address:port, as 127.0.0.1:8080 or [::1]:8080", IsListen};
constexpr SettingForm kHostPortForm = {
    "主机:端口，如 log.example.edu.cn:6514，或空",
    "host:port, as log.example.edu.cn:6514, or empty",
    [](std::string_view text) { return text.empty() || IsListen(text); }};
constexpr SettingForm kWebForm = {
    "http:// 或 https:// 开头的网址，可以带路径（不是 /api、/assets），或空",
    "an address with http:// or https://, with a path if need be (not /api, not /assets), or empty",
    IsSite};
constexpr SettingForm kDatabaseForm = {"postgresql:// 开头的地址，或空",
                                       "an address with postgresql://, or empty",
                                       [](std::string_view text) {
                                         return IsUrl(text, {"postgresql://", "postgres://"});
                                       }};
constexpr SettingForm kMailServerForm = {"smtp:// 或 smtps:// 开头的地址，或空",
                                         "an address with smtp:// or smtps://, or empty",
                                         [](std::string_view text) {
                                           return IsUrl(text, {"smtp://", "smtps://"});
                                         }};
constexpr SettingForm kAddressForm = {
    "IP 地址或网段，以逗号分隔", "IP addresses or ranges with commas between", IsAddressOrRange};
constexpr SettingForm kNotEmptyForm = {"文字，不可空", "text, not empty",
                                       [](std::string_view text) { return !text.empty(); }};
constexpr SettingForm kTokenForm = {
    "16 个以上的可见 ASCII 字符，或空", "16 or more visible ASCII characters, or empty",
    [](std::string_view text) {
      return text.empty() || (text.size() >= 16 && std::ranges::all_of(text, [](char c) {
                                return c > 0x20 && c < 0x7F;
                              }));
    }};
constexpr SettingForm kLevelForm = {
    "debug、note、warning、error 之一", "one of debug, note, warning, error",
    [](std::string_view text) {
      constexpr std::array<std::string_view, 4> kLevels = {"debug", "note", "warning", "error"};
      return std::ranges::find(kLevels, text) != kLevels.end();
    }};
constexpr SettingForm kOffsetForm = {"与 UTC 之差，如 +08:00", "an offset from UTC, as +08:00"};
constexpr SettingForm kTimeForm = {"时:分，如 08:00", "hours:minutes, as 08:00"};

constexpr Setting kTable[] = {
    {.name = "school.name",
     .slot = [](Settings& to) -> SettingSlot { return &to.school.name; },
     .chinese = "学校名称，显示在页面和邮件里",
     .english = "the school's name on pages and in mail"},
    {.name = "school.office",
     .fallback = "网络安全领导小组办公室",
     .slot = [](Settings& to) -> SettingSlot { return &to.school.office; },
     .chinese = "牵头考核的部门，文书以“学校名称”加它署名",
     .english = "who carries the assessment out: signs documents, after the school's name",
     .form = kNotEmptyForm},
    {.name = "school.utc_offset",
     .fallback = "+08:00",
     .slot = [](Settings& to) -> SettingSlot { return &to.school.utc_offset; },
     .chinese = "学校时间与 UTC 之差；期限按学校时间计算",
     .english = "the school's time; deadlines are reckoned in it",
     .form = kOffsetForm},

    {.name = "data.folder",
     .fallback = "data",
     .slot = [](Settings& to) -> SettingSlot { return &to.data.folder; },
     .chinese = "存放数据库和佐证材料的目录；备份的就是它",
     .english = "the folder of the database and the evidence; what is backed up",
     .form = kNotEmptyForm},
    {.name = "data.database",
     .slot = [](Settings& to) -> SettingSlot { return &to.data.database; },
     .chinese = "PostgreSQL 数据库的地址；空：用 data.folder 里的 SQLite",
     .english = "address of a PostgreSQL database; empty: SQLite in data.folder",
     .form = kDatabaseForm,
     .has_secret_inside = true},
    {.name = "data.file_bytes_max",
     .type = SettingType::kWhole,
     .fallback = "52428800",
     .slot = [](Settings& to) -> SettingSlot { return &to.data.file_bytes_max; },
     .chinese = "一个佐证文件至多多少字节",
     .english = "the most bytes of one file of evidence",
     .min = kKibi,
     .max = kGibi},
    {.name = "data.unused_bytes_max",
     .type = SettingType::kWhole,
     .fallback = "1073741824",
     .slot = [](Settings& to) -> SettingSlot { return &to.data.unused_bytes_max; },
     .chinese = "一个账号已上传而没有报送的佐证文件合计至多多少字节",
     .english = "the most bytes of evidence that an account has uploaded and not handed in",
     .min = kMebi,
     .max = 1024 * kGibi},
    {.name = "data.unused_files_max",
     .type = SettingType::kWhole,
     .fallback = "200",
     .slot = [](Settings& to) -> SettingSlot { return &to.data.unused_files_max; },
     .chinese = "一个账号已上传而没有报送的佐证文件至多多少个",
     .english = "the most files of evidence that an account has uploaded and not handed in",
     .min = 1,
     .max = 100'000},
    {.name = "data.free_bytes_min",
     .type = SettingType::kWhole,
     .fallback = "1073741824",
     .slot = [](Settings& to) -> SettingSlot { return &to.data.free_bytes_min; },
     .chinese = "佐证材料所在磁盘剩余少于多少字节时不再接受上传",
     .english = "free bytes on the evidence's disk below which no upload is taken",
     .max = 1024 * kGibi},

    {.name = "http.listen",
     .fallback = "127.0.0.1:8080",
     .slot = [](Settings& to) -> SettingSlot { return &to.http.listen; },
     .chinese = "在哪个地址和端口提供服务；前面有反向代理时保持本机地址",
     .english = "where to serve; keep to this machine behind a reverse proxy",
     .form = kListenForm},
    {.name = "http.public_url",
     .slot = [](Settings& to) -> SettingSlot { return &to.http.public_url; },
     .chinese = "人们打开的网址，邮件里的链接用它；与别的系统共用主机时连路径一起写，如 "
                "https://oa.example.edu.cn/shouze；https:// 时 Cookie 只走加密连接",
     .english = "the address people open, used in mail; with its path where the host is shared; "
                "https:// makes cookies Secure",
     .form = kWebForm},
    {.name = "http.trusted_proxies",
     .type = SettingType::kList,
     .fallback = "127.0.0.1,::1",
     .slot = [](Settings& to) -> SettingSlot { return &to.http.trusted_proxies; },
     .chinese = "哪些反向代理所说的来访者地址可信",
     .english = "proxies whose word on the visitor's address counts",
     .form = kAddressForm},
    {.name = "http.metrics_token",
     .type = SettingType::kSecret,
     .slot = [](Settings& to) -> SettingSlot { return &to.http.metrics_token; },
     .chinese = "采集程序读 /metrics 用的令牌（Authorization: Bearer）；空：只有系统管理员可看",
     .english = "what a collector reads /metrics with (Authorization: Bearer); empty: system "
                "administrators only",
     .form = kTokenForm},
    {.name = "http.workers",
     .type = SettingType::kWhole,
     .fallback = "16",
     .slot = [](Settings& to) -> SettingSlot { return &to.http.workers; },
     .chinese = "同时处理多少个请求",
     .english = "how many requests are worked on at once",
     .min = 1,
     .max = 64},
    {.name = "http.body_bytes_max",
     .type = SettingType::kWhole,
     .fallback = "1048576",
     .slot = [](Settings& to) -> SettingSlot { return &to.http.body_bytes_max; },
     .chinese = "一个请求至多多少字节（上传的文件不在此列）",
     .english = "the most bytes of a request, uploaded files apart",
     .min = kKibi,
     .max = 64 * kMebi},
    {.name = "http.idle_seconds",
     .type = SettingType::kSeconds,
     .fallback = "75",
     .slot = [](Settings& to) -> SettingSlot { return &to.http.idle_seconds; },
     .chinese = "连接空闲多久后断开",
     .english = "how long a connection may be idle",
     .min = 1,
     .max = 3600},
    {.name = "http.request_seconds",
     .type = SettingType::kSeconds,
     .fallback = "30",
     .slot = [](Settings& to) -> SettingSlot { return &to.http.request_seconds; },
     .chinese = "一个请求至多多久收完",
     .english = "how long a request may take to arrive",
     .min = 1,
     .max = 3600},
    {.name = "http.connections_max",
     .type = SettingType::kWhole,
     .fallback = "10000",
     .slot = [](Settings& to) -> SettingSlot { return &to.http.connections_max; },
     .chinese = "至多多少个连接",
     .english = "the most connections at once",
     .min = 1,
     .max = 1'000'000},
    {.name = "http.connections_per_address_max",
     .type = SettingType::kWhole,
     .fallback = "500",
     .slot = [](Settings& to) -> SettingSlot { return &to.http.connections_per_address_max; },
     .chinese = "一个地址（IPv6 按 /64）至多多少个连接；可信的反向代理不受此限",
     .english = "the most connections of one address (IPv6: one /64); trusted proxies are exempt",
     .min = 1,
     .max = 1'000'000},

    {.name = "session.idle_minutes",
     .type = SettingType::kWhole,
     .fallback = "30",
     .slot = [](Settings& to) -> SettingSlot { return &to.session.idle_minutes; },
     .chinese = "人多少分钟没有操作就要重新登录；页面自己的刷新不算操作",
     .english = "minutes without anything done by a person until one must log in again",
     .min = 1,
     .max = 1440},
    {.name = "session.hours",
     .type = SettingType::kWhole,
     .fallback = "12",
     .slot = [](Settings& to) -> SettingSlot { return &to.session.hours; },
     .chinese = "登录至多几小时有效",
     .english = "hours that a login lasts at the most",
     .min = 1,
     .max = 168},

    {.name = "login.failures",
     .type = SettingType::kWhole,
     .fallback = "5",
     .slot = [](Settings& to) -> SettingSlot { return &to.login.failures; },
     .chinese = "连续几次密码错误后锁定账号",
     .english = "wrong passwords in a row that lock an account",
     .min = 1,
     .max = 100},
    {.name = "login.lock_minutes",
     .type = SettingType::kWhole,
     .fallback = "15",
     .slot = [](Settings& to) -> SettingSlot { return &to.login.lock_minutes; },
     .chinese = "锁定多少分钟",
     .english = "minutes that it stays locked",
     .min = 1,
     .max = 1440},

    {.name = "password.characters_min",
     .type = SettingType::kWhole,
     .fallback = "12",
     .slot = [](Settings& to) -> SettingSlot { return &to.password.characters_min; },
     .chinese = "新密码至少多少个字符",
     .english = "characters that a new password has at least",
     .min = 8,
     .max = 64},
    {.name = "password.kinds_min",
     .type = SettingType::kWhole,
     .fallback = "0",
     .slot = [](Settings& to) -> SettingSlot { return &to.password.kinds_min; },
     .chinese = "新密码至少要有大写字母、小写字母、数字、其他符号中的几种；0：不作要求",
     .english = "of upper case, lower case, digits and others, so many kinds at least; 0: whatever",
     .min = 0,
     .max = 4},
    {.name = "password.history",
     .type = SettingType::kWhole,
     .fallback = "5",
     .slot = [](Settings& to) -> SettingSlot { return &to.password.history; },
     .chinese = "新密码不能与最近几次用过的相同；0：只不能与现在的相同",
     .english = "a new password is none of so many earlier ones; 0: only not the present one",
     .min = 0,
     .max = 24},
    {.name = "password.expire_days",
     .type = SettingType::kWhole,
     .fallback = "0",
     .slot = [](Settings& to) -> SettingSlot { return &to.password.expire_days; },
     .chinese = "密码用满多少天必须更换；0：不必定期更换",
     .english = "days after which a password has to be changed; 0: never",
     .min = 0,
     .max = 3650},

    {.name = "mail.url",
     .slot = [](Settings& to) -> SettingSlot { return &to.mail.url; },
     .chinese = "发信服务器，如 smtp://mail.example.edu.cn:587；空：不发邮件",
     .english = "the mail server, as smtp://mail.example.edu.cn:587; empty: no mail",
     .form = kMailServerForm,
     .has_secret_inside = true},
    {.name = "mail.user",
     .slot = [](Settings& to) -> SettingSlot { return &to.mail.user; },
     .chinese = "发信服务器的用户名；空：不登录",
     .english = "the user there; empty: no login"},
    {.name = "mail.password",
     .type = SettingType::kSecret,
     .slot = [](Settings& to) -> SettingSlot { return &to.mail.password; },
     .chinese = "发信服务器的密码",
     .english = "the password there"},
    {.name = "mail.from",
     .slot = [](Settings& to) -> SettingSlot { return &to.mail.from; },
     .chinese = "发件人，如 守责 <shouze@example.edu.cn>",
     .english = "the sender, as Shouze <shouze@example.edu.cn>"},
    {.name = "mail.require_tls",
     .type = SettingType::kBoolean,
     .fallback = "true",
     .slot = [](Settings& to) -> SettingSlot { return &to.mail.require_tls; },
     .chinese = "只用加密连接发信；只有本机的中继可以关掉",
     .english = "encrypted connections only; off only for a relay on the same machine"},
    {.name = "mail.digest_at",
     .fallback = "08:00",
     .slot = [](Settings& to) -> SettingSlot { return &to.mail.digest_at; },
     .chinese = "每天几点发送当天的汇总（学校时间）",
     .english = "when the day's summary goes out, in school time",
     .form = kTimeForm},
    {.name = "mail.head_to",
     .slot = [](Settings& to) -> SettingSlot { return &to.mail.head_to; },
     .chinese = "每天把账本末尾摘要寄到这个邮箱，管服务器的人改不了的地方；空：不寄",
     .english = "where the ledger's head is sent every day, out of reach of whoever keeps the "
                "machine; empty: nowhere"},

    {.name = "notify.near_workdays",
     .type = SettingType::kWhole,
     .fallback = "3",
     .slot = [](Settings& to) -> SettingSlot { return &to.notify.near_workdays; },
     .chinese = "期限前几个工作日起提醒",
     .english = "workdays before a deadline from which people are reminded",
     .min = 0,
     .max = 30},

    {.name = "log.level",
     .fallback = "note",
     .slot = [](Settings& to) -> SettingSlot { return &to.log.level; },
     .chinese = "日志从哪一级写起",
     .english = "the level from which on the log is written",
     .form = kLevelForm},
    {.name = "log.requests",
     .type = SettingType::kBoolean,
     .fallback = "true",
     .slot = [](Settings& to) -> SettingSlot { return &to.log.requests; },
     .chinese = "每个请求在日志里记一行：编号、时间、路由、结果；不含查询参数、正文和令牌",
     .english = "a line of the log for each request: its id, when, the route, the outcome; without "
                "queries, bodies and tokens"},
    {.name = "log.security_days",
     .type = SettingType::kWhole,
     .fallback = "180",
     .slot = [](Settings& to) -> SettingSlot { return &to.log.security_days; },
     .chinese = "安全日志在数据库里保存多少天；更早的写成数据目录 security-log/ "
                "里的归档文件后才移出（网络安全法第二十一条：不少于六个月）",
     .english = "days that the security log is kept in the database; what is older is first "
                "written to an archive file in security-log/ of the data folder",
     .min = 180,
     .max = 3660},
    {.name = "log.syslog",
     .slot = [](Settings& to) -> SettingSlot { return &to.log.syslog; },
     .chinese = "账本和安全日志的末尾摘要每小时发到这台日志服务器（TLS，RFC 5425），如 "
                "log.example.edu.cn:6514；空：不发",
     .english = "the log server (TLS, RFC 5425) that is told the heads of ledger and security log "
                "every hour, such as log.example.edu.cn:6514; empty: none",
     .form = kHostPortForm},

    {.name = "clock.tolerance_seconds",
     .type = SettingType::kSeconds,
     .fallback = "300",
     .slot = [](Settings& to) -> SettingSlot { return &to.clock.tolerance_seconds; },
     .chinese = "服务器时钟与实际经过的时间、与账本最后一条相差多少以内仍可信；超过则暂停写入",
     .english = "how far the machine's clock may be from the time that has passed, and behind the "
                "ledger; beyond that nothing is written",
     .min = 10,
     .max = 366 * 86400},
    {.name = "clock.silence_days",
     .type = SettingType::kWhole,
     .fallback = "30",
     .slot = [](Settings& to) -> SettingSlot { return &to.clock.silence_days; },
     .chinese = "停止服务超过多少天后再启动，须先由人核对时钟（shouze clock confirm）才写入",
     .english = "days without being served after which somebody has to check the clock "
                "(shouze clock confirm) before anything is written",
     .min = 1,
     .max = 3660},
};

}  // namespace

std::span<const Setting> SettingTable() { return kTable; }

}  // namespace shouze
