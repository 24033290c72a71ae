#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "base/text.h"
#include "cli/command.h"
#include "cli/context.h"
#include "cli/load.h"
#include "cli/open_school.h"
#include "http/health.h"
#include "http/resources/resources.h"
#include "http/server.h"
#include "inspection/inspections.h"
#include "service/clock_doubt.h"
#include "service/clock_keeping.h"
#include "service/head_mail.h"
#include "service/mail_state.h"
#include "service/outbox.h"
#include "service/tick.h"
#include "system/log.h"
#include "system/process.h"
#include "system/syslog.h"

namespace shouze {
namespace {

constexpr std::chrono::seconds kTickEvery{30};
/// How soon what must be told at once goes out.
constexpr std::chrono::seconds kMailEvery{2};
/// How soon what another process has appended is seen here.
constexpr std::chrono::milliseconds kCatchUpEvery{250};
/// What a machine without power forgets of the witness, at the most.
constexpr std::chrono::seconds kWitnessEvery{1};
constexpr std::chrono::minutes kTellHeadEvery{60};
/// How soon what was read or refused is in the security log, and requests in the log.
constexpr std::chrono::seconds kTraceEvery{1};
/// How soon streams end whose session has run out, or was ended by another process.
constexpr std::chrono::seconds kEndStreamsEvery{5};

/// Signals that end the server are waited for, never handled: blocked before any thread begins.
sigset_t BlockEndingSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return signals;
}

/// What happens beside requests, again and again, on a thread of its own: nothing waits for a mail
/// server that does not answer.
class Background {
 public:
  Background(std::chrono::milliseconds every, std::function<void()> work)
      : every_(every), work_(std::move(work)), thread_([this] { Run(); }) {}
  ~Background() {
    {
      const std::lock_guard lock(mutex_);
      ending_ = true;
    }
    wake_.notify_all();
    thread_.join();
  }

 private:
  void Run() {
    std::unique_lock lock(mutex_);
    while (!ending_) {
      lock.unlock();
      try {
        work_();
      } catch (const std::exception& broken) {
        Log(LogLevel::kError, "background", {{"cause", broken.what()}});
      }
      lock.lock();
      wake_.wait_for(lock, every_, [this] { return ending_; });
    }
  }

