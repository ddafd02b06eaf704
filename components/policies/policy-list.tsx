"use client";

import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { AddPolicy } from "@/components/policies/add-policy";
import { autosave } from "@/components/policies/autosave";
import { PolicyRow } from "@/components/policies/policy-row";
import { type SecondSteps, secondStepQuestion } from "@/components/policies/second-step";
import { Alert } from "@/components/ui/alert";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { Section } from "@/components/ui/section";
import { load, store } from "@/components/ui/storage";
import type { PolicyKey } from "@/lib/policies/catalogue";
import type { Saved } from "@/lib/policies/saved";
import type { PolicyState } from "@/lib/policies/state";
import type { Result } from "@/lib/result";

type PolicyListProps = {
  policies: PolicyState[];
  /** Whose they are: all of an organization, or those that are otherwise for one person. */
  of: "organization" | "person";
  /** For those who may look and not change. */
  readOnly: boolean;
  /** Names these policies and whoever changes them, for what the browser keeps until it is saved. */
  keptAs: string;
  /** What goes with some of the values now. */
  notes?: Partial<Record<PolicyKey, string>>;
  /** Who has a second step: what asks the others for one at once is asked for twice. */
  secondSteps?: SecondSteps;
  save: (change: {
    key: PolicyKey;
    value: unknown;
    stamp: string;
    isInherited: boolean;
  }) => Promise<Result<Saved>>;
};

/** Policies that save each change by themselves, say so, and outlive a lost connection. */
export function PolicyList({ policies, of, readOnly, keptAs, notes, secondSteps, save }: PolicyListProps) {
  const [saving] = useState(() =>
    autosave(policies, {
      send: (key, draft) => save({ key, ...draft }),
      load: () => load("localStorage", keptAs),
      store: (text) => store("localStorage", keptAs, text),
      wait: (run, ms) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    }),
  );
  const state = useSyncExternalStore(saving.subscribe, saving.state, saving.state);
  const [added, setAdded] = useState<PolicyKey[]>([]);
  const [left, setLeft] = useState<PolicyState | null>(null);
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (readOnly) return;
    saving.start();
    const hurry = () => saving.hurry();
    window.addEventListener("online", hurry);
    return () => {
      window.removeEventListener("online", hurry);
      saving.stop();
    };
  }, [saving, readOnly]);

  const isShown = ({ key, origin }: PolicyState) =>
    of === "organization" || origin === "person" || added.includes(key) || key in state.drafts;
  const shown = state.policies.filter(isShown);
  const areas = [...new Set(shown.map(({ area }) => area))];
  const unsaved = Object.values(state.statuses).filter(({ kind }) => kind === "retrying").length;

  const current = (asked: PolicyKey) => state.policies.find(({ key }) => key === asked)?.value;
  const ask = (key: PolicyKey, value: unknown, steps: SecondSteps) =>
    secondStepQuestion(
      key,
      value,
      { mfaPolicy: current("mfaPolicy"), mfaGraceDays: current("mfaGraceDays") },
      steps,
      new Date(),
    );

  function add(key: PolicyKey) {
    setAdded([...added, key]);
    requestAnimationFrame(() =>
      list.current
        ?.querySelector<HTMLElement>(`[data-policy="${key}"] :is(input, select, textarea)`)
        ?.focus(),
    );
  }

  /** The row goes, and with it what the keyboard was at. */
  function leave(policy: PolicyState) {
    setAdded(added.filter((key) => key !== policy.key));
    setLeft(policy);
    if (of === "person") list.current?.querySelector<HTMLElement>("[data-add-policy] select")?.focus();
  }

  return (
    <div ref={list}>
      <div role="status">
        {unsaved > 0 && (
          <div className="mb-6">
            <Alert tone="warning" title="Not everything is saved yet.">
              It is kept in this browser, also when you leave the page, and saved as soon as there is an
              answer.
            </Alert>
          </div>
        )}
      </div>
      {of === "person" && shown.length === 0 && (
        <EmptyState icon={<Icon name="list-checks" size={20} />} title="The same as for everybody">
          {readOnly
            ? "Nothing is otherwise for this person."
            : "Add a policy that is to be otherwise for this person."}
        </EmptyState>
      )}
      {areas.map((area) => (
        <Section key={area} title={area}>
          <div className="grid gap-7">
            {shown
              .filter((policy) => policy.area === area)
              .map((policy) => (
                <PolicyRow
                  key={policy.key}
                  policy={policy}
                  of={of}
                  readOnly={readOnly}
                  draft={state.drafts[policy.key]}
                  status={state.statuses[policy.key]}
                  saving={saving}
                  note={notes?.[policy.key]}
                  question={secondSteps && ((value) => ask(policy.key, value, secondSteps))}
                  onBack={() => leave(policy)}
                />
              ))}
          </div>
        </Section>
      ))}
      {of === "person" && !readOnly && (
        <>
          <AddPolicy policies={state.policies.filter((policy) => !isShown(policy))} onAdd={add} />
          <p role="status" className="mt-3 text-dense text-muted">
            {left && !shown.some(({ key }) => key === left.key) && `${left.label}: as for everybody again.`}
          </p>
        </>
      )}
    </div>
  );
}
