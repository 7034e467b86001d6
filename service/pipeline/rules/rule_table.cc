#include "service/pipeline/rules/rule_table.h"

namespace pledge::pipeline {
namespace {

constexpr Rule kRules[] = {
    {kRulePlanSection, "The clause stands in a section that tells plans.",
     "所在章节是工作打算，各分句均为将来。", "二、工作打算\n新建泵站2座。"},
    {kRuleOpener, "An opener such as 下一步 makes the rest of the paragraph prospective.",
     "“下一步”“今后”等引出的内容，到段末均为将来。", "下一步，我局修订管理办法。"},
    {kRuleFutureModal, "将, 会 or 要 stands before a verb of its own.",
     "“将”“会”“要”后接谓语动词。", "我局将更换破损护栏。"},
    {kRulePlanModal,
     "拟, 计划 or 力争 stands before a verb; the whole series is at most an intent.",
     "“拟”“计划”“力争”后接谓语，全句至多为意向。", "市水务局拟改造老旧管网。"},
    {kRuleStrive, "争取, 预计 or 确保 governs the clause.", "“争取”“预计”“确保”带出本分句的结果。",
     "争取年底前完成验收。"},
    {kRuleSentenceScope, "A 将 or 拟 earlier in the sentence holds for the later clauses.",
     "句中前面的“将”“拟”管到句末。", "我局将更换护栏，粉刷标线。"},
    {kRuleListScope, "The items that spell out a commitment stay in its scope.",
     "具体展开承诺的各项仍属将来。", "我局将做好两项工作。一是更换护栏。"},
    {kRuleFutureDate, "A date after the letter makes the clause prospective.",
     "发文之后的日期表明将来。", "泵站2031年建成。"},
    {kRuleAfterEvent,
     "待 … 后 puts the act after something that is still to come; in an approval any event does.",
     "“待……后”所接的行为尚未发生；批复、复函中任何事件之后的行为亦然。", "待资金到位后再行招标。"},
    {kRulePerfect, "已, 了, 正在 and the like: done or being done.",
     "“已”“了”“正在”表示已做或在做。", "已更换护栏300米。"},
    {kRuleReported, "The clause stands in a section that reports and has no cue of its own.",
     "所在章节叙述进展，分句无将来标志。", "支持企业开展技能竞赛。"},
    {kRuleJoinCondition, "A condition before the clause belongs to its span.", "前置条件并入承诺。",
     "待图纸审定后，我局将组织施工。"},
    {kRuleJoinCooperator, "会同 and a body before the clause belong to its span.",
     "“会同”短语并入承诺。", "会同市气象局，建设预警平台。"},
    {kRuleJoinTime, "A time that holds for one clause only belongs to its span.",
     "仅管一个分句的时间短语并入承诺。", "到2031年底，建成公园5个。"},
    {kRuleJoinTarget, "对于 and what is acted on belong to the span of the first clause behind.",
     "“对于”短语并入其后第一个分句。", "对于破损路面，我局将及时修补。"},
    {kRuleObjectMarker, "将 before a noun and a verb means 把 and tells no tense.",
     "“将”加名词再加动词等于“把”，不表将来。", "将绿道维护纳入年度预算。"},
    {kRuleWeakestCue, "The weakest word on the chain of verbs decides the strength.",
     "动词链上约束力最弱的词决定强度。", "将积极研究出台细则。"},
    {kRuleBareVerb, "A verb of a finished act without a weaker word is firm.",
     "完成类动词无弱化词时为确定。", "修订管理办法。"},
    {kRuleSeriesCap, "拟 or 力争 at the head of a series keeps every member at most an intent.",
     "句首“拟”“力争”使同句各分句至多为意向。", "拟更换护栏，修订办法。"},
    {kRuleDeadlineLifts, "加快 or 进一步 with a finished act and a date is firm.",
     "“加快”“进一步”加完成类动词且有期限时为确定。", "2031年6月底前加快建成泵站。"},
    {kRuleQuantified, "A quantified raise is firm.", "有数量的提高为确定。", "将补助标准提高10%。"},
    {kRuleGuideScope, "Clauses that go on after 督促 or 指导 + body stay help to others.",
     "“督促”“指导”之后的分句仍属支持。", "督促物业公司清理楼道，定期检查。"},
    {kRuleRefusal, "The refusing word tells how final the refusal is.", "拒绝用语决定其最终程度。",
     "暂不增设出入口。"},
    {kRuleTypeRefusal, "The clause declines or postpones what was proposed.",
     "拒绝或推迟所提事项。", "不宜设置减速带。"},
    {kRuleTypeStance, "An attitude or principle that nobody could look for.",
     "态度或原则，无可核查的行为。", "坚持服务群众。"},
    {kRuleTypeReferral, "The matter is only passed on.", "仅转达或向上反映。", "积极向省厅汇报。"},
    {kRuleTypeOutcome, "A state, indicator or result is promised.", "承诺达到某种状态或指标。",
     "形成覆盖城乡的服务网络。"},
    {kRuleTypeAction, "The act is in the actor's own hands.", "行为由承诺方自己完成。",
     "制定管理细则。"},
};

}  // namespace

std::span<const Rule> Rules() { return kRules; }

}  // namespace pledge::pipeline
