#include "system/process.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace shouze {

TEST(Process, MayHaveAsManyFilesAsTheMachineLetsIt) {
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  rlimit few = before;
  few.rlim_cur = 100;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &few), 0);
  EXPECT_EQ(OpenFilesMax(), 100);
  EXPECT_GT(AllowManyFiles(), 100);
  EXPECT_EQ(AllowManyFiles(), OpenFilesMax());
  setrlimit(RLIMIT_NOFILE, &before);
}

}  // namespace shouze
