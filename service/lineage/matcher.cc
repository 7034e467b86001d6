#include "service/lineage/matcher.h"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "service/lineage/bigrams.h"

namespace pledge::lineage {
namespace {

constexpr double kTextWeight = 0.65;
constexpr double kObjectWeight = 0.25;
constexpr double kActionWeight = 0.10;
// For each of another actor and another kind.
constexpr double kOtherFactor = 0.85;
// Records looked at for one, by its rarest bigrams first: without this the work
// would grow with the product of the counts. Below some 60 records without an
// equal text all pairs that share a bigram are seen.
constexpr size_t kMaxPostings = 4096;
// Candidates of one record that are compared in full.
constexpr size_t kMaxCandidates = 24;

// An item with its bigrams.
struct Features {
  const MatchItem* item = nullptr;
  Bigrams text;
  Bigrams object;
};

Features FeaturesOf(const MatchItem& item) {
  return {&item, BigramsOf(item.text), BigramsOf(item.object)};
}

double SimilarityOf(const Features& a, const Features& b) {
  double sum = kTextWeight * Dice(a.text, b.text);
  double weight = kTextWeight;
  if (!a.object.empty() || !b.object.empty()) {
    sum += kObjectWeight * Dice(a.object, b.object);
    weight += kObjectWeight;
  }
  if (!a.item->action.empty() || !b.item->action.empty()) {
    sum += a.item->action == b.item->action ? kActionWeight : 0;
    weight += kActionWeight;
  }
  double similarity = sum / weight;
  if (a.item->actor != b.item->actor) similarity *= kOtherFactor;
  if (a.item->kind != b.item->kind) similarity *= kOtherFactor;
  return similarity;
}

struct Candidate {
  double similarity = 0;
  size_t before = 0;
  size_t after = 0;
};

class Matcher {
 public:
  Matcher(const std::vector<MatchItem>& before, const std::vector<MatchItem>& after)
      : before_(before), after_(after), taken_(before.size()), matches_(after.size()) {}

  std::vector<std::optional<size_t>> Run() {
    MatchEqual();
    MatchSimilar();
    return std::move(matches_);
  }

 private:
  void Take(size_t before, size_t after) {
    taken_[before] = true;
    matches_[after] = before;
  }

  // Pairs equal words: of the same sort first, then of any.
  void MatchEqual() {
    for (const bool with_kind : {true, false}) {
      std::map<std::pair<std::string_view, int>, std::deque<size_t>> places;
      const auto key = [with_kind](const MatchItem& item) {
        return std::pair<std::string_view, int>(item.text, with_kind ? item.kind : 0);
      };
      for (size_t i = 0; i < before_.size(); ++i) {
        if (!taken_[i]) places[key(before_[i])].push_back(i);
      }
      for (size_t i = 0; i < after_.size(); ++i) {
        if (matches_[i]) continue;
        const auto place = places.find(key(after_[i]));
        if (place == places.end() || place->second.empty()) continue;
        Take(place->second.front(), i);
        place->second.pop_front();
      }
    }
  }

  void MatchSimilar() {
    std::vector<Features> features;
    for (size_t i = 0; i < before_.size(); ++i) {
      if (taken_[i]) continue;
      features.push_back(FeaturesOf(before_[i]));
      places_.push_back(i);
    }
    if (features.empty()) return;
    Index(features);
    std::vector<Candidate> candidates;
    for (size_t i = 0; i < after_.size(); ++i) {
      if (!matches_[i]) AddCandidates(i, features, candidates);
    }
    std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
      return std::tuple(-a.similarity, a.before, a.after) <
             std::tuple(-b.similarity, b.before, b.after);
    });
    for (const Candidate& candidate : candidates) {
      if (taken_[candidate.before] || matches_[candidate.after]) continue;
      Take(candidate.before, candidate.after);
    }
  }

  void Index(const std::vector<Features>& features) {
    shared_.resize(features.size());
    for (size_t i = 0; i < features.size(); ++i) {
      for (const uint64_t bigram : features[i].text) {
        postings_[bigram].push_back(static_cast<uint32_t>(i));
      }
    }
  }

  // Adds the pairs of after_[index] that are similar enough.
  void AddCandidates(size_t index, const std::vector<Features>& features,
                     std::vector<Candidate>& candidates) {
    const Features mine = FeaturesOf(after_[index]);
    std::vector<const std::vector<uint32_t>*> postings;
    for (const uint64_t bigram : mine.text) {
      const auto posting = postings_.find(bigram);
      if (posting != postings_.end()) postings.push_back(&posting->second);
    }
    std::stable_sort(postings.begin(), postings.end(),
                     [](const auto* a, const auto* b) { return a->size() < b->size(); });
    std::vector<uint32_t> best;
    size_t looked_at = 0;
    for (const std::vector<uint32_t>* posting : postings) {
      if (looked_at > 0 && looked_at + posting->size() > kMaxPostings) break;
      looked_at += posting->size();
      for (const uint32_t other : *posting) {
        if (shared_[other]++ == 0) best.push_back(other);
      }
    }
    std::sort(best.begin(), best.end(), [this](uint32_t a, uint32_t b) {
      return shared_[a] != shared_[b] ? shared_[a] > shared_[b] : a < b;
    });
    for (const uint32_t other : best) shared_[other] = 0;
    if (best.size() > kMaxCandidates) best.resize(kMaxCandidates);
    for (const uint32_t other : best) {
      const double similarity = SimilarityOf(features[other], mine);
      if (similarity >= kMinSimilarity) candidates.push_back({similarity, places_[other], index});
    }
  }

  const std::vector<MatchItem>& before_;
  const std::vector<MatchItem>& after_;
  std::vector<bool> taken_;  // of before_
  std::vector<std::optional<size_t>> matches_;
  std::vector<size_t> places_;  // in before_, of the ones without an equal text
  std::unordered_map<uint64_t, std::vector<uint32_t>> postings_;  // bigram → index into places_
  std::vector<uint32_t> shared_;  // bigrams in common, by index into places_; 0 between uses
};

}  // namespace

double Similarity(const MatchItem& a, const MatchItem& b) {
  return SimilarityOf(FeaturesOf(a), FeaturesOf(b));
}

std::vector<std::optional<size_t>> MatchItems(const std::vector<MatchItem>& before,
                                              const std::vector<MatchItem>& after) {
  return Matcher(before, after).Run();
}

}  // namespace pledge::lineage
