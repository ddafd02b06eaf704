import "server-only";
import { detailsOf, type OwnDetails } from "@/lib/account/details";
import { withOrganization } from "@/lib/db";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { demand } from "@/lib/permissions/demand";
import { type AccessProfile, type Role, rightsOf } from "@/lib/permissions/roles";
import { extensionHeldBy, type OwnExtension } from "@/lib/telephony/own-queries";
import { subjectOf } from "@/lib/users/commands";
import { findPersonRow } from "@/lib/users/person-row";

type ViewedAccount = {
  you: {
    name: string;
    username: string;
    organization: string;
    role: Role;
    accessProfile: AccessProfile | null;
  };
  details: OwnDetails["fields"];
  extension: OwnExtension | null;
};

/** What a person has of their own account, for whoever could change them; null for anybody else. */
export async function viewedAccount(actor: Actor, userId: string): Promise<ViewedAccount | null> {
  demand(actor, "users.update");
  const { id: organizationId, name: organization } = actor.organization;
  if (!isId(userId)) return null;
  const user = await withOrganization(organizationId, (tx) =>
    findPersonRow(tx, { organizationId, id: userId, removedAt: null }),
  );
  if (!user || !can(actor, "users.update", subjectOf(user))) return null;
  const { role, accessProfile } = rightsOf(user);
  const name = `${user.firstName} ${user.lastName}`;
  const { fields } = await detailsOf({ organizationId, userId });
  const extension = await extensionHeldBy(organizationId, userId);
  return {
    you: { name, username: user.username, organization, role, accessProfile },
    details: fields,
    extension,
  };
}
