import type { AuditAction } from "@/lib/audit/actions";

/** What other systems can be told of, in their words and in ours. Each is the event of the audit log of the same name. */
export const WEBHOOK_EVENTS = {
  "user.created": "Somebody was added",
  "user.updated": "Details or properties changed",
  "user.roleChanged": "Another role",
  "user.rightsChanged": "Rights given anew",
  "user.joinedGroup": "Taken into a group",
  "user.leftGroup": "Taken out of a group",
  "user.seatGiven": "Got a seat of a service",
  "user.seatTaken": "Lost a seat of a service",
  "user.policiesChanged": "Policies of their own changed",
  "user.activated": "Activated the account",
  "user.suspended": "Suspended",
  "user.reactivated": "Suspension ended",
  "user.locked": "Locked after too many tries",
  "user.unlocked": "Unlocked",
  "user.removed": "Removed",
  "user.restored": "Removal taken back",
  "import.created": "An import was started",
  "import.prepared": "It was prepared",
  "import.handedIn": "Approval was asked for",
  "import.returned": "It was returned to whoever prepared it",
  "import.scheduled": "It was scheduled",
  "import.calledOff": "Its schedule was called off",
  "import.committed": "It was carried out",
  "import.cancelled": "It was cancelled",
  "import.failed": "It failed",
  "import.undone": "It was taken back",
} as const satisfies Partial<Record<AuditAction, string>>;

export type WebhookEventType = keyof typeof WEBHOOK_EVENTS;

export const ALL_WEBHOOK_EVENTS = Object.keys(WEBHOOK_EVENTS) as WebhookEventType[];

/** Sent by somebody who tries a webhook out, and by nothing else. */
export const TEST_EVENT = "webhook.tested" satisfies AuditAction;

/** What a webhook is told of: what it names, or all there is where it names nothing. */
export const typesOf = (named: readonly string[]): readonly string[] =>
  named.length > 0 ? named : ALL_WEBHOOK_EVENTS;
