"use client";

import type { FormEvent, ReactNode } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { FormBody } from "@/components/ui/form-body";

type FormFrameProps = {
  submit: (event: FormEvent) => unknown;
  /** What the button says. */
  label: string;
  busy: boolean;
  /** What kept it from being saved, in words. */
  problem?: string | null | undefined;
  /** Whoever only looks on has nothing to press. */
  readOnly?: boolean;
  /** What else can be done, before the button. */
  beside?: ReactNode;
  /** Its sections. */
  children: ReactNode;
};

/** A form of sections, with what went wrong and what can be done at its end. */
export function FormFrame({ submit, label, busy, problem, readOnly, beside, children }: FormFrameProps) {
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit(event);
      }}
    >
      <FormBody>
        <fieldset disabled={readOnly} className="contents">
          {children}
        </fieldset>
        {!readOnly && (
          <div className="grid gap-4 border-t border-line pt-5 lg:ps-[18.5rem] lg:*:max-w-xl">
            {problem && (
              <Alert tone="error" live>
                {problem}
              </Alert>
            )}
            <div className="flex flex-wrap justify-end gap-3">
              {beside}
              <Button type="submit" variant="primary" pending={busy}>
                {label}
              </Button>
            </div>
          </div>
        )}
      </FormBody>
    </form>
  );
}
