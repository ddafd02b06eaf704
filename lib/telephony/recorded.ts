import type { Fields } from "@/lib/audit/changes";
import { EXTENSION_TYPE_LABELS, type ExtensionType } from "@/lib/telephony/words";

type Told = {
  number?: string;
  displayName: string;
  type: ExtensionType;
  voicemail: boolean;
  forceLogin: boolean;
};

/** What an event tells of an extension. */
export const recordedExtension = ({ number, displayName, type, voicemail, forceLogin }: Told): Fields => ({
  ...(number === undefined ? {} : { number }),
  displayName: displayName || null,
  extensionType: EXTENSION_TYPE_LABELS[type],
  voicemail,
  forceLogin,
});
