import { STATUS } from "@/lib/problem";
import { type Operation, parameterNames, type Success } from "@/lib/rest/operation";
import type { FailureCode } from "@/lib/result";

const BY_KEY: readonly FailureCode[] = ["unauthenticated", "forbidden", "network", "throttled"];
/** What any call may come upon that needs the database. */
const ANY: readonly FailureCode[] = ["busy", "internal"];

/** The codes with which an operation may be refused. */
export function refusalsOf(operation: Operation): FailureCode[] {
  const { access, path, query, body, ifMatch, fields, refusals = [] } = operation;
  const isGiven = query || body || fields || ifMatch;
  return [
    ...new Set<FailureCode>([
      ...(isGiven || isRepeatable(operation) ? (["invalid"] as const) : []),
      ...(access === "public" ? [] : access === "session" ? (["unauthenticated"] as const) : BY_KEY),
      ...(parameterNames(path).length > 0 ? (["notFound"] as const) : []),
      ...(ifMatch ? (["preconditionFailed"] as const) : []),
      ...(ifMatch === "required" ? (["preconditionRequired"] as const) : []),
      ...(isRepeatable(operation) ? (["conflict", "keyReused"] as const) : []),
      ...(body ? (["tooLong"] as const) : []),
      ...refusals,
      ...ANY,
    ]),
  ];
}

/** Whether `Idempotency-Key` makes a call one that can be sent again. */
export const isRepeatable = ({ method, access, servedBy }: Operation): boolean =>
  method === "POST" && typeof access === "object" && servedBy === undefined;

/** Whether it is answered 304 to whoever has the answer already. */
export const isTagged = ({ method, servedBy, access }: Operation): boolean =>
  method === "GET" && servedBy === undefined && access !== "session";

export const successesOf = ({ answers }: Operation): Success[] =>
  Object.keys(answers).map((status) => Number(status) as Success);

/** Every status that the document tells of an operation. */
export const statusesOf = (operation: Operation): number[] => [
  ...successesOf(operation),
  ...(isTagged(operation) ? [304] : []),
  ...new Set(refusalsOf(operation).map((code) => STATUS[code])),
];
