type Query = Record<string, string | number | null | undefined>;

function path(parts: string[], query: Query = {}): string {
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    value === null || value === undefined || value === "" ? [] : [[key, String(value)] as [string, string]],
  );
  const search = new URLSearchParams(pairs).toString();
  return `/${parts.map(encodeURIComponent).join("/")}${search ? `?${search}` : ""}`;
}

/** Every address of the product; nothing writes one by hand. */
export const routes = {
  home: () => path([]),
  /** `done` says what was done before: `password` when it was changed; `ended` why a session is over. */
  signIn: (callbackUrl?: string, error?: string, done?: "password", ended?: string) =>
    path(["sign-in"], { callbackUrl, error, done, ended }),
  /** Where people find the sign-in of their organization. */
  organizationSignIn: (query?: Query) => path(["sign-in", "organization"], query),
  /** What a provider is told of, and what a browser goes to on the way there and back. */
  signOnAt: (
    { organizationId, providerId }: { organizationId: string; providerId: string },
    what: "start" | "callback" | "acs" | "finish" | "metadata" | "sign-out",
    query?: Query,
  ) => path(["api", "sso", organizationId, providerId, what], query),
  /** After a session that a provider vouched for: there one may still be signed in. */
  signedOut: (of: { organizationId: string; providerId: string; sessionId: string }) =>
    path(["sign-in", "signed-out"], {
      organization: of.organizationId,
      provider: of.providerId,
      session: of.sessionId,
    }),
  signOn: (org: string, query?: Query) => path([org, "sign-on"], query),
  signOnProvider: (org: string, providerId: string, query?: Query) =>
    path([org, "sign-on", providerId], query),
  secondStep: (query?: Query) => path(["sign-in", "verify"], query),
  activate: (token: string) => path(["activate", token]),
  forgotPassword: () => path(["forgot"]),
  reset: (token: string) => path(["reset", token]),
  pin: (username?: string) => path(["pin"], { username }),
  account: () => path(["account"]),
  changePassword: () => path(["account", "password"]),
  ownSessions: (query?: Query) => path(["account", "sessions"], query),
  ownDetails: () => path(["account", "details"]),
  ownData: () => path(["account", "data"]),
  accountSecurity: (query?: Query) => path(["account", "security"], query),
  setUpApp: () => path(["account", "security", "app"]),
  setUpSms: () => path(["account", "security", "sms"]),
  recoveryCodes: () => path(["account", "security", "recovery-codes"]),
  confirmIdentity: (next?: string) => path(["account", "security", "confirm"], { next }),
  organizations: (query?: Query) => path(["organizations"], query),
  newOrganization: () => path(["organizations", "new"]),
  managedOverview: (query?: Query) => path(["organizations", "overview"], query),
  overview: (org: string) => path([org]),
  users: (org: string, query?: Query) => path([org, "users"], query),
  changesOfMany: (org: string) => path([org, "users", "changes"]),
  usersExport: (org: string, query?: Query) => path(["api", "organizations", org, "users", "export"], query),
  addressBook: (org: string, query?: Query) => path([org, "address-book"], query),
  addressBookFile: (org: string, query?: Query) => path(["api", "organizations", org, "address-book"], query),
  vcard: (org: string, userId: string) => path(["api", "organizations", org, "address-book", userId]),
  apiDirectory: (query?: Query) => path(["api", "v1", "directory"], query),
  pins: (org: string, query?: Query) => path([org, "pins"], query),
  qrSheet: (org: string) => path(["api", "organizations", org, "users", "qr-sheet"]),
  newUser: (org: string, query?: Query) => path([org, "users", "new"], query),
  typedRows: (org: string) => path([org, "users", "rows"]),
  user: (org: string, userId: string, query?: Query) => path([org, "users", userId], query),
  userPolicies: (org: string, userId: string) => path([org, "users", userId, "policies"]),
  editUser: (org: string, userId: string) => path([org, "users", userId, "edit"]),
  imports: (org: string, query?: Query) => path([org, "users", "import"], query),
  import: (org: string, importId: string, query?: Query) => path([org, "users", "import", importId], query),
  importFile: (importId: string, org: string) =>
    path(["api", "imports", importId, "file"], { organization: org }),
  importProgress: (importId: string, org: string) =>
    path(["api", "imports", importId, "progress"], { organization: org }),
  importErrors: (importId: string, org: string) =>
    path(["api", "imports", importId, "errors"], { organization: org }),
  importLeavers: (importId: string, org: string) =>
    path(["api", "imports", importId, "leavers"], { organization: org }),
  importRows: (importId: string, org: string, query: Query = {}) =>
    path(["api", "imports", importId, "rows"], { organization: org, ...query }),
  importEdits: (importId: string, org: string) =>
    path(["api", "imports", importId, "edits"], { organization: org }),
  importTemplate: (org: string, layout: string) => path(["api", "organizations", org, "templates", layout]),
  groups: (org: string) => path([org, "groups"]),
  group: (org: string, groupId: string) => path([org, "groups", groupId]),
  viewedAccount: (org: string) => path([org, "viewing"]),
  permissions: (org: string) => path([org, "permissions"]),
  permission: (org: string, permission: string, query?: Query) =>
    path([org, "permissions", permission], query),
  messages: (org: string, query?: Query) => path([org, "messages"], query),
  message: (org: string, messageId: string) => path([org, "messages", messageId]),
  newMessage: (org: string, query?: Query) => path([org, "messages", "new"], query),
  messageTemplates: (org: string) => path([org, "messages", "templates"]),
  messageTemplate: (org: string, template: string, query?: Query) =>
    path([org, "messages", "templates", template], query),
  resendWebhook: () => path(["api", "webhooks", "resend"]),
  twilioWebhook: (organizationId: string, messageId: string) =>
    path(["api", "webhooks", "twilio"], { organization: organizationId, message: messageId }),
  support: (org: string, query?: Query) => path([org, "support"], query),
  supportRequest: (org: string, requestId: string) => path([org, "support", requestId]),
  supportSettings: (org: string) => path([org, "support", "settings"]),
  supportScreenshot: (org: string, requestId: string) =>
    path(["api", "organizations", org, "support", requestId, "screenshot"]),
  properties: (org: string) => path([org, "properties"]),
  property: (org: string, propertyId: string) => path([org, "properties", propertyId]),
  billing: (org: string) => path([org, "billing"]),
  billingUsage: (org: string) => path([org, "billing", "usage"]),
  billingDetails: (org: string) => path([org, "billing", "details"]),
  invoices: (org: string) => path([org, "billing", "invoices"]),
  invoice: (org: string, invoiceId: string) => path([org, "billing", "invoices", invoiceId]),
  invoiceFile: (org: string, invoiceId: string, format: "pdf" | "csv") =>
    path(["api", "organizations", org, "billing", "invoices", invoiceId], { format }),
  billingExport: (org: string, what: "invoices" | "usage") =>
    path(["api", "organizations", org, "billing", "export"], { what }),
  services: (org: string) => path([org, "services"]),
  service: (org: string, serviceId: string, query?: Query) => path([org, "services", serviceId], query),
  serviceCatalogue: (org: string) => path([org, "services", "catalogue"]),
  catalogueService: (org: string, serviceId: string) => path([org, "services", "catalogue", serviceId]),
  telephony: (org: string, query?: Query) => path([org, "telephony"], query),
  extension: (org: string, extensionId: string, query?: Query) =>
    path([org, "telephony", "extensions", extensionId], query),
  queues: (org: string) => path([org, "telephony", "queues"]),
  queue: (org: string, queueId: string) => path([org, "telephony", "queues", queueId]),
  telephonySettings: (org: string) => path([org, "telephony", "settings"]),
  domains: (org: string) => path([org, "domains"]),
  settings: (org: string) => path([org, "settings"]),
  security: (org: string) => path([org, "security"]),
  policies: (org: string) => path([org, "policies"]),
  reports: (org: string) => path([org, "reports"]),
  report: (org: string, reportId: string, query?: Query) => path([org, "reports", reportId], query),
  reportFile: (org: string, reportId: string, query?: Query) =>
    path(["api", "organizations", org, "reports", reportId], query),
  connections: (org: string) => path([org, "connections"]),
  connection: (org: string, connectionId: string) => path([org, "connections", connectionId]),
  apiKeys: (org: string) => path([org, "api-keys"]),
  apiReference: (org: string) => path([org, "api-keys", "reference"]),
  apiDocument: () => path(["api", "v1", "openapi.json"]),
  webhooks: (org: string) => path([org, "webhooks"]),
  webhook: (org: string, webhookId: string, query?: Query) => path([org, "webhooks", webhookId], query),
  webhookDelivery: (org: string, webhookId: string, eventId: string) =>
    path([org, "webhooks", webhookId, "deliveries", eventId]),
  scimConnections: (org: string) => path([org, "connections", "scim"]),
  scim: () => path(["api", "scim", "v2"]),
  apiImport: (importId: string) => path(["api", "v1", "imports", importId]),
  audit: (org: string, query?: Query) => path([org, "audit"], query),
};

/** First parts of addresses that no organization may have as its own. */
export const RESERVED_SLUGS = [
  "account",
  "activate",
  "api",
  "components",
  "forgot",
  "forgot-password",
  "organizations",
  "pin",
  "reset",
  "sign-in",
  "favicon",
];
