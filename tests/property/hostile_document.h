// Documents that are made to be slow or to break something: one kind of content and nothing else,
// as long as wanted. The same kind and size give the same bytes on every machine.
#ifndef PLEDGE_TESTS_PROPERTY_HOSTILE_DOCUMENT_H_
#define PLEDGE_TESTS_PROPERTY_HOSTILE_DOCUMENT_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pledge::property {

// Names of all kinds, such as "all-brackets".
std::vector<std::string_view> HostileKinds();

// A document of that kind with at most `size_bytes` bytes, and a few less at most.
// Empty for a name that is no kind.
std::string MakeHostile(std::string_view kind, size_t size_bytes);

}  // namespace pledge::property

#endif  // PLEDGE_TESTS_PROPERTY_HOSTILE_DOCUMENT_H_
