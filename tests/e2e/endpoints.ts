import { readFileSync } from "node:fs";
import type { ApiScope } from "../../lib/api-keys/scopes";
import type { Permission } from "../../lib/permissions/permissions";
import { OPERATIONS } from "../../lib/rest/operations";
import { exportedNames } from "./exports";

/** Who may use an endpoint: those with a permission, everybody who is signed in, everybody, or programs with a key alone. */
export type Access = Permission | "signedIn" | "public" | "apiKey" | "scim";

export type Ids = {
  userId: string;
  importId: string;
  messageId: string;
  invoiceId: string;
  webhookId: string;
};

export type PageEndpoint = { access: Access; url: (ids: Ids) => string; redirects?: boolean };

/** Every page of the product. One that the build has and this table has not fails the walk. */
export const PAGES: Record<string, PageEndpoint> = {
  "/page": { access: "signedIn", url: () => "/", redirects: true },
  "/(public)/sign-in/page": { access: "public", url: () => "/sign-in", redirects: true },
  "/(public)/activate/[token]/page": { access: "public", url: () => "/activate/unknown" },
  "/(public)/reset/[token]/page": { access: "public", url: () => "/reset/unknown" },
  "/(public)/forgot/page": { access: "public", url: () => "/forgot" },
  "/(public)/sign-in/verify/page": { access: "public", url: () => "/sign-in/verify" },
  "/(public)/sign-in/signed-out/page": { access: "public", url: () => "/sign-in/signed-out" },
  "/(public)/sign-in/organization/page": { access: "public", url: () => "/sign-in/organization" },
  "/(public)/pin/page": { access: "public", url: () => "/pin" },
  "/(account)/account/page": { access: "signedIn", url: () => "/account" },
  "/(account)/account/password/page": { access: "signedIn", url: () => "/account/password" },
  "/(account)/account/sessions/page": { access: "signedIn", url: () => "/account/sessions" },
  "/(account)/account/details/page": { access: "signedIn", url: () => "/account/details" },
  "/(account)/account/security/page": { access: "signedIn", url: () => "/account/security" },
  "/(account)/account/security/app/page": {
    access: "signedIn",
    url: () => "/account/security/app",
    redirects: true,
  },
  "/(account)/account/security/sms/page": {
    access: "signedIn",
    url: () => "/account/security/sms",
    redirects: true,
  },
  "/(account)/account/security/recovery-codes/page": {
    access: "signedIn",
    url: () => "/account/security/recovery-codes",
  },
  "/(account)/account/security/confirm/page": { access: "signedIn", url: () => "/account/security/confirm" },
  "/(manage)/organizations/page": { access: "organizations.read", url: () => "/organizations" },
  "/(manage)/organizations/overview/page": {
    access: "organizations.read",
    url: () => "/organizations/overview",
  },
  "/(manage)/organizations/new/page": { access: "organizations.create", url: () => "/organizations/new" },
  "/(org)/[org]/page": { access: "users.read", url: () => "/acme" },
  "/(org)/[org]/users/page": { access: "users.read", url: () => "/acme/users" },
  "/(org)/[org]/users/new/page": { access: "users.create", url: () => "/acme/users/new" },
  "/(org)/[org]/users/changes/page": { access: "users.read", url: () => "/acme/users/changes" },
  "/(org)/[org]/users/rows/page": { access: "users.import.prepare", url: () => "/acme/users/rows" },
  "/(org)/[org]/users/[userId]/page": { access: "users.read", url: ({ userId }) => `/acme/users/${userId}` },
  "/(org)/[org]/users/[userId]/edit/page": {
    access: "users.update",
    url: ({ userId }) => `/acme/users/${userId}/edit`,
  },
  "/(org)/[org]/users/[userId]/policies/page": {
    access: "users.read",
    url: ({ userId }) => `/acme/users/${userId}/policies`,
  },
  "/(org)/[org]/users/import/page": { access: "users.import.read", url: () => "/acme/users/import" },
  "/(org)/[org]/users/import/[importId]/page": {
    access: "users.import.read",
    url: ({ importId }) => `/acme/users/import/${importId}`,
  },
  "/(org)/[org]/groups/page": { access: "groups.read", url: () => "/acme/groups" },
  "/(org)/[org]/groups/[groupId]/page": { access: "groups.update", url: () => "/acme/groups/new" },
  "/(org)/[org]/support/page": { access: "support.ask", url: () => "/acme/support" },
  "/(org)/[org]/support/[requestId]/page": {
    access: "support.ask",
    url: () => "/acme/support/new",
    redirects: true,
  },
  "/(org)/[org]/support/settings/page": { access: "settings.read", url: () => "/acme/support/settings" },
  "/(org)/[org]/properties/page": { access: "settings.read", url: () => "/acme/properties" },
  "/(org)/[org]/properties/[propertyId]/page": {
    access: "settings.update",
    url: () => "/acme/properties/new",
  },
  "/(org)/[org]/services/page": { access: "services.read", url: () => "/acme/services" },
  "/(org)/[org]/services/[serviceId]/page": { access: "services.update", url: () => "/acme/services/new" },
  "/(org)/[org]/services/catalogue/page": {
    access: "services.read",
    url: () => "/acme/services/catalogue",
  },
  "/(org)/[org]/services/catalogue/[serviceId]/page": {
    access: "services.update",
    url: () => "/acme/services/catalogue/new",
  },
  "/(org)/[org]/viewing/page": { access: "users.update", url: () => "/acme/viewing", redirects: true },
  "/(org)/[org]/permissions/page": { access: "users.read", url: () => "/acme/permissions" },
  "/(org)/[org]/permissions/[permission]/page": {
    access: "users.read",
    url: () => "/acme/permissions/users.read",
  },
  "/(org)/[org]/messages/page": { access: "messages.read", url: () => "/acme/messages" },
  "/(org)/[org]/messages/new/page": { access: "messages.send", url: () => "/acme/messages/new" },
  "/(org)/[org]/messages/templates/page": {
    access: "messages.read",
    url: () => "/acme/messages/templates",
  },
  "/(org)/[org]/messages/templates/[template]/page": {
    access: "messages.read",
    url: () => "/acme/messages/templates/invitation",
  },
  "/(org)/[org]/messages/[messageId]/page": {
    access: "messages.read",
    url: ({ messageId }) => `/acme/messages/${messageId}`,
  },
  "/(org)/[org]/address-book/page": { access: "addressBook.read", url: () => "/acme/address-book" },
  "/(org)/[org]/pins/page": { access: "users.credentials.read", url: () => "/acme/pins" },
  "/(org)/[org]/billing/page": { access: "billing.read", url: () => "/acme/billing" },
  "/(org)/[org]/billing/usage/page": { access: "billing.read", url: () => "/acme/billing/usage" },
  "/(org)/[org]/billing/invoices/page": { access: "billing.read", url: () => "/acme/billing/invoices" },
  "/(org)/[org]/billing/invoices/[invoiceId]/page": {
    access: "billing.read",
    url: ({ invoiceId }) => `/acme/billing/invoices/${invoiceId}`,
  },
  "/(org)/[org]/billing/details/page": { access: "billing.read", url: () => "/acme/billing/details" },
  "/(org)/[org]/reports/page": { access: "users.export", url: () => "/acme/reports" },
  "/(org)/[org]/reports/[reportId]/page": { access: "users.export", url: () => "/acme/reports/unknown" },
  "/(org)/[org]/audit/page": { access: "audit.read", url: () => "/acme/audit" },
  "/(org)/[org]/connections/page": { access: "connections.read", url: () => "/acme/connections" },
  "/(org)/[org]/connections/[syncConnectionId]/page": {
    access: "connections.update",
    url: () => "/acme/connections/new",
  },
  "/(org)/[org]/sign-on/page": { access: "connections.read", url: () => "/acme/sign-on" },
  "/(org)/[org]/sign-on/[signOnProviderId]/page": {
    access: "connections.update",
    url: () => "/acme/sign-on/new",
    redirects: true,
  },
  "/(org)/[org]/api-keys/page": { access: "apiKeys.read", url: () => "/acme/api-keys" },
  "/(org)/[org]/api-keys/reference/page": { access: "apiKeys.read", url: () => "/acme/api-keys/reference" },
  "/(org)/[org]/webhooks/page": { access: "connections.read", url: () => "/acme/webhooks" },
  "/(org)/[org]/webhooks/[webhookId]/page": {
    access: "connections.read",
    url: ({ webhookId }) => `/acme/webhooks/${webhookId}`,
  },
  "/(org)/[org]/webhooks/[webhookId]/deliveries/[eventId]/page": {
    access: "connections.read",
    url: ({ webhookId }) => `/acme/webhooks/${webhookId}/deliveries/unknown`,
  },
  "/(org)/[org]/connections/scim/page": {
    access: "connections.read",
    url: () => "/acme/connections/scim",
  },
  "/(org)/[org]/telephony/page": { access: "telephony.read", url: () => "/acme/telephony" },
  "/(org)/[org]/telephony/extensions/[extensionId]/page": {
    access: "telephony.update",
    url: () => "/acme/telephony/extensions/new",
  },
  "/(org)/[org]/telephony/queues/page": { access: "telephony.read", url: () => "/acme/telephony/queues" },
  "/(org)/[org]/telephony/queues/[callQueueId]/page": {
    access: "telephony.update",
    url: () => "/acme/telephony/queues/new",
  },
  "/(org)/[org]/telephony/settings/page": {
    access: "telephony.read",
    url: () => "/acme/telephony/settings",
  },
  "/(org)/[org]/settings/page": { access: "settings.read", url: () => "/acme/settings" },
  "/(org)/[org]/policies/page": { access: "settings.read", url: () => "/acme/policies" },
  "/(org)/[org]/domains/page": { access: "settings.read", url: () => "/acme/domains" },
  "/(org)/[org]/security/page": { access: "settings.read", url: () => "/acme/security" },
};

