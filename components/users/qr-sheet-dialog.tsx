"use client";

import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { closes } from "@/components/ui/invoker";
import { RadioGroup } from "@/components/ui/radio-group";
import { SubmitButton } from "@/components/ui/submit-button";
import { toast } from "@/components/ui/toast";
import { closeDialog, useModal } from "@/components/ui/use-modal";
import { countPeople } from "@/components/users/bulk-words";
import {
  PAPER_WORDS,
  PAPERS,
  type Paper,
  SHEET_FULL_WORDS,
  SHEET_PEOPLE_MAX,
} from "@/lib/credentials/sheet-layout";
import type { Audience } from "@/lib/messages/audience";
import { routes } from "@/lib/routes";

type QrSheetDialogProps = {
  org: string;
  selection: Audience;
  /** How many are chosen. */
  chosen: number;
  onClose: () => void;
  onDone: () => void;
};

const ID = "qr-sheet";
const PAPER_NAMES = Object.keys(PAPERS) as Paper[];

/** Asks for the paper, has the codes of the chosen made, and hands the sheet to the browser. */
export function QrSheetDialog({ org, selection, chosen, onClose, onDone }: QrSheetDialogProps) {
  const [problem, setProblem] = useState<string | null>(null);
  useModal(ID, onClose);
  const firstOnly = chosen > SHEET_PEOPLE_MAX;

  async function make(form: FormData) {
    setProblem(null);
    const paper = PAPER_NAMES.find((name) => name === form.get("paper")) ?? "a4";
    const made = await fetchSheet(org, { selection, firstOnly, paper });
    if (typeof made === "string") return setProblem(made);
    save(made.pdf, `${org}-qr-codes.pdf`);
    const others = [
      made.more > 0 && `${countPeople(made.more)} more wait: make another sheet for them`,
      made.left > 0 && `${countPeople(made.left)} left out: they need none, or are out of reach`,
    ].filter(Boolean);
    const rest = others.length > 0 ? { description: others.join("; ") } : {};
    toast({ title: `A sheet for ${countPeople(made.people)}`, ...rest });
    closeDialog(ID);
    onDone();
  }

  return (
    <Dialog id={ID} title={`QR sheet for ${countPeople(chosen)}`} cross={false}>
      <form action={make} className="grid gap-4">
        {problem && (
          <Alert tone="error" live>
            {problem}
          </Alert>
        )}
        <p className="text-muted">
          A card for each who has not activated their account yet, ten to a page, with marks to cut along. New
          codes are made: those that were shown or printed before stop working.
        </p>
        {firstOnly && (
          <Alert tone="warning">
            {SHEET_FULL_WORDS} This one is for the first {SHEET_PEOPLE_MAX}, and those who have no code yet
            come first: make another one for the others.
          </Alert>
        )}
        <RadioGroup
          legend="Paper"
          name="paper"
          defaultValue="a4"
          options={PAPER_NAMES.map((value) => ({ value, label: PAPER_WORDS[value] }))}
        />
        <DialogActions>
          <Button {...closes(ID)}>Cancel</Button>
          <SubmitButton>
            {firstOnly ? `Make a sheet for the first ${SHEET_PEOPLE_MAX}` : "Make the sheet"}
          </SubmitButton>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** The sheet with how many people are on it and how many are not, or words for why there is none. */
async function fetchSheet(org: string, asked: { selection: Audience; firstOnly: boolean; paper: Paper }) {
  const request = { method: "POST", headers: { "content-type": "application/json" } };
  const answer = await fetch(routes.qrSheet(org), {
    ...request,
    body: JSON.stringify(asked),
  }).catch(() => null);
  if (!answer) return "The server did not answer. Try again.";
  if (answer.ok) {
    const told = (name: string) => Number(answer.headers.get(name));
    const counts = { people: told("x-people"), left: told("x-people-left"), more: told("x-people-more") };
    return { pdf: await answer.blob(), ...counts };
  }
  const told: unknown = await answer.json().catch(() => null);
  const isProblem =
    typeof told === "object" && told !== null && "title" in told && typeof told.title === "string";
  return isProblem ? String(told.title) : "The sheet could not be made. Try again.";
}

function save(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
