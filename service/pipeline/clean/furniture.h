// Part of stage 2: finds and cuts what the page put around the letter. Works by
// the structure of the page (headings of widgets, lists behind the end of the
// letter, tool bars, breadcrumbs, footers), on repaired text. Linear, pure, thread-safe.
#ifndef PLEDGE_SERVICE_PIPELINE_CLEAN_FURNITURE_H_
#define PLEDGE_SERVICE_PIPELINE_CLEAN_FURNITURE_H_

#include <string_view>
#include <vector>

#include "service/pipeline/clean/clean.h"
#include "service/pipeline/text/text_editor.h"

namespace pledge::pipeline {

// The furniture of the text: ascending, disjoint. `hints` are what the markup
// said, in offsets of the text.
std::vector<FurnitureHint> FindFurniture(std::string_view text,
                                         const std::vector<FurnitureHint>& hints);

// Cuts the spans (kFurniture, with the widget as detail) together with the line
// breaks that they leave behind. Returns what was cut.
std::vector<FurnitureBlock> CutFurniture(const std::vector<FurnitureHint>& spans,
                                         MappedText* mapped);

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_CLEAN_FURNITURE_H_
