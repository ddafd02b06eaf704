"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import { FormFrame } from "@/components/ui/form-frame";
import { formatCount } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { closeDialog } from "@/components/ui/use-modal";
import { answered } from "@/lib/answered";
import type { Failure, Result } from "@/lib/result";

type Values = { sipDomain: string; sipServer: string; ranges: string; extensionsMax: string };
type Given = Omit<Values, "extensionsMax"> & { extensionsMax: number };

type TelephonySettingsFormProps = {
  org: string;
  domains: string[];
  extensions: number;
  /** How many phones sign in by the SIP domain as it is. */
  secrets: number;
  first: Values;
  readOnly: boolean;
  save: (org: string, given: { settings: Given; voided: number }) => Promise<Result<unknown>>;
};

const VOID_ID = "void-secrets";

/** Where phones sign in, which numbers there are, and how many. */
export function TelephonySettingsForm(props: TelephonySettingsFormProps) {
  const { org, domains, extensions, secrets, first, readOnly, save } = props;
  const [values, setValues] = useState(first);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const set = (some: Partial<Values>) => setValues((last) => ({ ...last, ...some }));
  const problemOf = (field: string) =>
    failure?.issues?.find(({ path }) => path.replace(/^settings\./, "") === field)?.message;
  const voided = first.sipDomain !== "" && values.sipDomain !== first.sipDomain ? secrets : 0;

  async function send() {
    if (busy) return;
    setBusy(true);
    const settings = {
      ...values,
      extensionsMax: values.extensionsMax.trim() === "" ? Number.NaN : Number(values.extensionsMax),
    };
    const saved = await answered(save(org, { settings, voided }), { isTyped: true });
    closeDialog(VOID_ID);
    setBusy(false);
    setFailure(saved.ok ? null : saved.error);
    if (saved.ok) toast({ title: "The telephony settings are saved" });
  }

  function submit() {
    const dialog = document.getElementById(VOID_ID);
    if (voided > 0 && dialog instanceof HTMLDialogElement) return dialog.showModal();
    void send();
  }

  return (
    <>
      <FormFrame
        submit={submit}
        label={"Save settings"}
        busy={busy}
        problem={failure?.message}
        readOnly={readOnly}
      >
        <Section title="Phones" description="What softphones and IP phones are set up with.">
          <Field
            label="SIP domain"
            hint="SIP addresses end in it. One of your proven domains, so that nobody else’s phones have the same."
            required
            error={problemOf("sipDomain")}
          >
            {(control) => (
              <Select
                {...control}
                value={values.sipDomain}
                onChange={(event) => set({ sipDomain: event.target.value })}
                placeholder={values.sipDomain === "" ? "Choose" : undefined}
                options={domains.map((value) => ({ value, label: value }))}
              />
            )}
          </Field>
          <Field
            label="SIP server"
            hint="A host and perhaps a port. Blank: phones find it by the domain."
            optional
            error={problemOf("sipServer")}
          >
            {(control) => (
              <TextInput
                {...control}
                value={values.sipServer}
                onChange={(event) => set({ sipServer: event.target.value })}
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                maxLength={300}
              />
            )}
          </Field>
        </Section>
        <Section
          title="Numbers"
          description="Numbers of two to eight digits, which extensions and queues share."
        >
          <Field
            label="Ranges"
            hint="Such as 100-199, 300-349. The next free number is the first of them."
            required
            error={problemOf("ranges")}
          >
            {(control) => (
              <Textarea
                {...control}
                rows={2}
                value={values.ranges}
                onChange={(event) => set({ ranges: event.target.value })}
              />
            )}
          </Field>
          <Field
            label="Extensions at most"
            hint={`There ${extensions === 1 ? "is 1" : `are ${formatCount(extensions)}`} now.`}
            required
            error={problemOf("extensionsMax")}
          >
            {(control) => (
              <TextInput
                {...control}
                value={values.extensionsMax}
                onChange={(event) => set({ extensionsMax: event.target.value })}
                inputMode="numeric"
                maxLength={9}
              />
            )}
          </Field>
        </Section>
      </FormFrame>
      <ConfirmDialog
        id={VOID_ID}
        action={send}
        title={`Change the SIP domain to ${values.sipDomain}?`}
        confirmLabel="Save settings"
      >
        {voided === 1
          ? "1 phone signs in no more until it has a new secret."
          : `${formatCount(voided)} phones sign in no more until they have new secrets.`}
      </ConfirmDialog>
    </>
  );
}
