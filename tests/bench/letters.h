// The letters that benchmarks of the pipeline work on, with what each stage
// makes of them, so that every stage can be timed alone.
#ifndef PLEDGE_TESTS_BENCH_LETTERS_H_
#define PLEDGE_TESTS_BENCH_LETTERS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "service/pipeline/analyze.h"

namespace pledge::bench {

// One letter and its stages; `bytes` is the source.
struct Letter {
  std::string bytes;
  pipeline::DecodedText decoded;
  pipeline::CleanText clean;
  pipeline::SectionTree tree;
  pipeline::Extraction extraction;
};

struct Letters {
  std::vector<Letter> all;
  size_t bytes = 0;  // of all sources
  std::string from;  // for people: where they were read
};

// All of the corpus in PLEDGE_SHARED (default ../shared), and our own samples
// in `samples`. Letters that cannot be decoded are left out.
Letters ReadLetters(const std::string& samples);

}  // namespace pledge::bench

#endif  // PLEDGE_TESTS_BENCH_LETTERS_H_
