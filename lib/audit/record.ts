import "server-only";
import type { AuditAction } from "@/lib/audit/actions";
import type { Changes } from "@/lib/audit/changes";
import type { Transaction } from "@/lib/db";
import { newId } from "@/lib/ids";
import type { Person } from "@/lib/permissions/actor";

/** What an event keeps of a person. */
export type AuditPerson = Pick<Person, "userId" | "organizationId" | "name" | "ip">;

/** Who did it: a person, the product itself, or whoever runs its command line. */
export type AuditActor =
  | AuditPerson
  | { kind: "system" | "operator" | "anonymous"; name: string; ip?: string | null };

export type AuditSubject = {
  type:
    | "user"
    | "import"
    | "organization"
    | "domain"
    | "session"
    | "credential"
    | "group"
    | "property"
    | "apiKey"
    | "message"
    | "messageTemplate"
    | "report";
  id: string | null;
  name: string;
};

/** Writes one event into the caller's transaction, so that it stands or falls with what it tells of. */
export async function record(
  tx: Transaction,
  organizationId: string,
  actor: AuditActor,
  action: AuditAction,
  subject: AuditSubject,
  changes: Changes = {},
): Promise<void> {
  await tx.auditEvent.create({
    data: {
      organizationId,
      id: newId(),
      action,
      ...actorColumns(actor),
      subjectType: subject.type,
      subjectId: subject.id,
      subjectName: subject.name,
      changes,
    },
    select: { id: true },
  });
}

/** The columns that say who did it, for statements that write many events at once. */
export function actorColumns(actor: AuditActor) {
  if ("userId" in actor) {
    return {
      actorKind: "user",
      actorOrganizationId: actor.organizationId,
      actorUserId: actor.userId,
      actorName: actor.name,
      ip: actor.ip,
    };
  }
  return {
    actorKind: actor.kind,
    actorOrganizationId: null,
    actorUserId: null,
    actorName: actor.name,
    ip: actor.ip ?? null,
  };
}
