#include "tests/accuracy/score.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

namespace pledge::accuracy {
namespace {

constexpr double kOverlap = 0.5;  // intersection over union from which two spans are the same one

double Overlap(Span a, Span b) {
  const int shared = std::min(a.end, b.end) - std::max(a.start, b.start);
  return shared <= 0
             ? 0
             : static_cast<double>(shared) / (std::max(a.end, b.end) - std::min(a.start, b.start));
}

// Pairs of indexes, the best overlaps first, each index once.
std::vector<std::pair<size_t, size_t>> Match(const std::vector<ScoredCommitment>& gold,
                                             const std::vector<ScoredCommitment>& found,
                                             bool exact) {
  std::vector<std::tuple<double, size_t, size_t>> candidates;
  for (size_t i = 0; i < gold.size(); ++i) {
    for (size_t j = 0; j < found.size(); ++j) {
      const double overlap = Overlap(gold[i].span, found[j].span);
      if (exact ? gold[i].span == found[j].span : overlap >= kOverlap)
        candidates.emplace_back(-overlap, i, j);
    }
  }
  std::sort(candidates.begin(), candidates.end());
  std::set<size_t> used_gold, used_found;
  std::vector<std::pair<size_t, size_t>> pairs;
  for (const auto& [overlap, i, j] : candidates) {
    if (used_gold.contains(i) || used_found.contains(j)) continue;
    used_gold.insert(i);
    used_found.insert(j);
    pairs.emplace_back(i, j);
  }
  return pairs;
}

// Optional records are neutral: neither rewarded nor punished.
void CountSpans(const std::vector<ScoredCommitment>& gold,
                const std::vector<ScoredCommitment>& found,
                const std::vector<std::pair<size_t, size_t>>& pairs, Count& count) {
  std::set<size_t> used;
  int hits = 0;
  for (const auto& [i, j] : pairs) {
    used.insert(j);
    hits += !gold[i].optional;
  }
  const auto wanted =
      std::count_if(gold.begin(), gold.end(), [](const auto& g) { return !g.optional; });
  for (size_t j = 0; j < found.size(); ++j) {
    const bool neutral = std::any_of(gold.begin(), gold.end(), [&](const ScoredCommitment& g) {
      return g.optional && Overlap(g.span, found[j].span) > 0;
    });
    count.false_positive += !used.contains(j) && !neutral;
  }
  count.true_positive += hits;
  count.false_negative += static_cast<int>(wanted) - hits;
}

std::vector<ScoredCommitment> AsRecords(const std::vector<Span>& spans) {
  std::vector<ScoredCommitment> records;
  records.reserve(spans.size());
  for (Span span : spans) records.push_back({.span = span, .optional = false, .fields = {}});
  return records;
}

template <typename T>
void CountSets(const std::set<T>& gold, const std::set<T>& found, Count& count) {
  for (const T& g : gold) found.contains(g) ? ++count.true_positive : ++count.false_negative;
  for (const T& f : found) count.false_positive += !gold.contains(f);
}

std::vector<std::string> Split(const std::string& utf8) {
  std::vector<std::string> characters;
  for (char c : utf8) {
    if ((c & 0xC0) != 0x80) characters.emplace_back();
    if (!characters.empty()) characters.back() += c;
  }
  return characters;
}

}  // namespace

double Count::Value() const {
  if (!IsSpan()) return static_cast<double>(right) / all;
  const int total = 2 * true_positive + false_positive + false_negative;
  return total == 0 ? 1 : 2.0 * true_positive / total;
}

void Score::Tell(const std::string& name, bool right) {
  ++counts_[name].all;
  counts_[name].right += right;
}

void Score::Add(const Gold& gold, const Found& found) {
  AddCommitments(gold, found);
  AddAchievements(gold, found);
  if (gold.has_sections) AddSections(gold, found);
  if (gold.has_facts) AddFacts(gold, found);
  if (!gold.clean_text.empty()) {
    Count& clean = counts_["clean"];
    const int characters = static_cast<int>(Split(gold.clean_text).size());
    clean.all += characters;
    clean.right += characters - EditDistance(gold.clean_text, found.clean_text);
  }
  counts_["pointers"].all += found.pointers;
  counts_["pointers"].right += found.true_pointers;
}

void Score::AddCommitments(const Gold& gold, const Found& found) {
  std::vector<ScoredCommitment> kept;
  for (const ScoredCommitment& f : found.commitments) {
    const bool known =
        std::any_of(gold.commitments.begin(), gold.commitments.end(),
                    [&](const auto& g) { return Overlap(g.span, f.span) >= kOverlap; });
    if (f.fields.at("type") != "stance" || known) kept.push_back(f);
  }
  CountSpans(gold.commitments, kept, Match(gold.commitments, kept, true),
             counts_["commitment exact"]);
  const auto pairs = Match(gold.commitments, kept, false);
  CountSpans(gold.commitments, kept, pairs, counts_["commitment overlap"]);
  for (const auto& [i, j] : pairs) {
    if (gold.commitments[i].optional) continue;
    for (const auto& [field, value] : gold.commitments[i].fields) {
      const bool right = kept[j].fields.at(field) == value;
      Tell("field " + field, right);
      const bool may_lack = field == "deadline" || field == "targets" || field == "cooperators" ||
                            field == "condition";
      if (may_lack && !value.empty()) Tell("field " + field + " when present", right);
    }
  }
  AddNegatives(gold, kept);
}

// A negative is touched by a record that stands on it and on no commitment.
void Score::AddNegatives(const Gold& gold, const std::vector<ScoredCommitment>& commitments) {
  for (Span negative : gold.negatives) {
    const bool touched = std::any_of(commitments.begin(), commitments.end(), [&](const auto& c) {
      return Overlap(negative, c.span) > 0 &&
             std::none_of(gold.commitments.begin(), gold.commitments.end(),
                          [&](const auto& g) { return Overlap(g.span, c.span) > 0; });
    });
    Tell("hard negatives left alone", !touched);
  }
}

void Score::AddAchievements(const Gold& gold, const Found& found) {
  if (gold.achievements.empty()) return;
  const auto wanted = AsRecords(gold.achievements), got = AsRecords(found.achievements);
  CountSpans(wanted, got, Match(wanted, got, true), counts_["achievement exact"]);
  CountSpans(wanted, got, Match(wanted, got, false), counts_["achievement overlap"]);
}

void Score::AddSections(const Gold& gold, const Found& found) {
  CountSets(std::set(gold.sections.begin(), gold.sections.end()),
            std::set(found.sections.begin(), found.sections.end()),
            counts_["section kind and span"]);
  std::set<Span> wanted, got;
  for (const auto& section : gold.sections) wanted.insert(section.span);
  for (const auto& section : found.sections) got.insert(section.span);
  CountSets(wanted, got, counts_["section span"]);
}

void Score::AddFacts(const Gold& gold, const Found& found) {
  for (const auto& [key, value] : gold.facts) {
    const auto got = found.facts.find(key);
    if (value)
      Tell("facts", got != found.facts.end() && got->second == *value);
    else
      Tell("facts not invented", got == found.facts.end());
  }
}

int EditDistance(const std::string& a, const std::string& b) {
  if (a == b) return 0;
  const std::vector<std::string> left = Split(a), right = Split(b);
  std::vector<int> row(right.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (size_t i = 0; i < left.size(); ++i) {
    int diagonal = row[0];
    row[0] = static_cast<int>(i) + 1;
    for (size_t j = 0; j < right.size(); ++j) {
      const int replaced = diagonal + (left[i] != right[j]);
      diagonal = row[j + 1];
      row[j + 1] = std::min({row[j + 1] + 1, row[j] + 1, replaced});
    }
  }
  return row.back();
}

}  // namespace pledge::accuracy
