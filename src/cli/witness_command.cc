#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <memory>
#include <span>
#include <string>

#include "base/text.h"
#include "cli/command.h"
#include "cli/context.h"
#include "cli/load.h"
#include "cli/witnessed_heads.h"
#include "exchange/described.h"
#include "service/heads.h"
#include "system/clock.h"
#include "system/web_page.h"

/// `shouze witness`: on a machine that whoever keeps the server cannot change.
namespace shouze {
namespace {

constexpr UtcOffset kSchoolTime{480};
/// So many heads are asked for at once.
constexpr std::size_t kHeadsAtOnce = 50;
constexpr int kOk = 200;

struct WitnessArguments {
  std::string folder;
  std::string server;
};

/// What is seen and sent may not be changed on the way.
bool IsGuarded(const std::string& url) {
  return url.starts_with("https://") || url.starts_with("http://127.0.0.1") ||
         url.starts_with("http://[::1]") || url.starts_with("http://localhost");
}

ResultOrErrors<HeadsAnswer> Ask(const std::string& server, std::span<const SeenHead> seen) {
  if (!IsGuarded(server)) {
    return Fail(ErrorCode::kInvalidInput, "见证只走 https://", "a witness asks by https:// only",
                "--server");
  }
  std::string url = Concat(server, "/api/v1/heads?");
  for (const SeenHead& head : seen) url += Concat("entry=", head.seq, "&event=", head.log_id, "&");
  const auto page = FetchWebPage(url);
  if (!page) return Errors{page.error()};
  if (page->status == kOk) {
    auto answer = ReadJson<HeadsAnswer>(page->body);
    if (answer && answer->entries.size() == seen.size() && answer->events.size() == seen.size()) {
      return answer;
    }
  }
  return Fail(ErrorCode::kInvalidInput, Concat("那里答复的不是末尾（", page->status, "）"),
              Concat("no heads are answered there (", page->status, ")"), server);
}

/// What the server's history no longer has of a head that was seen.
void Compare(const SeenHead& head, const ChainPlace& entry, const ChainPlace& event,
             const HeadsAnswer& now, Errors& findings) {
  const auto find = [&](std::string_view chinese, std::string_view english, std::int64_t at,
                        const std::string& was, const std::string& is) {
    findings.push_back(
        {ErrorCode::kConflict, Concat(english, " ", at),
         Concat(chinese, "第 ", at, " 条在 ", FormatForPeople(head.at, kSchoolTime),
                " 见到时摘要是 ", was, "，服务器现在的",
                is.empty() ? "历史里没有它" : Concat("是 ", is), "：历史被截短或改写"),
         Concat("its digest was ", was, ", the server now has ", is.empty() ? "nothing" : is,
                " there: history was cut or rewritten")});
  };
  if (entry.digest != head.digest) find("账本", "entry", head.seq, head.digest, entry.digest);
  const bool archived = event.digest.empty() && head.log_id < now.log_begins;
  if (event.digest != head.log_digest && !archived) {
    find("安全日志", "event", head.log_id, head.log_digest, event.digest);
  }
}

/// Compares all of `seen`, some at a time.
ResultOrErrors<HeadsAnswer> CompareAll(const std::string& server, std::span<const SeenHead> seen,
                                       Errors& findings) {
  ResultOrErrors<HeadsAnswer> answer = HeadsAnswer();
  do {
    const auto some = seen.first(std::min(kHeadsAtOnce, seen.size()));
    answer = Ask(server, some);
    if (!answer) return answer;
    for (std::size_t i = 0; i < some.size(); ++i) {
      Compare(some[i], answer->entries[i], answer->events[i], *answer, findings);
    }
    seen = seen.subspan(some.size());
  } while (!seen.empty());
  return answer;
}

/// False where the history is not the one that was seen.
bool TellFindings(CliContext& context, const Errors& findings) {
  for (const Error& finding : findings) {
    context.out << "✗ " << ForTerminal(Describe(finding)) << "\n";
  }
  if (findings.empty()) return true;
  context.out
      << "见证与服务器不符，共 " << findings.size()
      << " 处：请立即告知审计管理员，保存服务器和备份的原样 / the server's history is not the one "
         "that was seen: tell the auditor, keep everything as it is\n";
  context.exit_code = kExitFindings;
  return false;
}

void See(CliContext& context, const WitnessArguments& arguments) {
  auto witness = WitnessedHeads::Open(arguments.folder);
  if (!witness) return Report(context, {witness.error()});
  std::span<const SeenHead> last(witness->heads());
  if (!last.empty()) last = last.last(1);
  Errors findings;
  const auto answer = CompareAll(arguments.server, last, findings);
  if (!answer) return Report(context, answer.error());
  if (!TellFindings(context, findings)) return;
  const bool is_new = last.empty() || answer->ledger.at != last.front().seq ||
                      answer->log.at != last.front().log_id;
  if (is_new) {
    SystemClock clock;
    const auto kept = witness->Add({0, clock.Now(), arguments.server, answer->ledger.at,
                                    answer->ledger.digest, answer->log.at, answer->log.digest, ""});
    if (!kept) return Report(context, {kept.error()});
  }
  context.out << (is_new ? "已见证 seen" : "没有变化 unchanged") << ": 账本 entry "
              << answer->ledger.at << " " << ForTerminal(answer->ledger.digest)
              << "，安全日志 event " << answer->log.at << " " << ForTerminal(answer->log.digest)
              << "\n";
}

void Check(CliContext& context, const WitnessArguments& arguments) {
  auto witness = WitnessedHeads::Open(arguments.folder);
  if (!witness) {
    context.out << "✗ " << ForTerminal(Describe(witness.error())) << "\n";
    context.exit_code = kExitFindings;
    return;
  }
  if (witness->heads().empty()) {
    return Report(context, Fail(ErrorCode::kNotFound, "还没有见证过任何末尾",
                                "no head has been seen yet", arguments.folder));
  }
  const SeenHead& first = witness->heads().front();
  const SeenHead& last = witness->heads().back();
  const std::string server = arguments.server.empty() ? last.server : arguments.server;
  Errors findings;
  const auto answer = CompareAll(server, witness->heads(), findings);
  if (!answer) return Report(context, answer.error());
  context.out << "见证 " << witness->heads().size() << " 次 heads，"
              << FormatForPeople(first.at, kSchoolTime) << " — "
              << FormatForPeople(last.at, kSchoolTime) << "；公钥 key " << witness->public_key()
              << "\n";
  if (!TellFindings(context, findings)) return;
  context.out << "账本到第 " << last.seq << " 条、安全日志到第 " << last.log_id
              << " 条与见证相符；更晚的它没有见过 / the ledger up to entry " << last.seq
              << " and the log up to event " << last.log_id
              << " are as they were seen; of what came later it knows nothing\n";
}

}  // namespace

void AddWitnessCommand(CLI::App& app, CliContext& context) {
  auto arguments = std::make_shared<WitnessArguments>();
  CLI::App* command = app.add_subcommand(
      "witness",
      "在另一台机器上见证学校账本和安全日志的末尾 / witness a school's heads on another machine");
  command->require_subcommand(1);
  CLI::App* see = command->add_subcommand(
      "see",
      "取一次末尾，签名保存；与上次见到的不符则报警 / look at the heads, sign and keep them");
  CLI::App* check = command->add_subcommand(
      "check",
      "把见过的全部末尾与服务器现在的历史对照 / compare all that was seen with the server");
  for (CLI::App* one : {see, check}) {
    one->add_option("--folder", arguments->folder,
                    "见证自己的目录：密钥和记录 / the witness's own folder")
        ->required();
    auto* const server = one->add_option("--server", arguments->server,
                                         "学校系统的网址（https://…） / the school's address");
    if (one == see) server->required();
  }
  see->callback([&context, arguments] { See(context, *arguments); });
  check->callback([&context, arguments] { Check(context, *arguments); });
}

}  // namespace shouze
