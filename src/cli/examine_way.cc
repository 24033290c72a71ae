#include "cli/examine_way.h"

#include "base/text.h"
#include "http/way_in.h"
#include "system/web_page.h"

namespace shouze {
namespace {

/// As an element of a query.
std::string Escaped(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string escaped;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (plain || c == '.' || c == '-') {
      escaped += c;
    } else {
      escaped += '%';
      escaped += kDigits[static_cast<unsigned char>(c) >> 4U];
      escaped += kDigits[static_cast<unsigned char>(c) & 15U];
    }
  }
  return escaped;
}

using Mark = Examined::Mark;

/// The running server, asked by the address that people open.
std::vector<Examined> AskTheServer(const Settings& settings) {
  const std::string& url = settings.http.public_url;
  if (url.empty()) {
    return {
        {Mark::kWell,
         "未设置 http.public_url：没有核对反向代理，邮件和印件里没有网址 / not set, nothing checked"}};
  }
  const auto page = FetchWebPage(Concat(url, "/api/v1/connection?page=", Escaped(url)));
  if (!page) {
    // Many a network lets no machine come back in by its own outer address.
    return {
        {Mark::kWell, Concat(page.error().message,
                             "；没有核对（服务没有启动，或本机到不了这个网址） / not checked")}};
  }
  const auto answer =
      page->status == 200 ? ReadJson<ConnectionAnswer>(page->body) : Errors{Error{}};
  if (!answer) {
    return {{Mark::kFault, Concat(url, " 回答的不是守责（HTTP ", page->status,
                                  "）：请检查反向代理是否把这个网址（连同它的路径）转给 ",
                                  settings.http.listen, " / somebody else answers there")}};
  }
  std::vector<Examined> found;
  if (answer->public_url != url) {
    found.push_back(
        {Mark::kFault, Concat("运行中的服务器以为网址是“", answer->public_url,
                              "”：改过设置后请重新启动 / restart after changing settings")});
  }
  for (const WayFault& fault : answer->faults) {
    found.push_back({Mark::kFault, Concat(fault.message, " / ", fault.english)});
  }
  if (found.empty()) found.push_back({Mark::kWell, url});
  return found;
}

}  // namespace

std::vector<Examined> ExamineWay(const Settings& settings) {
  std::vector<Examined> found = AskTheServer(settings);
  for (const WayFault& fault : FaultsOfSettings(settings.http)) {
    found.push_back({Mark::kWarning, Concat(fault.message, " / ", fault.english)});
  }
  return found;
}

}  // namespace shouze