/** What is for programs says, too, which scope of a key it takes. */
export type RouteEndpoint = { url: (ids: Ids) => string } & (
  | { access: Exclude<Access, "apiKey"> }
  | { access: "apiKey"; scope: ApiScope }
);

/** The addresses of the API for programs with the methods that each takes; it answers the others, too, by a refusal. */
const API_REFUSALS: readonly [string, ...string[]][] = [
  ["/api/v1/activations", "POST"],
  ["/api/v1/imports", "POST"],
  ["/api/v1/imports/[importId]", "GET"],
  ["/api/v1/imports/[importId]/rows", "GET"],
  ["/api/v1/imports/[importId]/rows/[line]", "PATCH"],
  ["/api/v1/imports/[importId]/commit", "POST"],
  ["/api/v1/imports/[importId]/undo", "POST"],
  ["/api/v1/imports/[importId]/errors", "GET"],
  ["/api/v1/users/[userId]/policies", "GET"],
  ["/api/v1/me/policies", "GET"],
  ["/api/v1/directory", "GET"],
  ["/api/v1/telephony/directory", "GET"],
  ["/api/v1/openapi.json", "GET"],
];

/** What is declared of the API and served by the route for all. What would change somebody is asked of nobody there is. */
const DECLARED: Record<string, RouteEndpoint> = Object.fromEntries(
  OPERATIONS.flatMap(({ method, path, access, servedBy }): [string, RouteEndpoint][] => {
    if (servedBy || typeof access !== "object") return [];
    const url = ({ userId }: Ids) =>
      `/api/v1${path.replace("{userId}", method === "GET" ? userId : NOBODY).replaceAll(/\{\w+\}/g, NOBODY)}`;
    return [[`${method} ${addressOf(path)}`, { access: "apiKey", scope: access.scope, url }]];
  }),
);