  const std::chrono::milliseconds every_;
  const std::function<void()> work_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool ending_ = false;
  std::thread thread_;
};

/// `127.0.0.1:8080`, `[::1]:8080`: the settings have checked the form.
void SplitListen(const std::string& listen, ServerOptions& options) {
  const std::size_t colon = listen.rfind(':');
  options.address = listen.substr(0, colon);
  if (options.address.starts_with('[')) {
    options.address = options.address.substr(1, options.address.size() - 2);
  }
  options.port = static_cast<std::uint16_t>(ParseInteger(listen.substr(colon + 1)).value_or(0));
}

ServerOptions ServerOptionsOf(const Settings& settings) {
  ServerOptions options;
  SplitListen(settings.http.listen, options);
  options.workers = settings.http.workers;
  options.connections_max = settings.http.connections_max;
  options.connections_per_address_max = settings.http.connections_per_address_max;
  options.idle_max = std::chrono::seconds(settings.http.idle_seconds);
  options.body_max = std::chrono::seconds(settings.http.request_seconds);
  options.write_max = std::chrono::seconds(settings.http.request_seconds);
  return options;
}

std::vector<HealthCheck> HealthChecks(OpenedSchool& opened) {
  std::vector<HealthCheck> checks;
  checks.push_back({"store", Seldom(StoreLook(*opened.store))});
  checks.push_back({"vault", Seldom(VaultLook(*opened.vault))});
  checks.push_back({"clock", [&opened]() -> std::optional<std::string> {
                      const School& school = *opened.school;
                      const auto doubt = school.Doubt();
                      if (!doubt) return std::nullopt;
                      return ClockInDoubt(*doubt, school.options().offset).front().message;
                    }});
  return checks;
}

Result<ApiOptions> ApiOptionsOf(OpenedSchool& opened, const CliContext& context) {
  const Settings& settings = opened.loaded.settings;
  auto proxies = TrustedProxies::Parse(settings.http.trusted_proxies);
  if (!proxies) return proxies.error();
  ApiOptions options;
  options.site = Site(settings.http.public_url);
  options.proxies = std::move(*proxies);
  options.body_bytes_max = static_cast<std::size_t>(settings.http.body_bytes_max);
  options.upload_bytes_max = settings.data.file_bytes_max;
  options.health = HealthChecks(opened);
  options.pages = std::make_shared<const Pages>(Unpack(context.pages), options.site);
  options.settings = opened.loaded.shown;
  options.mailer = opened.mailer.get();
  options.request_log = settings.log.requests;
  options.metrics_token = settings.http.metrics_token;
  return options;
}

/// The log is another witness, elsewhere: journald, a log server.
void LogHead(const School& school) {
  const Head head = school.head();
  const SecurityHead log = school.store().Read(ReadSecurityHead);
  Log(LogLevel::kNote, "ledger.head", {{"seq", std::to_string(head.seq)}, {"digest", head.digest}});
  Log(LogLevel::kNote, "security_log.head",
      {{"id", std::to_string(log.id)}, {"digest", log.digest}});
}

/// A log server on another machine.
void SyslogHead(const School& school, const std::string& server) {
  if (server.empty()) return;
  const Head head = school.head();
  const SecurityHead log = school.store().Read(ReadSecurityHead);
  const auto sent = SendSyslog(server, school.parts().clock.Now(),
                               Concat("event=heads seq=", head.seq, " digest=", head.digest,
                                      " log_id=", log.id, " log_digest=", log.digest));
  if (!sent) Log(LogLevel::kWarning, "syslog", {{"cause", Describe(sent.error())}});
}

/// Into the log every hour, by mail once a day.
void TellHead(OpenedSchool& opened) {
  LogHead(*opened.school);
  SyslogHead(*opened.school, opened.loaded.settings.log.syslog);
  const std::string& to = opened.loaded.settings.mail.head_to;
  if (to.empty() || opened.mailer == nullptr) return;
  const auto sent = MailHead(*opened.school, *opened.mailer, to);
  if (!sent) Log(LogLevel::kWarning, "ledger.head_mail", {{"cause", Describe(sent.error())}});
}

/// What is due now. Nothing goes by a clock that is not believed; of a broken database the tick
/// tells.
void SendMail(OpenedSchool& opened) {
  if (opened.mailer == nullptr || opened.school->Doubt()) return;
  try {
    SendDueMail(*opened.school, *opened.mailer);
  } catch (const StoreBroken&) {
  }
}

/// Each connection is an open file; the database and the vault take some, too.
void AllowFilesFor(std::int64_t connections_max) {
  constexpr std::int64_t kFilesBeside = 200;
  const std::int64_t files = AllowManyFiles();
  if (files >= connections_max + kFilesBeside) return;
  Log(LogLevel::kWarning, "few_files",
      {{"files_max", Concat(files)},
       {"connections_max", Concat(connections_max)},
       {"remedy", "raise LimitNOFILE (ulimit -n) or lower http.connections_max"}});
}

void ServeUntilSignal(CliContext& context, const SchoolArguments& arguments,
                      const std::optional<std::string>& listen) {
  const sigset_t signals = BlockEndingSignals();
  auto opened = OpenSchool(arguments, SchoolUse::kWrite);
  if (!opened) return Report(context, opened.error());
  if (listen) {
    (*opened)->loaded.settings.http.listen = *listen;
    ShowOption((*opened)->loaded, "http.listen", *listen, "--listen");
  }
  auto api_options = ApiOptionsOf(**opened, context);
  if (!api_options) return Report(context, {api_options.error()});
  inspection::Inspections inspections(*(*opened)->school,
                                      InspectionFolderOf((*opened)->loaded.settings));
  const auto served = Serve(*(*opened)->school, inspections);
  Api api(*served, std::move(*api_options), AllRoutes());
  const ServerOptions options = ServerOptionsOf((*opened)->loaded.settings);
  for (const WayFault& fault : FaultsOfSettings((*opened)->loaded.settings.http)) {
    api.watch().Note(fault, (*opened)->school->parts().clock.Now());
    context.err << "! " << fault.message << " / " << fault.english << "\n";
  }
  AllowFilesFor(options.connections_max);
  TryMailAnew(*(*opened)->school);
  auto server = Server::Start(api, options);
  if (!server) return Report(context, {server.error()});
  const bool six = options.address.find(':') != std::string::npos;
  context.out << "守责已启动 / serving at http://" << (six ? "[" : "") << options.address
              << (six ? "]" : "") << ":" << (*server)->port() << "/\n"
              << std::flush;
  {
    const Background ticking(kTickEvery, [&] {
      KeepAnchor((*opened)->school->store(), *(*opened)->clock);
      Tick(*(*opened)->school, (*opened)->mailer.get());
      GiveBackMemory();
    });
    const Background mailing(kMailEvery, [&] { SendMail(**opened); });
    const Background catching_up(kCatchUpEvery, [&] { (*opened)->school->CatchUp(); });
    const Background witnessing(kWitnessEvery, [&] { (*opened)->witness->Sync(); });
    const Background telling(kTellHeadEvery, [&] { TellHead(**opened); });
    const Background tracing(kTraceEvery, [&] { (*opened)->school->WriteTraces(); });
    const Background logging(kTraceEvery, [&] { api.WriteRequestLog(); });
    const Background ending(kEndStreamsEvery, [&] { api.EndDeadStreams(); });
    int signal = 0;
    sigwait(&signals, &signal);
  }
  (*server)->Stop();
  api.WriteRequestLog();
  LogHead(*(*opened)->school);
}

}  // namespace

void AddServeCommand(CLI::App& app, CliContext& context) {
  auto arguments = std::make_shared<SchoolArguments>();
  auto listen = std::make_shared<std::optional<std::string>>();
  CLI::App* command = app.add_subcommand("serve", "启动服务 / serve a school");
  AddSchoolOptions(*command, *arguments);
  command->add_option("--listen", *listen,
                      "地址和端口，默认按设置（127.0.0.1:8080） / address and port");
  command->add_flag("--skip-backup", arguments->skip_backup,
                    "升级 PostgreSQL 数据表前不备份 / migrate PostgreSQL without a backup");
  command->callback(
      [&context, arguments, listen] { ServeUntilSignal(context, *arguments, *listen); });
}

}  // namespace shouze
