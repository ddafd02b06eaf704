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
import { PAPER_WORDS, PAPERS, type Paper } from "@/lib/credentials/sheet-layout";
import { routes } from "@/lib/routes";
import type { Selection } from "@/lib/users/chosen";

type QrSheetDialogProps = {
  org: string;
  selection: Selection;
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

  async function make(form: FormData) {
    setProblem(null);
    const paper = PAPER_NAMES.find((name) => name === form.get("paper")) ?? "a4";
    const made = await fetchSheet(org, selection, paper);
    if (typeof made === "string") return setProblem(made);
    save(made.pdf, `${org}-qr-codes.pdf`);
    const people =
      made.left > 0 ? `${countPeople(made.left)} left out: they need none, or are out of reach` : "";
    toast({ title: `A sheet for ${countPeople(made.people)}`, ...(people ? { description: people } : {}) });
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
        <RadioGroup
          legend="Paper"
          name="paper"
          defaultValue="a4"
          options={PAPER_NAMES.map((value) => ({ value, label: PAPER_WORDS[value] }))}
        />
        <DialogActions>
          <Button {...closes(ID)}>Cancel</Button>
          <SubmitButton>Make the sheet</SubmitButton>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** The sheet with how many people are on it and how many are not, or words for why there is none. */
async function fetchSheet(org: string, selection: Selection, paper: Paper) {
  const request = { method: "POST", headers: { "content-type": "application/json" } };
  const answer = await fetch(routes.qrSheet(org), {
    ...request,
    body: JSON.stringify({ selection, paper }),
  }).catch(() => null);
  if (!answer) return "The server did not answer. Try again.";
  if (answer.ok) {
    const [people, left] = ["x-people", "x-people-left"].map((name) => Number(answer.headers.get(name)));
    return { pdf: await answer.blob(), people: people ?? 0, left: left ?? 0 };
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
