#include "system/settings.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iterator>

#include "base/text.h"
#include "system/setting_table.h"

namespace shouze {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr char kReference[] = "docs/reference/settings.md";

/// A file that is gone after the test.
class TestFile {
 public:
  TestFile(const std::string& name, const std::string& text)
      : path_(Concat(testing::TempDir(), getpid(), "-", name)) {
    std::ofstream(path_, std::ios::binary) << text;
  }
  ~TestFile() { std::remove(path_.c_str()); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

LoadedSettings Read(const std::string& toml, const Environment& environment = {}) {
  const TestFile file("settings.toml", toml);
  const auto loaded = ReadSettings(file.path(), environment);
  if (!loaded) {
    const Errors errors = loaded.error();
    for (const Error& error : errors) ADD_FAILURE() << Describe(error);
    return {};
  }
  return *loaded;
}

/// `line: English` or `VARIABLE: English` of each error.
std::vector<std::string> ErrorsOf(const std::string& toml, const Environment& environment = {}) {
  const TestFile file("settings.toml", toml);
  const auto loaded = ReadSettings(file.path(), environment);
  const Errors errors = loaded ? Errors() : loaded.error();
  std::vector<std::string> texts;
  for (const Error& error : errors) {
    EXPECT_EQ(error.code, ErrorCode::kInvalidInput);
    EXPECT_FALSE(error.message.empty());
    std::string where = error.where;
    if (where.starts_with(file.path() + ":")) where.erase(0, file.path().size() + 1);
    texts.push_back(Concat(where, ": ", error.english));
  }
  return texts;
}

/// How one setting is shown: `value (source)`.
std::string Shown(const LoadedSettings& loaded, std::string_view name) {
  for (const SettingShown& one : loaded.shown) {
    if (one.name == name) return Concat(one.value, " (", one.source, ")");
  }
  return "";
}

TEST(Settings, NothingNeedsToBeSet) {
  const auto loaded = ReadSettings(std::nullopt, {{"PATH", "/bin"}, {"HOME", "x"}});
  ASSERT_TRUE(loaded);
  const Settings& settings = loaded->settings;
  EXPECT_EQ(settings.school.name, "");
  EXPECT_EQ(settings.school.utc_offset.minutes, 480);
  EXPECT_EQ(settings.data.folder, "data");
  EXPECT_EQ(settings.data.database, "");
  EXPECT_EQ(settings.data.file_bytes_max, 52428800);
  EXPECT_EQ(settings.http.listen, "127.0.0.1:8080");
  EXPECT_THAT(settings.http.trusted_proxies, ElementsAre("127.0.0.1", "::1"));
  EXPECT_EQ(settings.http.workers, 16);
  EXPECT_EQ(settings.http.body_bytes_max, 1048576);
  EXPECT_EQ(settings.http.idle_seconds, 75);
  EXPECT_EQ(settings.http.request_seconds, 30);
  EXPECT_EQ(settings.http.connections_max, 10000);
  EXPECT_EQ(settings.session.idle_minutes, 30);
  EXPECT_EQ(settings.session.hours, 12);
  EXPECT_EQ(settings.login.failures, 5);
  EXPECT_EQ(settings.login.lock_minutes, 15);
  EXPECT_TRUE(settings.mail.require_tls);
  EXPECT_EQ(settings.mail.digest_at.minutes, 8 * 60);
  EXPECT_EQ(settings.notify.near_workdays, 3);
  EXPECT_EQ(settings.log.level, "note");
  EXPECT_EQ(Shown(*loaded, "http.listen"), "127.0.0.1:8080 (default)");
  EXPECT_EQ(loaded->shown.size(), SettingTable().size());
}

TEST(Settings, TheFileWinsOverDefaultsAndTheEnvironmentOverTheFile) {
  const LoadedSettings loaded =
      Read("[http]\nworkers = 8\nlisten = \"0.0.0.0:80\"\n\n[mail]\nrequire_tls = false\n",
           {{"SHOUZE_HTTP_WORKERS", "16"}, {"SHOUZE_SCHOOL_NAME", "示例学院"}});
  EXPECT_EQ(loaded.settings.http.workers, 16);
  EXPECT_EQ(loaded.settings.http.listen, "0.0.0.0:80");
  EXPECT_FALSE(loaded.settings.mail.require_tls);
  EXPECT_EQ(loaded.settings.school.name, "示例学院");
  EXPECT_EQ(Shown(loaded, "http.workers"), "16 (SHOUZE_HTTP_WORKERS)");
  EXPECT_THAT(Shown(loaded, "http.listen"), HasSubstr("settings.toml:3)"));
  EXPECT_EQ(Shown(loaded, "http.idle_seconds"), "75 (default)");
}

TEST(Settings, AListIsWrittenWithCommasOrAsAList) {
  const std::string both[] = {"http.trusted_proxies = \"10.0.0.0/8, ::1\"",
                              "http.trusted_proxies = [\"10.0.0.0/8\", \"::1\"]"};
  for (const std::string& toml : both) {
    EXPECT_THAT(Read(toml).settings.http.trusted_proxies, ElementsAre("10.0.0.0/8", "::1"));
  }
  EXPECT_THAT(Read("http.trusted_proxies = \"\"").settings.http.trusted_proxies, IsEmpty());
}

TEST(Settings, ThePublicAddressLosesItsLastSlash) {
  EXPECT_EQ(Read("http.public_url = \"https://a.example/\"").settings.http.public_url,
            "https://a.example");
}

TEST(Settings, ThePublicAddressMayHaveAPathThatIsNoneOfOurs) {
  const auto takes = [](const std::string& url) {
    return ReadSettings(std::nullopt, {{"SHOUZE_HTTP_PUBLIC_URL", url}}).has_value();
  };
  for (const char* url : {"https://oa.example.cn/shouze", "https://oa.example.cn:8443/a/b/",
                          "http://10.0.0.5:8080", "http://[fd00::5]", ""}) {
    EXPECT_TRUE(takes(url)) << url;
  }
  for (const char* url :
       {"https://", "https:///shouze", "oa.example.cn", "https://oa.example.cn/api",
        "https://oa.example.cn/assets/x", "https://oa.example.cn/a//b",
        "https://oa.example.cn/?x=1", "https://oa.example.cn/\">", "ftp://a.cn"}) {
    EXPECT_FALSE(takes(url)) << url;
  }
}

TEST(Settings, ASecretMayStandInAFileOfItsOwn) {
  for (const std::string end : {"", "\n", "\r\n"}) {
    const TestFile secret("secret", "hunter 2\n" + end);
    const LoadedSettings loaded = Read("", {{"SHOUZE_MAIL_PASSWORD_FILE", secret.path()}});
    EXPECT_EQ(loaded.settings.mail.password, end.empty() ? "hunter 2" : "hunter 2\n");
    EXPECT_EQ(Shown(loaded, "mail.password"), "*** (SHOUZE_MAIL_PASSWORD_FILE)");
  }
  EXPECT_EQ(Read("", {{"SHOUZE_MAIL_PASSWORD", "plain"}}).settings.mail.password, "plain");
  EXPECT_EQ(Read("mail.password = \"plain\"").settings.mail.password, "plain");
  EXPECT_EQ(Shown(Read(""), "mail.password"), " (default)");
}

TEST(Settings, PasswordsInAddressesAreNotShown) {
  const std::pair<std::string, std::string> rows[] = {
      {"postgresql://shouze:hunter2@db.example/shouze",
       "postgresql://shouze:***@db.example/shouze"},
      {"postgresql://shouze:hun@ter2@db:5432/s", "postgresql://shouze:***@db:5432/s"},
      {"postgresql://db:5432/s", "postgresql://db:5432/s"},
      {"postgresql://shouze@db/s", "postgresql://shouze@db/s"},
      {"postgresql://db/s?user=u&password=hunter2&sslmode=require",
       "postgresql://db/s?user=u&password=***&sslmode=require"},
      {"postgresql://dbname=s user=u PassWord = hunter2 port=1",
       "postgresql://dbname=s user=u PassWord = *** port=1"},
      {"postgresql://dbname=s password='hun ter2' port=1", "postgresql://dbname=s password=***"},
      {"postgresql://dbname=s sslpassword=hunter2", "postgresql://dbname=s sslpassword=***"},
  };
  for (const auto& [written, shown] : rows) {
    const LoadedSettings loaded = Read("", {{"SHOUZE_DATA_DATABASE", written}});
    EXPECT_EQ(loaded.settings.data.database, written);
    EXPECT_EQ(Shown(loaded, "data.database"), shown + " (SHOUZE_DATA_DATABASE)");
  }
  const TestFile secret("database", "postgresql://u:p@h/d\n");
  EXPECT_EQ(Read("", {{"SHOUZE_DATA_DATABASE_FILE", secret.path()}}).settings.data.database,
            "postgresql://u:p@h/d");
}

TEST(Settings, EveryMistakeIsToldAtOnce) {
  EXPECT_THAT(
      ErrorsOf("[http]\n"
               "listn = \"x\"\n"
               "workers = \"4\"\n"
               "idle_seconds = 0\n"
               "[mial]\n"
               "url = \"smtp://x\"\n"
               "[empty]\n"
               "[mail]\n"
               "require_tls = \"yes\"\n"
               "digest_at = 2026-01-01\n",
               {{"SHOUZE_HTTP_PROT", "1"}, {"SHOUZE_SESSION_HOURS", "many"}}),
      ElementsAre("2: there is no setting 'http.listn'; did you mean 'http.listen'?",
                  "3: http.workers takes a whole number, 1 to 64",
                  "4: http.idle_seconds takes seconds, 1 to 3600",
                  "6: there is no setting 'mial.url'; did you mean 'mail.url'?",
                  "7: there is no setting 'empty'", "9: mail.require_tls takes true or false",
                  "10: mail.digest_at takes hours:minutes, as 08:00",
                  HasSubstr("SHOUZE_HTTP_PROT: there is no setting 'SHOUZE_HTTP_PROT'"),
                  "SHOUZE_SESSION_HOURS: session.hours takes a whole number, 1 to 168"));
}

TEST(Settings, OddShapesInTheFileAreMistakes) {
  EXPECT_THAT(ErrorsOf("http = 1"), ElementsAre(HasSubstr("1: there is no setting 'http'")));
  EXPECT_THAT(ErrorsOf("\"http.listen\" = \"a:1\""),
              ElementsAre(HasSubstr("1: there is no setting '\"http.listen\"'")));
  EXPECT_THAT(ErrorsOf("http.listen.port = 1"),
              ElementsAre(HasSubstr("there is no setting 'http.listen.port'")));
  EXPECT_THAT(ErrorsOf("[[http]]\nworkers = 1"), ElementsAre(HasSubstr("no setting 'http'")));
  EXPECT_THAT(ErrorsOf("http.workers = [4]"), ElementsAre(HasSubstr("takes a whole number")));
  EXPECT_THAT(ErrorsOf("http.workers = 4.0"), ElementsAre(HasSubstr("takes a whole number")));
  EXPECT_THAT(ErrorsOf("http.trusted_proxies = [1]"), ElementsAre(HasSubstr("takes IP addr")));
  EXPECT_THAT(ErrorsOf("school.name = [\"a\"]"), ElementsAre("1: school.name takes text"));
  EXPECT_THAT(ErrorsOf("[http]\n[mail]\n"), IsEmpty());
  EXPECT_THAT(ErrorsOf("[http]\nworkers == 4\n"), ElementsAre(HasSubstr("2: this is not TOML")));
  EXPECT_THAT(ErrorsOf("[http]\nworkers = 4\nworkers = 5\n"), ElementsAre(HasSubstr("not TOML")));
}

TEST(Settings, ValuesOfTheWrongFormAreMistakes) {
  const std::pair<const char*, const char*> wrong[] = {
      {"SHOUZE_SCHOOL_UTC_OFFSET", "8"},
      {"SHOUZE_DATA_FOLDER", ""},
      {"SHOUZE_DATA_DATABASE", "mysql://x"},
      {"SHOUZE_DATA_DATABASE", "postgresql://"},
      {"SHOUZE_DATA_FILE_BYTES_MAX", "1073741825"},
      {"SHOUZE_DATA_FILE_BYTES_MAX", "99999999999999999999"},
      {"SHOUZE_HTTP_LISTEN", "8080"},
      {"SHOUZE_HTTP_LISTEN", ":8080"},
      {"SHOUZE_HTTP_LISTEN", "::1:8080"},
      {"SHOUZE_HTTP_LISTEN", "127.0.0.1:"},
      {"SHOUZE_HTTP_PUBLIC_URL", "shouze.example"},
      {"SHOUZE_HTTP_TRUSTED_PROXIES", "proxy.example"},
      {"SHOUZE_HTTP_WORKERS", "0"},
      {"SHOUZE_HTTP_WORKERS", "65"},
      {"SHOUZE_HTTP_WORKERS", "4 "},
      {"SHOUZE_HTTP_WORKERS", ""},
      {"SHOUZE_MAIL_URL", "http://x"},
      {"SHOUZE_MAIL_REQUIRE_TLS", "1"},
      {"SHOUZE_MAIL_DIGEST_AT", "24:00"},
      {"SHOUZE_MAIL_DIGEST_AT", "8:00"},
      {"SHOUZE_LOG_LEVEL", "info"},
  };
  for (const auto& [name, value] : wrong) {
    const auto errors = ErrorsOf("", {{name, value}});
    EXPECT_THAT(errors, ElementsAre(HasSubstr(Concat(name, ": ")))) << name << "=" << value;
  }
  EXPECT_THAT(ErrorsOf("", {{"SHOUZE_HTTP_LISTEN", "[::1]:8080"}}), IsEmpty());
  EXPECT_THAT(ErrorsOf("", {{"SHOUZE_MAIL_DIGEST_AT", "23:59"}}), IsEmpty());
}

TEST(Settings, NoMistakeShowsASecret) {
  const TestFile secret("secret", "x");
  const auto errors = ErrorsOf(
      "mail.password = 71077345\n",
      {{"SHOUZE_DATA_DATABASE", "mysql://u:hunter2@h"}, {"SHOUZE_MAIL_PASSWORDD", "x7y7"}});
  EXPECT_EQ(errors.size(), 3u);
  for (const std::string& error : errors) {
    EXPECT_THAT(error, Not(testing::ContainsRegex("71077345|hunter2|x7y7")));
  }
  EXPECT_THAT(ErrorsOf("", {{"SHOUZE_MAIL_PASSWORD_FILE", "/nowhere/at/all"}}),
              ElementsAre("SHOUZE_MAIL_PASSWORD_FILE: the file /nowhere/at/all cannot be read"));
  EXPECT_THAT(
      ErrorsOf("", {{"SHOUZE_MAIL_PASSWORD_FILE", secret.path()}, {"SHOUZE_MAIL_PASSWORD", "x"}}),
      ElementsAre(HasSubstr("keep one of them")));
  EXPECT_THAT(ErrorsOf("", {{"SHOUZE_MAIL_USER_FILE", secret.path()}}),
              ElementsAre(HasSubstr("there is no setting")));
}

TEST(Settings, MailNeedsASender) {
  EXPECT_THAT(ErrorsOf("mail.url = \"smtp://x\""),
              ElementsAre("1: to send mail, mail.from is one mail address"));
  EXPECT_THAT(ErrorsOf("mail.url = \"smtp://x\"\nmail.from = \"nobody\""),
              ElementsAre("2: to send mail, mail.from is one mail address"));
  EXPECT_THAT(ErrorsOf("mail.url = \"smtp://x\"\nmail.from = \"守责 <s@x.example>\""), IsEmpty());
}

TEST(Settings, AFileThatCannotBeReadIsAMistake) {
  for (const std::string path : {"/nowhere/at/all.toml", "/"}) {
    const auto loaded = ReadSettings(path, {});
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().front().where, path);
  }
}

TEST(Settings, VariablesOfOurOwnScriptsAreNoSettings) {
  EXPECT_THAT(ErrorsOf("", {{"SHOUZE_SETTINGS", "x.toml"}, {"SHOUZE_BUILD", "build"}}), IsEmpty());
}

TEST(Settings, TheProcessHasAnEnvironment) {
  ASSERT_EQ(setenv("SYSTEM_TEST_VARIABLE", "a=b", 1), 0);
  EXPECT_EQ(ProcessEnvironment()["SYSTEM_TEST_VARIABLE"], "a=b");
}

TEST(SettingsReference, IsTheDocument) {
  std::ifstream stream(kReference, std::ios::binary);
  const std::string written((std::istreambuf_iterator<char>(stream)), {});
  EXPECT_EQ(written, SettingsReference())
      << kReference << " is old: build/tests/system_test --gtest_also_run_disabled_tests "
      << "--gtest_filter='*DISABLED_WriteTheDocument' writes it";
}

TEST(SettingsReference, DISABLED_WriteTheDocument) {
  std::ofstream(kReference, std::ios::binary) << SettingsReference();
}

TEST(SettingTable, EveryRowIsWholeAndItsNameUnique) {
  std::map<std::string, int> seen;
  for (const Setting& setting : SettingTable()) {
    EXPECT_EQ(++seen[VariableOf(setting)], 1) << setting.name;
    EXPECT_FALSE(setting.chinese.empty()) << setting.name;
    EXPECT_FALSE(setting.english.empty()) << setting.name;
    Settings settings;
    EXPECT_TRUE(PutSetting(setting, setting.fallback, settings)) << setting.name;
  }
}

}  // namespace
}  // namespace shouze
