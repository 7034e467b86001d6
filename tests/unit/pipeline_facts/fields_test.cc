#include "service/pipeline/facts/fields.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace pledge::pipeline {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string Cut(std::string_view text, const std::optional<ByteRange>& range) {
  return range ? std::string(text.substr(range->start, range->size())) : "-";
}

std::vector<std::string> CutAll(std::string_view text, const std::vector<ByteRange>& ranges) {
  std::vector<std::string> out;
  for (const ByteRange range : ranges) out.push_back(Cut(text, range));
  return out;
}

struct MarkCase {
  std::string_view line;
  std::string_view category;
  std::string_view disclosure;
};

class MarkTest : public testing::TestWithParam<MarkCase> {};

TEST_P(MarkTest, GivesThePrintedToken) {
  const LineFields fields = ReadFields(GetParam().line);

  EXPECT_EQ(Cut(GetParam().line, fields.result_category), GetParam().category) << GetParam().line;
  EXPECT_EQ(Cut(GetParam().line, fields.disclosure), GetParam().disclosure) << GetParam().line;
}

INSTANTIATE_TEST_SUITE_P(
    Shapes, MarkTest,
    testing::Values(
        MarkCase{"A类", "A类", "-"}, MarkCase{"B", "B", "-"}, MarkCase{"【A】", "A", "-"},
        MarkCase{"（C类）", "C类", "-"}, MarkCase{"Ａ类", "Ａ类", "-"},
        MarkCase{"B1类", "B1类", "-"}, MarkCase{"类别：C", "C", "-"},
        MarkCase{"办理结果：A类", "A类", "-"}, MarkCase{"办理结果：已采纳", "已采纳", "-"},
        MarkCase{"答复类别：B", "B", "-"}, MarkCase{"公开属性：主动公开", "-", "主动公开"},
        MarkCase{"是否公开：是", "-", "是"}, MarkCase{"公开方式: 依申请公开", "-", "依申请公开"},
        MarkCase{"主动公开", "-", "主动公开"}, MarkCase{"（不予公开）", "-", "不予公开"},
        MarkCase{"（此件主动公开）", "-", "主动公开"},
        MarkCase{"办理结果：A　　公开属性：主动公开", "A", "主动公开"},
        MarkCase{"签发人：林知远", "-", "-"}, MarkCase{"ABC", "-", "-"}, MarkCase{"", "-", "-"}));

struct ContactCase {
  std::string_view lines;
  std::string_view person;
  std::string_view phone;
};

class ContactTest : public testing::TestWithParam<ContactCase> {};

TEST_P(ContactTest, GivesPersonAndTelephone) {
  const LineFields fields = ReadFields(GetParam().lines);

  EXPECT_EQ(Cut(GetParam().lines, fields.contact_person), GetParam().person) << GetParam().lines;
  EXPECT_EQ(Cut(GetParam().lines, fields.contact_phone), GetParam().phone) << GetParam().lines;
}

INSTANTIATE_TEST_SUITE_P(
    Shapes, ContactTest,
    testing::Values(ContactCase{"联系人：唐予安　　联系电话：0000-1234567", "唐予安",
                                "0000-1234567"},
                    ContactCase{"联系人：唐予安\n联系电话：0000-1234567", "唐予安", "0000-1234567"},
                    ContactCase{"（联系人：唐予安，电话：0000-1234567）", "唐予安", "0000-1234567"},
                    ContactCase{"联系人：唐予安，0000-1234567", "唐予安", "0000-1234567"},
                    ContactCase{"联系人及电话：唐予安 0000-1234567", "唐予安", "0000-1234567"},
                    ContactCase{"承办人：唐予安", "唐予安", "-"},
                    ContactCase{"联系电话：（0000）1234567", "-", "（0000）1234567"},
                    ContactCase{"电话：13000000000", "-", "13000000000"},
                    ContactCase{"联系单位：示例县水务局", "-", "-"},
                    ContactCase{"联系电话：详见网站", "-", "-"}));

