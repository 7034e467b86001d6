#include "service/pipeline/decode/html_roles.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>

#include "service/pipeline/text/utf8.h"

namespace pledge::pipeline {
namespace {

// The main element is the smallest one with this share of all prose.
constexpr uint64_t kMainPercent = 85;
// An element that is called a widget and holds more of the prose than this is
// not one: its name means something else.
constexpr uint64_t kMostProsePercent = 25;
constexpr uint32_t kFewestHanOfProse = 10;
constexpr uint32_t kFewestHanAround = 30;

struct Name {
  std::string_view word;
  Widget widget;
};

// Words that class and id attributes are made of, English and pinyin.
constexpr Name kNames[] = {
    {"nav", Widget::kNavigation},
    {"navbar", Widget::kNavigation},
    {"navi", Widget::kNavigation},
    {"navigation", Widget::kNavigation},
    {"topnav", Widget::kNavigation},
    {"subnav", Widget::kNavigation},
    {"menu", Widget::kNavigation},
    {"topmenu", Widget::kNavigation},
    {"daohang", Widget::kNavigation},
    {"header", Widget::kNavigation},
    {"head", Widget::kNavigation},
    {"top", Widget::kNavigation},
    {"topbar", Widget::kNavigation},
    {"banner", Widget::kNavigation},
    {"logo", Widget::kNavigation},
    {"sidebar", Widget::kNavigation},
    {"side", Widget::kNavigation},
    {"aside", Widget::kNavigation},
    {"leftnav", Widget::kNavigation},
    {"search", Widget::kNavigation},
    {"login", Widget::kNavigation},
    {"links", Widget::kNavigation},
    {"friendlink", Widget::kNavigation},
    {"friendlinks", Widget::kNavigation},
    {"crumb", Widget::kBreadcrumb},
    {"crumbs", Widget::kBreadcrumb},
    {"breadcrumb", Widget::kBreadcrumb},
    {"breadcrumbs", Widget::kBreadcrumb},
    {"position", Widget::kBreadcrumb},
    {"location", Widget::kBreadcrumb},
    {"mbx", Widget::kBreadcrumb},
    {"weizhi", Widget::kBreadcrumb},
    {"dqwz", Widget::kBreadcrumb},
    {"share", Widget::kShare},
    {"shares", Widget::kShare},
    {"bdshare", Widget::kShare},
    {"bdsharebuttonbox", Widget::kShare},
    {"jiathis", Widget::kShare},
    {"fenxiang", Widget::kShare},
    {"fx", Widget::kShare},
    {"footer", Widget::kCopyright},
    {"foot", Widget::kCopyright},
    {"bottom", Widget::kCopyright},
    {"copyright", Widget::kCopyright},
    {"banquan", Widget::kCopyright},
    {"related", Widget::kRelated},
    {"relate", Widget::kRelated},
    {"relation", Widget::kRelated},
    {"relevant", Widget::kRelated},
    {"xgxw", Widget::kRelated},
    {"xgyd", Widget::kRelated},
    {"recommend", Widget::kRecommended},
    {"recommended", Widget::kRecommended},
    {"tuijian", Widget::kRecommended},
    {"hot", Widget::kRanking},
    {"hots", Widget::kRanking},
    {"rank", Widget::kRanking},
    {"ranking", Widget::kRanking},
    {"ranklist", Widget::kRanking},
    {"paihang", Widget::kRanking},
    {"comment", Widget::kComments},
    {"comments", Widget::kComments},
    {"pinglun", Widget::kComments},
    {"pager", Widget::kPager},
    {"pagination", Widget::kPager},
    {"prevnext", Widget::kPager},
    {"prenext", Widget::kPager},
    {"prev", Widget::kPager},
    {"next", Widget::kPager},
    {"toolbar", Widget::kToolbar},
    {"tools", Widget::kToolbar},
    {"print", Widget::kToolbar},
    {"dayin", Widget::kToolbar},
    {"qrcode", Widget::kCode},
    {"qr", Widget::kCode},
    {"ewm", Widget::kCode},
    {"erweima", Widget::kCode},
    {"metadata", Widget::kMetadata},
};

constexpr std::string_view kTitleNames[] = {"title", "biaoti", "bt", "articletitle", "tit"};

constexpr GumboTag kContainers[] = {
    GUMBO_TAG_BODY,    GUMBO_TAG_DIV,  GUMBO_TAG_TABLE,   GUMBO_TAG_TBODY, GUMBO_TAG_TR,
    GUMBO_TAG_TD,      GUMBO_TAG_TH,   GUMBO_TAG_ARTICLE, GUMBO_TAG_MAIN,  GUMBO_TAG_SECTION,
    GUMBO_TAG_HTML,    GUMBO_TAG_FORM, GUMBO_TAG_CENTER,  GUMBO_TAG_UL,    GUMBO_TAG_DL,
    GUMBO_TAG_UNKNOWN, GUMBO_TAG_FONT, GUMBO_TAG_SPAN};

template <typename Words, typename Word>
bool Holds(const Words& words, const Word& word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

// Calls visit(word) for each lower-case word of a class or id: nav in "top-nav",
// "topNav" and "nav2".
template <typename Visit>
void ForEachWord(std::string_view names, const Visit& visit) {
  std::string word;
  const auto flush = [&] {
    if (!word.empty()) visit(word);
    word.clear();
  };
  for (size_t i = 0; i < names.size(); ++i) {
    const char c = names[i];
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper && i > 0 && !(names[i - 1] >= 'A' && names[i - 1] <= 'Z')) flush();
    if (!IsAsciiLetter(static_cast<uint8_t>(c))) {
      flush();
    } else {
      word.push_back(upper ? static_cast<char>(c - 'A' + 'a') : c);
    }
  }
  flush();
}

Widget WidgetOfElement(const HtmlNode& node) {
  switch (node.tag) {
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_ASIDE:
    case GUMBO_TAG_HEADER:
      return Widget::kNavigation;
    case GUMBO_TAG_FOOTER:
      return Widget::kCopyright;
    default:
      break;
  }
  Widget widget = Widget::kNone;
  const auto look = [&](std::string_view word) {
    for (const Name& name : kNames) {
      if (name.word == word && widget == Widget::kNone) widget = name.widget;
    }
  };
  ForEachWord(node.Attribute("class"), look);
  ForEachWord(node.Attribute("id"), look);
  if (node.Attribute("role") == "navigation") widget = Widget::kNavigation;
  if (node.Attribute("role") == "contentinfo") widget = Widget::kCopyright;
  return widget;
}

bool IsHeading(const HtmlNode& node) {
  if (node.tag == GUMBO_TAG_H1 || node.tag == GUMBO_TAG_H2 || node.tag == GUMBO_TAG_H3) return true;
  bool title = false;
  const auto look = [&](std::string_view word) { title |= Holds(kTitleNames, word); };
  ForEachWord(node.Attribute("class"), look);
  ForEachWord(node.Attribute("id"), look);
  return title;
}

uint32_t CountHan(std::string_view text) {
  uint32_t count = 0;
  for (size_t at = 0; at < text.size();) {
    const Utf8Character c = CharacterAt(text, at);
    if (IsHanCharacter(c.value)) ++count;
    at += c.size;
  }
  return count;
}

bool HoldsSentenceMark(std::string_view text) {
  for (const std::string_view mark : {"，", "。", "；", "、", ",,", ",。"}) {
    if (text.find(mark) != std::string_view::npos) return true;
  }
  return false;
}

class RoleFinder {
 public:
  explicit RoleFinder(const HtmlDocument& document)
      : nodes_(document.nodes()),
        roles_(nodes_.size()),
        hidden_(nodes_.size()),
        prose_(nodes_.size()),
        blocks_(nodes_.size()) {}

