import "server-only";
import type { AuditAction } from "@/lib/audit/actions";
import type { Changes } from "@/lib/audit/changes";
import type { EventBy, Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
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
    | "signOnProvider"
    | "credential"
    | "group"
    | "property"
    | "service"
    | "catalogueService"
    | "subscription"
    | "invoice"
    | "extension"
    | "queue"
    | "apiKey"
    | "webhook"
    | "scimConnection"
    | "connection"
    | "message"
    | "messageTemplate"
    | "supportRequest"
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

/** The same for many things that a caller holds in its hands, by one statement. */
export async function recordEach(
  tx: Transaction,
  organizationId: string,
  actor: AuditActor,
  action: AuditAction,
  events: readonly { subject: AuditSubject; changes: Changes }[],
): Promise<void> {
  const by = actorColumns(actor);
  await tx.auditEvent.createMany({
    data: events.map(({ subject, changes }) => ({
      organizationId,
      id: newId(),
      action,
      ...by,
      subjectType: subject.type,
      subjectId: subject.id,
      subjectName: subject.name,
      changes,
    })),
  });
}

/**
 * The part of a statement that writes an event for each of many people: its end, or a common table of it.
 * @param action the same for all of them, or a column of `people`
 * @param people a query of their `id`, `username` and `changes` (jsonb); it may read the statement's other parts
 */
export function recordingSql(
  organizationId: string,
  actor: AuditActor,
  action: AuditAction | Prisma.Sql,
  people: Prisma.Sql,
): Prisma.Sql {
  const by = actorColumns(actor);
  return Prisma.sql`
    INSERT INTO audit_events (organization_id, id, action, actor_kind, actor_organization_id, actor_user_id,
      actor_name, subject_type, subject_id, subject_name, changes, ip)
    SELECT ${organizationId}::uuid, uuid7(), ${action}, ${by.actorKind}, ${by.actorOrganizationId}::uuid,
      ${by.actorUserId}::uuid, ${by.actorName}, 'user', id, username, changes, ${by.ip}
    FROM (${people}) AS people`;
}

/** Who did it, as the columns of an event have them. */
export function actorColumns(actor: AuditActor): EventBy {
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