TEST(FieldsTest, ReadSignerAndRole) {
  const std::string_view line = "签发人：周望野　　办理方式：会办";

  const LineFields fields = ReadFields(line);

  EXPECT_EQ(Cut(line, fields.signatory), "周望野");
  EXPECT_EQ(Cut(line, fields.handling_role), "会办");
}

TEST(HandlingRoleTest, IsTheSpeakersOwn) {
  const std::string_view own = "我局作为主办单位，会同县财政局研究，现答复如下：";

  EXPECT_EQ(Cut(own, HandlingRoleInText(own)), "主办");
  EXPECT_FALSE(HandlingRoleInText("县财政局是会办单位，已提出意见。").has_value());
  EXPECT_FALSE(HandlingRoleInText("运动会主办方已公布日程。").has_value());
}

TEST(CopiesTest, AreSplitAtMarks) {
  const std::string_view line = "抄送：县政协提案委员会、县政府办（督查室，信息科），县财政局。";

  EXPECT_THAT(CutAll(line, ReadCopies(line)),
              ElementsAre("县政协提案委员会", "县政府办（督查室，信息科）", "县财政局"));
}

TEST(AttachmentsTest, LoseTheirNumbers) {
  const std::string_view one = "附件：校舍清单";
  const std::string_view two = "附件：1.校舍清单\n2. 操场清单。";

  EXPECT_THAT(CutAll(one, ReadAttachments(one)), ElementsAre("校舍清单"));
  EXPECT_THAT(CutAll(two, ReadAttachments(two)), ElementsAre("校舍清单", "操场清单"));
  EXPECT_THAT(CutAll("附件1", ReadAttachments("附件1")), IsEmpty());
}

struct AddresseeCase {
  std::string_view line;
  std::vector<std::string> names;
};

class AddresseeTest : public testing::TestWithParam<AddresseeCase> {};

TEST_P(AddresseeTest, GivesNamesWithoutRoles) {
  EXPECT_EQ(CutAll(GetParam().line, ReadAddressees(GetParam().line)), GetParam().names);
}

INSTANTIATE_TEST_SUITE_P(
    Shapes, AddresseeTest,
    testing::Values(
        AddresseeCase{"林知远委员：", {"林知远"}}, AddresseeCase{"何竹溪代表：", {"何竹溪"}},
        AddresseeCase{"尊敬的林知远委员：", {"林知远"}},
        AddresseeCase{"林知远、何竹溪委员：", {"林知远", "何竹溪"}},
        AddresseeCase{"林知远等代表：", {"林知远"}}, AddresseeCase{"林知远副主席：", {"林知远"}},
        AddresseeCase{"林知远等3位代表：", {"林知远"}}, AddresseeCase{"林先生：", {"林"}},
        AddresseeCase{"示例县人民政府：", {"示例县人民政府"}},
        AddresseeCase{"各市（州）人民政府，省直有关部门：", {"各市（州）人民政府", "省直有关部门"}},
        AddresseeCase{"网友“LL01”：", {}}, AddresseeCase{"", {}}));

TEST(InvitedPhoneTest, IsTheOnlyOneThatTheReaderIsInvitedToCall) {
  const auto words = [](std::string_view text) {
    const auto phone = InvitedPhone(text);
    return phone ? std::string(text.substr(phone->start, phone->size())) : std::string();
  };

  EXPECT_EQ(words("护栏已更换。如有疑问，请咨询市教育局，电话0731-5550123。"), "0731-5550123");
  EXPECT_EQ(words("如有疑问，可与我局联系（0731-5550123）。"), "0731-5550123");
  EXPECT_EQ(words("咨询电话：（0731）5550123。"), "（0731）5550123");
  EXPECT_EQ(words("投诉热线0731-5550123占线。"), "");
  EXPECT_EQ(words("请咨询甲科，电话5550123。请咨询乙科，电话5550124。"), "");
  EXPECT_EQ(words("请咨询市教育局。"), "");
}

}  // namespace
}  // namespace pledge::pipeline
