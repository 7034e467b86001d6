// What went wrong, in the parts that the page shows: words, code, reason, request id.
import { Code, ConnectError } from "@connectrpc/connect";
import { ErrorInfoSchema, RequestInfoSchema } from "../../gen/google/rpc/error_details_pb.js";
import { t } from "../words/index.js";

export interface Problem {
  words: string;
  reason: string;
  requestId: string;
  code: Code;
  // True when the same call may work a little later.
  isPassing: boolean;
}

const PASSING = [Code.Unavailable, Code.ResourceExhausted, Code.DeadlineExceeded];

export const isCancel = (error: unknown): boolean =>
  ConnectError.from(error).code === Code.Canceled || (error instanceof DOMException && error.name === "AbortError");

export function problemOf(error: unknown): Problem {
  // A connection that cannot be made reaches us as a TypeError of fetch.
  const from = ConnectError.from(error, error instanceof TypeError ? Code.Unavailable : Code.Unknown);
  const code = /fetch|network/i.test(from.rawMessage) && from.code === Code.Unknown ? Code.Unavailable : from.code;
  const reason = from.findDetails(ErrorInfoSchema)[0]?.reason ?? Code[code].replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();
  return {
    code,
    reason,
    requestId: from.findDetails(RequestInfoSchema)[0]?.requestId ?? "",
    isPassing: PASSING.includes(code),
    words: wordsFor(code, reason, from.rawMessage),
  };
}

function wordsFor(code: Code, reason: string, message: string): string {
  if (reason === "HISTORY_TRIMMED") return t("problem.trimmed");
  if (code === Code.NotFound) return t("problem.notFound", { what: message });
  if (code === Code.Unavailable) return t("problem.unavailable");
  return t("problem.other", { what: message });
}
