"use client";

import { useState } from "react";
import { PolicyCard, type PolicyCardProps } from "@/components/security/policy-card";
import { BrandMark } from "@/components/shell/brand-mark";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";
import { contrastInWords, readColor } from "@/lib/organizations/brand-color";

type BrandCardProps = PolicyCardProps & { name: string; color: string | null; logo: string | null };

/** What an organization looks like, to its people and to those who activate an account. */
export function BrandCard({ name, color, logo, ...card }: BrandCardProps) {
  const [typed, setTyped] = useState(color ?? "");
  const read = readColor(typed);
  return (
    <PolicyCard
      {...card}
      title="Look"
      description="At the head of each page, and where people activate their account or choose a new password."
    >
      {(state) => (
        <>
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
        </>
      )}
    </PolicyCard>
  );
}
