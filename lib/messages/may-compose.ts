import { opensAccount, type TemplateKind } from "@/lib/messages/kinds";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";

/** What people can write to others: a password is never told by hand, and nobody is told of what did not happen. */
export const COMPOSED_KINDS: readonly TemplateKind[] = ["invitation", "welcomeQr", "reset", "own"];

/** Whether an actor may send such a message: one with a link needs the right to issue it. */
export const mayCompose = (actor: Actor, kind: TemplateKind): boolean =>
  can(actor, "messages.send") &&
  COMPOSED_KINDS.includes(kind) &&
  (!(opensAccount(kind) || kind === "reset") || can(actor, "users.credentials.issue"));
