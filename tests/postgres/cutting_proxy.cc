#include "tests/postgres/cutting_proxy.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>
#include <utility>

namespace pledge::testing {
namespace {

using std::string_view_literals::operator""sv;

constexpr auto kCommitDone = "COMMIT\0"sv;  // in the answer to a COMMIT
constexpr int kTickMs = 20;

sockaddr_un AddressIn(const std::string& folder) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = folder + "/.s.PGSQL.5432";
  if (path.size() >= sizeof(address.sun_path)) std::abort();
  path.copy(address.sun_path, path.size());
  return address;
}

}  // namespace

CuttingProxy::CuttingProxy(std::string server_folder, std::string folder)
    : server_folder_(std::move(server_folder)) {
  listener_ = ::socket(AF_UNIX, SOCK_STREAM, 0);
  const sockaddr_un address = AddressIn(folder);
  if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0 ||
      ::listen(listener_, 64) != 0) {
    std::abort();
  }
  thread_ = std::thread([this] { Run(); });
}

CuttingProxy::~CuttingProxy() {
  is_stopping_ = true;
  thread_.join();
  ::close(listener_);
}

void CuttingProxy::CutAtNextCommit(bool refuse_others) {
  refuse_after_cut_ = refuse_others;
  must_cut_commit_ = true;
}

void CuttingProxy::CutAll() { must_cut_all_ = true; }

void CuttingProxy::Refuse() {
  is_refusing_ = true;
  must_cut_all_ = true;
}

void CuttingProxy::Run() {
  while (!is_stopping_) {
    std::vector<pollfd> sockets = {{listener_, POLLIN, 0}};
    for (const Pair& pair : pairs_) {
      sockets.push_back({pair.client, POLLIN, 0});
      sockets.push_back({pair.server, POLLIN, 0});
    }
    ::poll(sockets.data(), sockets.size(), kTickMs);
    const bool cuts_all = must_cut_all_.exchange(false);
    std::vector<Pair> left;
    for (size_t i = 0; i < pairs_.size(); ++i) {
      const Pair pair = pairs_[i];
      const bool stays =
          !cuts_all && (sockets[1 + 2 * i].revents == 0 || Pass(pair, pair.client, pair.server)) &&
          (sockets[2 + 2 * i].revents == 0 || Pass(pair, pair.server, pair.client));
      if (stays) {
        left.push_back(pair);
      } else {
        ::close(pair.client);
        ::close(pair.server);
      }
    }
    pairs_ = std::move(left);
    if (sockets[0].revents != 0) Accept();
  }
  for (const Pair& pair : pairs_) {
    ::close(pair.client);
    ::close(pair.server);
  }
}

void CuttingProxy::Accept() {
  Pair pair;
  pair.client = ::accept(listener_, nullptr, nullptr);
  if (pair.client < 0) return;
  pair.server = ::socket(AF_UNIX, SOCK_STREAM, 0);
  const sockaddr_un address = AddressIn(server_folder_);
  if (is_refusing_ ||
      ::connect(pair.server, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    ::close(pair.client);
    ::close(pair.server);
    return;
  }
  pairs_.push_back(pair);
}

bool CuttingProxy::Pass(const Pair& pair, int from, int to) {
  static thread_local std::vector<char> buffer(1 << 18);
  const ssize_t size = ::read(from, buffer.data(), buffer.size());
  if (size <= 0) return false;
  const std::string_view bytes(buffer.data(), static_cast<size_t>(size));
  if (from == pair.server && must_cut_commit_ && bytes.find(kCommitDone) != bytes.npos) {
    must_cut_commit_ = false;
    ++cut_commits_;
    if (refuse_after_cut_) is_refusing_ = true;
    return false;
  }
  for (size_t sent = 0; sent < bytes.size();) {
    const ssize_t n = ::send(to, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (n <= 0) return false;
    sent += static_cast<size_t>(n);
  }
  return true;
}

}  // namespace pledge::testing
