#include "service/pipeline/segment/cues.h"

#include <initializer_list>
#include <string_view>
#include <vector>

#include "service/pipeline/segment/scan.h"

namespace pledge::pipeline {
namespace {

struct Group {
  uint32_t value;
  std::initializer_list<std::string_view> words;
};

constexpr uint32_t kNoCue = 0;

// 将 before a verb or an adverb is the future; before a noun it is 把. Both
// kinds of next words are open classes, so the frequent ones of each are rows.
const std::initializer_list<Group>& CueGroups() {
  static const std::initializer_list<Group> groups = {
      {kCueFuture, {"将",     "拟",     "计划",   "力争",     "争取",     "预计",     "有望",
                    "打算",   "下一步", "下阶段", "下一阶段", "今后",     "接下来",   "后阶段",
                    "后续将", "后期将", "将会",   "我们要",   "未来三年", "未来五年", "未来几年",
                    "尽快",   "年底前", "近期将", "即将",     "准备"}},
      {kNoCue, {"行动计划", "年计划",   "工作计划", "计划生育", "拟定",     "拟订",     "将军",
                "将近",     "必将",     "该计划",   "棚改计划", "建设计划", "招生计划", "发展计划",
                "培养计划", "计划以及", "计划和",   "计划任务", "拟态",     "模拟",     "虚拟",
                "将其",     "将该",     "将此",     "将您",     "将有关",   "将相关",   "将这",
                "将所",     "已将",     "现将",     "计划单列", "计划内",   "了解",     "为了",
                "除了",     "了如",     "已故",     "而已",     "重要",     "主要",     "已收悉",
                "不得不",   "因而",     "因此",     "因素",     "原因",     "因地制宜", "规定动作",
                "不能不",   "目前为止", "提供参考", "准备工作", "准备金",   "准备好",   "做好准备",
                "做准备"}},
      {kCuePast | kCueDone, {"已", "已经", "了", "正在", "先后", "曾", "业已", "现已", "均已"}},
      {kCuePast | kCueDone | kCueFinding, {"截至", "截止", "目前"}},
      {kCuePast, {"成功",   "累计",   "近年来",   "近几年", "去年", "今年以来", "建成",   "取得",
                  "实现了", "印发了", "出台了",   "完成了", "达到", "新增",     "得到",   "率先",
                  "荣获",   "入选",   "不断完善", "现有",   "共有", "共计",     "均为",   "以来",
                  "于当日", "当天",   "当日",     "随即",   "立即", "前期",     "进行了", "开展了",
                  "下发",   "责令",   "要求其",   "会同"}},
      {kCuePast | kCueFinding,
       {"未发现", "情况属实", "经核实", "经核查", "经查", "经调查", "经了解", "经现场", "据了解",
        "据查"}},
      // What a superior decided by this very letter.
      {kCuePast | kCueOwn, {"国务院同意", "省政府同意", "市政府同意", "县政府同意"}},
      {kCuePast | kCueEffort, {"进行了调查", "进行了核实", "进行了走访"}},
      {kCueReason, {"按照", "根据", "依据"}},
      {kCueReason | kCueGround,
       {"由于", "因",     "鉴于",   "规定",   "不符合", "不属于", "不具备",
        "无法", "不能",   "不得",   "应当",   "须",     "尚未",   "暂未",
        "难以", "不属",   "未纳入", "不适用", "不存在", "原则上", "标准为",
        "并非", "适用于", "所以",   "属于",   "职权",   "权限",   "职责范围"}},
      {kCueLimit,
       {"存在", "缺乏", "滞后", "薄弱", "不到位", "瓶颈", "制约", "较高", "较低", "受限", "不足",
        "困难", "没有", "条件", "落后", "不够", "压力", "短板"}},
      {kCueRefusal,
       {"不予", "暂不", "不宜", "不再", "难以采纳", "无法采纳", "不便", "不支持", "暂无",
        "暂时不"}},
      {kCueDenial, {"无权",   "从未",   "未曾",   "不符",     "不属实",     "只能",     "只要",
                    "不满足", "不到",   "无任何", "合同",     "约定",       "供不应求", "不合理",
                    "不合法", "不满意", "导致",   "并不",     "未能",       "不同意",   "无此",
                    "误解",   "不含",   "自愿",   "也就是说", "专家组认为", "取决于"}},
      {kCueHistory,
       {"党中央",     "总书记",     "上级",   "主管部门要求", "国家出台", "国务院印发",
        "国务院出台", "历史",       "传统",   "时期",         "年代",     "党的十八大",
        "党的十九大", "党的二十大", "我国是", "奠定",         "意义",     "全国人大",
        "具有重要",   "关系到",     "事关",   "越来越",       "日益",     "迅猛",
        "快速发展",   "随着",       "发挥着", "起到了",       "深远",     "重要组成部分"}},
      {kCueState,
       {"位于", "系", "坐落", "总面积", "占地", "地处", "始建于", "成立于", "经营范围", "全长",
        "原名", "总人口", "建筑面积", "隶属"}},
      {kCueEffort,
       {"推进",     "推动",     "加强",   "加大", "开展", "完善", "建立",     "健全",
        "实施",     "组织",     "落实",   "制定", "出台", "印发", "支持",     "鼓励",
        "引导",     "提升",     "优化",   "强化", "深化", "督促", "指导",     "协调",
        "安排",     "投入",     "改造",   "建设", "修订", "探索", "实地查看", "现场查看",
        "赶到现场", "赶赴现场", "到现场", "走访", "约谈", "调解", "上门"}},
      {kCueOwn, {"我们",   "我局",   "我厅", "我市",   "我省", "我县", "我区", "我委",
                 "我部",   "我办",   "我镇", "我街道", "我行", "我会", "我院", "我中心",
                 "我支队", "我大队", "我校", "全省",   "全市", "全县", "全区"}},
      {kCueThird,
       {"企业", "公司", "协会", "业主", "开发商", "村民", "国家将", "国家拟", "措施", "举措",
        "行业主管部门", "商户", "社会资本"}},
      {kCueReceipt,
       {"收悉", "收到", "获悉", "已阅", "敬悉", "知悉", "悉知", "已收到", "已收悉", "已悉",
        "印发给你们", "印发你们", "转发给你们", "转发你们", "制定本"}},
      {kCueAsFollows, {"如下", "如下回复", "如下答复"}},
      {kCueThanks, {"感谢", "谢谢", "致谢", "谢意", "敬意"}},
      {kCueFormula,
       {"特此",   "专此",     "此复",     "函复",     "此函",   "以上答复", "以上回复", "祝您",
        "祝你",   "敬请谅解", "予以理解", "请予理解", "妥否",   "顺颂",     "此致",     "敬礼",
        "供审阅", "供参考",   "供您参考", "一并报送", "以上是", "以上为",   "以上情况"}},
      {kCueContact,
       {"联系电话", "联系人", "联系方式", "热线", "联系单位", "投诉电话", "监督电话", "办公电话",
        "服务电话", "来电", "致电", "拨打", "咨询电话", "电话", "咨询", "与我们联系", "与我局联系",
        "直接联系"}},
      {kCueInvite, {"如您",     "如有",     "您今后",   "您再次", "如果您",   "若您",  "如还有",
                    "若有",     "欢迎您",   "欢迎继续", "希望您", "希望继续", "恳请",  "敬请",
                    "欢迎多提", "欢迎致电", "欢迎来电", "望您",   "提出宝贵", "请继续"}},
      {kCueAdvice, {"请您", "建议您", "建议你", "您可", "你可", "请携带", "您需要", "可到"}},
      {kCueAdvice | kCueContact, {"可拨打", "可致电"}},
  };
  return groups;
}

const std::initializer_list<Group>& MarkGroups() {
  using P = Punctuation;
  static const std::initializer_list<Group> groups = {
      {static_cast<uint32_t>(P::kComma), {"，"}},
      {static_cast<uint32_t>(P::kSemicolon), {"；"}},
      {static_cast<uint32_t>(P::kColon), {"："}},
      {static_cast<uint32_t>(P::kStop), {"。", "！", "？"}},
      {static_cast<uint32_t>(P::kOpenQuote), {"“"}},
      {static_cast<uint32_t>(P::kOpenTitle), {"《"}},
      {static_cast<uint32_t>(P::kOpenBracket), {"（"}},
      {static_cast<uint32_t>(P::kWideBlank), {"\u3000"}},
      {static_cast<uint32_t>(P::kZeroBlank), {"\ufeff", "\u200b"}},
      {static_cast<uint32_t>(P::kFirstLabel), {"一、"}},
  };
  return groups;
}

std::vector<Phrase> AllPhrases() {
  std::vector<Phrase> phrases;
  for (const auto* groups : {&CueGroups(), &MarkGroups()}) {
    for (const Group& group : *groups) {
      for (const std::string_view words : group.words) phrases.push_back({words, group.value});
    }
  }
  return phrases;
}

}  // namespace

const PhraseTable& CueTable() {
  static const PhraseTable& table = *new PhraseTable(AllPhrases());
  return table;
}

}  // namespace pledge::pipeline
