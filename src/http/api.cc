#include "http/api.h"

#include <chrono>
#include <limits>

#include "http/admission.h"
#include "http/answer_cache.h"
#include "http/change_feed.h"
#include "http/dressing.h"
#include "http/kept_reads.h"
#include "http/noting.h"
#include "http/own_routes.h"
#include "http/problem.h"
#include "http/request_log.h"
#include "http/signpost.h"

namespace shouze {
namespace {

constexpr std::size_t kNoRoute = std::numeric_limits<std::size_t>::max();

/// Whoever is not logged in has little to say: a login and a password.
constexpr std::size_t kAnybodyBytesMax = std::size_t{16} << 10;

constexpr std::string_view kJsonType = "application/json; charset=utf-8";

}  // namespace

class Api::Impl {
 public:
  Impl(ServedSchool& school, ApiOptions options, std::vector<Route> routes)
      : school_(school),
        options_(std::move(options)),
        routes_(WithOwnRoutes(
            std::move(routes),
            {school, options_.health, options_.settings, feed_, metrics_, options_.mailer,
             options_.site, options_.proxies, watch_, options_.metrics_token})),
        feed_(school, options_.event_streams_max, options_.event_streams_per_account_max),
        metrics_(NamesOf(routes_)),
        admission_(school, options_.site, options_.proxies, watch_),
        cache_(options_.cache_bytes_max),
        request_log_(options_.request_log),
        signpost_(options_.site, options_.proxies, options_.pages) {
    for (std::size_t i = 0; i < routes_.size(); ++i) {
      signpost_.Add(routes_[i].method, routes_[i].path, i);
    }
  }

  /// A request, its route and when it began; counts itself when it is answered.
  class Matched {
   public:
    Matched(Impl& api, const Request& asked) : request(asked), api_(api) {
      ++api_.metrics_.in_flight;
    }
    ~Matched() { --api_.metrics_.in_flight; }
    Matched(const Matched&) = delete;
    Matched& operator=(const Matched&) = delete;

    const Route& route() const { return api_.routes_[index]; }
    std::string_view name() const {
      return index == kNoRoute ? std::string_view("none") : route().name;
    }
    /// What the answer, the log and whoever reports something call the request.
    const std::string& id() const {
      if (id_.empty()) id_ = api_.school_.NewLogId();
      return id_;
    }
    /// Runs `work`; whatever is thrown becomes an opaque answer.
    template <class Work>
    Response Guarded(Work work) const {
      try {
        return work();
      } catch (...) {
        return Broken(std::current_exception(), name(), id());
      }
    }
    /// Whoever is logged in is told with every answer how long they are.
    void Know(const Call& call) {
      if (!call.known) return;
      ends_at_ = call.known->ends_at;
      session_ = SessionIdOf(call.known->caller.session);
    }
    Response Finish(Response response) const {
      if (ends_at_) {
        response.headers.emplace_back(kSessionEndsHeader,
                                      FormatRfc3339(*ends_at_, api_.school_.offset()));
        response.headers.emplace_back(kSessionHeader, session_);
      }
      Dress(response,
            {api_.school_.Now(), api_.school_.offset(), id(), api_.options_.site.secure()});
      const auto took = std::chrono::steady_clock::now() - began_;
      api_.metrics_.Answered(index, response.status, took);
      if (api_.request_log_.is_on()) LogAs(response, took);
      return response;
    }

    const Request& request;
    std::size_t index = kNoRoute;
    PathValues path;
    std::string account;  ///< Who asks, once that is known.

   private:
    void LogAs(const Response& response, std::chrono::steady_clock::duration took) const {
      api_.request_log_.Add({api_.school_.Now(), id(), request.method, name(),
                             LoggedSubject(index == kNoRoute ? nullptr : &route(), path, request),
                             response.status, took, response.bytes().size(), account,
                             api_.options_.proxies.ClientOf(request)});
    }

    Impl& api_;
    mutable std::string id_;
    const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
    std::optional<Instant> ends_at_;
    std::string session_;
  };

  /// The refusal where there is no such route.
  std::optional<Response> Find(Matched& matched) const {
    auto found = signpost_.Find(matched.request);
    if (auto* refused = std::get_if<Response>(&found)) return std::move(*refused);
    auto& way = std::get<Signpost::Way>(found);
    matched.index = way.index;
    matched.path = std::move(way.path);
    return std::nullopt;
  }

  boost::system::result<BoundRequest, BindingErrors> Bind(const Matched& matched) const {
    const Route& route = matched.route();
    const Request& request = matched.request;
    return route.bind(
        {matched.path, request.query(), request.body, route.request_in == RequestIn::kBody});
  }

  /// As of Admission; who is turned away is noted.
  std::variant<Response, Call> Admit(Matched& matched) const {
    const Route& route = matched.route();
    auto admitted = admission_.Admit(matched.request, route);
    if (const auto* refused = std::get_if<Response>(&admitted)) {
      NoteTurnedAway(school_, route, matched.path, options_.proxies.ClientOf(matched.request),
                     !CookieOf(matched.request, admission_.cookies().session).empty(), *refused);
    } else if (const Call& call = std::get<Call>(admitted); call.known) {
      matched.account = call.known->caller.account;
    }
    return admitted;
  }

