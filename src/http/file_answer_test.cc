#include "http/file_answer.h"

#include <gtest/gtest.h>

namespace shouze {
namespace {

const std::string kBytes = "0123456789";

Response Asked(std::vector<Header> headers) {
  Request request;
  request.headers = std::move(headers);
  return FileAnswer(request, {"abc", "application/pdf", 10, "证 \"1\".pdf",
                              [](std::int64_t offset, std::size_t size) {
                                return kBytes.substr(static_cast<std::size_t>(offset), size);
                              }});
}

std::string BytesOf(Response& response) {
  std::string all;
  for (std::string part = response.source->Next(4); !part.empty();
       part = response.source->Next(4)) {
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
  EXPECT_EQ(Asked({{"if-none-match", "\"abc\""}}).status, 304);
  EXPECT_EQ(Asked({{"range", "bytes=2-4"}, {"if-range", "\"old\""}}).status, 200);
  EXPECT_EQ(Asked({{"range", "bytes=2-4"}, {"if-range", "\"abc\""}}).status, 206);
}

}  // namespace shouze
