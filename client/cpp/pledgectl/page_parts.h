// The files of page/, as the build put them into the program.
#ifndef PLEDGE_CLIENT_CPP_PLEDGECTL_PAGE_PARTS_H_
#define PLEDGE_CLIENT_CPP_PLEDGECTL_PAGE_PARTS_H_

#include <string_view>

namespace pledge::cli {

extern const std::string_view kPageTemplate;  // page.html, with {{places}}
extern const std::string_view kPageStyle;
extern const std::string_view kPageScript;  // all scripts, in order

}  // namespace pledge::cli

#endif  // PLEDGE_CLIENT_CPP_PLEDGECTL_PAGE_PARTS_H_
