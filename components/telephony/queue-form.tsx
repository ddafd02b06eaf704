"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { type Member, QueueMembers } from "@/components/telephony/queue-members";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import { FormFrame } from "@/components/ui/form-frame";
import { opens } from "@/components/ui/invoker";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import type { Failure, Result } from "@/lib/result";
import { routes } from "@/lib/routes";
import { QUEUE_NAME_MAX } from "@/lib/telephony/limits";
import {
  STRATEGIES,
  STRATEGY_HINTS,
  STRATEGY_LABELS,
  type Strategy,
  strategyOf,
} from "@/lib/telephony/words";

type Values = { number: string; name: string; strategy: Strategy; voicemail: boolean };
type Given = Values & { members: { extensionId: string; paused: boolean }[] };

type QueueFormProps = {
  org: string;
  id: string;
  /** null for a queue that is yet to be made. */
  version: number | null;
  first: Values;
  members: Member[];
  candidates: Omit<Member, "paused">[];
  readOnly: boolean;
  actions: {
    add: (org: string, given: { id: string; queue: Given }) => Promise<Result<unknown>>;
    save: (org: string, given: { id: string; version: number; queue: Given }) => Promise<Result<unknown>>;
    drop: (org: string, given: { id: string }) => Promise<Result<unknown>>;
  };
};

const DROP_ID = "drop-queue";

/** Makes a queue or changes one, with its members. */
export function QueueForm(props: QueueFormProps) {
  const { org, id, version, first, candidates, readOnly, actions } = props;
  const router = useRouter();
  const [values, setValues] = useState(first);
  const [members, setMembers] = useState(props.members);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const set = (some: Partial<Values>) => setValues((last) => ({ ...last, ...some }));
  const problemOf = (field: string) =>
    failure?.issues?.find(({ path }) => path.replace(/^queue\./, "").split(".")[0] === field)?.message;

  async function submit() {
    if (busy) return;
    setBusy(true);
    setFailure(null);
    const queue = {
      ...values,
      members: members.map(({ extensionId, paused }) => ({ extensionId, paused })),
    };
    const saving =
      version === null ? actions.add(org, { id, queue }) : actions.save(org, { id, version, queue });
    const saved = await answered(saving, { isTyped: true });
    if (!saved.ok) return refuse(saved.error);
    toast({ title: `The queue “${values.name.trim()}” is saved` });
    if (version === null) router.push(routes.queues(org));
    else setBusy(false);
  }

  async function drop() {
    const dropped = await answered(actions.drop(org, { id }));
    if (!dropped.ok) return dropped.error.message;
    toast({ title: `The queue “${first.name}” is removed` });
    router.push(routes.queues(org));
    return null;
  }

  function refuse(refused: Failure) {
    setBusy(false);
    setFailure(refused);
  }

  return (
    <>
      <FormFrame
        submit={() => void submit()}
        label={version === null ? "Make queue" : "Save queue"}
        busy={busy}
        problem={failure?.message}
        readOnly={readOnly}
        beside={
          version !== null && (
            <Button variant="quiet-danger" {...opens(DROP_ID)}>
              Remove queue
            </Button>
          )
        }
      >
        <Section title="Queue" description="Whoever calls its number reaches one of its members.">
          <Field label="Name" required error={problemOf("name")}>
            {(control) => (
              <TextInput
                {...control}
                value={values.name}
                onChange={(event) => set({ name: event.target.value })}
                autoComplete="off"
                maxLength={QUEUE_NAME_MAX}
              />
            )}
          </Field>
          <Field
            label="Number"
            hint={version === null ? "Blank: the next free one." : undefined}
            optional={version === null}
            error={problemOf("number")}
          >
            {(control) => (
              <TextInput
                {...control}
                value={values.number}
                onChange={(event) => set({ number: event.target.value })}
                inputMode="numeric"
                autoComplete="off"
                maxLength={20}
              />
            )}
          </Field>
          <Field label="Strategy" hint={STRATEGY_HINTS[values.strategy]} error={problemOf("strategy")}>
            {(control) => (
              <Select
                {...control}
                value={values.strategy}
                onChange={(event) => set({ strategy: strategyOf(event.target.value) })}
                options={STRATEGIES.map((value) => ({ value, label: STRATEGY_LABELS[value] }))}
              />
            )}
          </Field>
          <Checkbox
            label="Voicemail"
            hint="Who calls and reaches nobody may leave a message."
            checked={values.voicemail}
            onChange={(event) => set({ voicemail: event.target.checked })}
          />
        </Section>
        <Section title="Members" description="In this order. Whoever is paused gets no calls of it.">
          <QueueMembers
            members={members}
            candidates={candidates}
            readOnly={readOnly}
            error={problemOf("members")}
            change={setMembers}
          />
        </Section>
      </FormFrame>
      <ConfirmDialog id={DROP_ID} action={drop} title={`Remove “${first.name}”?`} confirmLabel="Remove queue">
        Its number is free then, and its members stay extensions.
      </ConfirmDialog>
    </>
  );
}
