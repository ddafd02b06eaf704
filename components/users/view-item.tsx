"use client";

import { Icon } from "@/components/ui/icon";
import { MenuItem } from "@/components/ui/menu";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

type Props = {
  org: string;
  userId: string;
  view: (org: string, given: { userId: string }) => Promise<Result<{ href: string }>>;
};

/** Goes on as if one were somebody else, to see what they see. */
export function ViewItem({ org, userId, view }: Props) {
  async function go() {
    const result = await answered(view(org, { userId }));
    if (result.ok) location.assign(result.value.href);
    else toast({ title: result.error.message, tone: "error" });
  }
  return (
    <MenuItem icon={<Icon name="eye" />} onClick={go}>
      See what they see
    </MenuItem>
  );
}