  Response AnswerWhole(Matched& matched) {
    if (auto refused = Find(matched)) return std::move(*refused);
    const Route& route = matched.route();
    auto admitted = Admit(matched);
    if (auto* refused = std::get_if<Response>(&admitted)) return std::move(*refused);
    Call& call = std::get<Call>(admitted);
    matched.Know(call);
    if (route.receive) return Noted(matched, "", call, ReceiveWhole(route, call));
    if (route.request_in == RequestIn::kBody && !matched.request.body.empty() &&
        !IsJson(matched.request)) {
      return Problem(415, "invalid_input", "正文应为 JSON（Content-Type: application/json）",
                     "the body must be JSON (Content-Type: application/json)");
    }
    const auto bound = Bind(matched);
    if (!bound) return Problem(bound.error());
    Response response = Noted(matched, bound->unit, call, Run(route, call, *bound));
    for (Header& header : call.headers) response.headers.push_back(std::move(header));
    return response;
  }

  Response Noted(const Matched& matched, std::string_view unit, const Call& call,
                 Response response) const {
    NoteAnswered(school_, matched.route(), matched.path, unit, call, response);
    return response;
  }

  Response Run(const Route& route, Call& call, const BoundRequest& bound) {
    if (route.respond) {
      auto responded = route.respond(call, bound);
      return responded ? std::move(*responded) : Problem(responded.error());
    }
    std::optional<Permission> permission;
    if (route.action) {
      permission = Permission::Of(call.caller().held, *route.action, bound.unit);
      if (!permission) return Refusal(route, call, bound);
    }
    const bool kept = IsKept(route) && permission;
    const std::string key = kept ? KeyOf(route, bound) : "";
    const std::int64_t last_entry = kept ? LastEntryFor(school_, route, bound) : 0;
    if (kept) {
      if (const auto found = cache_.Find(*permission, key, last_entry, school_.Now())) {
        ++metrics_.cache_hits;
        return *Respond(call.request, *found, kJsonType, false);
      }
      ++metrics_.cache_misses;
    }
    auto written = route.answer(call, bound);
    if (!written) return Problem(written.error());
    if (IsRead(route)) {
      const auto rendering = std::make_shared<const Rendering>(std::move(written->body));
      if (kept) cache_.Keep(key, last_entry, written->holds_until, rendering);
      return *Respond(call.request, *rendering, kJsonType, false);
    }
    Response response;
    response.headers.emplace_back("Content-Type", kJsonType);
    response.body = std::move(written->body);
    return response;
  }

  /// Use cases refuse for themselves and note it in the security log; should one not, it is
  /// refused all the same.
  Response Refusal(const Route& route, Call& call, const BoundRequest& bound) {
    const auto refused = route.answer(call, bound);
    if (!refused) return Problem(refused.error());
    return Problem(Fail(ErrorCode::kForbidden, "您没有这项权限", "you may not do this"));
  }

  /// Absent: it takes a worker.
  std::optional<Response> TryAnswer(Matched& matched) {
    if (Find(matched) || !IsKept(matched.route())) return std::nullopt;
    const Route& route = matched.route();
    const auto call = admission_.TryAdmit(matched.request, route);
    if (!call) return std::nullopt;
    matched.Know(*call);
    const auto bound = Bind(matched);
    if (!bound) return std::nullopt;
    const auto permission = Permission::Of(call->caller().held, *route.action, bound->unit);
    if (!permission) return std::nullopt;
    const auto found = cache_.Find(*permission, KeyOf(route, *bound),
                                   LastEntryFor(school_, route, *bound), school_.Now());
    if (!found) return std::nullopt;
    auto response = Respond(matched.request, *found, kJsonType, true);
    if (!response) return std::nullopt;
    ++metrics_.cache_hits;
    matched.account = call->known->caller.account;
    return Noted(matched, bound->unit, *call, std::move(*response));
  }

  /// A body that is in memory already is taken at one go.
  Response ReceiveWhole(const Route& route, Call& call) {
    auto upload = route.receive(call);
    if (!upload) return Problem(upload.error());
    if (const auto written = (*upload)->Write(call.request.body); !written) {
      return Problem(Errors{written.error()});
    }
    return Received(**upload);
  }

  static Response Received(Upload& upload) {
    auto body = upload.Finish();
    if (!body) return Problem(body.error());
    Response response;
    response.status = 201;
    response.headers.emplace_back("Content-Type", kJsonType);
    response.body = std::move(*body);
    return response;
  }

  class Streaming : public Receiving {
   public:
    Streaming(Impl& api, const Request& head) : api_(api), head_(head), matched_(api, head_) {}

