// How far the proxy of client/conformance is with its cuts.
#ifndef PLEDGE_CLIENT_CPP_TESTS_CUTS_H_
#define PLEDGE_CLIENT_CPP_TESTS_CUTS_H_

namespace pledge::faults {

// Asks the address in PLEDGE_CUTS. Ends the program when nobody answers.
bool CutsAreLeft();

}  // namespace pledge::faults

#endif  // PLEDGE_CLIENT_CPP_TESTS_CUTS_H_
