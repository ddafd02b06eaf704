"use client";

import { NewPasswordField } from "@/components/credentials/new-password-field";
import { PasswordSettingChoice } from "@/components/credentials/password-setting-choice";
import { Checkbox } from "@/components/ui/checkbox";
import { passwordHint } from "@/lib/credentials/password";
import { isChosen, type PasswordSetting, type Place } from "@/lib/credentials/password-setting";
import type { PasswordAdvice } from "@/lib/credentials/password-strength";

/** What is decided of somebody's first password; `password` where it is chosen for them. */
export type FirstPasswordValues = { setting: PasswordSetting; password: string; bySms: boolean };

type Props = {
  place: Extract<Place, "form" | "typedRows">;
  values: FirstPasswordValues;
  change: (values: FirstPasswordValues) => void;
  lengthMin: number;
  error?: string;
  advise: (password: string) => Promise<PasswordAdvice | null>;
};

/** How those who are added come by their first password, and a field for it where it is chosen for them. */
export function FirstPassword({ place, values, change, lengthMin, error, advise }: Props) {
  return (
    <div className="grid gap-4">
      <PasswordSettingChoice
        place={place}
        mayIssue
        setting={values.setting}
        choose={(setting) => change({ ...values, setting })}
      />
      {isChosen(values.setting) && (
        <NewPasswordField
          label="Password"
          name="password"
          hint={passwordHint({ lengthMin })}
          error={error}
          advise={advise}
          onType={(password) => change({ ...values, password })}
        />
      )}
      {place === "form" && values.setting !== "link" && (
        <Checkbox
          label="Send the login details by SMS"
          hint={
            values.setting === "generated"
              ? "To the mobile phone, in place of the e-mail."
              : "To the mobile phone, whatever goes by e-mail."
          }
          checked={values.bySms}
          onChange={(event) => change({ ...values, bySms: event.target.checked })}
        />
      )}
    </div>
  );
}
