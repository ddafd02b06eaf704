"use client";

import { useState } from "react";
import type { Autosave, Draft, Status } from "@/components/policies/autosave";
import { PolicyControl } from "@/components/policies/policy-control";
import { originInWords, saidInWords, statusInWords } from "@/components/policies/policy-words";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import type { MarkShape } from "@/components/ui/mark";
import { StatusMark } from "@/components/ui/status-mark";
import type { Tone } from "@/components/ui/tone";
import type { PolicyState } from "@/lib/policies/state";

const MARKS: Record<Status["kind"], { tone: Tone; shape: MarkShape }> = {
  waiting: { tone: "neutral", shape: "dot" },
  saving: { tone: "info", shape: "half" },
  saved: { tone: "success", shape: "check" },
  retrying: { tone: "warning", shape: "clock" },
  refused: { tone: "error", shape: "cross" },
  conflict: { tone: "warning", shape: "triangle" },
};

type PolicyRowProps = {
  policy: PolicyState;
  of: "organization" | "person";
  readOnly: boolean;
  draft: Draft | undefined;
  status: Status | undefined;
  saving: Autosave;
  /** What goes with its value now, such as whom it would meet. */
  note?: string | undefined;
  /** What is asked before a value is saved; null for nothing. */
  question?: ((value: unknown) => string | null) | undefined;
  /** It goes back to what would hold without a value of its own. */
  onBack: () => void;
};

/** One policy: what it does, its value, where that comes from, and what became of the last change. */
export function PolicyRow(props: PolicyRowProps) {
  const { policy, of, readOnly, draft, status, saving, note, question, onBack } = props;
  const { key, label, inherited, origin } = policy;
  const [asked, setAsked] = useState<{ value: unknown; words: string } | null>(null);
  const isOwn = origin === (of === "person" ? "person" : "organization");
  const shown = draft && !draft.isInherited ? draft.value : draft ? inherited.value : policy.value;

  function change(value: unknown, isTyped: boolean) {
    const words = question?.(value) ?? null;
    setAsked(words === null ? null : { value, words });
    if (words === null) saving.change(key, value, { isTyped });
  }

  function back() {
    const words = question?.(inherited.value) ?? null;
    if (words !== null) return setAsked({ value: inherited.value, words });
    setAsked(null);
    onBack();
    if (isOwn) saving.change(key, of === "person" ? null : inherited.value, { isInherited: of === "person" });
    else saving.giveUp(key);
  }

  return (
    <div data-policy={key} className="grid min-w-0 gap-2">
      <PolicyControl
        policy={policy}
        value={asked ? asked.value : shown}
        disabled={readOnly}
        error={status?.kind === "refused" ? status.message : undefined}
        onChange={change}
        onLeave={() => status?.kind === "waiting" && saving.hurry()}
      />
      {note && <p className="text-dense text-muted">{note}</p>}
      {asked && (
        <Alert tone="warning" live title={asked.words}>
          <div className="mt-2 flex flex-wrap gap-2">
            <Button
              size="sm"
              onClick={() => {
                setAsked(null);
                saving.change(key, asked.value, { isTyped: false });
              }}
            >
              Save it all the same<span className="sr-only">: {label}</span>
            </Button>
            <Button size="sm" variant="ghost" onClick={() => setAsked(null)}>
              Leave it as it was<span className="sr-only">: {label}</span>
            </Button>
          </div>
        </Alert>
      )}
      {status?.kind === "conflict" && draft && (
        <div role="alert" className="grid gap-2.5 rounded-box border border-warning px-3.5 py-2.5">
          <p>
            {saidInWords(policy.said)} meanwhile: <strong>{policy.words}</strong>.
          </p>
          <div className="flex flex-wrap gap-2">
            <Button size="sm" onClick={() => saving.settle(key, "theirs")}>
              Keep theirs<span className="sr-only">: {label}</span>
            </Button>
            <Button size="sm" onClick={() => saving.settle(key, "mine")}>
              Save mine all the same<span className="sr-only">: {label}</span>
            </Button>
          </div>
        </div>
      )}
      <div className="flex min-h-7 flex-wrap items-center gap-x-4 gap-y-1 text-dense">
        <span className="text-muted">{originInWords(policy, of)}</span>
        {!readOnly && (isOwn || (of === "person" && !draft)) && (
          <Button size="sm" variant="ghost" className="-mx-2.5" onClick={back}>
            {of === "person" ? "Back to the organization’s" : "Back to the usual"}
            <span className="sr-only">: {label}</span>
          </Button>
        )}
        <span role="status">
          {status && (
            <StatusMark {...MARKS[status.kind]}>
              <span className="sr-only">{label}: </span>
              {statusInWords(status)}
            </StatusMark>
          )}
        </span>
      </div>
    </div>
  );
}
