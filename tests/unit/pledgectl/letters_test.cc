#include "client/cpp/pledgectl/letters.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "pledge/v1/document.pb.h"

namespace pledge::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<client::ResourceName> Names(const std::vector<std::string>& texts) {
  std::vector<client::ResourceName> names;
  for (const std::string& text : texts) names.push_back(*client::ParseName(text));
  return names;
}

std::vector<std::string> Texts(const std::vector<client::ResourceName>& names) {
  std::vector<std::string> texts;
  for (const auto& name : names) texts.push_back(name.Short());
  return texts;
}

std::string Revision(const std::string& text) { return client::ParseName(text)->Full(); }

TEST(ParentCursor, FindsLettersWithoutRecords) {
  ParentCursor cursor(Names({"c/a", "c/b", "c/d@2", "c/e"}));

  EXPECT_THAT(Texts(cursor.Advance(Revision("c/b@1"))), ElementsAre("c/a"));
  EXPECT_THAT(Texts(cursor.Advance(Revision("c/e@3"))), ElementsAre("c/d@2"));
  EXPECT_THAT(Texts(cursor.Finish()), IsEmpty());
}

TEST(ParentCursor, FindsThoseAtTheEnd) {
  ParentCursor cursor(Names({"c/a", "c/b", "c/d"}));

  EXPECT_THAT(Texts(cursor.Advance(Revision("c/a@1"))), IsEmpty());
  EXPECT_THAT(Texts(cursor.Finish()), ElementsAre("c/b", "c/d"));
}

TEST(ParentCursor, KeepsACollectionForAllItsLetters) {
  ParentCursor cursor(Names({"x/a", "c", "d/z"}));

  EXPECT_THAT(Texts(cursor.Advance(Revision("c/1@1"))), ElementsAre("x/a"));
  EXPECT_THAT(Texts(cursor.Advance(Revision("c/2@1"))), IsEmpty());
  EXPECT_THAT(Texts(cursor.Finish()), ElementsAre("d/z"));
}

TEST(ParentCursor, MatchesTheRevisionThatWasAskedFor) {
  ParentCursor cursor(Names({"c/a@1", "c/a@2", "c/a@latest"}));

  EXPECT_THAT(Texts(cursor.Advance(Revision("c/a@2"))), ElementsAre("c/a@1"));
  EXPECT_THAT(Texts(cursor.Advance(Revision("c/a@5"))), IsEmpty());
}

TEST(LetterCollector, PutsRecordsTogetherByRevision) {
  std::vector<std::pair<std::string, size_t>> letters;
  LetterCollector<v1::Section> collector(
      [&](const std::string& revision, const std::vector<v1::Section>& sections) {
        letters.emplace_back(client::ShortName(revision), sections.size());
      });

  for (const char* name : {"c/a@1", "c/a@1", "c/b@1", "c/b@2"}) {
    v1::Section section;
    section.set_name(Revision(name) + "/sections/1");
    collector.Add(section);
  }
  collector.Finish();

  EXPECT_THAT(letters,
              ElementsAre(std::pair("c/a@1", 2u), std::pair("c/b@1", 1u), std::pair("c/b@2", 1u)));
}

}  // namespace
}  // namespace pledge::cli
