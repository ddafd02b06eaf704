import type { VariableName } from "@/lib/messages/template/variables";

/** By which way a message goes. */
export const METHODS = ["email", "sms"] as const;
export type Method = (typeof METHODS)[number];

export const METHOD_LABELS: Record<Method, string> = { email: "E-mail", sms: "SMS" };

/** What a template can be for. An organization may have any number of its own. */
export const TEMPLATE_KINDS = [
  "invitation",
  "welcomeQr",
  "loginDetails",
  "reset",
  "passwordChanged",
  "signInAlert",
  "secondStepChanged",
  "usernameChanged",
  "reportReady",
  "signInCode",
  "supportRequest",
  "supportReply",
  "connectionNotice",
  "own",
] as const;
export type TemplateKind = (typeof TEMPLATE_KINDS)[number];

/** The kinds that the product has words of its own for, and those of them that an organization may write anew. */
export type WordedKind = Exclude<TemplateKind, "own">;
const FIXED = ["signInCode", "supportRequest", "supportReply", "connectionNotice"] as const;
export type BuiltInKind = Exclude<WordedKind, (typeof FIXED)[number]>;
export const BUILT_IN_KINDS = TEMPLATE_KINDS.filter(
  (kind): kind is BuiltInKind => kind !== "own" && !FIXED.some((fixed) => fixed === kind),
);

/** What a message is: written from a template, or a try of one that an admin sent to themselves. */
export type MessageKind = TemplateKind | "test";
export const MESSAGE_KINDS = [...TEMPLATE_KINDS, "test"] as const satisfies MessageKind[];

type KindInfo = {
  label: string;
  description: string;
  methods: readonly Method[];
  /** What may stand in its text beside the words. */
  variables: readonly VariableName[];
  /** What its text is for nothing without. */
  needs: Record<Method, readonly VariableName[]>;
  /** The one-time link that it carries. */
  credential: "invitation" | "reset" | null;
};

const COMMON: VariableName[] = ["firstName", "lastName", "username", "organization", "signInLink"];
const LINKED: VariableName[] = [...COMMON, "link", "expires"];

export const KIND_INFO: Record<TemplateKind, KindInfo> = {
  invitation: {
    label: "Welcome",
    description: "A link with which people choose their password and activate the account.",
    methods: METHODS,
    variables: LINKED,
    needs: { email: ["link"], sms: ["link"] },
    credential: "invitation",
  },
  welcomeQr: {
    label: "Welcome QR code",
    description: "The same link, and as a QR code to open on a phone.",
    methods: METHODS,
    variables: [...LINKED, "qr"],
    needs: { email: ["qr"], sms: ["link"] },
    credential: "invitation",
  },
  loginDetails: {
    label: "Login details",
    description: "A username and a password that works once and must then be replaced.",
    methods: METHODS,
    variables: [...COMMON, "password"],
    needs: { email: ["password"], sms: ["password"] },
    credential: null,
  },
  reset: {
    label: "Password reset",
    description: "A link with which people choose a new password. It goes to the access email alone.",
    methods: ["email"],
    variables: LINKED,
    needs: { email: ["link"], sms: [] },
    credential: "reset",
  },
  passwordChanged: {
    label: "Password changed",
    description: "Tells people that their password was changed, in case it was somebody else.",
    methods: ["email"],
    variables: COMMON,
    needs: { email: [], sms: [] },
    credential: null,
  },
  signInAlert: {
    label: "New sign-in",
    description: "Tells people of a sign-in with a device or from a network that is new for them.",
    methods: ["email"],
    variables: [...COMMON, "device", "network", "signedInAt"],
    needs: { email: [], sms: [] },
    credential: null,
  },
  secondStepChanged: {
    label: "Second step changed",
    description:
      "Tells people that their ways of a second step are other ones now, in case it was somebody else.",
    methods: ["email"],
    variables: COMMON,
    needs: { email: [], sms: [] },
    credential: null,
  },
  usernameChanged: {
    label: "Username changed",
    description: "Tells people their new username, and the one that it takes the place of.",
    methods: ["email"],
    variables: [...COMMON, "earlierUsername"],
    needs: { email: ["username"], sms: [] },
    credential: null,
  },
  reportReady: {
    label: "Report is ready",
    description: "Tells whoever had a report made where it is. Whoever opens the link has to sign in.",
    methods: ["email"],
    variables: [...COMMON, "report", "reportLink", "expires"],
    needs: { email: ["reportLink"], sms: [] },
    credential: null,
  },
  signInCode: {
    label: "Sign-in code",
    description: "The code that is somebody’s second step of signing in. Only they get to see it.",
    methods: ["sms"],
    variables: ["organization", "code"],
    needs: { email: [], sms: ["code"] },
    credential: null,
  },
  supportRequest: {
    label: "Support request",
    description: "Tells whoever answers support requests of a new one.",
    methods: METHODS,
    variables: [
      "organization",
      "asker",
      "requestNumber",
      "requestAbout",
      "requestWords",
      "requestFrom",
      "requestLink",
    ],
    needs: { email: ["requestLink"], sms: ["requestNumber"] },
    credential: null,
  },
  supportReply: {
    label: "Answer of support",
    description: "Tells whoever asked that their request was answered or closed.",
    methods: ["email"],
    variables: [...COMMON, "requestNumber", "requestAbout", "requestWords", "requestLink"],
    needs: { email: ["requestLink"], sms: [] },
    credential: null,
  },
  connectionNotice: {
    label: "Notice of a connection",
    description: "Tells admins that an API key or a connection to another system needs them.",
    methods: ["email"],
    variables: [...COMMON, "noticeAbout", "noticeWords", "noticeLink"],
    needs: { email: ["noticeLink"], sms: [] },
    credential: null,
  },
  own: {
    label: "Own message",
    description: "Whatever you have to say.",
    methods: METHODS,
    variables: COMMON,
    needs: { email: [], sms: [] },
    credential: null,
  },
};

export const kindLabel = (kind: MessageKind): string => (kind === "test" ? "Test" : KIND_INFO[kind].label);

/** Whether whoever gets such a message can open an account that nobody has activated yet. */
export const opensAccount = (kind: MessageKind): boolean =>
  kind === "loginDetails" || (kind !== "test" && KIND_INFO[kind].credential === "invitation");
