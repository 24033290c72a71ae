#include "testing/test_school.h"

#include <fstream>
#include <iterator>

#include "service/cycles.h"
#include "service/evidence.h"
#include "service/feedback.h"
#include "service/records.h"
#include "service/reviews.h"
#include "service/roles.h"
#include "service/sheets.h"
#include "service/stages.h"
#include "service/units.h"
#include "system/password.h"

namespace shouze {
namespace {

constexpr UtcOffset kOffset{480};
constexpr int kFirstCalendar = 2023;
constexpr int kLastCalendar = 2026;

constexpr std::string_view kPeople[] = {"contact-a", "head-a",   "lead-a",   "contact-b", "head-b",
                                        "office",    "office2",  "centre",   "co",        "leader",
                                        "inspector", "sysadmin", "secadmin", "auditor",   "nobody"};

constexpr std::pair<std::string_view, Role> kRoles[] = {
    {"office", Role::kOffice},        {"office2", Role::kOffice},
    {"centre", Role::kCentre},        {"co", Role::kCoOrganiser},
    {"leader", Role::kLeadingGroup},  {"inspector", Role::kInspector},
    {"sysadmin", Role::kSystemAdmin}, {"secadmin", Role::kSecurityAdmin},
    {"auditor", Role::kAuditor},
};

/// Hashed once for all tests of a program: it is slow on purpose.
const std::string& PasswordHash() {
  static const std::string hash = HashPassword(TestSchool::kPassword).value();
  return hash;
}

/// Of the checkout, where tests run.
std::string ReadText(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error(Concat(path, " is not there: tests run in the checkout"));
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

std::string Describe(const Errors& errors) {
  std::string lines;
  for (const Error& error : errors) lines += Concat(Describe(error), "\n");
  return lines;
}

std::string SmallPdf(std::string_view text) {
  return Concat("%PDF-1.4\n% ", text, "\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n");
}

Instant SchoolTime(std::string_view text) {
  const auto instant = ParseTypedInstant(text, kOffset);
  if (!instant) throw std::runtime_error(Concat(text, " is no instant"));
  return *instant;
}

SchoolOptions TestSchool::DefaultOptions() {
  SchoolOptions options;
  options.name = "试验学院";
  options.offset = kOffset;
  return options;
}

TestSchool::TestSchool(Store& store, SchoolOptions options)
    : store_(store), options_(std::move(options)), clock_(SchoolTime("2026-03-02T09:00")) {
  Open();
  MakePeople();
  MakeYear();
  MakeUnits();
}

TestSchool::~TestSchool() = default;

std::unique_ptr<School> TestSchool::Another() {
  auto school = School::Open({store_, vault_, clock_, random_}, options_);
  if (!school) throw std::runtime_error(Describe(school.error()));
  return std::move(*school);
}

void TestSchool::Open() { school_ = Another(); }

void TestSchool::Restart() {
  school_.reset();
  Open();
}

std::string TestSchool::AddPerson(std::string_view login) {
  Account account;
  account.id = random_.Hex(16);
  account.login = login;
  account.name = Concat("某", login);
  account.mail = Concat(login, "@school.example");
  account.password_hash = PasswordHash();
  account.created_at = now();
  const auto added =
      store_.Write([&](WriteTx& tx) -> Result<bool> { return AddAccount(tx, account); });
  if (!added || !*added) throw std::runtime_error(Concat(login, " is taken"));
  return account.id;
}

void TestSchool::MakePeople() {
  for (const std::string_view login : kPeople) AddPerson(login);
  for (const auto& [login, role] : kRoles) {
    Must(kGrantRole, "operator", {AccountOf(login), role, {}, {}});
  }
  // Whatever tests tell of comes later.
  const auto forgotten = store_.Write([&](WriteTx& tx) -> Result<void> {
    for (const auto& [login, role] : kRoles) {
      DropNoticesAbout(tx, FindAccountByLogin(tx, login).value().id);
    }
    for (const OutgoingMail& mail : ReadMailDue(tx, now(), 1000)) DropMail(tx, mail.id);
    return {};
  });
  if (!forgotten) throw std::runtime_error(Describe(forgotten.error()));
}

void TestSchool::MakeYear() {
  const auto policy = Must(kAddPolicy, "operator", {ReadText("policies/czie-2024.yaml")});
  for (int year = kFirstCalendar; year <= kLastCalendar; ++year) {
    Must(kAddCalendar, "operator", {ReadText(Concat("calendars/cn/", year, ".yaml"))});
  }
  // So that tests may freeze sheets in any month; december_test has the policy's own day.
  Must(kPrepareCycle, "operator", {kYear, policy.id, {{"initial_from", *MakeDate(kYear, 1, 1)}}});
  Must(kAdvance, "operator", {kYear, Stage::kOpen, ""});
}

void TestSchool::ConfirmAll() {
  Must(kSignFeedback, "head-a", {kYear, "A1", 0});
  Must(kSignFeedback, "head-b", {kYear, "B2", 0});
}

void TestSchool::Assign(std::string_view unit, std::string_view post, std::string_view login) {
  Must(kAssignPost, "operator",
       {Label(std::string(unit)),
        Label(std::string(post)),
        AccountOf(login),
        FirstDayOf(kYear),
        {}});
}

void TestSchool::MakeUnits() {
  Must(kFoundUnit, "operator", {"A1", "信息工程学院", "teaching", {}, {{"headcount", 40}}});
  Must(kFoundUnit, "operator", {"B2", "教务处", "administrative", {}, {{"headcount", 12}}});
  Assign("A1", "contact", "contact-a");
  Assign("A1", "head", "head-a");
  Assign("A1", "security_lead", "lead-a");
  Assign("B2", "contact", "contact-b");
  Assign("B2", "head", "head-b");
}

std::string TestSchool::AccountOf(std::string_view login) {
  const auto account = store_.Read([&](const ReadTx& tx) { return FindAccountByLogin(tx, login); });
  if (!account) throw std::runtime_error(Concat("nobody is called ", login));
  return account->id;
}

Caller TestSchool::As(std::string_view login) {
  if (login == "operator") return school_->Operator();
  Caller caller;
  caller.account = AccountOf(login);
  caller.held = school_->HeldBy(caller.account);
  caller.address = "10.0.0.1";
  return caller;
}

std::string TestSchool::Register(std::string_view kind, const std::vector<Label>& units,
                                 const FieldValues& fields, std::optional<Instant> at) {
  RegisterRecordRequest request;
  request.kind = std::string(kind);
  request.units = units;
  request.at = at.value_or(now());
  request.fields = fields;
  // Some kinds are the office's to register, some the centre's.
  Caller both = school_->Operator();
  both.held.push_back({Role::kCentre, ""});
  const auto registered = school_->Run(kRegisterRecord, both, request);
  if (!registered) throw std::runtime_error(Describe(registered.error()));
  return registered->id;
}

HandedFile TestSchool::Upload(std::string_view login, std::string_view text) {
  const auto upload = vault_.Begin();
  if (const auto written = upload->Write(SmallPdf(text)); !written) {
    throw std::runtime_error("the upload was refused");
  }
  const auto kept = KeepUpload(*school_, As(login), *upload);
  if (!kept) throw std::runtime_error(Describe(kept.error()));
  return {kept->digest, Label(Concat(text, ".pdf"))};
}

std::string TestSchool::HandIn(std::string_view login, std::string_view unit,
                               std::string_view obligation) {
  HandInRequest request;
  request.year = kYear;
  request.unit = std::string(unit);
  request.obligations = {Label(std::string(obligation))};
  request.files = {Upload(login, Concat("材料 ", entries()))};
  return Must(kHandIn, login, request).submissions.front().id;
}

std::string TestSchool::Review(std::string_view submission, Verdict verdict) {
  ReviewRequest request;
  request.submission = std::string(submission);
  request.verdict = verdict;
  if (verdict == Verdict::kReturned) request.reason = "缺少盖章页";
  const auto* const before = View(*school_, clock_.Now()).state().LatestReview(submission);
  if (before != nullptr) request.after = before->fact.id;
  return Must(kReview, "office", request).id;
}

std::vector<ObligationRow> TestSchool::Obligations(std::string_view unit) {
  return Must(kListObligations, "operator", {kYear, Label(std::string(unit))}).obligations;
}

ObligationRow TestSchool::ObligationOf(std::string_view unit, std::string_view key) {
  for (ObligationRow& row : Obligations(unit)) {
    if (row.key == key) return std::move(row);
  }
  throw std::runtime_error(Concat(unit, " has no obligation ", key));
}

}  // namespace shouze
