import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { withdraw } from "@/app/(org)/[org]/pins/actions";
import { giveToPerson } from "@/app/(org)/[org]/telephony/actions";
import {
  issueActivationLink,
  issueUserPin,
  resetUserSecondStep,
  showQr,
  unlock,
} from "@/app/(org)/[org]/users/[userId]/actions";
import { endFollowing } from "@/app/(org)/[org]/users/[userId]/following-actions";
import { viewAsPerson } from "@/app/(org)/[org]/users/[userId]/viewing-actions";
import {
  changeMembership,
  changeRole,
  changeServiceSeats,
  giveRightsTo,
  groupsToGive,
  planChange,
  policiesToSay,
  propertiesToSet,
  reactivate,
  remove,
  restore,
  rightsToGive,
  sayPolicy,
  searchMirror,
  servicesToAssign,
  setProperty,
  suspend,
} from "@/app/(org)/[org]/users/actions";
import { takeChangeBack } from "@/app/(org)/[org]/users/changes/actions";
import { PinsTable } from "@/components/credentials/pins-table";
import { QrCode } from "@/components/credentials/qr-code";
import { WithdrawPin } from "@/components/credentials/withdraw-pin";
import { UserMessages } from "@/components/messages/user-messages";
import { UserSecondStep } from "@/components/mfa/user-second-step";
import { AccessCard } from "@/components/permissions/access-card";
import { PoliciesCard } from "@/components/policies/policies-card";
import { ReachMark } from "@/components/telephony/reach-mark";
import { GiveExtension } from "@/components/telephony/user-extension";
import { Card } from "@/components/ui/card";
import { timeInWords } from "@/components/ui/dates";
import { formatCount } from "@/components/ui/format";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { possibleActions } from "@/components/users/possible-actions";
import { UnlockUser } from "@/components/users/unlock-user";
import { UserAccessCard, UserDetailsCard } from "@/components/users/user-details";
import { UserDialogs } from "@/components/users/user-dialogs";
import { UserFollowing } from "@/components/users/user-following";
import { type UserGroup, UserGroups } from "@/components/users/user-groups";
import { UserHistory } from "@/components/users/user-history";
import { UserMenu } from "@/components/users/user-menu";
import { UserNotice } from "@/components/users/user-notice";
import { UserServices } from "@/components/users/user-services";
import { UserStatus } from "@/components/users/user-status";
import { ViewItem } from "@/components/users/view-item";
import { listAuditEvents } from "@/lib/audit/queries";
import { findActor, requireActor } from "@/lib/auth/guard";
import { mayReset } from "@/lib/credentials/may-reset";
import { listPinsOf } from "@/lib/credentials/pins/queries";
import { credentialPolicyOf } from "@/lib/credentials/policy";
import { isVoidForRights } from "@/lib/credentials/void-queries";
import { publicUrl } from "@/lib/env";
import { followingOf } from "@/lib/grants/follow-queries";
import { grantsOf } from "@/lib/grants/queries";
import { groupsOf, type Membership } from "@/lib/groups/queries";
import { findImport } from "@/lib/imports/queries";
import { opensAccount } from "@/lib/messages/kinds";
import { readLedgerFilter } from "@/lib/messages/ledger-filter";
import { listMessages } from "@/lib/messages/ledger-queries";
import { mayCompose } from "@/lib/messages/may-compose";
import { secondStepOf } from "@/lib/mfa/queries";
import { type Actor, isOneself } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { explainAccess } from "@/lib/permissions/explain-queries";
import { PERMISSIONS } from "@/lib/permissions/permissions";
import { addressBookInWords } from "@/lib/policies/address-book";
import { maySayPolicies } from "@/lib/policies/may-say";
import { listUserPolicies } from "@/lib/policies/queries";
import { shownProperties } from "@/lib/properties/queries";
import { routes } from "@/lib/routes";
import { servicesOf } from "@/lib/services/seat-queries";
import { extensionOf, freeExtensions } from "@/lib/telephony/queries";
import { EXTENSION_TYPE_LABELS } from "@/lib/telephony/words";
import { subjectOf } from "@/lib/users/commands";
import { findUser, type UserDetails } from "@/lib/users/queries";
import { RESTORE_DAYS } from "@/lib/users/status";

