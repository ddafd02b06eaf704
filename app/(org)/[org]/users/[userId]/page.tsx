import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { issueActivationLink } from "@/app/(org)/[org]/users/[userId]/actions";
import { reactivate, remove, restore, suspend } from "@/app/(org)/[org]/users/actions";
import { PageHeader } from "@/components/ui/page-header";
import { possibleActions } from "@/components/users/possible-actions";
import { UserAccessCard, UserDetailsCard } from "@/components/users/user-details";
import { UserDialogs } from "@/components/users/user-dialogs";
import { UserHistory } from "@/components/users/user-history";
import { UserMenu } from "@/components/users/user-menu";
import { UserNotice } from "@/components/users/user-notice";
import { UserStatus } from "@/components/users/user-status";
import { listAuditEvents } from "@/lib/audit/queries";
import { findActor, requireActor } from "@/lib/auth/guard";
import { INVITATION_DAYS } from "@/lib/credentials/invitations";
import { findImport } from "@/lib/imports/queries";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";
import { subjectOf } from "@/lib/users/commands";
import { findLastMessage } from "@/lib/users/message-queries";
import { findUser, type UserDetails } from "@/lib/users/queries";
import { RESTORE_DAYS } from "@/lib/users/status";

type Props = { params: Promise<{ org: string; userId: string }> };

const HISTORY_SHOWN = 20;
const DAY_MS = 86_400_000;

const readUser = cache((actor: Actor, userId: string) => findUser(actor, userId));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { org, userId } = await params;
  const actor = await findActor(org);
  const user = actor && can(actor, "users.read") ? await readUser(actor, userId) : null;
  return { title: user ? nameOf(user) : "User" };
}

export default async function UserPage({ params }: Props) {
  const { org, userId } = await params;
  const actor = await requireActor(org, "users.read");
  const user = await readUser(actor, userId);
  if (!user) notFound();
  const [history, origin, message] = await Promise.all([
    readHistory(actor, user),
    readOrigin(actor, user),
    findLastMessage(actor, user.id),
  ]);
  const name = nameOf(user);
  const restorableUntil = user.removedAt && new Date(user.removedAt.getTime() + RESTORE_DAYS * DAY_MS);
  const actions = possibleActions(actor, subjectOf(user), user, { now: new Date(), restorableUntil });
  return (
    <>
      <PageHeader
        title={name}
        meta={<UserStatus status={user.status} removed={user.removedAt !== null} />}
        breadcrumbs={[{ label: "Users", href: routes.users(org) }]}
        actions={
          !user.removedAt &&
          actions.length > 0 && <UserMenu editHref={routes.editUser(org, user.id)} actions={actions} />
        }
      />
      <div className="grid max-w-6xl gap-5">
        <UserNotice user={user} restorableUntil={restorableUntil} actions={actions} />
        <div className="grid items-start gap-5 lg:grid-cols-2">
          <UserDetailsCard user={user} />
          <UserAccessCard user={user} origin={origin} message={message} />
        </div>
        {history && <UserHistory {...history} />}
      </div>
      <UserDialogs
        org={org}
        userId={user.id}
        name={name}
        actions={actions}
        linkDays={INVITATION_DAYS}
        run={{ suspend, reactivate, remove, restore, issueLink: issueActivationLink }}
      />
    </>
  );
}

const nameOf = ({ firstName, lastName }: UserDetails) => `${firstName} ${lastName}`;

/** The latest events about a person, for those who may see the audit log. */
async function readHistory(actor: Actor, { id }: UserDetails) {
  if (!can(actor, "audit.read")) return null;
  const filter = { search: "", action: null, subjectId: id, from: null, to: null };
  const { rows, older } = await listAuditEvents(actor, filter, null);
  const isCut = rows.length > HISTORY_SHOWN || older !== null;
  const allHref = isCut ? routes.audit(actor.organization.slug, { subject: id }) : undefined;
  return { events: rows.slice(0, HISTORY_SHOWN), allHref };
}

async function readOrigin(actor: Actor, { importId }: UserDetails) {
  if (!importId || !can(actor, "users.import.read")) return null;
  const origin = await findImport(actor, importId);
  return origin && { fileName: origin.fileName, href: routes.import(actor.organization.slug, importId) };
}