/** Whether a method is served by the route for all that is declared. */
export const isDeclared = (name: string): boolean => Object.hasOwn(DECLARED, name);

function addressOf(path: string): string {
  return `/api/v1${path.replaceAll(/\{(\w+)\}/g, "[$1]")}`;
}

const NOBODY = "0190a1b2-0000-7000-8000-000000000001";

/** Every API method. `next-auth` guards its own. */
const signOnRoutes = (method: string, ends: string[]): Record<string, RouteEndpoint> =>
  Object.fromEntries(
    ends.map((end) => [
      `${method} /api/sso/[organizationId]/[providerId]/${end}`,
      {
        access: "public",
        url: () =>
          `/api/sso/0190a1b2-0000-7000-8000-000000000001/0190a1b2-0000-7000-8000-000000000002/${end}`,
      },
    ]),
  );

export const ROUTES: Record<string, RouteEndpoint> = {
  "GET /(account)/account/data": { access: "signedIn", url: () => "/account/data" },
  "GET /api/health": { access: "public", url: () => "/api/health" },
  "GET /api/auth/[...nextauth]": { access: "public", url: () => "/api/auth/csrf" },
  "POST /api/auth/[...nextauth]": { access: "public", url: () => "/api/auth/_log" },
  "PUT /api/imports/[importId]/file": {
    access: "users.import.prepare",
    url: ({ importId }) => `/api/imports/${importId}/file?organization=acme`,
  },
  "GET /api/imports/[importId]/progress": {
    access: "users.import.read",
    url: ({ importId }) => `/api/imports/${importId}/progress?organization=acme`,
  },
  "GET /api/imports/[importId]/errors": {
    access: "users.import.read",
    url: ({ importId }) => `/api/imports/${importId}/errors?organization=acme`,
  },
  "GET /api/imports/[importId]/leavers": {
    access: "users.export",
    url: ({ importId }) => `/api/imports/${importId}/leavers?organization=acme`,
  },
  "GET /api/organizations/[org]/reports/[reportId]": {
    access: "users.export",
    url: () => "/api/organizations/acme/reports/unknown?signature=unknown",
  },
  "GET /api/imports/[importId]/rows": {
    access: "users.import.read",
    url: ({ importId }) => `/api/imports/${importId}/rows?organization=acme&lines=2`,
  },
  "PATCH /api/imports/[importId]/rows": {
    access: "users.import.prepare",
    url: ({ importId }) => `/api/imports/${importId}/rows?organization=acme`,
  },
  "POST /api/imports/[importId]/edits": {
    access: "users.import.prepare",
    url: ({ importId }) => `/api/imports/${importId}/edits?organization=acme`,
  },
  "POST /api/v1/activations": { access: "public", url: () => "/api/v1/activations" },
  ...signOnRoutes("GET", ["start", "callback", "finish", "metadata", "sign-out"]),
  ...signOnRoutes("POST", ["acs"]),
  "POST /api/webhooks/resend": { access: "public", url: () => "/api/webhooks/resend" },
  "POST /api/webhooks/twilio": { access: "public", url: () => "/api/webhooks/twilio" },
  "POST /api/v1/imports": { access: "apiKey", scope: "imports.write", url: () => "/api/v1/imports" },
  "GET /api/v1/imports/[importId]": {
    access: "apiKey",
    scope: "imports.read",
    url: ({ importId }) => `/api/v1/imports/${importId}`,
  },
  "GET /api/v1/imports/[importId]/rows": {
    access: "apiKey",
    scope: "imports.read",
    url: ({ importId }) => `/api/v1/imports/${importId}/rows`,
  },
  "PATCH /api/v1/imports/[importId]/rows/[line]": {
    access: "apiKey",
    scope: "imports.write",
    url: ({ importId }) => `/api/v1/imports/${importId}/rows/2`,
  },
  "POST /api/v1/imports/[importId]/commit": {
    access: "apiKey",
    scope: "imports.write",
    url: ({ importId }) => `/api/v1/imports/${importId}/commit`,
  },
  "POST /api/v1/imports/[importId]/undo": {
    access: "apiKey",
    scope: "imports.write",
    url: ({ importId }) => `/api/v1/imports/${importId}/undo`,
  },
  "GET /api/v1/imports/[importId]/errors": {
    access: "apiKey",
    scope: "imports.read",
    url: ({ importId }) => `/api/v1/imports/${importId}/errors`,
  },
  ...DECLARED,
  "GET /api/v1/openapi.json": { access: "public", url: () => "/api/v1/openapi.json" },
  ...Object.fromEntries(
    ["GET", "POST", "PUT", "PATCH", "DELETE"].map((method) => [
      `${method} /api/scim/v2/[[...path]]`,
      { access: "scim" as const, url: () => "/api/scim/v2/Users/unknown" },
    ]),
  ),
  "GET /api/v1/me/policies": { access: "signedIn", url: () => "/api/v1/me/policies" },
  "GET /api/v1/users/[userId]/policies": {
    access: "apiKey",
    scope: "policies.read",
    url: ({ userId }) => `/api/v1/users/${userId}/policies`,
  },
  "GET /api/v1/directory": {
    access: "apiKey",
    scope: "directory.read",
    url: () => "/api/v1/directory?q=nobody-has-this-name",
  },
  "GET /api/v1/telephony/directory": {
    access: "apiKey",
    scope: "telephony.read",
    url: () => "/api/v1/telephony/directory",
  },
  ...Object.fromEntries(
    API_REFUSALS.flatMap(([path, ...taken]) =>
      ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
        .filter((method) => !taken.includes(method))
        .map((method) => [
          `${method} ${path}`,
          {
            access: "public",
            url: ({ importId, userId }: Ids) =>
              path.replace("[importId]", importId).replace("[userId]", userId).replace("[line]", "2"),
          } as const,
        ]),
    ),
  ),
  ...Object.fromEntries(
    ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].map((method) => [
      `${method} /api/v1/[...path]`,
      { access: "public", url: () => "/api/v1/nothing" } as const,
    ]),
  ),
  "GET /api/organizations/[org]/templates/[template]": {
    access: "users.import.read",
    url: () => "/api/organizations/acme/templates/all-fields.csv",
  },
  "GET /api/organizations/[org]/address-book": {
    access: "addressBook.read",
    url: () => "/api/organizations/acme/address-book?q=nobody-has-this-name",
  },
  "GET /api/organizations/[org]/address-book/[userId]": {
    access: "addressBook.read",
    url: ({ userId }) => `/api/organizations/acme/address-book/${userId}`,
  },
  "GET /api/organizations/[org]/support/[requestId]/screenshot": {
    access: "support.ask",
    url: () => "/api/organizations/acme/support/0190a1b2-0000-7000-8000-000000000001/screenshot",
  },
  "POST /api/organizations/[org]/users/qr-sheet": {
    access: "users.credentials.issue",
    url: () => "/api/organizations/acme/users/qr-sheet",
  },
  "GET /api/organizations/[org]/billing/invoices/[invoiceId]": {
    access: "billing.read",
    url: ({ invoiceId }) => `/api/organizations/acme/billing/invoices/${invoiceId}`,
  },
  "GET /api/organizations/[org]/billing/export": {
    access: "billing.read",
    url: () => "/api/organizations/acme/billing/export",
  },
  "GET /api/organizations/[org]/users/export": {
    access: "users.export",
    url: () => "/api/organizations/acme/users/export?q=nobody-has-this-name",
  },
};