  std::vector<NodeRole> Find() {
    Inherit();
    AddUp();
    MarkMain();
    MarkWidgets();
    return std::move(roles_);
  }

 private:
  // What an element says holds for all inside it.
  void Inherit() {
    for (uint32_t i = 1; i < nodes_.size(); ++i) {
      const uint32_t parent = nodes_[i].parent;
      roles_[i].link = roles_[parent].link || nodes_[i].tag == GUMBO_TAG_A;
      roles_[i].heading = roles_[parent].heading || (!nodes_[i].is_text() && IsHeading(nodes_[i]));
      hidden_[i] = hidden_[parent] || IsHiddenElement(nodes_[i]);
    }
  }

  // Prose and blocks of each element, its children's included.
  void AddUp() {
    for (uint32_t i = static_cast<uint32_t>(nodes_.size()); i-- > 1;) {
      const HtmlNode& node = nodes_[i];
      if (node.is_text() && !roles_[i].link && !hidden_[i] && HoldsSentenceMark(node.text)) {
        const uint32_t han = CountHan(node.text);
        if (han >= kFewestHanOfProse) prose_[i] += han;
      }
      prose_[node.parent] += prose_[i];
      const bool block = IsBlockElement(node.tag) || node.tag == GUMBO_TAG_BR;
      blocks_[node.parent] += blocks_[i] + (block ? 1 : 0);
    }
  }

