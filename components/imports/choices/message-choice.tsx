"use client";

import { useId } from "react";
import type { Notify } from "@/lib/imports/choices";

type Props = {
  notify: Notify;
  choose: (notify: Notify) => void;
  /** Whether e-mail may be chosen. */
  canSend: boolean;
  hasPasswords: boolean;
};

/** Who hears of the import, and by which method: every way is in sight, also that nobody does. */
export function MessageChoice({ notify, choose, canSend, hasPasswords }: Props) {
  const id = useId();
  const ways = waysOf({ canSend, hasPasswords });
  return (
    <fieldset className="min-w-0">
      <legend className="font-medium">What new people are told</legend>
      <div className="mt-2 grid gap-2 sm:grid-cols-2">
        {ways.map(({ value, label, hint, isClosed }) => (
          <label key={value} className={CARD}>
            <input
              type="radio"
              name={`${id}-notify`}
              className="radio radio-sm mt-px"
              aria-describedby={`${id}-${value}`}
              checked={notify === value}
              disabled={isClosed}
              onChange={() => choose(value)}
            />
            <span className="min-w-0">
              <span className="font-medium">{label}</span>
              <span id={`${id}-${value}`} className="block text-dense text-muted">
                {hint}
              </span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

type Way = { value: Notify; label: string; hint: string; isClosed?: boolean };

function waysOf({ canSend, hasPasswords }: Pick<Props, "canSend" | "hasPasswords">): Way[] {
  const later = "until somebody sends them a link, from this import’s result or from their own page";
  return [
    {
      value: "none",
      label: "No message",
      hint: hasPasswords
        ? `Nobody is told. Who has a password in the file can sign in with it; the others cannot get in ${later}.`
        : `Nobody is told. They cannot get in ${later}.`,
    },
    {
      value: "email",
      label: "A link by e-mail, at once",
      hint: canSend
        ? `It goes to the access email, and by it they choose their own password.${
            hasPasswords ? " Who has a password in the file gets none." : ""
          }`
        : "You may not send links. Somebody who may can do it after the import.",
      isClosed: !canSend,
    },
  ];
}

const CARD =
  "flex cursor-pointer items-start gap-2.5 rounded-box border border-line p-3 hover:border-control has-checked:border-primary has-checked:bg-primary/6";
