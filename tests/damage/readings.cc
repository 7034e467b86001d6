#include "tests/damage/readings.h"

#include <algorithm>
#include <array>
#include <utility>

namespace pledge::damage {
namespace {

using Row = std::pair<std::string_view, std::string_view>;

// Characters whose traditional form differs from the simplified one: what such sites gloss.
// clang-format off
constexpr std::array kReadings = std::to_array<Row>({
    {"業", "yè"},    {"產", "chǎn"},  {"設", "shè"},   {"關", "guān"},  {"動", "dòng"},  {"發", "fā"},
    {"進", "jìn"},   {"轉", "zhuǎn"}, {"數", "shù"},   {"創", "chuàng"}, {"務", "wù"},    {"實", "shí"},
    {"臺", "tái"},   {"區", "qū"},    {"應", "yīng"},  {"經", "jīng"},  {"戰", "zhàn"},  {"級", "jí"},
    {"協", "xié"},   {"個", "gè"},    {"點", "diǎn"},  {"領", "lǐng"},  {"對", "duì"},   {"優", "yōu"},
    {"強", "qiáng"}, {"術", "shù"},   {"濟", "jì"},    {"會", "huì"},   {"時", "shí"},   {"網", "wǎng"},
    {"運", "yùn"},   {"規", "guī"},   {"補", "bǔ"},    {"項", "xiàng"}, {"勢", "shì"},   {"爭", "zhēng"},
    {"聯", "lián"},  {"場", "chǎng"}, {"續", "xù"},    {"堅", "jiān"},  {"評", "píng"},  {"認", "rèn"},
    {"現", "xiàn"},  {"標", "biāo"},  {"準", "zhǔn"},  {"質", "zhì"},   {"號", "hào"},   {"習", "xí"},
    {"機", "jī"},    {"達", "dá"},    {"復", "fù"},    {"護", "hù"},    {"內", "nèi"},   {"團", "tuán"},
    {"醫", "yī"},    {"絡", "luò"},   {"計", "jì"},    {"驗", "yàn"},   {"學", "xué"},   {"獨", "dú"},
    {"穩", "wěn"},   {"調", "diào"},  {"擴", "kuò"},   {"構", "gòu"},   {"價", "jià"},   {"統", "tǒng"},
    {"隊", "duì"},   {"訓", "xùn"},   {"細", "xì"},    {"擔", "dān"},   {"險", "xiǎn"},  {"報", "bào"},
    {"請", "qǐng"},  {"農", "nóng"},  {"導", "dǎo"},   {"遠", "yuǎn"},  {"態", "tài"},   {"勵", "lì"},
    {"題", "tí"},    {"見", "jiàn"},  {"廳", "tīng"},  {"縣", "xiàn"},  {"師", "shī"},   {"員", "yuán"},
    {"課", "kè"},    {"頭", "tóu"},   {"開", "kāi"},   {"門", "mén"},   {"資", "zī"},    {"辦", "bàn"},
    {"議", "yì"},    {"責", "zé"},    {"體", "tǐ"},    {"係", "xì"},    {"條", "tiáo"},  {"線", "xiàn"},
    {"結", "jié"},   {"組", "zǔ"},    {"織", "zhī"},   {"給", "gěi"},   {"說", "shuō"},  {"貿", "mào"},
    {"問", "wèn"},   {"間", "jiān"},  {"選", "xuǎn"},  {"還", "hái"},   {"邊", "biān"},  {"過", "guò"},
    {"長", "zhǎng"}, {"專", "zhuān"}, {"舉", "jǔ"},    {"龍", "lóng"},  {"風", "fēng"},  {"飛", "fēi"},
    {"馬", "mǎ"},    {"車", "chē"},   {"輛", "liàng"}, {"軌", "guǐ"},   {"鐵", "tiě"},   {"錢", "qián"},
    {"銀", "yín"},   {"衛", "wèi"},   {"顯", "xiǎn"},  {"滿", "mǎn"},   {"減", "jiǎn"},  {"測", "cè"},
    {"濕", "shī"},   {"綠", "lǜ"},    {"築", "zhù"},   {"層", "céng"},  {"屬", "shǔ"},   {"歲", "suì"},
    // Rare ones: their two bytes often stand across the border of two frequent characters.
    {"詠", "yǒng"},  {"聵", "kuì"},   {"銓", "quán"},  {"撓", "náo"},   {"訌", "hòng"},  {"鐐", "liào"},
    {"驅", "qū"},    {"闖", "chuǎng"}, {"鑼", "luó"},  {"騙", "piàn"},  {"蠟", "là"},    {"鴨", "yā"},
    {"鵝", "é"},     {"鯉", "lǐ"},    {"螢", "yíng"},  {"縷", "lǚ"},    {"懇", "kěn"},   {"擬", "nǐ"},
});
// clang-format on

}  // namespace

std::string_view ReadingOf(std::string_view character) {
  const auto* row = std::find_if(kReadings.begin(), kReadings.end(),
                                 [&](const Row& r) { return r.first == character; });
  return row == kReadings.end() ? std::string_view() : row->second;
}

}  // namespace pledge::damage
