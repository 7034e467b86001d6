// How records are named and sorted on the page: one kind each, from strength and type.
import {
  AchievementStatus,
  CommitmentType,
  Strength,
  Verifiability,
  type Commitment,
} from "../../gen/pledge/v1/commitment_pb.js";
import { SectionKind, RevisionCause } from "../../gen/pledge/v1/document_pb.js";
import { type Word } from "../words/index.js";

export type Kind = "firm" | "intent" | "support" | "explore" | "refusal" | "stance";

export const STRENGTHS: Kind[] = ["firm", "intent", "support", "explore", "refusal"];
export const BARS: Partial<Record<Kind, number>> = { firm: 4, intent: 3, support: 2, explore: 1 };

const BY_STRENGTH: Partial<Record<Strength, Kind>> = {
  [Strength.FIRM]: "firm",
  [Strength.INTENT]: "intent",
  [Strength.SUPPORT]: "support",
  [Strength.EXPLORE]: "explore",
};

export function kindOf(commitment: Pick<Commitment, "type" | "strength">): Kind {
  if (commitment.type === CommitmentType.STANCE) return "stance";
  if (commitment.type === CommitmentType.REFUSAL) return "refusal";
  return BY_STRENGTH[commitment.strength] ?? "firm";
}

const camel = (name: string) => name.toLowerCase().replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

export const typeWord = (type: CommitmentType) => `type.${camel(CommitmentType[type])}` as Word;
export const checkWord = (check: Verifiability) => `check.${camel(Verifiability[check])}` as Word;
export const statusWord = (status: AchievementStatus) => `achievement.${camel(AchievementStatus[status])}` as Word;
export const sectionWord = (kind: SectionKind) => `section.${camel(SectionKind[kind])}` as Word;
export const causeWord = (cause: RevisionCause) => `cause.${camel(RevisionCause[cause])}` as Word;
export const sectionClass = (kind: SectionKind) => SectionKind[kind].toLowerCase();