const CHANGES = "app/(org)/[org]/users/changes/actions.ts";
const CONNECTIONS = "app/(org)/[org]/connections/actions.ts";
const PROPERTIES = "app/(org)/[org]/properties/actions.ts";
const SERVICES = "app/(org)/[org]/services/actions.ts";
const CATALOGUE = "app/(org)/[org]/services/catalogue/actions.ts";
const SUPPORT = "app/(org)/[org]/support/actions.ts";
const TELEPHONY = "app/(org)/[org]/telephony/actions.ts";
const USERS = "app/(org)/[org]/users/actions.ts";
const CHOICES = "app/(org)/[org]/users/import/[importId]/choice-actions.ts";
const IMPORTS = "app/(org)/[org]/users/import/actions.ts";

const DOMAINS = "app/(org)/[org]/domains/actions.ts";
const SIGN_ON = "app/(org)/[org]/sign-on/actions.ts";
const MESSAGES = "app/(org)/[org]/messages/actions.ts";
const VERIFY = "app/(public)/sign-in/verify/actions.ts";
const OWN = "app/(account)/account/security/actions.ts";
const RUN = "app/(org)/[org]/users/import/[importId]";

/** Every server action, by file and name. */
export const ACTIONS: Record<string, Access> = {
  "app/(account)/account/actions.ts signOut": "public",
  "app/(account)/account/actions.ts changeOwnPassword": "signedIn",
  "app/(account)/account/actions.ts adviseOnOwnPassword": "public",
  "app/(account)/account/sessions/actions.ts endSessions": "signedIn",
  "app/(account)/account/details/actions.ts saveOwnDetails": "signedIn",
  [`${OWN} beginAppSetUp`]: "signedIn",
  [`${OWN} beginSmsSetUp`]: "signedIn",
  [`${OWN} confirmSetUp`]: "signedIn",
  [`${OWN} askForNewPasskey`]: "signedIn",
  [`${OWN} keepPasskey`]: "signedIn",
  [`${OWN} nameOwnPasskey`]: "signedIn",
  [`${OWN} removeOwnWay`]: "signedIn",
  [`${OWN} makeOwnCodes`]: "signedIn",
  [`${OWN} forgetDevice`]: "signedIn",
  [`${OWN} notNow`]: "signedIn",
  [`${OWN} confirmOneself`]: "signedIn",
  [`${VERIFY} verifyCode`]: "public",
  [`${VERIFY} sendCode`]: "public",
  [`${VERIFY} askForPasskey`]: "public",
  [`${VERIFY} verifyPasskey`]: "public",
  [`${VERIFY} askForAnyPasskey`]: "public",
  [`${VERIFY} signInWithPasskey`]: "public",
  "app/(public)/activate/[token]/actions.ts activateAccount": "public",
  "app/(public)/activate/[token]/actions.ts adviseOnLink": "public",
  "app/(public)/activate/[token]/actions.ts askForAnother": "public",
  "app/(public)/reset/[token]/actions.ts setNewPassword": "public",
  "app/(public)/forgot/actions.ts askForReset": "public",
  "app/(public)/pin/actions.ts activateByPin": "public",
  "app/(org)/[org]/pins/actions.ts withdraw": "users.credentials.issue",
  [`${CHANGES} planTakingBack`]: "users.read",
  [`${CHANGES} takeChangeBack`]: "users.read",
  [`${CHANGES} stopBulkChange`]: "users.read",
  [`${USERS} planChange`]: "users.read",
  [`${USERS} countUsers`]: "users.read",
  [`${USERS} suspend`]: "users.suspend",
  [`${USERS} reactivate`]: "users.suspend",
  [`${USERS} changeRole`]: "users.role.update",
  [`${USERS} changeMembership`]: "users.groups.update",
  [`${USERS} groupsToGive`]: "users.groups.update",
  [`${USERS} groupsToFilter`]: "groups.read",
  "app/(org)/[org]/users/[userId]/viewing-actions.ts viewAsPerson": "users.update",
  "app/(org)/[org]/users/[userId]/viewing-actions.ts stopViewing": "public",
  [`${USERS} rightsToGive`]: "users.role.update",
  [`${USERS} searchMirror`]: "users.read",
  [`${USERS} giveRightsTo`]: "users.role.update",
  [`${USERS} policiesToSay`]: "users.policies.update",
  [`${USERS} sayPolicy`]: "users.policies.update",
  [`${USERS} propertiesToSet`]: "users.update",
  [`${USERS} setProperty`]: "users.update",
  [`${USERS} servicesToAssign`]: "services.assign",
  [`${USERS} servicesToFilter`]: "services.read",
  [`${USERS} changeServiceSeats`]: "services.assign",
  [`${SERVICES} addService`]: "services.update",
  [`${SERVICES} takeOffer`]: "services.update",
  [`${SERVICES} saveService`]: "services.update",
  [`${SERVICES} saveFreeSeats`]: "services.update",
  [`${SERVICES} retire`]: "services.update",
  [`${SERVICES} reopen`]: "services.update",
  [`${SERVICES} buyMore`]: "billing.update",
  [`${SERVICES} saveSeatsAtRenewal`]: "billing.update",
  [`${SERVICES} cancel`]: "billing.update",
  [`${SERVICES} resume`]: "billing.update",
  [`${CATALOGUE} addOffer`]: "services.update",
  [`${CATALOGUE} saveOffer`]: "services.update",
  [`${CATALOGUE} setOfferRetired`]: "services.update",
  [`${USERS} remove`]: "users.remove",
  [`${USERS} restore`]: "users.remove",
  "app/(org)/[org]/users/[userId]/following-actions.ts endFollowing": "users.role.update",
  "app/(org)/[org]/settings/following-actions.ts saveFollowing": "settings.update",
  "app/(org)/[org]/groups/actions.ts planGroupRule": "groups.update",
  "app/(org)/[org]/groups/actions.ts addGroup": "groups.update",
  "app/(org)/[org]/groups/actions.ts saveGroup": "groups.update",
  "app/(org)/[org]/groups/actions.ts dropGroup": "groups.update",
  [`${SUPPORT} sendRequest`]: "support.ask",
  [`${SUPPORT} replyToSupport`]: "support.ask",
  [`${SUPPORT} answerRequest`]: "support.update",
  [`${SUPPORT} changeOwnState`]: "support.ask",
  [`${SUPPORT} changeRequestState`]: "support.update",
  [`${SUPPORT} saveSupport`]: "settings.update",
  [`${TELEPHONY} addExtension`]: "telephony.update",
  [`${TELEPHONY} addExtensions`]: "telephony.update",
  [`${TELEPHONY} saveExtension`]: "telephony.update",
  [`${TELEPHONY} dropExtension`]: "telephony.update",
  [`${TELEPHONY} assign`]: "telephony.update",
  [`${TELEPHONY} giveToPerson`]: "telephony.update",
  [`${TELEPHONY} giveNextNumbers`]: "telephony.update",
  [`${TELEPHONY} makeSecret`]: "telephony.update",
  [`${TELEPHONY} addQueue`]: "telephony.update",
  [`${TELEPHONY} saveQueue`]: "telephony.update",
  [`${TELEPHONY} dropQueue`]: "telephony.update",
  [`${TELEPHONY} saveSettings`]: "telephony.update",
  [`${PROPERTIES} addProperty`]: "settings.update",
  [`${PROPERTIES} planSave`]: "settings.update",
  [`${PROPERTIES} saveProperty`]: "settings.update",
  [`${PROPERTIES} dropProperty`]: "settings.update",
  [`${PROPERTIES} shiftProperty`]: "settings.update",
  "app/(org)/[org]/users/people-actions.ts findPeople": "users.read",
  "app/(org)/[org]/billing/actions.ts saveDetails": "billing.update",
  "app/(org)/[org]/billing/actions.ts issueCreditNote": "billing.update",
  "app/(org)/[org]/reports/actions.ts askReport": "users.export",
  "app/(org)/[org]/reports/actions.ts scheduleReport": "users.export.schedule",
  "app/(org)/[org]/reports/actions.ts resumeSchedule": "users.export.schedule",
  "app/(org)/[org]/reports/actions.ts removeSchedule": "users.export.schedule",
  [`${CONNECTIONS} connect`]: "connections.update",
  [`${CONNECTIONS} changeConnection`]: "connections.update",
  [`${CONNECTIONS} testConnection`]: "connections.update",
  [`${CONNECTIONS} findGroups`]: "connections.update",
  [`${CONNECTIONS} saveChoice`]: "connections.update",
  [`${CONNECTIONS} mapGroup`]: "connections.update",
  [`${CONNECTIONS} unmapGroup`]: "connections.update",
  [`${CONNECTIONS} startRun`]: "connections.update",
  [`${CONNECTIONS} allowLeavers`]: "connections.update",
  [`${CONNECTIONS} pauseConnection`]: "connections.update",
  [`${CONNECTIONS} resumeConnection`]: "connections.update",
  [`${CONNECTIONS} removeConnection`]: "connections.update",
  [`${SIGN_ON} saveSignOn`]: "connections.update",
  [`${SIGN_ON} chooseSignOnState`]: "connections.update",
  [`${SIGN_ON} removeSignOn`]: "connections.update",
  [`${SIGN_ON} keepOwnPassword`]: "connections.update",
  [`${SIGN_ON} unlinkPerson`]: "connections.update",
  [`${SIGN_ON} trySignOn`]: "connections.update",
  "app/(org)/[org]/api-keys/actions.ts makeKey": "apiKeys.update",
  "app/(org)/[org]/api-keys/actions.ts revokeKey": "apiKeys.update",
  "app/(org)/[org]/api-keys/actions.ts rotateKey": "apiKeys.update",
  "app/(org)/[org]/webhooks/actions.ts makeWebhook": "connections.update",
  "app/(org)/[org]/webhooks/actions.ts editWebhook": "connections.update",
  "app/(org)/[org]/webhooks/actions.ts switchWebhook": "connections.update",
  "app/(org)/[org]/webhooks/actions.ts replaceWebhookSecret": "connections.update",
  "app/(org)/[org]/webhooks/actions.ts removeWebhook": "connections.update",
  "app/(org)/[org]/webhooks/actions.ts tryWebhook": "connections.update",
  "app/(org)/[org]/webhooks/actions.ts resendDelivery": "connections.update",
  "app/(org)/[org]/webhooks/actions.ts resendMissed": "connections.update",
  "app/(org)/[org]/connections/scim/actions.ts makeScimConnection": "connections.update",
  "app/(org)/[org]/connections/scim/actions.ts makeScimToken": "connections.update",
  "app/(org)/[org]/connections/scim/actions.ts endScimConnection": "connections.update",
  [`${MESSAGES} send`]: "messages.send",
  [`${MESSAGES} countSheet`]: "users.credentials.issue",
  [`${MESSAGES} reveal`]: "users.credentials.issue",
  [`${MESSAGES} sendTest`]: "messages.send",
  [`${MESSAGES} preview`]: "messages.send",
  [`${MESSAGES} keepTemplate`]: "messages.templates.update",
  [`${MESSAGES} setBack`]: "messages.templates.update",
  "app/(manage)/organizations/actions.ts createOrganization": "organizations.create",
  "app/(manage)/organizations/actions.ts suspendOrganization": "organizations.suspend",
  "app/(org)/[org]/settings/brand-actions.ts saveBrand": "settings.update",
  [`${DOMAINS} add`]: "settings.update",
  [`${DOMAINS} check`]: "settings.update",
  [`${DOMAINS} choosePrimary`]: "settings.update",
  [`${DOMAINS} remove`]: "settings.update",
  "app/(org)/[org]/settings/actions.ts saveSettings": "settings.update",
  "app/(org)/[org]/policies/actions.ts savePolicyChange": "settings.update",
  "app/(org)/[org]/users/[userId]/policies/actions.ts saveUserPolicyChange": "users.policies.update",
  "app/(org)/[org]/users/[userId]/actions.ts unlock": "users.suspend",
  "app/(org)/[org]/settings/actions.ts resendExpiredLinks": "users.credentials.issue",
  "app/(org)/[org]/users/new/actions.ts adviseOnNewPassword": "users.credentials.issue",
  "app/(org)/[org]/users/new/actions.ts addUser": "users.create",
  "app/(org)/[org]/users/rows/actions.ts createRows": "users.import.prepare",
  [`${RUN}/approval-actions.ts askForApproval`]: "users.import.prepare",
  [`${RUN}/approval-actions.ts giveBack`]: "users.import.commit",
  [`${RUN}/leavers-actions.ts suspendPeople`]: "users.suspend",
  [`${RUN}/leavers-actions.ts finish`]: "users.import.commit",
  "app/(org)/[org]/users/[userId]/actions.ts issueActivationLink": "users.credentials.issue",
  "app/(org)/[org]/users/[userId]/actions.ts issueUserPin": "users.credentials.issue",
  "app/(org)/[org]/users/[userId]/actions.ts resetUserSecondStep": "users.credentials.issue",
  "app/(org)/[org]/users/[userId]/actions.ts showQr": "users.credentials.issue",
  "app/(org)/[org]/users/[userId]/edit/actions.ts editUser": "users.update",
  [`${IMPORTS} openImport`]: "users.import.prepare",
  [`${IMPORTS} getUsers`]: "users.import.prepare",
  [`${IMPORTS} takeSheet`]: "users.import.prepare",
  [`${IMPORTS} takeHeaderLine`]: "users.import.prepare",
  [`${IMPORTS} matchAgain`]: "users.import.prepare",
  [`${IMPORTS} keepFirst`]: "users.import.prepare",
  [`${CHOICES} keepPreset`]: "users.import.commit",
  [`${CHOICES} nameAnew`]: "users.import.commit",
  [`${CHOICES} dropPreset`]: "users.import.commit",
  [`${CHOICES} takePreset`]: "users.import.commit",
  [`${CHOICES} callOff`]: "users.import.commit",
  [`${CHOICES} inviteAll`]: "users.credentials.issue",
  [`${IMPORTS} carryOut`]: "users.import.commit",
  [`${IMPORTS} takeBack`]: "users.import.commit",
  [`${IMPORTS} giveUp`]: "users.import.prepare",
};

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const OWN_TO_NEXT = /^\/_/;

