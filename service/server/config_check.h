// Looks for what is wrong with a configuration without serving or opening
// anything, so that it can be asked beside a server that runs. Thread-safe.
#ifndef PLEDGE_SERVICE_SERVER_CONFIG_CHECK_H_
#define PLEDGE_SERVICE_SERVER_CONFIG_CHECK_H_

#include <string>
#include <vector>

#include "service/server/options.h"

namespace pledge::server {

// One line for people for each thing that would keep a server from starting, or
// from taking writes: files that cannot be used, folders that cannot be written,
// a disk that is too full. Empty when all is well. What only a start can tell
// (an address in use, a store that another server has open) it does not see.
std::vector<std::string> FindConfigFaults(const Options& options);

}  // namespace pledge::server

#endif  // PLEDGE_SERVICE_SERVER_CONFIG_CHECK_H_
