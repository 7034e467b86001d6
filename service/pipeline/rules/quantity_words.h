// The words around a figure: units, comparators, verbs of growth. Tables only.
#ifndef PLEDGE_SERVICE_PIPELINE_RULES_QUANTITY_WORDS_H_
#define PLEDGE_SERVICE_PIPELINE_RULES_QUANTITY_WORDS_H_

#include <string_view>

#include "service/pipeline/records.h"

namespace pledge::pipeline {

// Longer units before their own beginnings.
inline constexpr std::string_view kUnits[] = {
    "个百分点", "百分点", "平方公里", "平方千米", "平方米", "立方米", "千瓦时", "千伏安", "兆瓦",
    "千瓦",     "公里",   "千米",     "公顷",     "公斤",   "人次",   "人份",   "车次",   "架次",
    "班次",     "趟次",   "家次",     "户次",     "件次",   "批次",   "场次",   "台次",   "美元",
    "欧元",     "元",     "小时",     "分钟",     "工作日", "课时",   "学时",   "秒",     "天",
    "个月",     "季度",   "周",       "年",       "%",      "％",     "‰",      "倍",     "所",
    "家",       "条",     "米",       "亩",       "吨",     "方",     "辆",     "台",     "套",
    "座",       "处",     "项",       "名",       "人",     "户",     "批",     "次",     "场",
    "期",       "件",     "份",       "本",       "门",     "张",     "间",     "栋",     "幢",
    "块",       "类",     "种",       "位",       "支",     "只",     "头",     "株",     "棵",
    "根",       "盏",     "部",       "艘",       "架",     "对",     "组",     "班",     "趟",
    "床",       "款",     "幅",       "篇",       "宗",     "起",     "例",     "片",     "口",
    "站",       "层",     "轮",       "册",       "枚",     "桩",     "眼",     "孔",     "个",
    "MW",       "KW",     "kW",       "km",       "㎡",     "m2",     "㎞",     "市",     "县",
    "镇",       "村",     "度",       "英亩",     "升",     "克",     "GB",     "P",      "页",
    "节",       "道",     "档",       "级"};

// Nouns that only name the items of a list.
inline constexpr std::string_view kListNouns[] = {
    "层面", "方面", "环节", "维度", "关键", "原则", "阶段", "步骤", "角度", "大",   "重点",
    "问题", "要点", "体系", "目标", "领域", "任务", "层次", "文明", "全面", "意识", "自信",
    "维护", "确立", "结合", "统一", "转变", "坚持", "面向", "到位", "协调"};

struct CueRow {
  std::string_view words;
  Comparator comparator;
};

inline constexpr CueRow kBefore[] = {
    {"不少于", Comparator::kGe},   {"不低于", Comparator::kGe},  {"不小于", Comparator::kGe},
    {"至少", Comparator::kGe},     {"最少", Comparator::kGe},    {"不超过", Comparator::kLe},
    {"不高于", Comparator::kLe},   {"不大于", Comparator::kLe},  {"控制在", Comparator::kLe},
    {"最多", Comparator::kLe},     {"至多", Comparator::kLe},    {"超过", Comparator::kGt},
    {"突破", Comparator::kGt},     {"大于", Comparator::kGt},    {"高于", Comparator::kGt},
    {"达到超", Comparator::kGt},   {"逾", Comparator::kGt},      {"超", Comparator::kGt},
    {"低于", Comparator::kLt},     {"少于", Comparator::kLt},    {"小于", Comparator::kLt},
    {"大约", Comparator::kApprox}, {"约", Comparator::kApprox},  {"近", Comparator::kApprox},
    {"将近", Comparator::kApprox}, {"接近", Comparator::kApprox}};

inline constexpr CueRow kAfter[] = {{"以上", Comparator::kGe},     {"及以上", Comparator::kGe},
                                    {"左右", Comparator::kApprox}, {"上下", Comparator::kApprox},
                                    {"以内", Comparator::kLe},     {"之内", Comparator::kLe},
                                    {"以下", Comparator::kLe},     {"及以下", Comparator::kLe}};

// Growth verbs directly before the number: the number is the change.
inline constexpr std::string_view kGrowth[] = {
    "新增加", "新增", "增加", "增长", "提高", "提升", "增配", "增设",   "增建",  "增派", "增开",
    "增投",   "追加", "净增", "多增", "降低", "下降", "减少", "压缩",   "缩短",  "压减", "削减",
    "上升",   "上浮", "下浮", "下调", "上调", "扩大", "扩增", "再增加", "再新增"};

inline constexpr std::string_view kFuzzyWords[] = {
    "一大批", "一批", "一系列", "若干个", "若干", "数十", "数百", "数千", "上百",
    "上千",   "几十", "几百",   "多个",   "多家", "多项", "多处", "多所"};

}  // namespace pledge::pipeline

#endif  // PLEDGE_SERVICE_PIPELINE_RULES_QUANTITY_WORDS_H_
