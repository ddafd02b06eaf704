import type { PolicyValues } from "@/lib/policies/catalogue";

/** What an app on a device is told, by the names that the API has for it; `appVersionMin` is null for any. */
export type DevicePolicies = {
  offlineDays: number;
  copyPaste: boolean;
  screenshots: boolean;
  appVersionMin: string | null;
};

export const devicePoliciesOf = (held: PolicyValues): DevicePolicies => ({
  offlineDays: held.deviceOfflineDays,
  copyPaste: held.deviceCopyPaste,
  screenshots: held.deviceScreenshots,
  appVersionMin: held.deviceAppVersionMin || null,
});
