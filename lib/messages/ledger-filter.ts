import { isId } from "@/lib/ids";
import { MESSAGE_KINDS, METHODS, type MessageKind, type Method } from "@/lib/messages/kinds";
import { MESSAGE_STATES, type MessageState } from "@/lib/messages/states";

export type LedgerFilter = {
  search: string;
  state: MessageState | null;
  kind: MessageKind | null;
  method: Method | null;
  userId: string | null;
};

/** Reads the ledger's filter from an address. What makes no sense there counts as absent. */
export function readLedgerFilter(params: Record<string, string | string[] | undefined>): LedgerFilter {
  const text = (name: string) =>
    typeof params[name] === "string" ? (params[name] as string).replaceAll("\0", "") : "";
  return {
    search: text("q").trim().slice(0, 200),
    state: MESSAGE_STATES.find((state) => state === text("state")) ?? null,
    kind: MESSAGE_KINDS.find((kind) => kind === text("kind")) ?? null,
    method: METHODS.find((method) => method === text("method")) ?? null,
    userId: isId(text("user")) ? text("user") : null,
  };
}

/** The same as parameters of an address. */
export const ledgerParams = ({ search, state, kind, method, userId }: LedgerFilter) => ({
  q: search,
  state,
  kind,
  method,
  user: userId,
});
