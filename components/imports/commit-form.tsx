"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { MessageChoice } from "@/components/imports/choices/message-choice";
import { type Chosen, type Offered, PeopleChoices } from "@/components/imports/choices/people-choices";
import { PresetBar } from "@/components/imports/choices/preset-bar";
import { WrongRows } from "@/components/imports/choices/wrong-rows";
import { choicesInWords, commitBlock, commitWords, messagesInWords } from "@/components/imports/commit-words";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { answered } from "@/lib/answered";
import type { ImportChoices, PresetChoices } from "@/lib/imports/choices";
import type { ImportMode, MatchKey } from "@/lib/imports/plan/modes";
import { plannedMessages, type Reachable } from "@/lib/imports/planned-messages";
import type { Preset } from "@/lib/imports/presets/queries";
import type { Result } from "@/lib/result";

type OnError = "skip" | "refuse";
type Act<Given> = (org: string, given: Given) => Promise<Result<unknown>>;

export type CommitActions = {
  commit: Act<{
    importId: string;
    planVersion: number;
    onError: OnError;
    choices: ImportChoices;
    goLiveAt: string | null;
  }>;
  takePreset: Act<{ importId: string; presetId: string }>;
  savePreset: Act<{ name: string; choices: PresetChoices }>;
  renamePreset: Act<{ presetId: string; name: string }>;
  removePreset: Act<{ presetId: string }>;
};

type Props = {
  organization: string;
  summary: string;
  create: number;
  update: number;
  invalid: number;
  mode: ImportMode;
  /** By what people are found who are here already; absent where nobody has chosen. */
  matchKey?: MatchKey | undefined;
  onError: OnError;
  choices: ImportChoices;
  reachable: Reachable;
  offered: Offered;
  presets: Preset[];
  org: string;
  importId: string;
  /** The plan that is in sight; another one is not carried out. */
  planVersion: number;
  actions: CommitActions;
};

/** The decision: what is to be done with rows and people, and the import itself. */
export function CommitForm(props: Props) {
  const { organization, summary, create, update, invalid, reachable, org, importId, actions } = props;
  const router = useRouter();
  const [onError, setOnError] = useState<OnError>(props.onError);
  const [chosen, setChosen] = useState<Chosen>({ ...props.choices, lacksMirror: false, moment: null });
  const [error, setError] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  const { lacksMirror: _, moment, ...choices } = chosen;
  const block = commitBlock({ create, update, invalid, onError, chosen });

  function press() {
    if (pending || block !== null) return;
    startTransition(async () => {
      const { planVersion } = props;
      const goLiveAt = moment === null ? null : new Date(moment).toISOString();
      const given = { importId, planVersion, onError, choices, goLiveAt };
      const result = await answered(actions.commit(org, given));
      setError(result.ok ? null : result.error.message);
      router.refresh();
    });
  }

  return (
    <section aria-label="Import" className="grid gap-4 rounded-box border border-line bg-base-100 p-4">
      <p className="text-base font-semibold">{summary}</p>
      {create > 0 && (
        <MessageChoice
          {...props.offered}
          chosen={chosen}
          choose={(given) => setChosen({ ...chosen, ...given })}
        />
      )}
      {create + update > 0 && (
        <details className="rounded-box border border-line px-3.5 py-2.5">
          <summary className="cursor-pointer">
            <span className="font-medium">More choices</span>
            <span className="text-muted"> · {choicesInWords(chosen, create)}</span>
          </summary>
          <div className="grid gap-4 pt-4 pb-1.5">
            <PresetBar
              presets={props.presets}
              actions={{
                take: (presetId) => actions.takePreset(org, { importId, presetId }),
                save: (name) => {
                  const { mode, matchKey } = props;
                  const kept = { ...choices, mode, onError, ...(matchKey ? { matchKey } : {}) };
                  return actions.savePreset(org, { name, choices: kept });
                },
                rename: (presetId, name) => actions.renamePreset(org, { presetId, name }),
                remove: (presetId) => actions.removePreset(org, { presetId }),
              }}
            />
            <PeopleChoices chosen={chosen} choose={setChosen} offered={props.offered} create={create} />
          </div>
        </details>
      )}
      {invalid > 0 && <WrongRows invalid={invalid} onError={onError} choose={setOnError} />}
      {error && (
        <Alert tone="error" live>
          {error}
        </Alert>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button variant="primary" pending={pending} aria-disabled={block !== null} onClick={press}>
          {commitWords({ create, update, isLater: moment !== null })}
        </Button>
        {create + reachable.withPassword > 0 && (
          <span className="font-medium">{messagesInWords(plannedMessages(reachable, chosen))}</span>
        )}
        <span className="text-muted">
          {block ??
            (create > 0
              ? `${update > 0 ? "New people" : "They"} become users of ${organization}, pending until they activate.`
              : "Only what the review shows is changed.")}
        </span>
      </div>
    </section>
  );
}
