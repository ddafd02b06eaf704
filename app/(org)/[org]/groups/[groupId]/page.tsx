import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { addGroup, dropGroup, planGroupRule, saveGroup } from "@/app/(org)/[org]/groups/actions";
import { findPeople } from "@/app/(org)/[org]/users/people-actions";
import { GroupForm } from "@/components/groups/group-form";
import { dayInWords } from "@/components/ui/dates";
import { formatCount } from "@/components/ui/format";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/guard";
import { fieldsToAsk, findGroup, type GroupDetails } from "@/lib/groups/queries";
import { mayMakeRules } from "@/lib/groups/rule-rights";
import { newId } from "@/lib/ids";
import { permissionAreas } from "@/lib/permissions/areas";
import { can, permissionsToGive } from "@/lib/permissions/can";
import { ALL_PERMISSIONS, isGivable } from "@/lib/permissions/permissions";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Group" };

export default async function GroupPage({ params }: { params: Promise<{ org: string; groupId: string }> }) {
  const { org, groupId } = await params;
  const isNew = groupId === "new";
  const actor = await requireActor(org, isNew ? "groups.update" : "groups.read");
  const group = isNew ? null : await findGroup(actor, groupId);
  if (!isNew && !group) notFound();
  const mayChange = can(actor, "groups.update") && (group?.mayChange ?? true);
  const fields = await fieldsToAsk(actor, group?.rule ?? null);
  const isManaging = actor.organization.managing;
  return (
    <>
      <PageHeader
        title={group?.name ?? "New group"}
        breadcrumbs={[{ label: "Groups", href: routes.groups(org) }]}
        meta={group && <People org={org} group={group} linked={can(actor, "users.read")} />}
      />
      <GroupForm
        // A saved version begins anew, and another group is another form.
        key={`${groupId} ${group?.version}`}
        org={org}
        first={{
          id: group?.id ?? newId(),
          version: group?.version ?? null,
          name: group?.name ?? "",
          description: group?.description ?? "",
          permissions: group?.permissions ?? [],
          rule: group?.rule ?? null,
        }}
        fields={fields}
        made={
          group?.made
            ? `Made${group.made.by ? ` by ${group.made.by}` : ""} on ${dayInWords(group.made.at)}.`
            : null
        }
        members={group?.members ?? 0}
        areas={permissionAreas(ALL_PERMISSIONS.filter((permission) => isGivable(permission, isManaging)))}
        givable={permissionsToGive(actor)}
        readOnly={!mayChange}
        mayRule={mayMakeRules(actor)}
        searchPeople={findPeople.bind(null, org)}
        listHref={routes.groups(org)}
        actions={{ add: addGroup, save: saveGroup, plan: planGroupRule, drop: dropGroup }}
      />
    </>
  );
}

function People({ org, group, linked }: { org: string; group: GroupDetails; linked: boolean }) {
  const words = `${formatCount(group.members)} ${group.members === 1 ? "person" : "people"}`;
  return linked ? <Link href={routes.users(org, { group: group.id })}>{words}</Link> : <span>{words}</span>;
}
