"use client";

import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { opens } from "@/components/ui/invoker";
import { Link } from "@/components/ui/link";
import { type BulkActions, BulkDialog } from "@/components/users/bulk-dialog";
import { ConfirmChange } from "@/components/users/confirm-change";
import type { Grants } from "@/lib/permissions/grants-schema";
import { routes } from "@/lib/routes";

export type UserGroup = {
  id: string;
  name: string;
  /** What it gives, in words. */
  gives: string;
  /** Since when and by whom, in words. */
  since: string;
  /** Whether nobody takes them out: it follows from what is said of them, or from whom they follow. */
  isKept: boolean;
};

type UserGroupsProps = {
  org: string;
  userId: string;
  name: string;
  groups: UserGroup[];
  /** Whether the groups have pages for this reader. */
  linked: boolean;
  mayChange: boolean;
  /** What they have now, for those who may give them other rights. */
  grants: Grants | null;
  /** Whom they follow. */
  following?: ReactNode;
  actions: BulkActions;
};

type Asked = "joinGroup" | "giveRights";

/** The groups that a person is in, what each gives them, and who took them in; and giving them other rights. */
export function UserGroups({
  org,
  userId,
  name,
  groups,
  linked,
  mayChange,
  grants,
  following,
  actions,
}: UserGroupsProps) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const add = mayChange && (
    <span className="flex flex-wrap gap-2">
      {grants && (
        <Button size="sm" onClick={() => setAsked("giveRights")}>
          Give rights
        </Button>
      )}
      <Button size="sm" onClick={() => setAsked("joinGroup")}>
        Add to group
      </Button>
    </span>
  );
  return (
    <Card title="Groups" actions={add}>
      {following}
      {groups.length === 0 ? (
        <p className="text-muted">In none.</p>
      ) : (
        <ul className="grid gap-3">
          {groups.map((group) => (
            <li key={group.id} className="flex flex-wrap items-start justify-between gap-2">
              <div className="min-w-0">
                {linked ? <Link href={routes.group(org, group.id)}>{group.name}</Link> : group.name}
                <p className="text-dense text-muted">{group.gives}</p>
                <p className="text-dense text-muted">{group.since}</p>
              </div>
              {mayChange && !group.isKept && (
                <>
                  <Button size="sm" variant="ghost" {...opens(`leave-${group.id}`)}>
                    Take out
                  </Button>
                  <ConfirmChange
                    id={`leave-${group.id}`}
                    title={`Take ${name} out of “${group.name}”?`}
                    confirmLabel="Take out"
                    done={`${name} is out of “${group.name}”`}
                    org={org}
                    userId={userId}
                    action={(slug, { selection }) =>
                      actions.changeMembers(slug, {
                        selection,
                        expected: 1,
                        change: { kind: "leaveGroup", groupId: group.id },
                      })
                    }
                  >
                    <p>They lose what this group alone gives them, with their next click.</p>
                  </ConfirmChange>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      {asked && (
        <BulkDialog
          kind={asked}
          selection={{ ids: [userId] }}
          chosen={1}
          org={org}
          roles={[]}
          actions={actions}
          {...(grants ? { grants } : {})}
          onClose={() => setAsked(null)}
          onDone={() => setAsked(null)}
        />
      )}
    </Card>
  );
}
