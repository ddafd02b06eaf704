"use client";

import { useState } from "react";
import { NewPinSection } from "@/components/credentials/new-pin-section";
import { PinShown } from "@/components/credentials/pin-shown";
import { toast } from "@/components/ui/toast";
import { type PinDraft, readPinDraft, type UsualPin } from "@/lib/credentials/pins/draft";
import type { NewPin } from "@/lib/credentials/pins/shape";
import { fail, ok, type Result } from "@/lib/result";

/** The PIN of somebody who was added, or why there is none. */
type MadePin = { pin: string; username: string } | { problem: string };

type Shown = { pin: string; username: string; close: () => void };

/** The PIN of whoever is still to be added: its section of the form, and what shows it once it is issued. */
export function useNewPin(isOffered: boolean, usual: UsualPin) {
  const [draft, setDraft] = useState<PinDraft | null>(null);
  const [tried, setTried] = useState(false);
  const [shown, setShown] = useState<Shown | null>(null);

  /** The PIN to ask for; null for none, a refusal where it will not do. */
  function read(): Result<NewPin> | null {
    if (!isOffered || !draft) return null;
    const { pin, issues } = readPinDraft(draft);
    setTried(true);
    const [issue] = Object.values(issues);
    return issue ? fail("invalid", `PIN: ${issue}`) : ok(pin);
  }

  /** Shows a PIN until whoever issued it is done with it. */
  function show(made: MadePin): Promise<void> {
    if ("problem" in made) {
      toast({ title: "The PIN could not be issued", description: made.problem, tone: "error" });
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const close = () => {
        setShown(null);
        resolve();
      };
      setShown({ ...made, close });
    });
  }

  function startAgain() {
    setTried(false);
    setDraft((last) => last && { ...last, digits: "" });
  }

  const issues = draft && tried ? readPinDraft(draft).issues : {};
  return {
    read,
    show,
    startAgain,
    section: isOffered && <NewPinSection draft={draft} usual={usual} onChange={setDraft} issues={issues} />,
    dialog: shown && <PinShown pin={shown.pin} username={shown.username} onClose={shown.close} />,
  };
}
