// Letters of mixed sizes for load on a server: each is put together from the
// paragraphs of our own samples, so that it reads like one and holds commitments,
// achievements and deadlines; no two are equal. One in twenty is a damaged copy
// and one in twenty a web page. The same seed gives the same letters. Thread-safe
// once it is made.
#ifndef PLEDGE_TESTS_BENCH_LETTER_MAKER_H_
#define PLEDGE_TESTS_BENCH_LETTER_MAKER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace pledge::bench {

class LetterMaker {
 public:
  // Reads the samples in the folder; dies when they are not there. Sizes are
  // log-normal: half of all letters are below `median_bytes`.
  explicit LetterMaker(const std::string& samples, double median_bytes = 6000);

  // UTF-8, from 1 KB to 64 KB.
  std::string Make(uint64_t number) const;

 private:
  std::vector<std::string> topics_;       // runs of paragraphs under one heading
  std::vector<std::string> backgrounds_;  // paragraphs without a promise
  std::string damaged_;
  std::string page_;
  double median_bytes_;
};

}  // namespace pledge::bench

#endif  // PLEDGE_TESTS_BENCH_LETTER_MAKER_H_
