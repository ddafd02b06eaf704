import { ActForm } from "@/components/mfa/act-form";
import { Alert } from "@/components/ui/alert";
import { dayInWords } from "@/components/ui/dates";
import type { FormState } from "@/lib/form-state";

type SetUpNoticeProps = {
  owed: "must" | "may";
  /** From when nothing else is possible without a second step. */
  at: Date;
  postpone: (state: FormState, form: FormData) => Promise<FormState>;
};

/** Says that a second step has to be set up, and until when that may be put off. */
export function SetUpNotice({ owed, at, postpone }: SetUpNoticeProps) {
  if (owed === "must")
    return (
      <Alert tone="warning" title="Set a second step up to go on">
        Your organization asks everybody for one. Add a way below.
      </Alert>
    );
  return (
    <Alert
      tone="info"
      title="Your organization asks everybody for a second step"
      actions={<ActForm action={postpone} label="Not now" size="sm" />}
    >
      Add a way below. You can put it off until {dayInWords(at)}, and are asked again when you next sign in.
    </Alert>
  );
}