type Props = {
  params: Promise<{ org: string; userId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const HISTORY_SHOWN = 20;
const MESSAGES_SHOWN = 5;
const DAY_MS = 86_400_000;

const readUser = cache((actor: Actor, userId: string) => findUser(actor, userId));

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  const { org, userId } = await params;
  const actor = await findActor(org);
  const user = actor && can(actor, "users.read") ? await readUser(actor, userId) : null;
  return { title: user ? nameOf(user) : "User" };
}

export default async function UserPage({ params, searchParams }: Props) {
  const { org, userId } = await params;
  const actor = await requireActor(org, "users.read");
  const user = await readUser(actor, userId);
  if (!user) notFound();
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
    { assign },
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
    searchParams,
    readExtension(actor, user),
    user.status === "pending" && !user.credentialExpiresAt && isVoidForRights(actor, user.id),
  ]);
  const name = nameOf(user);
  const restorableUntil = user.removedAt && new Date(user.removedAt.getTime() + RESTORE_DAYS * DAY_MS);
  const actions = possibleActions(actor, subjectOf(user), user, { now: new Date(), restorableUntil });
  const mayGroup =
    !user.removedAt && can(actor, "groups.read") && can(actor, "users.groups.update", subjectOf(user));
  const mayAssign = services !== null && can(actor, "services.assign", subjectOf(user));
  const isShown = policies?.find(({ key }) => key === "addressBook")?.value !== false;
  const mayIssue = can(actor, "users.credentials.issue", subjectOf(user));
  return (
    <>
      <PageHeader
        title={name}
        meta={
          <>
            <UserStatus status={user.status} removed={user.removedAt !== null} />
            {!user.removedAt && user.status === "locked" && can(actor, "users.suspend", subjectOf(user)) && (
              <UnlockUser name={name} unlock={unlock.bind(null, org, user.id)} />
            )}
          </>
        }
        breadcrumbs={[{ label: "Users", href: routes.users(org) }]}
        actions={
          !user.removedAt &&
          actions.length > 0 && (
            <>
              {actions.includes("invite") && <QrCode org={org} userId={user.id} name={name} issue={showQr} />}
              <UserMenu
                editHref={routes.editUser(org, user.id)}
                resetHref={
                  mayIssue && mayReset(user, new Date()) && mayCompose(actor, "reset")
                    ? routes.newMessage(org, { ids: user.id, template: "reset" })
                    : null
                }
                assignHref={mayAssign ? routes.user(org, user.id, { assign: "service" }) : null}
                view={
                  actions.includes("edit") &&
                  !isOneself(actor, user.id) && <ViewItem org={org} userId={user.id} view={viewAsPerson} />
                }
                actions={actions}
              />
            </>
          )
        }
      />
      <div className="grid max-w-6xl gap-5">
        <UserNotice
          user={user}
          restorableUntil={restorableUntil}
          actions={actions}
          isVoid={isVoid}
          invitation={messages?.rows.find(({ kind }) => opensAccount(kind))?.state ?? null}
        />
        <div className="grid items-start gap-5 lg:grid-cols-2">
          <UserDetailsCard
            user={user}
            addressBook={addressBookInWords(user, { addressBook: isShown })}
            properties={properties}
          />
          <UserAccessCard user={user} origin={origin} />
        </div>
        {(groups.length > 0 || mayGroup || following.source || following.followers > 0) && (
          <UserGroups
            org={org}
            userId={user.id}
            name={name}
            groups={groups.map(groupInWords)}
            linked={can(actor, "groups.read")}
            mayChange={mayGroup}
            grants={grants}
            following={
              <Following
                org={org}
                userId={user.id}
                name={name}
                following={following}
                mayChange={mayGroup && grants !== null}
              />
            }
            actions={{ ...BULK, plan: planChange, groups: groupsToGive, rights: rightsToGive, searchMirror }}
          />
        )}
        {services && (services.length > 0 || mayAssign) && (
          <UserServices
            key={String(assign)}
            org={org}
            userId={user.id}
            name={name}
            services={services.map(({ since, by, ...service }) => ({
              ...service,
              since: `Since ${timeInWords(since)}${by ? ` by ${by}` : ""}`,
            }))}
            mayChange={mayAssign}
            isAsked={mayAssign && assign === "service"}
            actions={{ ...BULK, plan: planChange, groups: groupsToGive, rights: rightsToGive, searchMirror }}
          />
        )}
        {extension && (extension.has || extension.free) && (
          <Card
            title="Extension"
            actions={
              extension.free && (
                <GiveExtension
                  org={org}
                  userId={user.id}
                  name={name}
                  free={extension.free}
                  hasOne={extension.has !== null}
                  give={giveToPerson}
                />
              )
            }
          >
            {extension.has ? (
              <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
                <Link href={routes.extension(org, extension.has.id)}>{extension.has.number}</Link>
                <span>{EXTENSION_TYPE_LABELS[extension.has.type]}</span>
                {extension.has.forceLogin && <span>Forces the login</span>}
                <ReachMark extension={extension.has} />
              </p>
            ) : (
              <p className="text-muted">{name} has none.</p>
            )}
          </Card>
        )}
        {explained && <AccessCard org={org} explained={explained} />}
        {policies && (
          <PoliciesCard
            policies={policies}
            href={routes.userPolicies(org, user.id)}
            mayChange={maySayPolicies(actor, user)}
          />
        )}
        {secondStep && (
          <UserSecondStep
            org={org}
            userId={user.id}
            name={name}
            secondStep={secondStep}
            mayReset={mayIssue && !user.removedAt && !isOneself(actor, user.id)}
            reset={resetUserSecondStep}
          />
        )}
        {pins.length > 0 && (
          <Card title="PINs" padded={false}>
            <div className="max-sm:px-3 max-sm:pb-3 sm:px-2.5 sm:pb-1 sm:[&_tbody_tr:last-child>*]:border-0">
              <PinsTable
                pins={pins}
                actions={({ id }) =>
                  mayIssue && <WithdrawPin org={org} pinId={id} name={name} withdraw={withdraw} />
                }
              />
            </div>
          </Card>
        )}
        {messages && (
          <UserMessages
            org={org}
            userId={user.id}
            messages={messages.rows}
            isCut={messages.older !== null}
            mayWrite={!user.removedAt && can(actor, "messages.send")}
          />
        )}
        {history && <UserHistory {...history} />}
      </div>
      <UserDialogs
        org={org}
        userId={user.id}
        name={name}
        username={user.username}
        pinUrl={publicUrl() + routes.pin()}
        actions={actions}
        linkDays={policy.invitationDays}
        usualPin={{ uses: policy.pinUses, hours: policy.pinHours }}
        run={{ suspend, reactivate, remove, restore, issueLink: issueActivationLink, issuePin: issueUserPin }}
      />
    </>
  );
}

