import { PIN_STATES, type PinState } from "@/lib/credentials/pins/state";
import { isId } from "@/lib/ids";

/** What the list of PINs shows: those in a state, from before the PIN `before` on. */
export type PinListQuery = { state: PinState | null; before: string | null };

/** Reads the list's state from an address. What makes no sense there counts as absent. */
export function readPinListQuery(params: Record<string, string | string[] | undefined>): PinListQuery {
  const { state, before } = params;
  return {
    state: PIN_STATES.find((each) => each === state) ?? null,
    before: typeof before === "string" && isId(before) ? before : null,
  };
}
