"use client";

import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import {
  type PasswordSetting,
  type Place,
  settingInfo,
  settingsFor,
} from "@/lib/credentials/password-setting";

type Props = {
  place: Place;
  setting: PasswordSetting;
  choose: (setting: PasswordSetting) => void;
  /** Whether credentials may be given at all. */
  mayIssue: boolean;
};

/** How people who are added come by their first password [S3]. */
export function PasswordSettingChoice({ place, setting, choose, mayIssue }: Props) {
  return (
    <Field label="Password setting" hint={settingInfo(setting, place).hint}>
      {(control) => (
        <Select
          {...control}
          value={setting}
          options={settingsFor(place, mayIssue).map((value) => ({
            value,
            label: settingInfo(value, place).label,
          }))}
          onChange={(event) => choose(event.target.value as PasswordSetting)}
        />
      )}
    </Field>
  );
}
