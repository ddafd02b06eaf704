"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, useEffect, useState } from "react";
import { DifferenceLines } from "@/components/grants/difference-lines";
import type { SearchMirror } from "@/components/grants/mirror-choice";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { closes } from "@/components/ui/invoker";
import { RadioGroup } from "@/components/ui/radio-group";
import { SubmitButton } from "@/components/ui/submit-button";
import { toast } from "@/components/ui/toast";
import { closeDialog, useModal } from "@/components/ui/use-modal";
import {
  BULK_WORDS,
  type BulkKind,
  changeOf,
  countPeople,
  type ListChange,
  voidedInWords,
  whatHappens,
  whoStays,
} from "@/components/users/bulk-words";
import { GroupChoice } from "@/components/users/group-choice";
import { PropertyChoice } from "@/components/users/property-choice";
import { missingInWords, seatsInWords, shortOf } from "@/components/users/seat-words";
import { ServiceChoice } from "@/components/users/service-choice";
import { answered } from "@/lib/answered";
import type { RightsOffered } from "@/lib/grants/offered";
import type { MembersChange } from "@/lib/groups/members";
import { OWN_ACCOUNT_ONLY } from "@/lib/permissions/grants";
import type { Difference } from "@/lib/permissions/grants-difference";
import type { Grants } from "@/lib/permissions/grants-schema";
import { ROLE_DESCRIPTIONS, ROLE_LABELS, type Role } from "@/lib/permissions/roles";
import type { GivenPolicy } from "@/lib/policies/bulk-commands";
import type { PolicyState } from "@/lib/policies/state";
import type { PropertyChange } from "@/lib/properties/bulk-commands";
import type { Property } from "@/lib/properties/types";
import type { Result } from "@/lib/result";
import { routes } from "@/lib/routes";
import type { SeatPlan, SeatsChange } from "@/lib/services/assigning";
import type { ServiceOffered } from "@/lib/services/queries";
import type { BulkResult } from "@/lib/users/bulk-result";
import type { Selection } from "@/lib/users/chosen";
import { RESTORE_DAYS } from "@/lib/users/status";

type Confirmed = { selection: Selection; expected: number };
type Action<Input> = (org: string, input: Input) => Promise<Result<BulkResult>>;

type ChoiceKind =
  | "changeRole"
  | "giveRights"
  | "joinGroup"
  | "leaveGroup"
  | "sayPolicy"
  | "setProperty"
  | SeatsChange["kind"];

type Planned = BulkResult & {
  difference?: Difference;
  /** What was shown of it, to be confirmed. */
  shown?: string;
  /** Of giving seats, who gets one and who does not. */
  seats?: SeatPlan;
};

export type BulkActions = Record<Exclude<BulkKind, ChoiceKind>, Action<Confirmed>> & {
  changeRole: Action<Confirmed & { role: Role }>;
  changeMembers: Action<Confirmed & { change: MembersChange }>;
  giveRights: Action<Confirmed & { grants: Grants; shown?: string }>;
  sayPolicy: Action<Confirmed & { policy: GivenPolicy }>;
  /** What may be otherwise for people, as it is for everybody. */
  policies: (org: string, input: null) => Promise<Result<PolicyState[]>>;
  setProperty: Action<Confirmed & { change: PropertyChange }>;
  /** The properties that many can have the same value of. */
  properties: (org: string, input: null) => Promise<Result<Property[]>>;
  changeSeats: Action<Confirmed & { change: SeatsChange }>;
  /** The services that people can be given seats of. */
  services: (org: string, input: null) => Promise<Result<ServiceOffered[]>>;
  /** What the actor may give. */
  rights: (org: string, input: null) => Promise<Result<RightsOffered>>;
  searchMirror: (org: string, input: { search: string }) => ReturnType<SearchMirror>;
  /** Takes a change back. */
  undo: Action<{ changeId: string }>;
  /** What a change would come to; of rights also line by line. */
  plan: (org: string, input: { selection: Selection; change: ListChange }) => Promise<Result<Planned>>;
  /** The groups that people can be taken into. */
  groups: (org: string, input: null) => Promise<Result<{ id: string; name: string }[]>>;
};

