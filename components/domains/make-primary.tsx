"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

type MakePrimaryProps = {
  org: string;
  id: string;
  name: string;
  choose: (org: string, given: { id: string }) => Promise<Result<unknown>>;
};

/** Makes a domain the primary one: nothing that anybody has changes by it, and it can be chosen back. */
export function MakePrimary({ org, id, name, choose }: MakePrimaryProps) {
  const [isBusy, setBusy] = useState(false);

  async function carryOut() {
    if (isBusy) return;
    setBusy(true);
    const result = await answered(choose(org, { id }));
    setBusy(false);
    toast(
      result.ok
        ? { title: `New usernames begin with ${name}` }
        : { title: result.error.message, tone: "error" },
    );
  }

  return (
    <Button size="sm" onClick={carryOut} pending={isBusy}>
      Make primary<span className="sr-only"> {name}</span>
    </Button>
  );
}
