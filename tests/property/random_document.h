// Documents for property tests: letters put together from parts of sentences,
// as text or as a page, in any charset, with everything in and around them that
// must be undone. The same seed gives the same document on every machine.
#ifndef PLEDGE_TESTS_PROPERTY_RANDOM_DOCUMENT_H_
#define PLEDGE_TESTS_PROPERTY_RANDOM_DOCUMENT_H_

#include <cstdint>
#include <string>

namespace pledge::property {

struct RandomDocument {
  std::string bytes;    // as received
  std::string letter;   // what the clean text must be
  std::string charset;  // as the decoder must name it
  bool html = false;
};

RandomDocument MakeDocument(uint64_t seed);

}  // namespace pledge::property

#endif  // PLEDGE_TESTS_PROPERTY_RANDOM_DOCUMENT_H_
