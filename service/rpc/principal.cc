#include "service/rpc/principal.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "grpc/grpc_security_constants.h"

namespace pledge::rpc {
namespace {

constexpr size_t kMaxPrincipalBytes = 256;
// Envoy's header: elements with commas between them, each of KEY=VALUE with
// semicolons between, where a value may stand in quotes.
constexpr char kForwardedCertificate[] = "x-forwarded-client-cert";

std::string FirstProperty(const grpc::AuthContext& auth, const char* name) {
  const auto values = auth.FindPropertyValues(name);
  return values.empty() ? "" : std::string(values[0].data(), values[0].size());
}

// Of the certificate that TLS has proved; empty when there is none.
std::string CertifiedPrincipal(const grpc::AuthContext& auth) {
  if (!auth.IsPeerAuthenticated()) return "";
  std::string id = FirstProperty(auth, GRPC_PEER_SPIFFE_ID_PROPERTY_NAME);
  if (!id.empty()) return id;
  id = FirstProperty(auth, GRPC_X509_CN_PROPERTY_NAME);
  return id.empty() ? "" : absl::StrCat("cn:", id);
}

bool IsClearText(const grpc::AuthContext* auth) {
  if (auth == nullptr) return true;
  const std::string type = FirstProperty(*auth, GRPC_TRANSPORT_SECURITY_TYPE_PROPERTY_NAME);
  return type != GRPC_TLS_TRANSPORT_SECURITY_TYPE && type != GRPC_SSL_TRANSPORT_SECURITY_TYPE;
}

// A header that stands there twice may have been set by the caller too.
std::optional<std::string> HeaderPrincipal(const std::string& header,
                                           const grpc::CallbackServerContext& context) {
  const auto& metadata = context.client_metadata();
  const auto range = metadata.equal_range(grpc::string_ref(header.data(), header.size()));
  if (range.first == range.second || std::next(range.first) != range.second) return std::nullopt;
  const grpc::string_ref value = range.first->second;
  return ReadPrincipalHeader(header, {value.data(), value.size()});
}

std::string Bounded(std::string principal) {
  return principal.size() > kMaxPrincipalBytes ? kAnonymous : principal;
}

// The last element of a list whose commas do not count inside quotes; also for
// pairs and semicolons.
std::vector<std::string> SplitOutsideQuotes(std::string_view text, char separator) {
  std::vector<std::string> out(1);
  bool is_quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool is_escaped = is_quoted && text[i] == '\\' && i + 1 < text.size();
    if (text[i] == '"') is_quoted = !is_quoted;
    if (text[i] == separator && !is_quoted) {
      out.emplace_back();
      continue;
    }
    out.back() += text[i];
    if (is_escaped) out.back() += text[++i];
  }
  return out;
}

}  // namespace

std::optional<std::string> ReadPrincipalHeader(std::string_view header, std::string_view value) {
  if (header != kForwardedCertificate) {
    const std::string whole(absl::StripAsciiWhitespace({value.data(), value.size()}));
    return whole.empty() ? std::nullopt : std::optional(whole);
  }
  const std::string last = SplitOutsideQuotes(value, ',').back();
  std::optional<std::string> found;
  for (const std::string& pair : SplitOutsideQuotes(last, ';')) {
    absl::string_view uri = absl::StripAsciiWhitespace(pair);
    if (!absl::StartsWithIgnoreCase(uri, "URI=")) continue;
    uri.remove_prefix(4);
    if (absl::ConsumePrefix(&uri, "\"")) absl::ConsumeSuffix(&uri, "\"");
    // A certificate of a workload has one.
    if (found.has_value() || uri.empty()) return std::nullopt;
    found = std::string(uri);
  }
  return found;
}

std::string PrincipalOf(const PrincipalSource& source, const grpc::CallbackServerContext& context) {
  const auto auth = context.auth_context();
  const std::string certified = auth == nullptr ? "" : CertifiedPrincipal(*auth);
  if (!source.header.empty()) {
    const bool is_believed = source.proxies.empty()
                                 ? IsClearText(auth.get())
                                 : std::find(source.proxies.begin(), source.proxies.end(),
                                             certified) != source.proxies.end();
    if (is_believed) {
      return Bounded(HeaderPrincipal(source.header, context).value_or(kAnonymous));
    }
  }
  if (!certified.empty()) return Bounded(certified);
  return absl::StartsWith(context.peer(), "unix:") && IsClearText(auth.get()) ? "unix" : kAnonymous;
}

}  // namespace pledge::rpc