const BULK = {
  suspend,
  reactivate,
  remove,
  restore,
  changeRole,
  changeMembers: changeMembership,
  giveRights: giveRightsTo,
  undo: takeChangeBack,
  policies: policiesToSay,
  sayPolicy,
  setProperty,
  properties: propertiesToSet,
  changeSeats: changeServiceSeats,
  services: servicesToAssign,
};

const groupInWords = ({ id, name, permissions, since, by, rule, isFollowed }: Membership): UserGroup => ({
  id,
  name,
  gives: permissions.map((permission) => PERMISSIONS[permission]).join(", ") || "Gives no permissions",
  isKept: rule !== null || isFollowed,
  since: `Since ${timeInWords(since)}${rule ? `, by its rule: ${rule}` : by ? ` by ${by}` : ""}`,
});

type FollowingProps = {
  org: string;
  userId: string;
  name: string;
  following: Awaited<ReturnType<typeof followingOf>>;
  mayChange: boolean;
};

function Following({ following: { source, since, by, goesOn, followers }, ...rest }: FollowingProps) {
  const theirs = followers === 1 ? "1 person follows them" : `${formatCount(followers)} people follow them`;
  return source && since ? (
    <UserFollowing
      {...rest}
      source={source}
      since={`Since ${timeInWords(since)}${by ? ` by ${by}` : ""}`}
      goesOn={goesOn}
      stop={endFollowing}
    />
  ) : (
    followers > 0 && (
      <p className="mb-3 text-muted">
        {theirs}: what they are given and lose here comes and goes there, too.
      </p>
    )
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
