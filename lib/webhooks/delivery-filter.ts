import { DELIVERY_STATES, type DeliveryState } from "@/lib/webhooks/attempt";

export type DeliveryFilter = {
  state: DeliveryState | null /** The page behind this place. */;
  before: string | null;
};

/** Which deliveries an address asks for; what makes no sense asks for nothing. */
export function readDeliveryFilter(query: Record<string, string | string[] | undefined>): DeliveryFilter {
  const { state, before } = query;
  return {
    state: DELIVERY_STATES.find((each) => each === state) ?? null,
    before: typeof before === "string" && /^\d{1,18}$/.test(before) ? before : null,
  };
}
