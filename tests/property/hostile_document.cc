#include "tests/property/hostile_document.h"

#include <random>

namespace pledge::property {
namespace {

// `unit` over and over between `before` and `after`.
struct Repeated {
  std::string_view kind;
  std::string_view before;
  std::string_view unit;
  std::string_view after;
};

constexpr std::string_view kSentence = "下一步，我局将会同县财政局于2025年底前完成12座桥梁的检修。";

constexpr Repeated kRepeated[] = {
    // Lines and blanks.
    {"one-line", "", "下一步，我局将会同县财政局于2025年底前完成12座桥梁的检修。", ""},
    {"all-newlines", "", "\n", ""},
    {"all-returns", "", "\r", ""},
    {"all-spaces", "", " ", ""},
    {"all-wide-blanks", "", "　", ""},
    {"all-zero-width", "", "\xE2\x80\x8B", ""},
    {"blank-between-all", "", "桥 梁 建 设 ", ""},
    {"short-lines", "", "桥\n", ""},
    {"lines-of-one-width", "", "下一步我局将会同县财政局完成十二座桥梁的检修并做好道路\n", ""},
    {"same-line", "", "张代表：您提出的建议收悉，现答复如下。\n", ""},
    // Marks.
    {"all-commas", "", "，", ""},
    {"all-stops", "", "。", ""},
    {"ascii-commas", "", "桥,", ""},
    {"open-brackets", "", "（", ""},
    {"open-ascii-brackets", "", "(", ""},
    {"open-quotes", "", "“", ""},
    {"open-titles", "", "《", ""},
    {"nested-brackets", "", "（桥（", ""},
    {"closed-brackets", "", "（）《》“”", ""},
    {"one-close", "（", "“桥《梁（", "）》”"},
    {"brackets-and-label", "", "桥（一", ""},
    // Labels.
    {"all-labels", "", "一、（一）1.（1）①", ""},
    {"label-lines", "", "一、桥梁\n（一）检修\n1.时间\n（1）年底\n①完成\n", ""},
    {"deeper-labels", "", "一、桥\n（一）桥\n1.桥\n1.1桥\n1.1.1桥\n", ""},
    {"dotted-label", "", "1.", ""},
    {"first-second", "", "一是桥梁，二是道路，三是隧道，", ""},
    {"titles", "", "关于桥梁检修的答复\n", ""},
    {"addressees", "", "张代表：\n", ""},
    {"dates", "", "2024年6月5日\n", ""},
    {"dates-in-line", "", "2024年6月5日至2025年7月", ""},
    {"document-numbers", "", "县交函〔2024〕12号", ""},
    {"number-lines", "", "县交函〔2024〕12号\n", ""},
    {"contacts", "", "联系人：张三\n联系电话：01012345678\n", ""},
    {"sign-offs", "", "某县交通局\n2024年6月5日\n", ""},
    {"thanks", "", "感谢您对我们工作的关心和支持。\n", ""},
    {"attachments", "", "附件：1.清单\n", ""},
    {"fields", "", "索引号：1 ", ""},
    // Words.
    {"all-digits", "", "1234567890", ""},
    {"han-digits", "", "一二三四五六七八九十", ""},
    {"all-modals", "", "将拟要应须会", ""},
    {"modal-sentences", "", "将。", ""},
    {"verbs", "", "推进完善加强落实开展建设", ""},
    {"times", "", "今年年底前明年上半年到2025年", ""},
    {"quantities", "", "12座3公里98.5%以上5万元", ""},
    {"actors", "", "我局县财政局市教育局会同", ""},
    {"endless-sentence", "", "我局将完成桥梁检修，并会同县财政局做好资金保障，", ""},
    {"endless-clause", "", "我局将完成桥梁检修并会同县财政局做好资金保障和", ""},
    {"conditions", "", "如果条件允许，待资金落实后，由于政策限制，", ""},
    {"and-list", "", "桥梁、道路、隧道、", ""},
    {"one-character", "", "桥", ""},
    {"four-bytes", "", "𠀀", ""},
    {"ascii-letters", "", "abcdefgh", ""},
    {"ascii-words", "", "the bridge will be repaired by June. ", ""},
    {"policy", "关于印发桥梁检修方案的通知\n", "推进桥梁检修（桥梁）。", ""},
    {"policy-in-line", "关于印发桥梁检修方案的通知\n一、任务。", "推进桥梁检修（一）（二），", ""},
    {"quoted-verbs", "", "推进“桥梁”建设和《桥》检修，", ""},
    {"baselines", "我局将新增", "12座，较2020年增加3个、", "桥梁。"},
    {"guidance", "", "督促各乡镇和县财政局做好检修，", ""},
    // Damage.
    {"glosses", "", "桥(qiáo)梁(liáng)建(jiàn)设(shè)", ""},
    {"alternating-glosses", "", "桥(qiáo)，桥，", ""},
    {"toneless-glosses", "", "桥(qiao)梁(liang)", ""},
    {"gloss-without-character", "", "(qiáo)", ""},
    {"open-gloss", "", "桥(qiáo", ""},
    {"shifted",
     "桥(qiáo)检(jiǎn)县(xiàn)教(jiào)农(nóng)优(yōu)預(yù)時(shí)建(jiàn)確(què)續(xù)開(kāi)\n",
     "?qū)嵤┲卮蠹夹g(shù)", ""},
    {"question-gloss",
     "橋(qiáo)檢(jiǎn)縣(xiàn)教(jiào)農(nóng)優(yōu)預(yù)時(shí)建(jiàn)確(què)續(xù)\n",
     "?q(shù)", ""},
    {"traditional", "", "橋樑檢修與道路建設", ""},
    {"mojibake", "", "æ¡¥æ¢æ£ä¿®", ""},
    {"replacement", "", "\xEF\xBF\xBD", ""},
    {"related-links", "相关新闻：\n", "- 某市拟新建停车场二十处\n", ""},
    {"page-fields", "", "上一篇：某市 下一篇：某县 分享到：微信\n", ""},
    {"rankings", "", "1 某市将新建停车场\n", ""},
    // Pages.
    {"nested-tags", "<html><body>", "<div>", "桥"},
    {"nested-spans", "<html><body>", "<span>桥", ""},
    {"nested-lists", "<html><body>", "<ul><li>桥", ""},
    {"nested-tables", "<html><body>", "<table><tr><td>桥", ""},
    {"formatting", "<html><body>", "<b><i><font><a href=x>", "桥"},
    {"crossed-formatting", "<html><body>", "<b><p>桥</b>", ""},
    {"paragraphs", "<html><body>", "<p>我局将完成桥梁检修。</p>", "</body></html>"},
    {"empty-paragraphs", "<html><body>", "<p></p>", "</body></html>"},
    {"cells", "<html><body><table><tr>", "<td>桥</td>", "</tr></table>"},
    {"breaks", "<html><body>", "<br>", ""},
    {"closing-tags", "<html><body>桥", "</p></div></span>", ""},
    {"open-tags", "<html><body>", "<", ""},
    {"open-comment", "<html><body>桥<!--", "- -><!--", ""},
    {"comments", "<html><body>", "<!-- n -->桥", ""},
    {"attributes", "<html><body><p ", "a='b' ", ">桥</p>"},
    {"attribute", "<html><body><p a='", "桥", "'>桥</p>"},
    {"scripts", "<html><body>", "<script>var a='<p>';</script>", "桥"},
    {"links", "<html><body>", "<a href=/x>某市拟新建停车场二十处</a>", ""},
    {"entities", "<html><body>", "&amp;&#26725;&nbsp;&bogus;&", ""},
    {"entities-in-text", "", "&amp;", ""},
    {"escaped-page", "", "&lt;p&gt;我局将完成桥梁检修。&lt;/p&gt;", ""},
    {"twice-escaped", "", "&amp;lt;p&amp;gt;桥&amp;lt;/p&amp;gt;", ""},
    {"options", "<html><body>", "<select><option>桥", ""},
    {"frames", "<html>", "<frameset><body><frame>", ""},
    {"foreign", "<html><body>", "<svg><math>桥", ""},
    {"textarea", "<html><body><textarea>", "<p>桥", ""},
    {"plaintext", "<html><body><plaintext>", "<p>桥", ""},
};

std::string Repeat(const Repeated& what, size_t size_bytes) {
  std::string text(what.before);
  text.reserve(size_bytes);
  while (text.size() + what.unit.size() + what.after.size() <= size_bytes) text += what.unit;
  text += what.after;
  return text;
}

// Not std::uniform_int_distribution: its results differ between libraries.
using Random = std::mt19937_64;

std::string RandomBytes(size_t size_bytes) {
  Random random(1);
  std::string text;
  while (text.size() < size_bytes) text += static_cast<char>(random());
  return text;
}

std::string RandomGbk(size_t size_bytes) {
  Random random(2);
  std::string text;
  while (text.size() + 2 <= size_bytes) {
    text += static_cast<char>(0xB0 + random() % 0x48);
    text += static_cast<char>(0xA1 + random() % 0x5E);
  }
  return text;
}

std::string RandomUtf16(size_t size_bytes) {
  Random random(3);
  std::string text = "\xFF\xFE";
  while (text.size() + 2 <= size_bytes) {
    text += static_cast<char>(random());
    text += static_cast<char>(0x4E + random() % 0x50);
  }
  return text;
}

// Han characters, each at random.
std::string RandomHan(size_t size_bytes) {
  Random random(4);
  std::string text;
  while (text.size() + 3 <= size_bytes) {
    const uint32_t c = 0x4E00 + random() % 0x5200;
    text += {static_cast<char>(0xE0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 0x3F)),
             static_cast<char>(0x80 | (c & 0x3F))};
  }
  return text;
}

// Pieces of all the repeated kinds, mixed.
std::string RandomPieces(size_t size_bytes) {
  Random random(5);
  std::string text;
  while (true) {
    const std::string_view piece = kRepeated[random() % std::size(kRepeated)].unit;
    if (text.size() + piece.size() > size_bytes) return text;
    text += piece;
  }
}

// A letter in which nothing repeats exactly, and then all of it once more.
std::string TwiceTheSame(size_t size_bytes) {
  std::string half;
  for (size_t i = 0; half.size() + kSentence.size() + 24 < size_bytes / 2; ++i) {
    half += "第" + std::to_string(i) + "项：" + std::string(kSentence) + "\n";
  }
  return half + half;
}

struct Made {
  std::string_view kind;
  std::string (*make)(size_t size_bytes);
};

constexpr Made kMade[] = {
    {"random-bytes", RandomBytes},   {"random-gbk", RandomGbk},
    {"random-utf16", RandomUtf16},   {"random-han", RandomHan},
    {"random-pieces", RandomPieces}, {"twice-the-same", TwiceTheSame},
};

}  // namespace

std::vector<std::string_view> HostileKinds() {
  std::vector<std::string_view> kinds;
  for (const Repeated& one : kRepeated) kinds.push_back(one.kind);
  for (const Made& one : kMade) kinds.push_back(one.kind);
  return kinds;
}

std::string MakeHostile(std::string_view kind, size_t size_bytes) {
  for (const Repeated& one : kRepeated) {
    if (one.kind == kind) return Repeat(one, size_bytes);
  }
  for (const Made& one : kMade) {
    if (one.kind == kind) return one.make(size_bytes);
  }
  return {};
}

}  // namespace pledge::property
