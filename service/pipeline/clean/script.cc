#include "service/pipeline/clean/script.h"

#include <string>
#include <string_view>

#include "service/pipeline/clean/script_table.h"
#include "service/pipeline/text/utf8.h"

namespace pledge::pipeline {
namespace {

// Words in which 著 is zhù: what may stand before it and behind it.
constexpr std::string_view kBeforeZhu = "顯显論论專专編编原卓名巨拙譯译合遺遗土昭彰新所撰較较";
constexpr std::string_view kBehindZhu = "名作稱称述者錄录書书有";

bool Holds(std::string_view set, std::string_view text, Utf8Character c, size_t at) {
  return c.size == 3 && set.find(text.substr(at, c.size)) != std::string_view::npos;
}

bool StaysZhu(std::string_view text, size_t at) {
  const Utf8Character before = CharacterBefore(text, at);
  const size_t behind_at = at + std::string_view("著").size();
  const Utf8Character behind = CharacterAt(text, behind_at);
  if (Holds(kBehindZhu, text, behind, behind_at)) return true;
  return before.size > 0 && Holds(kBeforeZhu, text, before, at - before.size);
}

void Replace(size_t at, size_t size, std::string_view simplified, TextEditor* editor) {
  editor->KeepUntil(static_cast<uint32_t>(at));
  editor->ReplaceUntil(static_cast<uint32_t>(at + size), simplified, RepairKind::kScript);
}

// Replaces the characters of a phrase one by one, so that each keeps its place.
void ReplacePhrase(std::string_view text, size_t at, std::string_view simplified,
                   TextEditor* editor) {
  for (size_t i = 0; i < simplified.size();) {
    const uint32_t size = CharacterAt(simplified, i).size;
    if (text.compare(at + i, size, simplified, i, size) != 0) {
      Replace(at + i, size, simplified.substr(i, size), editor);
    }
    i += size;
  }
}

}  // namespace

void SimplifyScript(MappedText* mapped) {
  const ScriptTable& table = ScriptTable::Get();
  const std::string_view text = mapped->text;
  TextEditor editor(text);
  std::string simplified;
  for (size_t at = 0; at < text.size();) {
    const Utf8Character c = CharacterAt(text, at);
    if (c.size < 3) {
      at += c.size;
      continue;
    }
    if (const std::string_view phrase = table.PhraseAt(text, at); !phrase.empty()) {
      ReplacePhrase(text, at, phrase, &editor);
      at += phrase.size();
      continue;
    }
    const char32_t form = c.value == U'著' && !StaysZhu(text, at) ? U'着' : table.Simplify(c.value);
    if (form != c.value) {
      simplified.clear();
      AppendUtf8(form, &simplified);
      Replace(at, c.size, simplified, &editor);
    }
    at += c.size;
  }
  editor.Finish(mapped);
}

}  // namespace pledge::pipeline
