#include "service/server/option_sources.h"

#include <algorithm>
#include <cstdlib>
#include <istream>
#include <memory>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace pledge::server {
namespace {

std::string FromEnvironment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? "" : value;
}

// CLI11 looks into the file before the environment; what the environment says
// is therefore not read from the file at all.
class BelowEnvironment : public CLI::ConfigTOML {
 public:
  std::vector<CLI::ConfigItem> from_config(std::istream& input) const override {
    std::vector<CLI::ConfigItem> items = CLI::ConfigTOML::from_config(input);
    const auto is_covered = [](const CLI::ConfigItem& item) {
      return !FromEnvironment(EnvironmentName(item.name)).empty();
    };
    items.erase(std::remove_if(items.begin(), items.end(), is_covered), items.end());
    return items;
  }
};

}  // namespace

std::string EnvironmentName(std::string_view flag) {
  const std::string word = absl::StrReplaceAll({flag.data(), flag.size()}, {{"-", "_"}});
  return absl::StrCat("PLEDGE_", absl::AsciiStrToUpper(word));
}

void AddOptionSources(CLI::App* app) {
  const std::string file = FromEnvironment("PLEDGE_CONFIG");
  app->set_config("--config", file, "File of NAME = VALUE lines, NAME as a flag without its --",
                  /*config_required=*/!file.empty())
      ->type_name("FILE");
  app->config_formatter(std::make_shared<BelowEnvironment>());
  app->allow_config_extras(CLI::config_extras_mode::error);
  for (CLI::Option* option : app->get_options()) {
    const std::vector<std::string>& names = option->get_lnames();
    if (names.empty() || !option->get_configurable()) continue;
    if (names.front() == "help" || names.front() == "version") continue;
    option->envname(EnvironmentName(names.front()));
  }
}

}  // namespace pledge::server
