#include "http/file_answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/fake_school.h"

namespace shouze {
namespace {

using testing::HasSubstr;

const std::string kBytes = "0123456789";
const std::string kDigest = Sha256Hex(kBytes);

/// What is answered of the file where the vault has `there`; null: nothing.
Response AskedOf(std::shared_ptr<VaultFile> there, std::vector<Header> headers,
                 const std::string& bytes = kBytes) {
  Request request;
  request.headers = std::move(headers);
  return FileAnswer(request, {Sha256Hex(bytes), "application/pdf", std::ssize(bytes),
                              "证 \"1\".pdf", std::move(there), "请告知管理员", "tell somebody"});
}

Response Asked(std::vector<Header> headers) {
  return AskedOf(std::make_shared<FakeFile>(kBytes, kDigest), std::move(headers));
}

std::string BytesOf(Response& response, std::size_t size = 4) {
  std::string all;
  for (std::string part = response.source->Next(size); !part.empty();
       part = response.source->Next(size)) {
    all += part;
  }
  return all;
}

}  // namespace

TEST(FileAnswer, WholeFileIsAnAttachmentNobodyRuns) {
  Response response = Asked({});
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(BytesOf(response), kBytes);
  EXPECT_EQ(response.Get("Content-Security-Policy"), "sandbox; default-src 'none'");
  EXPECT_EQ(response.Get("Content-Disposition"),
            "attachment; filename=\"_____1_.pdf\"; filename*=UTF-8''%e8%af%81%20%221%22.pdf");
}

TEST(FileAnswer, PartsAreCutToTheFile) {
  struct Row {
    const char* range;
    int status;
    const char* bytes;
  };
  for (const Row& row :
       {Row{"bytes=2-4", 206, "234"}, Row{"bytes=8-99", 206, "89"}, Row{"bytes=7-", 206, "789"},
        Row{"bytes=-3", 206, "789"}, Row{"bytes=-99", 206, "0123456789"},
        Row{"bytes=4-2", 200, "0123456789"}, Row{"bytes=0-1,3-4", 200, "0123456789"},
        Row{"lines=1-2", 200, "0123456789"},
        Row{"bytes=9999999999999999999-", 200, "0123456789"}}) {
    Response response = Asked({{"range", row.range}});
    EXPECT_EQ(response.status, row.status) << row.range;
    EXPECT_EQ(BytesOf(response), row.bytes) << row.range;
  }
  EXPECT_EQ(Asked({{"range", "bytes=2-4"}}).Get("Content-Range"), "bytes 2-4/10");
}

TEST(FileAnswer, PartsBeyondTheEndAreNone) {
  EXPECT_EQ(Asked({{"range", "bytes=10-"}}).status, 416);
  EXPECT_EQ(Asked({{"range", "bytes=-0"}}).status, 416);
  EXPECT_EQ(Asked({{"range", "bytes=10-"}}).Get("Content-Range"), "bytes */10");
}

TEST(FileAnswer, ConditionsAreHeeded) {
  const std::string tag = Concat("\"", kDigest, "\"");
  EXPECT_EQ(Asked({{"if-none-match", tag}}).status, 304);
  EXPECT_EQ(Asked({{"range", "bytes=2-4"}, {"if-range", "\"old\""}}).status, 200);
  EXPECT_EQ(Asked({{"range", "bytes=2-4"}, {"if-range", tag}}).status, 206);
}

TEST(FileAnswer, MissingOrDamagedFilesAreToldBeforeAnyOfThemIsSent) {
  for (const char* const there : {"0123456X89", "012345678", "01234567890", ""}) {
    for (const std::vector<Header>& headers :
         {std::vector<Header>{}, {{"range", "bytes=0-1"}}, {{"range", "bytes=-1"}}}) {
      const Response response = AskedOf(std::make_shared<FakeFile>(there, kDigest), headers);
      EXPECT_EQ(response.status, 500) << there;
      EXPECT_EQ(response.source, nullptr);
      EXPECT_THAT(response.body, HasSubstr("已损坏，不能下载；请告知管理员"));
    }
  }
  EXPECT_THAT(AskedOf(nullptr, {}).body, HasSubstr("缺失"));
  EXPECT_EQ(AskedOf(nullptr, {{"range", "bytes=2-4"}}).status, 500);
}

TEST(FileAnswer, OfALargeDamagedFileTheLastPartIsKeptBack) {
  const std::string large(std::size_t{5} << 20, 'x');
  std::string flipped = large;
  flipped[100] = 'y';
  Response response = AskedOf(std::make_shared<FakeFile>(flipped, Sha256Hex(large)), {}, large);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.source->bytes(), std::ssize(large));
  EXPECT_LT(BytesOf(response, 1 << 16).size(), large.size());
  Response part = AskedOf(std::make_shared<FakeFile>(flipped, Sha256Hex(large)),
                          {{"range", "bytes=0-9"}}, large);
  EXPECT_EQ(part.status, 500);
  Response whole = AskedOf(std::make_shared<FakeFile>(large, Sha256Hex(large)), {}, large);
  EXPECT_EQ(BytesOf(whole, 1 << 16), large);
}

}  // namespace shouze