/** What the build serves: pages, API methods, and actions by their id. */
export function builtEndpoints(): {
  pages: string[];
  routes: string[];
  actions: { id: string; name: string; page: string }[];
} {
  const paths = Object.keys(readJson(".next/server/app-paths-manifest.json")).filter(
    (path) => !OWN_TO_NEXT.test(path),
  );
  const { node } = readJson(".next/server/server-reference-manifest.json") as {
    node: Record<string, { filename: string; exportedName: string; workers: Record<string, unknown> }>;
  };
  return {
    pages: paths.filter((path) => path.endsWith("/page")),
    routes: [...paths.filter((path) => path.endsWith("/route")).flatMap(methodsOf), ...Object.keys(DECLARED)],
    actions: Object.entries(node).map(([id, { filename, exportedName, workers }]) => ({
      id,
      name: `${filename} ${exportedName}`,
      page: (Object.keys(workers)[0] ?? "").replace(/^app/, ""),
    })),
  };
}

function methodsOf(path: string): string[] {
  const file = `app${path}.ts`;
  const exported = exportedNames(file, readFileSync(file, "utf8"));
  return METHODS.filter((method) => exported.includes(method)).map(
    (method) => `${method} ${path.replace(/\/route$/, "")}`,
  );
}

function readJson(path: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
}
