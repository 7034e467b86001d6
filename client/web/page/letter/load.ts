// Everything that the letter view shows, of one revision.
import { type Achievement, type Commitment } from "../../gen/pledge/v1/commitment_pb.js";
import { OffsetUnit } from "../../gen/pledge/v1/common_pb.js";
import { type Document, type Section } from "../../gen/pledge/v1/document_pb.js";
import { documents, queries } from "../api/clients.js";
import { readAll, readBytes } from "../api/streams.js";
import { recordId } from "../model/names.js";
import { SourceText } from "../text/charset.js";
import { rowsOf, type Row } from "../text/rows.js";
import { segmentsOf, type Segment } from "../text/segments.js";

export interface Letter {
  // Name of the document, and of the revision shown, with its number.
  name: string;
  revision: string;
  number: number;
  latest: number;
  document: Document;
  text: string;
  source: SourceText;
  segments: Segment[];
  rows: Row[];
  sections: Section[];
  commitments: Commitment[];
  achievements: Achievement[];
}

export async function loadLetter(name: string, wanted: number | undefined, signal: AbortSignal): Promise<Letter> {
  const options = { signal };
  const head = (await documents.getDocument({ name }, options)).document!;
  const latest = Number(recordId(head.latestRevision));
  const number = wanted ?? latest;
  const revision = `${name}/revisions/${number}`;
  const snapshot = async () =>
    number === latest ? head : (await documents.getDocumentRevision({ name: revision }, options)).revision!.snapshot!;
  const selector = { parents: [revision], includeStances: true, includeFurniture: true, includeDeleted: true };
  const unit = { offsetUnit: OffsetUnit.UTF16 };
  const repairsOf = async () => {
    const repairs = [];
    for await (const part of documents.readRepairs({ name: revision, ...unit }, options)) repairs.push(...part.repairs);
    return repairs;
  };
  const [document, bytes, clean, repairs, sections, commitments, achievements] = await Promise.all([
    snapshot(),
    readBytes(documents.readSource({ name: revision }, options)),
    readBytes(documents.readSource({ name: revision, cleaned: true }, options)),
    repairsOf(),
    readAll(queries.streamSections({ selector, ...unit }, options), (batch) => batch.sections),
    readAll(queries.streamCommitments({ selector, ...unit }, options), (batch) => batch.commitments),
    readAll(queries.streamAchievements({ selector, ...unit }, options), (batch) => batch.achievements),
  ]);
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(clean);
  const source = new SourceText(bytes, document.analysis?.detectedCharset ?? "utf-8");
  const segments = segmentsOf(repairs, bytes.length, text.length);
  const rows = rowsOf(text, segments, source);
  return { name, revision, number, latest, document, text, source, segments, rows, sections, commitments, achievements };
}
