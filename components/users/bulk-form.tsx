"use client";

import { useRouter } from "next/navigation";
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import type { GiveNumbers } from "@/components/telephony/numbers-dialog";
import { Button } from "@/components/ui/button";
import { SelectionBar } from "@/components/ui/selection-bar";
import { toast } from "@/components/ui/toast";
import { type BulkActions, BulkDialog } from "@/components/users/bulk-dialog";
import { BULK_WORDS, type BulkKind } from "@/components/users/bulk-words";
import { QrSheetDialog } from "@/components/users/qr-sheet-dialog";
import { answered } from "@/lib/answered";
import { audienceParams } from "@/lib/messages/audience-params";
import type { Role } from "@/lib/permissions/roles";
import type { Result } from "@/lib/result";
import { routes } from "@/lib/routes";
import type { Selection } from "@/lib/users/chosen";
import type { UserFilter } from "@/lib/users/filter";

type BulkFormProps = {
  org: string;
  filter: UserFilter;
  /** How many match, when that is known to the last one. */
  total: number | null;
  /** What may be done here, in the order of the buttons. */
  kinds: BulkKind[];
  /** Whether a sheet of QR codes may be made. */
  mayPrint: boolean;
  /** The roles that may be given. */
  roles: Role[];
  /** Gives the next free numbers; null where one may not. */
  giveNumbers: GiveNumbers | null;
  /** Whether a message can be written to them. */
  mayMessage: boolean;
  actions: BulkActions & { count: (org: string, filter: UserFilter) => Promise<Result<number>> };
  /** The table. */
  children: ReactNode;
};

type Asked = { kind: BulkKind | "qrSheet" | "numbers"; selection: Selection; chosen: number };

// Few who open the list give numbers.
const NumbersDialog = lazy(() => import("@/components/telephony/numbers-dialog"));

/** The form around the table: what is chosen in it, and what can be done with that. */
export function BulkForm(props: BulkFormProps) {
  const { org, filter, total, kinds, mayPrint, giveNumbers, mayMessage, roles, actions, children } = props;
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [counted, setCounted] = useState<{ view: string; count: number } | null>(null);
  const view = JSON.stringify(filter);
  const exact = total ?? (counted?.view === view ? counted.count : undefined);

  // Where only “more than a thousand” is known, counts to the last one as soon as the whole page is chosen. It listens
  // to the browser's own event: the boxes that the bar ticks are no change to React.
  useEffect(() => {
    const element = form.current;
    if (!element || exact !== undefined) return;
    const countIfAll = async () => {
      const boxes = element.querySelectorAll<HTMLInputElement>("td.select-cell > input");
      if (![...boxes].every((box) => box.checked)) return;
      const result = await answered(actions.count(org, filter));
      if (result.ok) setCounted({ view, count: result.value });
      else toast({ title: result.error.message, tone: "error" });
    };
    element.addEventListener("change", countIfAll);
    return () => element.removeEventListener("change", countIfAll);
  }, [actions, org, filter, view, exact]);

  function chosen() {
    const fields = new FormData(form.current ?? undefined);
    const ids = fields.getAll("ids").map(String);
    const isAll = fields.has("allMatching");
    return { selection: isAll ? { filter } : { ids }, chosen: isAll ? (exact ?? 0) : ids.length };
  }

  const ask = (kind: Asked["kind"]) => setAsked({ kind, ...chosen() });
  const write = () => router.push(routes.newMessage(org, audienceParams(chosen().selection)));

  function finish() {
    setAsked(null);
    setCounted(null);
    form.current?.reset();
    form.current?.querySelector<HTMLInputElement>("[data-select-all]")?.focus();
  }

  return (
    <>
      <form ref={form} onSubmit={(event) => event.preventDefault()}>
        {children}
        <SelectionBar unit={{ one: "user", many: "users" }} total={exact}>
          {mayMessage && (
            <Button size="sm" onClick={write}>
              Message
            </Button>
          )}
          {mayPrint && (
            <Button size="sm" onClick={() => ask("qrSheet")}>
              QR sheet
            </Button>
          )}
          {giveNumbers && (
            <Button size="sm" onClick={() => ask("numbers")}>
              Give extensions
            </Button>
          )}
          {kinds.map((kind) => (
            <Button
              key={kind}
              size="sm"
              variant={kind === "remove" ? "quiet-danger" : "secondary"}
              onClick={() => ask(kind)}
            >
              {LABELS[kind] ?? BULK_WORDS[kind].verb}
            </Button>
          ))}
        </SelectionBar>
      </form>
      {asked?.kind === "qrSheet" && (
        <QrSheetDialog
          org={org}
          selection={asked.selection}
          chosen={asked.chosen}
          onClose={() => setAsked(null)}
          onDone={finish}
        />
      )}
      {asked?.kind === "numbers" && giveNumbers && (
        <Suspense>
          <NumbersDialog
            org={org}
            selection={asked.selection}
            chosen={asked.chosen}
            give={giveNumbers}
            onClose={() => setAsked(null)}
            onDone={finish}
          />
        </Suspense>
      )}
      {asked && asked.kind !== "qrSheet" && asked.kind !== "numbers" && (
        <BulkDialog
          {...asked}
          kind={asked.kind}
          org={org}
          roles={roles}
          actions={actions}
          onClose={() => setAsked(null)}
          onDone={finish}
        />
      )}
    </>
  );
}

const LABELS: Partial<Record<BulkKind, string>> = {
  changeRole: "Change role",
  giveRights: "Give rights",
  setProperty: "Set property",
  joinGroup: "Add to group",
  leaveGroup: "Take out of group",
  assignService: "Give a seat",
  withdrawService: "Take a seat",
  sayPolicy: "Set policy",
  restore: "Take back",
};
