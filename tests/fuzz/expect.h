// What a fuzz target asserts: prints the condition and aborts, so that the fuzzer
// keeps the input.
#ifndef PLEDGE_TESTS_FUZZ_EXPECT_H_
#define PLEDGE_TESTS_FUZZ_EXPECT_H_

#include <cstdio>
#include <cstdlib>

#define FUZZ_EXPECT(condition)                                                            \
  do {                                                                                    \
    if (!(condition)) {                                                                   \
      std::fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                                       \
    }                                                                                     \
  } while (false)

#endif  // PLEDGE_TESTS_FUZZ_EXPECT_H_
