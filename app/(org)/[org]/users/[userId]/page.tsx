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
import { ExtensionCard } from "@/components/telephony/extension-card";
import { Card } from "@/components/ui/card";
import { timeInWords } from "@/components/ui/dates";
import { formatCount } from "@/components/ui/format";
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
import { findActor, requireActor } from "@/lib/auth/guard";
import { mayReset } from "@/lib/credentials/may-reset";
import { publicUrl } from "@/lib/env";
import type { followingOf } from "@/lib/grants/follow-queries";
import type { Membership } from "@/lib/groups/queries";
import { opensAccount } from "@/lib/messages/kinds";
import { mayCompose } from "@/lib/messages/may-compose";
import { type Actor, isOneself } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { PERMISSIONS } from "@/lib/permissions/permissions";
import { addressBookInWords } from "@/lib/policies/address-book";
import { maySayPolicies } from "@/lib/policies/may-say";
import { routes } from "@/lib/routes";
import { subjectOf } from "@/lib/users/commands";
import { readUserPage } from "@/lib/users/page-queries";
import { findUser, type UserDetails } from "@/lib/users/queries";
import { RESTORE_DAYS } from "@/lib/users/status";

type Props = {
  params: Promise<{ org: string; userId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

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
  const [page, { assign }] = await Promise.all([readUserPage(actor, user), searchParams]);
  const { messages, policy, history, origin, pins, secondStep, groups, grants, explained } = page;
  const { properties, policies, following, services, extension, isVoid } = page;
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
          <ExtensionCard {...extension} org={org} userId={user.id} name={name} give={giveToPerson} />
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
