/** A message to a person as its row keeps it; `at` is when it went out, was last begun, or was asked for. */
export type SentMessage = { kind: string; method: string; state: string; address: string; at: Date };

const KINDS: Readonly<Record<string, string>> = { invitation: "Invitation" };
const METHODS: Readonly<Record<string, string>> = { email: "by e-mail" };

const STATES: Readonly<Record<string, string>> = {
  queued: "waiting to be sent",
  sending: "being sent",
  sent: "sent",
  failed: "could not be delivered",
  cancelled: "cancelled before it was sent",
};

/** A message in words, such as “Invitation by e-mail: sent”. */
export function messageInWords({
  kind,
  method,
  state,
}: Pick<SentMessage, "kind" | "method" | "state">): string {
  const what = [KINDS[kind] ?? "Message", METHODS[method]].filter(Boolean).join(" ");
  return `${what}: ${STATES[state] ?? state}`;
}
