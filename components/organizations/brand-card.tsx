"use client";

import { useState } from "react";
import { useKeptForm } from "@/components/credentials/use-kept-form";
import { BrandMark } from "@/components/shell/brand-mark";
import { Alert } from "@/components/ui/alert";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Section } from "@/components/ui/section";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import type { FormState } from "@/lib/form-state";
import { contrastInWords, readColor } from "@/lib/organizations/brand-color";

type BrandCardProps = {
  name: string;
  color: string | null;
  logo: string | null;
  /** For those who may look and not change. */
  readOnly: boolean;
  save: (state: FormState, form: FormData) => Promise<FormState>;
};

/** What an organization looks like, to its people and to those who activate an account. */
export function BrandCard({ name, color, logo, readOnly, save }: BrandCardProps) {
  const { state, pending, form } = useKeptForm(save);
  const [typed, setTyped] = useState(color ?? "");
  const read = readColor(typed);
  return (
    <Section
      title="Look"
      description="At the head of each page, and where people activate their account or choose a new password."
    >
      <form {...form} className="grid gap-4">
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
        <fieldset disabled={readOnly} className="grid gap-4">
          <legend className="sr-only">Look</legend>
          <div className="flex items-center gap-3">
            <BrandMark name={name} color={read} logo={logo} size={40} />
            <span className="font-semibold">{name}</span>
          </div>
          <Field
            label="Colour"
            hint="As #rrggbb. Without a logo the first letter of the name stands on it."
            error={state.fields?.color}
            optional
          >
            {(control) => (
              <TextInput
                {...control}
                name="color"
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
                placeholder="#00616b"
                autoComplete="off"
                spellCheck={false}
                maxLength={20}
                className="max-w-40"
              />
            )}
          </Field>
          <p role="status" className="-mt-2 text-dense text-muted empty:hidden">
            {read && contrastInWords(read)}
          </p>
          <Field
            label={logo ? "Another logo" : "Logo"}
            hint="A PNG of at most 32 kB, 256 pixels wide and high. It stands on white."
            error={state.fields?.logo}
            optional
          >
            {(control) => (
              <input
                {...control}
                type="file"
                name="logo"
                accept="image/png"
                className="text-dense text-muted file:me-3 file:cursor-pointer file:rounded-field file:border file:border-solid file:border-line file:bg-base-100 file:px-3 file:py-1.5 file:font-medium file:text-base-content"
              />
            )}
          </Field>
          {logo && <Checkbox name="removeLogo" label="Remove the logo" />}
        </fieldset>
        {!readOnly && (
          <div>
            <SubmitButton variant="secondary" pending={pending}>
              Save<span className="sr-only"> look</span>
            </SubmitButton>
          </div>
        )}
      </form>
    </Section>
  );
}
