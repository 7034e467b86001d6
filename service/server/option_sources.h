// Lets the flags of a command line stand in the environment and in a file too.
#ifndef PLEDGE_SERVICE_SERVER_OPTION_SOURCES_H_
#define PLEDGE_SERVICE_SERVER_OPTION_SOURCES_H_

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>

namespace pledge::server {

// "PLEDGE_DISK_RESERVE_MIB" for "disk-reserve-mib".
std::string EnvironmentName(std::string_view flag);

// Adds --config to `app` and gives all its options their names in the
// environment. Flag before environment before file before default; an unknown
// name in the file is an error. Call when all options were added.
void AddOptionSources(CLI::App* app);

}  // namespace pledge::server

#endif  // PLEDGE_SERVICE_SERVER_OPTION_SOURCES_H_