type BulkDialogProps = {
  kind: BulkKind;
  selection: Selection;
  /** How many are chosen. */
  chosen: number;
  org: string;
  roles: Role[];
  actions: BulkActions;
  /** The rights that the choice of rights begins with. */
  grants?: Grants;
  onClose: () => void;
  onDone: () => void;
};

// Few who open the list give rights, so it comes without what that takes.
const RightsAsked = lazy(() => import("@/components/users/rights-asked"));

// The same of policies.
const PolicyAsked = lazy(() => import("@/components/policies/policy-asked"));

const DIALOG_ID = "bulk-change";

/** Says what a change to many will do, asks, and does exactly that or nothing. */
export function BulkDialog({
  kind,
  selection,
  chosen,
  org,
  roles,
  actions,
  grants = OWN_ACCOUNT_ONLY,
  onClose,
  onDone,
}: BulkDialogProps) {
  const [change, setChange] = useState<ListChange | null>(() => firstChange(kind, grants));
  const [plan, setPlan] = useState<Planned | null>(null);
  // While it is counted anew, the lines of before stay in their place.
  const [difference, setDifference] = useState<Difference | null>(null);
  const [error, setError] = useState<string | null>(null);
  const router = useRouter();
  useModal(DIALOG_ID, onClose);

  useEffect(() => {
    if (!change) return;
    let current = true;
    void answered(actions.plan(org, { selection, change })).then((result) => {
      if (!current) return;
      setDifference((result.ok && result.value.difference) || null);
      if (result.ok) setPlan(result.value);
      else setError(result.error.message);
    });
    return () => {
      current = false;
    };
  }, [actions, org, selection, change]);

  function choose(chosen: ListChange | null) {
    setChange(chosen);
    setPlan(null);
    if (!chosen) setDifference(null);
    setError(null);
  }

  async function carryOut() {
    if (!change || !plan) return;
    const result = await answered(carry(change, plan));
    if (result.ok) {
      const { changed, undo, running, voided, seatsMissing = 0 } = result.value;
      // So many take a while: how far it has come stands on the page of changes.
      if (running) router.push(routes.changesOfMany(org));
      else
        toast({
          title: doneInWords(change, changed),
          ...(seatsMissing > 0 && { description: missingInWords(seatsMissing) }),
          ...voidedInWords(voided),
          ...(undo && { action: { label: "Undo", run: () => takeBack(actions, org, undo) } }),
        });
      closeDialog(DIALOG_ID);
      return onDone();
    }
    setError(result.error.message);
    // What was confirmed is not what would happen now: it is counted again.
    setPlan(null);
    setChange({ ...change });
  }

  function carry(given: ListChange, { changed: expected, shown }: Planned) {
    const confirmed = { selection, expected };
    if (given.kind === "sayPolicy") return actions.sayPolicy(org, { ...confirmed, policy: given.policy });
    if (given.kind === "giveRights")
      return actions.giveRights(org, { ...confirmed, grants: given.grants, ...(shown ? { shown } : {}) });
    if ("role" in given) return actions.changeRole(org, { ...confirmed, role: given.role });
    if ("propertyId" in given) return actions.setProperty(org, { ...confirmed, change: given });
    if ("serviceId" in given) return actions.changeSeats(org, { ...confirmed, change: given });
    if ("groupId" in given) return actions.changeMembers(org, { ...confirmed, change: given });
    return actions[given.kind](org, confirmed);
  }

  const changed = plan?.changed ?? 0;
  const words = changeOf(kind, changed || chosen);
  return (
    <Dialog
      id={DIALOG_ID}
      title={`${words}?`}
      cross={false}
      {...(kind === "giveRights" || kind === "sayPolicy" ? { size: "lg", lightDismiss: false } : {})}
    >
      <form action={carryOut}>
        {kind === "changeRole" && <RoleChoice roles={roles} onChoose={(role) => choose({ kind, role })} />}
        {kind === "giveRights" && (
          <Suspense>
            <RightsAsked
              read={() => actions.rights(org, null)}
              first={grants}
              choose={(given) => choose(given && { kind, grants: given })}
              search={(given) => actions.searchMirror(org, given)}
            />
          </Suspense>
        )}
        {kind === "sayPolicy" && (
          <Suspense>
            <PolicyAsked
              read={() => actions.policies(org, null)}
              choose={(policy) => choose(policy && { kind, policy })}
            />
          </Suspense>
        )}
        {isMembers(kind) && (
          <GroupChoice
            read={() => actions.groups(org, null)}
            onChoose={(groupId) => choose({ kind, groupId })}
          />
        )}
        {isSeats(kind) && (
          <ServiceChoice kind={kind} read={() => actions.services(org, null)} onChoose={choose} />
        )}
        {kind === "setProperty" && (
          <PropertyChoice read={() => actions.properties(org, null)} onChoose={choose} />
        )}
        <div aria-live="polite" className="grid gap-2 text-muted">
          {error && <Alert tone="error">{error}</Alert>}
          {plan ? <Plan kind={kind} plan={plan} /> : change && !error && <p>Counting …</p>}
        </div>
        {difference && (
          <DifferenceLines difference={difference} ofOne={chosen === 1} isBusy={plan === null} />
        )}
        <DialogActions>
          <Button {...closes(DIALOG_ID)}>Cancel</Button>
          <SubmitButton variant={kind === "remove" ? "danger" : "primary"} disabled={changed === 0}>
            {words}
          </SubmitButton>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function RoleChoice({ roles, onChoose }: { roles: Role[]; onChoose: (role: Role) => void }) {
  const options = roles.map((value) => ({
    value,
    label: ROLE_LABELS[value],
    hint: ROLE_DESCRIPTIONS[value],
  }));
  return (
    <div className="mb-4" onChange={(event) => onChoose((event.target as HTMLInputElement).value as Role)}>
      <RadioGroup legend="New role" name="role" variant="cards" required options={options} />
    </div>
  );
}

function Plan({ kind, plan: { changed, left, seats } }: { kind: BulkKind; plan: Planned }) {
  const stays = whoStays(kind, left);
  const short = seats && shortOf(seats);
  return (
    <>
      {short && <Alert tone="warning">{short}</Alert>}
      <p className="text-base-content">
        {seats && changed > 0 ? seatsInWords(seats) : whatHappens(kind, changed)}
      </p>
      {stays && <p>{stays}</p>}
      {kind === "remove" && changed > 0 && <p>You can take this back for {RESTORE_DAYS} days.</p>}
    </>
  );
}

const isMembers = (kind: BulkKind): kind is MembersChange["kind"] =>
  kind === "joinGroup" || kind === "leaveGroup";

const isSeats = (kind: BulkKind): kind is SeatsChange["kind"] =>
  kind === "assignService" || kind === "withdrawService";

/** What is asked for from the start; null where there is something to choose first. */
function firstChange(kind: BulkKind, grants: Grants): ListChange | null {
  switch (kind) {
    case "giveRights":
      return { kind, grants };
    case "changeRole":
    case "sayPolicy":
    case "setProperty":
    case "joinGroup":
    case "leaveGroup":
    case "assignService":
    case "withdrawService":
      return null;
    default:
      return { kind };
  }
}

async function takeBack(actions: BulkActions, org: string, changeId: string) {
  const result = await answered(actions.undo(org, { changeId }));
  if (result.ok) {
    const { changed, seatsMissing = 0 } = result.value;
    const words = seatsMissing > 0 && { description: missingInWords(seatsMissing) };
    toast({ title: `${countPeople(changed)} as before`, ...words });
  } else toast({ title: result.error.message, tone: "error" });
}

function doneInWords(change: ListChange, changed: number): string {
  const { done } = BULK_WORDS[change.kind];
  const what = "role" in change ? ` “${ROLE_LABELS[change.role]}”` : "";
  return `${countPeople(changed)} ${done}${what}`;
}
