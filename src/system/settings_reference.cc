#include "base/text.h"
#include "system/setting_table.h"
#include "system/settings.h"

namespace shouze {
namespace {

constexpr std::string_view kBeginning = R"(# 设置 · Settings

由 `SettingsReference()` 从 `src/system/setting_table.cc` 生成，不要手改。Generated from the table in the code.

不写任何设置也能启动。要改的写进一个 TOML 文件，用 `SHOUZE_SETTINGS=文件` 指明：

```toml
[school]
name = "示例学院"

[http]
public_url = "https://shouze.example.edu.cn"
workers = 8

[mail]
url = "smtp://mail.example.edu.cn:587"
from = "守责 <shouze@example.edu.cn>"
```

也可以用环境变量，它们胜过文件。次序是：默认值、文件、环境变量，后者胜。
保密的（表中有“文件”字样的）可以另放一个文件，用变量名加 `_FILE` 指明，如 `SHOUZE_MAIL_PASSWORD_FILE=/run/secrets/mail`：
取其内容，去掉末尾的换行。设置有错时程序不启动，把所有错误一次列出；`SHOUZE_` 开头而不认得的变量也是错误。

Nothing needs to be set. Changes go into a TOML file, named by `SHOUZE_SETTINGS`, or into environment variables, which win
over the file. A secret (marked 文件 below) may stand in a file of its own, named by the variable with `_FILE` at its end; a
line feed at its end does not count. Where anything is wrong, unknown `SHOUZE_` variables included, the program lists it all and
does not start.
)";

/// Text for a cell of a table.
std::string Cell(std::string_view text) {
  std::string cell;
  for (const char c : text) {
    if (c == '|' || c == '<') cell += '\\';
    cell += c;
  }
  return cell;
}

std::string_view SectionOf(const Setting& setting) {
  return setting.name.substr(0, setting.name.find('.'));
}

std::string RowOf(const Setting& setting) {
  const BothLanguages accepted = AcceptedBy(setting);
  const std::string fallback = setting.fallback.empty() ? "" : Concat("`", setting.fallback, "`");
  const std::string variable =
      Concat("`", VariableOf(setting), "`", MayComeFromFile(setting) ? "（文件）" : "");
  return Concat("| `", setting.name, "` | ", Cell(setting.chinese), " · ", Cell(setting.english),
                " | ", Cell(accepted.chinese), " · ", Cell(accepted.english), " | ", fallback,
                " | ", variable, " |\n");
}

}  // namespace

std::string SettingsReference() {
  std::string text(kBeginning);
  std::string_view section;
  for (const Setting& setting : SettingTable()) {
    if (SectionOf(setting) != section) {
      section = SectionOf(setting);
      text += Concat("\n## `", section,
                     "`\n\n| 名字 Name | 含义 Meaning | 写法 Written as | 默认 "
                     "Default | 环境变量 Variable |\n|---|---|---|---|---|\n");
    }
    text += RowOf(setting);
  }
  return text;
}

}  // namespace shouze
