"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ExtensionKind } from "@/components/telephony/extension-kind";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import { FormFrame } from "@/components/ui/form-frame";
import { opens } from "@/components/ui/invoker";
import { Section } from "@/components/ui/section";
import { TextInput } from "@/components/ui/text-input";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import type { Failure, Result } from "@/lib/result";
import { routes } from "@/lib/routes";
import { DISPLAY_NAME_MAX } from "@/lib/telephony/limits";
import type { ExtensionType } from "@/lib/telephony/words";

type Values = {
  number: string;
  displayName: string;
  type: ExtensionType;
  voicemail: boolean;
  forceLogin: boolean;
};

type ExtensionFormProps = {
  org: string;
  id: string;
  /** null for an extension that is yet to be made. */
  version: number | null;
  first: Values;
  hasSecret: boolean;
  readOnly: boolean;
  /** The form that one came from to make an extension for somebody. */
  backHref: string | null;
  actions: {
    add: (
      org: string,
      given: { id: string; extension: Values },
    ) => Promise<Result<{ id: string; number: string }>>;
    save: (
      org: string,
      given: { id: string; version: number; extension: Omit<Values, "number"> },
    ) => Promise<Result<unknown>>;
    drop: (org: string, given: { id: string }) => Promise<Result<unknown>>;
  };
};

const DROP_ID = "drop-extension";

/** Makes an extension or changes one. */
export function ExtensionForm(props: ExtensionFormProps) {
  const { org, id, version, first, hasSecret, readOnly, backHref, actions } = props;
  const router = useRouter();
  const [values, setValues] = useState(first);
  const [problems, setProblems] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const set = (some: Partial<Values>) => setValues((last) => ({ ...last, ...some }));
  const problemOf = (field: string) =>
    problems?.issues?.find(({ path }) => path.replace(/^extension\./, "") === field)?.message;

  async function submit() {
    if (busy) return;
    setBusy(true);
    setProblems(null);
    if (version === null) {
      const added = await answered(actions.add(org, { id, extension: values }), { isTyped: true });
      if (!added.ok) return refuse(added.error);
      toast({ title: `Extension ${added.value.number} is made` });
      router.push(
        backHref ? routes.newUser(org, { extension: added.value.id }) : routes.extension(org, added.value.id),
      );
      return;
    }
    const { number: _, ...extension } = values;
    const saved = await answered(actions.save(org, { id, version, extension }), { isTyped: true });
    if (!saved.ok) return refuse(saved.error);
    setBusy(false);
    toast({ title: `Extension ${first.number} is saved` });
  }

  async function drop() {
    const dropped = await answered(actions.drop(org, { id }));
    if (!dropped.ok) return dropped.error.message;
    toast({ title: `Extension ${first.number} is removed` });
    router.push(routes.telephony(org));
    return null;
  }

  function refuse(failure: Failure) {
    setBusy(false);
    setProblems(failure);
  }

  return (
    <>
      <FormFrame
        submit={() => void submit()}
        label={version === null ? "Make extension" : "Save extension"}
        busy={busy}
        problem={problems?.message}
        readOnly={readOnly}
        beside={
          <>
            {version !== null && (
              <Button variant="quiet-danger" {...opens(DROP_ID)}>
                Remove extension
              </Button>
            )}
            {backHref && (
              <Button variant="ghost" href={backHref}>
                Back to the new user
              </Button>
            )}
          </>
        }
      >
        <Section
          title="Extension"
          description="A number inside your organization. It stays as it is: what a phone signs in with is made for it."
        >
          {version === null && (
            <Field label="Number" hint="Blank: the next free one." optional error={problemOf("number")}>
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
          )}
          <Field
            label="Display name"
            hint="For a place rather than a person, such as Reception. A named one is never given as the next free."
            optional
            error={problemOf("displayName")}
          >
            {(control) => (
              <TextInput
                {...control}
                value={values.displayName}
                onChange={(event) => set({ displayName: event.target.value })}
                autoComplete="off"
                maxLength={DISPLAY_NAME_MAX}
              />
            )}
          </Field>
        </Section>
        <Section title="How it is used">
          <ExtensionKind {...values} change={set} disabled={readOnly} />
          {hasSecret && values.type === "web" && (
            <Alert tone="warning">Saved as Web, its secret is gone and its phone signs in no more.</Alert>
          )}
          <Checkbox
            label="Voicemail"
            hint="Who calls and reaches nobody may leave a message."
            checked={values.voicemail}
            onChange={(event) => set({ voicemail: event.target.checked })}
          />
        </Section>
      </FormFrame>
      <ConfirmDialog
        id={DROP_ID}
        action={drop}
        title={`Remove extension ${first.number}?`}
        confirmLabel="Remove extension"
      >
        Its phone signs in no more, it leaves its queues, and the number is free.
      </ConfirmDialog>
    </>
  );
}