    /// The refusal, where it is refused.
    std::optional<Response> Begin(Impl& api) {
      Response response = Guarded([&]() -> Response {
        if (auto refused = api.Find(matched_)) return std::move(*refused);
        auto admitted = api.Admit(matched_);
        if (auto* refused = std::get_if<Response>(&admitted)) return std::move(*refused);
        Call& call = std::get<Call>(admitted);
        matched_.Know(call);
        auto upload = matched_.route().receive(call);
        if (!upload) return api.Noted(matched_, "", call, Problem(upload.error()));
        call_.emplace(std::move(call));
        upload_ = std::move(*upload);
        return {};
      });
      if (upload_) return std::nullopt;
      response.close = true;
      return matched_.Finish(std::move(response));
    }
    std::optional<Response> Write(std::string_view bytes) override {
      bool well = false;
      Response response = Guarded([&]() -> Response {
        const auto written = upload_->Write(bytes);
        well = written.has_value();
        return well ? Response() : Problem(Errors{written.error()});
      });
      if (well) return std::nullopt;
      upload_.reset();
      response.close = true;
      return matched_.Finish(std::move(response));
    }
    Response Finish() override {
      return matched_.Finish(
          Guarded([&] { return api_.Noted(matched_, "", *call_, Received(*upload_)); }));
    }

   private:
    template <class Work>
    Response Guarded(Work work) {
      return matched_.Guarded(std::move(work));
    }

    const Impl& api_;
    const Request head_;
    Matched matched_;
    std::optional<Call> call_;
    std::unique_ptr<Upload> upload_;
  };

  ServedSchool& school_;
  const ApiOptions options_;
  const std::vector<Route> routes_;
  ChangeFeed feed_;
  Metrics metrics_;
  WayWatch watch_;
  const Admission admission_;
  AnswerCache cache_;
  RequestLog request_log_;
  Signpost signpost_;
};

Api::Api(ServedSchool& school, ApiOptions options, std::vector<Route> routes)
    : impl_(std::make_unique<Impl>(school, std::move(options), std::move(routes))) {}

Api::~Api() = default;

Response Api::Handle(const Request& request) {
  Impl::Matched matched(*impl_, request);
  return matched.Finish(matched.Guarded([&] { return impl_->AnswerWhole(matched); }));
}

std::optional<Response> Api::TryHandle(const Request& request) {
  if (request.method != "GET" && !request.IsHead()) return std::nullopt;
  Impl::Matched matched(*impl_, request);
  try {
    auto response = impl_->TryAnswer(matched);
    if (!response) return std::nullopt;
    return matched.Finish(std::move(*response));
  } catch (...) {
    return std::nullopt;  // Handle meets it again and tells of it.
  }
}

BodyPlan Api::PlanFor(const Request& head) const {
  Impl::Matched matched(*impl_, head);
  const bool streamed = !impl_->Find(matched) && matched.route().receive != nullptr;
  if (streamed) return {true, impl_->options_.upload_bytes_max};
  const std::size_t most = impl_->options_.body_bytes_max;
  const bool anybody = matched.index != kNoRoute && matched.route().entry == Door::kAnybody;
  return {false, static_cast<std::int64_t>(anybody ? std::min(most, kAnybodyBytesMax) : most)};
}

Lane Api::LaneFor(const Request& request) const {
  Impl::Matched matched(*impl_, request);
  return impl_->Find(matched) ? Lane::kQuick : matched.route().lane;
}

std::string Api::BlockOf(const Request& request) const {
  return impl_->admission_.BlockOf(request);
}

void Api::EndDeadStreams() { impl_->feed_.EndDead(); }

std::optional<Response> Api::RefuseHead(const Request& head) {
  Impl::Matched matched(*impl_, head);
  std::optional<Response> refused;
  matched.Guarded([&]() -> Response {  // What breaks here is met again by Handle.
    refused = impl_->Find(matched);
    if (refused) return {};
    auto admitted = impl_->Admit(matched);
    if (auto* response = std::get_if<Response>(&admitted)) refused = std::move(*response);
    return {};
  });
  if (!refused) return std::nullopt;
  refused->close = true;
  return matched.Finish(std::move(*refused));
}

std::variant<Response, std::unique_ptr<Api::Receiving>> Api::Begin(const Request& head) {
  auto streaming = std::make_unique<Impl::Streaming>(*impl_, head);
  if (auto refused = streaming->Begin(*impl_)) return std::move(*refused);
  return streaming;
}

Response Api::Refuse(int status, std::string_view code, std::string_view message,
                     std::string_view english) {
  Request nothing;
  Response response =
      Impl::Matched(*impl_, nothing).Finish(Problem(status, code, message, english));
  response.close = true;
  return response;
}

bool Api::IsProxy(std::string_view address) const {
  return impl_->options_.proxies.IsTrusted(address);
}
void Api::WriteRequestLog() { impl_->request_log_.Write(); }
Metrics& Api::metrics() { return impl_->metrics_; }
WayWatch& Api::watch() { return impl_->watch_; }
const std::vector<Route>& Api::routes() const { return impl_->routes_; }

}  // namespace shouze
