#include "tests/accuracy/details.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace pledge::accuracy {
namespace {

class Writer {
 public:
  explicit Writer(const std::string& source) : source_(source) {}

  void Line(const char* what, Span span, const std::string& more = "") {
    std::string words = source_.substr(span.start, span.end - span.start);
    std::replace(words.begin(), words.end(), '\n', '/');
    absl::StrAppend(&out_, "    ", what, " ", words, more, "\n");
  }

  std::string Take() { return std::move(out_); }

 private:
  const std::string& source_;
  std::string out_;
};

const ScoredCommitment* AtSpan(const std::vector<ScoredCommitment>& records, Span span) {
  const auto found = std::find_if(records.begin(), records.end(),
                                  [&](const ScoredCommitment& c) { return c.span == span; });
  return found == records.end() ? nullptr : &*found;
}

void CompareFields(const ScoredCommitment& wanted, const ScoredCommitment& got, Writer& writer) {
  for (const auto& [field, value] : wanted.fields) {
    const std::string& found = got.fields.at(field);
    if (found == value) continue;
    writer.Line("field", wanted.span, absl::StrCat("  ", field, ": ", found, " for ", value));
  }
}

template <typename T>
void CompareLists(const char* missing, const char* extra, const std::vector<T>& wanted,
                  const std::vector<T>& got, Writer& writer, auto span_and_more) {
  for (const T& one : wanted)
    if (std::find(got.begin(), got.end(), one) == got.end())
      std::apply([&](Span s, const std::string& more) { writer.Line(missing, s, more); },
                 span_and_more(one));
  for (const T& one : got)
    if (std::find(wanted.begin(), wanted.end(), one) == wanted.end())
      std::apply([&](Span s, const std::string& more) { writer.Line(extra, s, more); },
                 span_and_more(one));
}

}  // namespace

std::string Differences(const Gold& gold, const Found& found, const std::string& source) {
  Writer writer(source);
  for (const ScoredCommitment& wanted : gold.commitments) {
    if (wanted.optional) continue;
    const ScoredCommitment* got = AtSpan(found.commitments, wanted.span);
    if (got == nullptr)
      writer.Line("missing commitment  ", wanted.span);
    else
      CompareFields(wanted, *got, writer);
  }
  for (const ScoredCommitment& got : found.commitments)
    if (AtSpan(gold.commitments, got.span) == nullptr && got.fields.at("type") != "stance")
      writer.Line("too much commitment ", got.span);
  if (!gold.achievements.empty())
    CompareLists("missing achievement ", "too much achievement", gold.achievements,
                 found.achievements, writer,
                 [](Span span) { return std::pair(span, std::string()); });
  if (gold.has_sections)
    CompareLists(
        "missing section     ", "too much section    ", gold.sections, found.sections, writer,
        [](const ScoredSection& section) { return std::pair(section.span, "  " + section.kind); });
  std::string out = writer.Take();
  for (const auto& [key, value] : gold.facts) {
    const auto got = found.facts.find(key);
    const std::string text = got == found.facts.end() ? "nothing" : got->second;
    if (text != value.value_or("nothing"))
      absl::StrAppend(&out, "    fact ", key, ": ", text, " for ", value.value_or("nothing"), "\n");
  }
  return out;
}

}  // namespace pledge::accuracy