  void MarkMain() {
    uint32_t main = 0;
    for (uint32_t next = main;; main = next) {
      for (uint32_t child = main + 1; child < nodes_[main].end; child = nodes_[child].end) {
        if (IsMainChild(child)) next = child;
      }
      if (next == main) break;
    }
    while (main != 0 && HasProseAround(main)) main = nodes_[main].parent;
    for (uint32_t i = main; i < nodes_[main].end; ++i) roles_[i].main = true;
  }

  // The letter goes on outside: its parent has prose that is called nothing else.
  bool HasProseAround(uint32_t main) const {
    const uint32_t parent = nodes_[main].parent;
    for (uint32_t i = parent + 1; i < nodes_[parent].end;) {
      if (i == main) {
        i = nodes_[main].end;
      } else if (!nodes_[i].is_text() && WidgetOfElement(nodes_[i]) != Widget::kNone) {
        i = nodes_[i].end;
      } else if (nodes_[i].is_text() && prose_[i] >= kFewestHanAround) {
        return true;
      } else {
        ++i;
      }
    }
    return false;
  }

  // A paragraph with most of the text is still only a part of the letter.
  bool IsMainChild(uint32_t i) const {
    return prose_[0] > 0 && Holds(kContainers, nodes_[i].tag) && blocks_[i] > 1 &&
           prose_[i] * 100 >= prose_[0] * kMainPercent;
  }

  void MarkWidgets() {
    for (uint32_t i = 1; i < nodes_.size(); ++i) {
      roles_[i].widget = roles_[nodes_[i].parent].widget;
      if (roles_[i].widget != Widget::kNone || nodes_[i].is_text()) continue;
      const Widget widget = WidgetOfElement(nodes_[i]);
      if (widget == Widget::kNone) continue;
      if (prose_[i] * 100 <= prose_[0] * kMostProsePercent) roles_[i].widget = widget;
    }
  }

  const std::vector<HtmlNode>& nodes_;
  std::vector<NodeRole> roles_;
  std::vector<bool> hidden_;
  std::vector<uint64_t> prose_;
  std::vector<uint32_t> blocks_;
};

}  // namespace

std::vector<NodeRole> FindRoles(const HtmlDocument& document) {
  return RoleFinder(document).Find();
}

std::string_view PageTitle(const HtmlDocument& document) {
  const std::vector<HtmlNode>& nodes = document.nodes();
  for (size_t i = 0; i + 1 < nodes.size(); ++i) {
    if (nodes[i].tag == GUMBO_TAG_TITLE && nodes[i + 1].is_text()) return nodes[i + 1].text;
    if (nodes[i].tag == GUMBO_TAG_BODY) break;
  }
  return {};
}

}  // namespace pledge::pipeline
