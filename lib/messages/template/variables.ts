/** What can stand in a template between braces, such as `{firstName}`. */
export const VARIABLES = {
  firstName: { label: "First name", example: "Ada" },
  lastName: { label: "Last name", example: "Lovelace" },
  username: { label: "Username", example: "ada@example.com" },
  earlierUsername: { label: "Username until then", example: "ada@example.net" },
  organization: { label: "The organization’s name", example: "Acme" },
  signInLink: { label: "Address of the sign-in page", example: "https://people.example.com/sign-in" },
  link: { label: "One-time link", example: "https://people.example.com/activate/…" },
  expires: { label: "Until when the link works", example: "1 December 2026 at 10:30 UTC" },
  qr: { label: "QR code of the link, on a line of its own", example: "" },
  password: { label: "Password for the first sign-in", example: "" },
  device: { label: "Browser and system of a sign-in", example: "Firefox on Windows" },
  network: { label: "Network of a sign-in", example: "203.0.113.0/24" },
  signedInAt: { label: "When somebody signed in", example: "1 December 2026 at 10:30 UTC" },
  asker: { label: "Who asks support", example: "Ada Lovelace (ada@example.com)" },
  requestNumber: { label: "Number of a support request", example: "12" },
  requestAbout: { label: "What a support request is about", example: "Question" },
  requestWords: { label: "What was said last", example: "Where do I find my extension?" },
  requestFrom: { label: "Where somebody was when they asked", example: "/acme/users, Firefox on Windows" },
  requestLink: {
    label: "Address of a support request",
    example: "https://people.example.com/acme/support/…",
  },
  report: { label: "What a report holds", example: "Sign-ins, Acme" },
  reportLink: { label: "Address of a report", example: "https://people.example.com/acme/reports/…" },
  noticeAbout: { label: "What a notice is about", example: "A webhook was switched off" },
  noticeWords: { label: "What a notice says", example: "Payroll has not answered for a day." },
  noticeLink: {
    label: "Address of what a notice is about",
    example: "https://people.example.com/acme/webhooks",
  },
  code: { label: "Code for signing in", example: "" },
} as const;

export type VariableName = keyof typeof VARIABLES;

/** What a person would otherwise have to type, or what opens an account: it never stands in a subject. */
export const SECRET_VARIABLES: readonly VariableName[] = ["link", "password", "qr", "code", "reportLink"];

/** The variables that are addresses, which alone can be behind a button. */
export const LINK_VARIABLES: readonly VariableName[] = ["link", "signInLink", "reportLink"];

/** What somebody wrote on several lines: in the body of an e-mail it keeps them. */
export const PROSE_VARIABLES: readonly VariableName[] = ["requestWords"];

export type Values = Partial<Record<VariableName, string>>;

export const isVariable = (name: string): name is VariableName => Object.hasOwn(VARIABLES, name);

/** What stands between braces, whether there is such a variable or not. */
export const namesIn = (text: string): string[] =>
  [...text.matchAll(/\{([^{}\n]*)\}/g)].map(([, name = ""]) => name);
