"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { opens } from "@/components/ui/invoker";
import { Link } from "@/components/ui/link";
import { type BulkActions, BulkDialog } from "@/components/users/bulk-dialog";
import { ConfirmChange } from "@/components/users/confirm-change";
import { routes } from "@/lib/routes";

export type UserService = {
  id: string;
  name: string;
  /** Since when and by whom, in words. */
  since: string;
  /** The place on the waiting list; null for a seat. */
  place: number | null;
};

type UserServicesProps = {
  org: string;
  userId: string;
  name: string;
  services: UserService[];
  mayChange: boolean;
  /** Whether the page was opened to give a seat. */
  isAsked: boolean;
  actions: BulkActions;
};

/** The services that a person has a seat of, or waits for one of; and giving and taking them. */
export function UserServices({
  org,
  userId,
  name,
  services,
  mayChange,
  isAsked,
  actions,
}: UserServicesProps) {
  const router = useRouter();
  const [asks, setAsks] = useState(isAsked);
  const add = mayChange && (
    <Button size="sm" onClick={() => setAsks(true)}>
      Assign service
    </Button>
  );

  function stop() {
    setAsks(false);
    // The address asks no more, either.
    if (isAsked) router.replace(routes.user(org, userId), { scroll: false });
  }

  return (
    <Card title="Services" actions={add}>
      {services.length === 0 ? (
        <p className="text-muted">No seat of any.</p>
      ) : (
        <ul className="grid gap-3">
          {services.map((service) => (
            <li key={service.id} className="flex flex-wrap items-start justify-between gap-2">
              <div className="min-w-0">
                <Link href={routes.service(org, service.id)}>{service.name}</Link>
                {service.place !== null && (
                  <p className="text-dense">Waits for a seat, as number {service.place} on the list</p>
                )}
                <p className="text-dense text-muted">{service.since}</p>
              </div>
              {mayChange && (
                <>
                  <Button size="sm" variant="ghost" {...opens(`withdraw-${service.id}`)}>
                    Withdraw<span className="sr-only"> {service.name}</span>
                  </Button>
                  <ConfirmChange
                    id={`withdraw-${service.id}`}
                    title={`Withdraw “${service.name}” from ${name}?`}
                    confirmLabel="Withdraw"
                    done={`${name} is without “${service.name}”`}
                    org={org}
                    userId={userId}
                    action={(slug, { selection }) =>
                      actions.changeSeats(slug, {
                        selection,
                        expected: 1,
                        change: { kind: "withdrawService", serviceId: service.id },
                      })
                    }
                  >
                    <p>
                      {service.place === null
                        ? "Their seat becomes free at once; whoever waits longest gets it."
                        : "They leave the waiting list."}
                    </p>
                  </ConfirmChange>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      {asks && (
        <BulkDialog
          kind="assignService"
          selection={{ ids: [userId] }}
          chosen={1}
          org={org}
          roles={[]}
          actions={actions}
          onClose={stop}
          onDone={stop}
        />
      )}
    </Card>
  );
}
