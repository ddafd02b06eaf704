/**
 * How somebody who is added comes by their first password [S3]: they choose it by a link, which is sent or not; one is
 * generated and e-mailed, and nobody else knows it; or whoever adds them chooses it, and has it e-mailed or not.
 */
export const PASSWORD_SETTINGS = ["link", "linkSent", "generated", "chosenSent", "chosen"] as const;
export type PasswordSetting = (typeof PASSWORD_SETTINGS)[number];

type SettingInfo = { label: string; hint: string };

const MUST_REPLACE = "It works once, and they replace it when they first sign in.";

const INFO: Record<PasswordSetting, SettingInfo> = {
  link: {
    label: "They choose it by a link, which somebody sends later",
    hint: "No message goes out now.",
  },
  linkSent: {
    label: "They choose it by a link that is e-mailed now",
    hint: "It goes to the access email and works once.",
  },
  generated: {
    label: "Generate one and e-mail it",
    hint: `Nobody else sees it. ${MUST_REPLACE}`,
  },
  chosenSent: {
    label: "Let me choose it, and e-mail it",
    hint: MUST_REPLACE,
  },
  chosen: {
    label: "Let me choose it, and e-mail nothing",
    hint: `You tell them yourself. ${MUST_REPLACE}`,
  },
};

const INFO_OF_TYPED: Record<PasswordSetting, SettingInfo> = {
  ...INFO,
  generated: { label: "Generate one for each and e-mail it", hint: INFO.generated.hint },
  chosen: {
    label: "Let me choose one for all of them, and e-mail nothing",
    hint: `You tell them yourself. It works once for each, and they replace it when they first sign in.`,
  },
  chosenSent: {
    label: "Let me choose one for all of them, and e-mail it",
    hint: "It works once for each, and they replace it when they first sign in.",
  },
};

const LATER = "until somebody sends them a link, from this import’s result or from their own page";

const INFO_OF_ROWS: Record<PasswordSetting, SettingInfo> = {
  ...INFO,
  link: { label: "No message", hint: `Nobody is told. They cannot get in ${LATER}.` },
  linkSent: {
    label: "A link, at once",
    hint: "By it they choose their own password. It works once.",
  },
  generated: {
    label: "A password, at once",
    hint: `One is made for each, and nobody else sees it. ${MUST_REPLACE}`,
  },
};

const INFO_OF_FILE: Record<PasswordSetting, SettingInfo> = {
  ...INFO_OF_ROWS,
  chosen: {
    label: "No message",
    hint: `Nobody is told. Who has a password in the file can sign in with it; the others cannot get in ${LATER}.`,
  },
  linkSent: {
    label: "A link, at once",
    hint: "It goes to whoever has no password in the file, and by it they choose their own.",
  },
  chosenSent: {
    label: "Their password by e-mail, at once",
    hint: `It goes to the access email. ${MUST_REPLACE}`,
  },
};

/** Where people are added: one in a form, many in typed rows, or by a file, which brings passwords or does not. */
export type Place = "form" | "typedRows" | "rows" | "rowsWithPasswords";

/** A setting in words. */
export const settingInfo = (setting: PasswordSetting, place: Place): SettingInfo => INFO_AT[place][setting];

const INFO_AT: Record<Place, Record<PasswordSetting, SettingInfo>> = {
  form: INFO,
  typedRows: INFO_OF_TYPED,
  rows: INFO_OF_ROWS,
  rowsWithPasswords: INFO_OF_FILE,
};

/** The settings to choose from, the default first. Without the right to give credentials there is nothing to choose. */
export function settingsFor(place: Place, mayIssue: boolean): PasswordSetting[] {
  if (place === "rowsWithPasswords") return mayIssue ? ["chosen", "linkSent", "chosenSent"] : ["chosen"];
  if (!mayIssue) return ["link"];
  return place === "rows"
    ? PASSWORD_SETTINGS.filter((setting) => !isChosen(setting))
    : [...PASSWORD_SETTINGS];
}

/** Whether a setting is nothing without a password that somebody types. */
export const isChosen = (setting: PasswordSetting): boolean =>
  setting === "chosen" || setting === "chosenSent";

/** Whether somebody else has made the first password: then a PIN, too, has nothing to do. */
export const isGiven = (setting: PasswordSetting): boolean => setting === "generated" || isChosen(setting);

/** What an import keeps of a setting: what is sent, and which passwords go with it. */
export type ImportCredentials = {
  notify: "none" | "email" | "sms" | "both";
  password: "link" | "generated" | "chosenSent";
};

/** The ways that a setting can go. Of a password made for each there is one, so it goes by one way. */
export const WAYS: Record<PasswordSetting, readonly ImportCredentials["notify"][]> = {
  link: ["none"],
  linkSent: ["email", "sms", "both"],
  generated: ["email", "sms"],
  chosenSent: ["email"],
  chosen: ["none"],
};

/**
 * How somebody who is added by a form is told, where SMS may be asked for [S2]. A generated password is made by the
 * message that tells it, so that goes by one way.
 */
export function waysToTell(setting: PasswordSetting, bySms: boolean): ("email" | "sms")[] {
  const mailed = setting !== "link" && setting !== "chosen" && !(setting === "generated" && bySms);
  return [
    ...(mailed ? (["email"] as const) : []),
    ...(bySms && setting !== "link" ? (["sms"] as const) : []),
  ];
}

export const IMPORT_PASSWORDS = ["link", "generated", "chosenSent"] as const;

/** @param preferred by which way, where the setting can go by it */
export function credentialsOf(
  setting: PasswordSetting,
  preferred: ImportCredentials["notify"] = "email",
): ImportCredentials {
  const [first = "none"] = WAYS[setting];
  return {
    notify: WAYS[setting].includes(preferred) ? preferred : first,
    password: setting === "generated" || setting === "chosenSent" ? setting : "link",
  };
}

/** The setting that an import's choices come to; choices that do not go with its rows count as the default. */
export function settingOf({ notify, password }: ImportCredentials, hasPasswords: boolean): PasswordSetting {
  const fallback = hasPasswords ? "chosen" : "link";
  if (notify === "none") return fallback;
  if (password === "link") return "linkSent";
  return (password === "chosenSent") === hasPasswords ? password : "linkSent";
}
