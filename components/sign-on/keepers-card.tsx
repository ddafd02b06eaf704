"use client";

import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

type Admin = { id: string; name: string; username: string; isKeeper: boolean; isReady: boolean };
type Keep = (org: string, given: { userId: string; keeps: boolean }) => Promise<Result<unknown>>;

type KeepersCardProps = {
  org: string;
  admins: Admin[];
  /** null for those who may look and not change. */
  keep: Keep | null;
};

/** The admins who get in when the provider is away. */
export function KeepersCard({ org, admins, keep }: KeepersCardProps) {
  return (
    <Card
      title="Who keeps a password"
      description="Where the provider is required these admins still get in with their password and a second step, so that a mistake or an outage shuts nobody out for good. At least one is needed."
    >
      <ul className="divide-y divide-line">
        {admins.map((admin) => (
          <li
            key={admin.id}
            className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2.5 first:pt-0 last:pb-0"
          >
            <span className="min-w-0 flex-1">
              <span className="font-medium">{admin.name}</span>{" "}
              <span className="wrap-anywhere text-dense text-muted">{admin.username}</span>
            </span>
            {admin.isKeeper && (
              <Badge tone={admin.isReady ? "success" : "warning"} shape={admin.isReady ? "check" : undefined}>
                {admin.isReady ? "Keeps the password" : "Lacks a password or a second step"}
              </Badge>
            )}
            {!admin.isKeeper && !admin.isReady && (
              <span className="text-dense text-muted">Needs a password and a second step first</span>
            )}
            {keep && (admin.isKeeper || admin.isReady) && <Change org={org} admin={admin} keep={keep} />}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Change({ org, admin, keep }: { org: string; admin: Admin; keep: Keep }) {
  const [isBusy, setBusy] = useState(false);
  const keeps = !admin.isKeeper;
  async function carryOut() {
    if (isBusy) return;
    setBusy(true);
    const result = await answered(keep(org, { userId: admin.id, keeps }));
    setBusy(false);
    const done = keeps ? `${admin.name} keeps the password` : `${admin.name} no longer keeps the password`;
    toast(result.ok ? { title: done } : { title: result.error.message, tone: "error" });
  }
  return (
    <Button size="sm" onClick={carryOut} pending={isBusy}>
      {keeps ? "Let keep" : "Take off"}
      <span className="sr-only">: {admin.name}</span>
    </Button>
  );
}
