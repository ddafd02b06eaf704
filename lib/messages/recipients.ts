import "server-only";
import { lapsedSql, waitingSql } from "@/lib/credentials/waiting";
import { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import { type Audience, isChase } from "@/lib/messages/audience";
import { type Method, opensAccount } from "@/lib/messages/kinds";
import type { Template } from "@/lib/messages/template-queries";
import type { Actor } from "@/lib/permissions/actor";
import { reachSql } from "@/lib/permissions/reach";
import { usersWhere } from "@/lib/users/where";

/** Nobody gets the same message by the same way twice within it, nor two that chase them by whatever way. */
const AGAIN_AFTER = Prisma.sql`interval '1 hour'`;

/** Whom an audience names, as a condition on `users`. */
export function audienceSql(actor: Actor, audience: Audience): Prisma.Sql {
  if ("filter" in audience) return usersWhere(actor, audience.filter);
  const { id: organizationId } = actor.organization;
  if ("ids" in audience) {
    return Prisma.sql`organization_id = ${organizationId}::uuid AND id = ANY(${audience.ids.filter(isId)}::uuid[])`;
  }
  if ("lapsed" in audience) return lapsedSql(organizationId);
  const since = Prisma.sql`now() - make_interval(days => ${audience.invitedDaysAgo}::int)`;
  return Prisma.sql`
    organization_id = ${organizationId}::uuid AND ${waitingSql("users")} AND id IN (
      SELECT user_id FROM messages WHERE organization_id = ${organizationId}::uuid
        AND kind IN ('invitation', 'welcomeQr', 'loginDetails') AND state NOT IN ('cancelled') AND created_at <= ${since}
      UNION ALL
      SELECT user_id FROM credentials WHERE organization_id = ${organizationId}::uuid AND kind IN ('invitation', 'qr')
        AND created_at <= ${since}
      UNION ALL
      SELECT user_id FROM pins WHERE organization_id = ${organizationId}::uuid AND created_at <= ${since})`;
}

export type Writing = { audience: Audience; template: Template; method: Method };

/** Why some of an audience are left out, each with a condition on the row `u`; the first that holds counts. */
export function leftOut(
  actor: Actor,
  { audience, template, method }: Writing,
): { why: string; when: Prisma.Sql }[] {
  const { kind } = template;
  const opens = opensAccount(kind);
  const out = (why: string, when: Prisma.Sql) => [{ why, when }];
  return [
    ...out("removed", Prisma.sql`u.removed_at IS NOT NULL`),
    ...(opens || kind === "reset" || !areNamed(audience)
      ? out("suspended or legacy", Prisma.sql`(u.suspended_at IS NOT NULL OR u.legacy_status IS NOT NULL)`)
      : []),
    ...(opens || kind === "reset"
      ? out("whose access has ended", Prisma.sql`u.access_ends_at <= now()`)
      : []),
    ...(opens || kind === "reset"
      ? out("with rights that you do not hold", Prisma.sql`NOT ${reachSql(actor, "u")}`)
      : []),
    ...(opens ? out("active already", Prisma.sql`u.activated_at IS NOT NULL`) : []),
    ...(kind === "reset" ? out("not active yet", Prisma.sql`u.activated_at IS NULL`) : []),
    ...(method === "sms"
      ? out("without a mobile phone", Prisma.sql`u.mobile_phone IS NULL`)
      : out(
          "whose address came back",
          Prisma.sql`u.bounced_email IS NOT NULL AND u.bounced_email = u.access_email`,
        )),
    ...out("who had it within the hour", hadOne(audience, template, method)),
  ];
}

/** Whether the audience says that it wants those who are suspended: by choosing each, or by that status. */
const areNamed = (audience: Audience) =>
  "ids" in audience ||
  ("filter" in audience && ["suspended", "blocked", "disabled"].includes(audience.filter.status ?? ""));

function hadOne(audience: Audience, template: Template, method: Method): Prisma.Sql {
  const same = isChase(audience)
    ? Prisma.sql`m.kind NOT IN ('passwordChanged', 'secondStepChanged', 'signInCode', 'signInAlert',
          'usernameChanged', 'supportRequest', 'supportReply', 'connectionNotice', 'reportReady')`
    : Prisma.sql`m.kind = ${template.kind} AND m.method = ${method}
          AND (m.kind <> 'own' OR m.template_id = ${template.id}::uuid)`;
  return Prisma.sql`EXISTS (SELECT FROM messages m WHERE m.organization_id = u.organization_id AND m.user_id = u.id
    AND m.created_at > now() - ${AGAIN_AFTER} AND m.state NOT IN ('failed', 'bounced', 'cancelled') AND ${same})`;
}
