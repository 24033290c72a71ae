#include "service/published_state.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "base/text.h"

namespace shouze {
namespace {

Change Unit(const PublishedState& state, std::int64_t seq) {
  Entry entry;
  entry.seq = seq;
  entry.at = {seq};
  entry.actor = "somebody";
  entry.kind = "unit.found";
  entry.body = Concat(R"({"id":"U)", seq, R"(","name":"U","kind":"k","successor":"",)",
                      R"("fields":{},"reason":""})");
  auto change = state.Newest()->Prepare(std::move(entry));
  if (!change) throw std::runtime_error(Describe(change.error().front()));
  return std::move(*change);
}

void Found(PublishedState& state, std::int64_t seq) {
  const Change change = Unit(state, seq);
  state.Apply({&change, 1});
  state.Publish();
}

std::size_t UnitsOf(const PublishedState::Pointer& state) { return state->All<UnitFact>().size(); }

}  // namespace

TEST(PublishedState, ReadersKeepWhatTheyGotWhileTheWriterGoesOn) {
  PublishedState state;
  Found(state, 1);
  const auto first = state.Get();
  Found(state, 2);
  Found(state, 3);
  const auto third = state.Get();
  Found(state, 4);
  EXPECT_EQ(UnitsOf(first), 1u);
  EXPECT_EQ(UnitsOf(third), 3u);
  EXPECT_EQ(UnitsOf(state.Get()), 4u);
}

TEST(PublishedState, NoChangeIsLostWhicheverCopyIsWritten) {
  PublishedState state;
  PublishedState::Pointer held;
  for (std::int64_t seq = 1; seq <= 40; ++seq) {
    Found(state, seq);
    if (seq % 7 == 0) held = state.Get();
    if (seq % 5 == 0) held.reset();
    if (seq == 20) state.Rework([](SchoolState& copy) { copy.SetHead({20, "d"}, {}); });
    ASSERT_EQ(UnitsOf(state.Get()), static_cast<std::size_t>(seq));
    ASSERT_EQ(state.Get()->head().seq, seq);
  }
}

TEST(PublishedState, ReadersSeeNothingBeforeItIsPublished) {
  PublishedState state;
  Found(state, 1);
  for (std::int64_t seq = 2; seq <= 4; ++seq) {
    const Change change = Unit(state, seq);
    state.Apply({&change, 1});
    EXPECT_EQ(UnitsOf(state.Newest()), static_cast<std::size_t>(seq));
    EXPECT_EQ(UnitsOf(state.Get()), 1u);
  }
  EXPECT_TRUE(state.is_ahead());
  state.Publish();
  EXPECT_FALSE(state.is_ahead());
  EXPECT_EQ(UnitsOf(state.Get()), 4u);
  Found(state, 5);
  EXPECT_EQ(UnitsOf(state.Get()), 5u);
}

TEST(PublishedState, WhatIsTakenBackIsGoneAndTheNextComesInItsPlace) {
  PublishedState state;
  Found(state, 1);
  Found(state, 2);
  const Change lost = Unit(state, 3);
  state.Apply({&lost, 1});
  state.TakeBack();
  EXPECT_EQ(state.Newest()->head().seq, 2);
  for (std::int64_t seq = 3; seq <= 6; ++seq) {
    Found(state, seq);
    EXPECT_EQ(UnitsOf(state.Get()), static_cast<std::size_t>(seq));
  }
}

TEST(PublishedState, ManyReadersSeeWholeStates) {
  PublishedState state;
  std::atomic<bool> ending = false;
  std::atomic<int> torn = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      while (!ending) {
        const auto seen = state.Get();
        if (static_cast<std::int64_t>(UnitsOf(seen)) != seen->head().seq) ++torn;
      }
    });
  }
  for (std::int64_t seq = 1; seq <= 300; ++seq) Found(state, seq);
  ending = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(torn, 0);
  EXPECT_EQ(UnitsOf(state.Get()), 300u);
}

}  // namespace shouze
