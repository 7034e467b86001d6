// Megabytes of source text a second on one core: the whole chain, each stage
// alone, and beside them OpenCC's t2s and a plain copy over the same bytes.
//
// The text is our own sample letters, and with PLEDGE_SHARED (default
// ../shared) the letters of the corpus there.
#include <benchmark/benchmark.h>
#include <opencc.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "service/pipeline/analyze.h"

namespace pledge::pipeline {
namespace {

void AddFiles(const std::filesystem::path& folder, std::vector<std::string>* out) {
  std::error_code ignored;  // a folder that is absent adds nothing
  for (const auto& file : std::filesystem::directory_iterator(folder, ignored)) {
    const std::string extension = file.path().extension().string();
    if (extension != ".txt" && extension != ".html") continue;
    std::ifstream in(file.path(), std::ios::binary);
    std::stringstream bytes;
    bytes << in.rdbuf();
    out->push_back(bytes.str());
  }
}

// Letters and what each stage makes of them.
struct Corpus {
  std::vector<std::string> letters;
  std::vector<DecodedText> decoded;
  std::vector<CleanText> clean;
  std::vector<SectionTree> trees;
  int64_t bytes = 0;
};

const Corpus& TheCorpus() {
  static const Corpus& corpus = *[] {
    auto* out = new Corpus;
    std::vector<std::string> files;
    AddFiles(PLEDGE_SAMPLES, &files);
    const char* shared = std::getenv("PLEDGE_SHARED");
    AddFiles(std::filesystem::path(shared ? shared : "../shared") / "corpus" / "replies", &files);
    for (std::string& letter : files) {
      auto decoded = Decode({letter, {}, {}});
      if (!decoded.ok()) continue;
      out->clean.push_back(Clean(*decoded));
      out->trees.push_back(Segment(out->clean.back()));
      out->decoded.push_back(*std::move(decoded));
      out->bytes += static_cast<int64_t>(letter.size());
      out->letters.push_back(std::move(letter));
    }
    return out;
  }();
  return corpus;
}

template <typename Work>
void Measure(benchmark::State& state, const Work& work) {
  const Corpus& corpus = TheCorpus();
  for (auto _ : state) {
    for (size_t i = 0; i < corpus.letters.size(); ++i) work(corpus, i);
  }
  state.SetBytesProcessed(state.iterations() * corpus.bytes);
}

void BM_WholeChain(benchmark::State& state) {
  Measure(state, [](const Corpus& corpus, size_t i) {
    benchmark::DoNotOptimize(Analyze({corpus.letters[i], {}, {}}));
  });
}
BENCHMARK(BM_WholeChain);

void BM_Decode(benchmark::State& state) {
  Measure(state, [](const Corpus& corpus, size_t i) {
    benchmark::DoNotOptimize(Decode({corpus.letters[i], {}, {}}));
  });
}
BENCHMARK(BM_Decode);

void BM_Clean(benchmark::State& state) {
  Measure(state, [](const Corpus& corpus, size_t i) {
    benchmark::DoNotOptimize(Clean(corpus.decoded[i]));
  });
}
BENCHMARK(BM_Clean);

void BM_Segment(benchmark::State& state) {
  Measure(state, [](const Corpus& corpus, size_t i) {
    benchmark::DoNotOptimize(Segment(corpus.clean[i]));
  });
}
BENCHMARK(BM_Segment);

void BM_Extract(benchmark::State& state) {
  Measure(state, [](const Corpus& corpus, size_t i) {
    benchmark::DoNotOptimize(Extract(corpus.clean[i], corpus.trees[i]));
  });
}
BENCHMARK(BM_Extract);

void BM_OpenCcAlone(benchmark::State& state) {
  const opencc::SimpleConverter converter("t2s.json");
  Measure(state, [&](const Corpus& corpus, size_t i) {
    benchmark::DoNotOptimize(converter.Convert(corpus.decoded[i].text));
  });
}
BENCHMARK(BM_OpenCcAlone);

void BM_Copy(benchmark::State& state) {
  Measure(state, [](const Corpus& corpus, size_t i) {
    benchmark::DoNotOptimize(std::string(corpus.letters[i]));
  });
}
BENCHMARK(BM_Copy);

}  // namespace
}  // namespace pledge::pipeline

BENCHMARK_MAIN();
