"use client";

import { useKeptForm } from "@/components/credentials/use-kept-form";
import { Alert } from "@/components/ui/alert";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { Textarea } from "@/components/ui/textarea";
import type { FormState } from "@/lib/form-state";
import type { SupportSettings } from "@/lib/support/settings";

type SupportSettingsFormProps = {
  settings: SupportSettings;
  version: number;
  timeZones: string[];
  readOnly: boolean;
  save: (state: FormState, form: FormData) => Promise<FormState>;
};

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** When support is open, where requests go, and who is on call. It works without script too. */
export function SupportSettingsForm({
  settings,
  version,
  timeZones,
  readOnly,
  save,
}: SupportSettingsFormProps) {
  const { state, pending, form } = useKeptForm(save);
  const { fields = {} } = state;
  const text = (name: "from" | "until" | "email" | "onCallEmail" | "onCallPhone") =>
    state.values?.[name]?.[0] ?? settings[name];
  return (
    <form {...form} noValidate key={version}>
      <fieldset disabled={readOnly}>
        <legend className="sr-only">Support settings</legend>
        <input type="hidden" name="version" value={version} />
        <Section title="Business hours" description="When every kind of request is answered.">
          <fieldset className="grid gap-2">
            <legend className="mb-2 font-medium">Days</legend>
            <div className="flex flex-wrap gap-x-5 gap-y-2">
              {DAYS.map((day, index) => (
                <Checkbox
                  key={day}
                  name="days"
                  value={index + 1}
                  label={day}
                  defaultChecked={settings.days.includes(index + 1)}
                />
              ))}
            </div>
          </fieldset>
          <div className="flex flex-wrap gap-3">
            {(["from", "until"] as const).map((end) => (
              <div key={end} className="w-36">
                <Field label={end === "from" ? "From" : "Until"} error={fields[end]}>
                  {(control) => <TextInput {...control} type="time" name={end} defaultValue={text(end)} />}
                </Field>
              </div>
            ))}
          </div>
          <Field label="Time zone" error={fields.timeZone}>
            {(control) => (
              <Select
                {...control}
                name="timeZone"
                defaultValue={state.values?.timeZone?.[0] ?? settings.timeZone}
                options={timeZones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
              />
            )}
          </Field>
          <Field
            label="Days off"
            hint="Holidays and the like, one on each line, as 2026-12-25."
            error={fields.daysOff}
            optional
          >
            {(control) => (
              <Textarea
                {...control}
                name="daysOff"
                rows={4}
                defaultValue={state.values?.daysOff?.[0] ?? settings.daysOff.join("\n")}
              />
            )}
          </Field>
          <Field
            label="E-mail"
            hint="Where requests go. Left blank, they are kept here and told to nobody."
            error={fields.email}
            optional
          >
            {(control) => <TextInput {...control} type="email" name="email" defaultValue={text("email")} />}
          </Field>
        </Section>
        <Section
          title="Critical on-call"
          description="Outside of business hours, only for what stops work in production. Both left blank, critical requests wait too."
        >
          <Field label="E-mail of on-call" error={fields.onCallEmail} optional>
            {(control) => (
              <TextInput {...control} type="email" name="onCallEmail" defaultValue={text("onCallEmail")} />
            )}
          </Field>
          <Field
            label="Phone of on-call"
            hint="It gets an SMS, such as +44 20 7946 0123."
            error={fields.onCallPhone}
            optional
          >
            {(control) => (
              <TextInput {...control} type="tel" name="onCallPhone" defaultValue={text("onCallPhone")} />
            )}
          </Field>
        </Section>
        <Section title="Requests" description="What people can ask about, one on each line.">
          <Field label="Kinds" required error={fields.kinds}>
            {(control) => (
              <Textarea
                {...control}
                name="kinds"
                rows={6}
                defaultValue={state.values?.kinds?.[0] ?? settings.kinds.join("\n")}
              />
            )}
          </Field>
        </Section>
      </fieldset>
      <div className="grid gap-4 lg:ps-[18.5rem] lg:*:max-w-xl">
        {state.done && (
          <Alert tone="success" live>
            {state.done}
          </Alert>
        )}
        {state.error && (
          <Alert tone="error" live>
            {state.error}
          </Alert>
        )}
        {!readOnly && (
          <div>
            <SubmitButton pending={pending}>Save settings</SubmitButton>
          </div>
        )}
      </div>
    </form>
  );
}
