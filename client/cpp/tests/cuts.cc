#include "client/cpp/tests/cuts.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "client/cpp/tests/require.h"

namespace pledge::faults {
namespace {

// All that is told to whoever connects to an address, IPV4:PORT.
std::string ReadAll(const std::string& address) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(address, ':');
  int port = 0;
  sockaddr_in target = {};
  target.sin_family = AF_INET;
  Require(absl::SimpleAtoi(parts.second, &port) &&
              inet_pton(AF_INET, parts.first.c_str(), &target.sin_addr) == 1,
          address);
  target.sin_port = htons(static_cast<uint16_t>(port));
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  Require(connect(socket, reinterpret_cast<sockaddr*>(&target), sizeof target) == 0, address);
  std::string text;
  char buffer[64];
  for (ssize_t size; (size = read(socket, buffer, sizeof buffer)) > 0;) text.append(buffer, size);
  close(socket);
  return text;
}

}  // namespace

bool CutsAreLeft() {
  const char* address = std::getenv("PLEDGE_CUTS");
  Require(address != nullptr, "PLEDGE_CUTS");
  const std::string answer = ReadAll(address);
  const std::vector<std::string> words = absl::StrSplit(answer, absl::ByAnyChar(" \n"));
  int done = 0;
  int total = 0;
  Require(
      words.size() >= 2 && absl::SimpleAtoi(words[0], &done) && absl::SimpleAtoi(words[1], &total),
      answer);
  return done < total;
}

}  // namespace pledge::faults
