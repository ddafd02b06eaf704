import "server-only";
import { listAuditEvents } from "@/lib/audit/queries";
import { listPinsOf } from "@/lib/credentials/pins/queries";
import { credentialPolicyOf } from "@/lib/credentials/policy";
import { isVoidForRights } from "@/lib/credentials/void-queries";
import { followingOf } from "@/lib/grants/follow-queries";
import { grantsOf } from "@/lib/grants/queries";
import { groupsOf } from "@/lib/groups/queries";
import { findImport } from "@/lib/imports/queries";
import { readLedgerFilter } from "@/lib/messages/ledger-filter";
import { listMessages } from "@/lib/messages/ledger-queries";
import { secondStepOf } from "@/lib/mfa/queries";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { demand } from "@/lib/permissions/demand";
import { explainAccess } from "@/lib/permissions/explain-queries";
import { listUserPolicies } from "@/lib/policies/queries";
import { shownProperties } from "@/lib/properties/queries";
import { routes } from "@/lib/routes";
import { servicesOf } from "@/lib/services/seat-queries";
import { extensionOf, freeExtensions } from "@/lib/telephony/queries";
import { subjectOf } from "@/lib/users/commands";
import type { UserDetails } from "@/lib/users/queries";

const HISTORY_SHOWN = 20;
const MESSAGES_SHOWN = 5;

/** All that a person's page tells beside their details, each part for those who may see it. */
export async function readUserPage(actor: Actor, user: UserDetails) {
  demand(actor, "users.read");
  const [
    messages,
    policy,
    history,
    origin,
    pins,
    secondStep,
    groups,
    grants,
    explained,
    properties,
    policies,
    following,
    services,
    extension,
    isVoid,
  ] = await Promise.all([
    readMessages(actor, user),
    credentialPolicyOf(actor.organization.id, user.id),
    readHistory(actor, user),
    readOrigin(actor, user),
    can(actor, "users.credentials.read") ? listPinsOf(actor, user.id) : [],
    can(actor, "users.credentials.read") ? secondStepOf(actor, user.id) : null,
    groupsOf(actor, user.id),
    can(actor, "users.role.update", subjectOf(user)) ? grantsOf(actor, user.id) : null,
    user.removedAt ? null : explainAccess(actor, user.id),
    shownProperties(actor, user),
    user.removedAt ? null : listUserPolicies(actor, user.id),
    followingOf(actor, user.id),
    can(actor, "services.read") && !user.removedAt ? servicesOf(actor, user.id) : null,
    readExtension(actor, user),
    user.status === "pending" && !user.credentialExpiresAt && isVoidForRights(actor, user.id),
  ]);
  return {
    messages,
    policy,
    history,
    origin,
    pins,
    secondStep,
    groups,
    grants,
    explained,
    properties,
    policies,
    following,
    services,
    extension,
    isVoid,
  };
}

/** The latest events about a person, for those who may see the audit log. */
async function readHistory(actor: Actor, { id }: UserDetails) {
  if (!can(actor, "audit.read")) return null;
  const filter = { search: "", action: null, subjectId: id, from: null, to: null };
  const { rows, older } = await listAuditEvents(actor, filter, null);
  const isCut = rows.length > HISTORY_SHOWN || older !== null;
  const allHref = isCut ? routes.audit(actor.organization.slug, { subject: id }) : undefined;
  return { events: rows.slice(0, HISTORY_SHOWN), allHref };
}

/** What they are called at, and what they may be given, for whoever sees telephony. */
async function readExtension(actor: Actor, user: UserDetails) {
  if (user.removedAt || !can(actor, "telephony.read")) return null;
  const mayGive = can(actor, "telephony.update", subjectOf(user));
  const [has, free] = await Promise.all([
    extensionOf(actor, user.id),
    mayGive ? freeExtensions(actor) : null,
  ]);
  return { has, free };
}

async function readMessages(actor: Actor, { id }: UserDetails) {
  if (!can(actor, "messages.read")) return null;
  return listMessages(actor, readLedgerFilter({ user: id }), null, MESSAGES_SHOWN);
}

async function readOrigin(actor: Actor, { importId }: UserDetails) {
  if (!importId || !can(actor, "users.import.read")) return null;
  const origin = await findImport(actor, importId);
  return origin && { fileName: origin.fileName, href: routes.import(actor.organization.slug, importId) };
}
