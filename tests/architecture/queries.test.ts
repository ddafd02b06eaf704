import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { readBookQuery } from "@/lib/address-book/book-query";
import { bookBatches, findBookEntry, listAddressBook } from "@/lib/address-book/queries";
import { listApiKeys } from "@/lib/api-keys/queries";
import { checkAuditLog } from "@/lib/audit/chain/queries";
import { listAuditEvents, readAuditFilter } from "@/lib/audit/queries";
import { findInvoice, listInvoices } from "@/lib/billing/invoice-queries";
import { readBillingDetails, readBillingOverview } from "@/lib/billing/queries";
import { readBillingUsage } from "@/lib/billing/usage-queries";
import { readPinListQuery } from "@/lib/credentials/pins/list";
import { listPins, listPinsOf } from "@/lib/credentials/pins/queries";
import { countForSheet } from "@/lib/credentials/qr-queries";
import { isVoidForRights } from "@/lib/credentials/void-queries";
import { listDomains } from "@/lib/domains/queries";
import { followingOf, followingPolicy } from "@/lib/grants/follow-queries";
import { grantsOf, groupsToGive } from "@/lib/grants/queries";
import { groupName, groupNames, groupsOfPeople } from "@/lib/groups/list-queries";
import { fieldsToAsk, findGroup, groupsOf, listGroups } from "@/lib/groups/queries";
import { newId } from "@/lib/ids";
import { listApiRows, readApiImport, readApiRow } from "@/lib/imports/api-queries";
import { findHandovers, findWaiting } from "@/lib/imports/approval-queries";
import { countExtensions } from "@/lib/imports/extension-queries";
import { listImports } from "@/lib/imports/history-queries";
import { eachLeaver, listLeavers } from "@/lib/imports/leavers/queries";
import { listPresets } from "@/lib/imports/presets/queries";
import {
  findFileName,
  findImport,
  findRemembered,
  findSameFile,
  readProgress,
  uploadableImport,
} from "@/lib/imports/queries";
import { ALL_ROWS } from "@/lib/imports/review/filter";
import {
  countDriftedRows,
  countEdits,
  countIssues,
  findEndedAccess,
  findOwnRow,
  listEdits,
  listLines,
  listRowsAt,
  readPlanVersion,
} from "@/lib/imports/review/queries";
import { countReachable, eachRow, listKept } from "@/lib/imports/row-queries";
import { typedChoices } from "@/lib/imports/typed/queries";
import { readLedgerFilter } from "@/lib/messages/ledger-filter";
import { countStates, findMessage, listMessages } from "@/lib/messages/ledger-queries";
import { previewTemplate, readContent } from "@/lib/messages/preview-queries";
import { countInvitations } from "@/lib/messages/queries";
import { findTemplate, listTemplates } from "@/lib/messages/template-queries";
import { policyInForce, secondStepOf } from "@/lib/mfa/queries";
import { listManaged, newOrganizationChoices } from "@/lib/organizations/managed-queries";
import { readManagedOverview, readOverview } from "@/lib/overview/queries";
import type { Actor } from "@/lib/permissions/actor";
import { countHolders, explainAccess, holdersOf } from "@/lib/permissions/explain-queries";
import { readApiPolicies, readOwnDevicePolicies } from "@/lib/policies/api-queries";
import { listDiffering, listPolicies, listUserPolicies } from "@/lib/policies/queries";
import { columnCells, knownQuery } from "@/lib/properties/list-queries";
import {
  findProperty,
  listProperties,
  listUserProperties,
  propertyPeople,
  shownProperties,
  shownUserProperties,
} from "@/lib/properties/queries";
import { findReport, listReports, listSchedules, readReport } from "@/lib/reports/queries";
import { listScimConnections } from "@/lib/scim/connection-queries";
import type { Context } from "@/lib/scim/context";
import { findScimGroup, listScimGroups } from "@/lib/scim/group-queries";
import { askedByBody, queryFor } from "@/lib/scim/query";
import { GROUP_TYPE, userType } from "@/lib/scim/schemas";
import { findScimUser, listScimUsers } from "@/lib/scim/user-queries";
import { findOffered, listCatalogue } from "@/lib/services/catalogue-queries";
import { serviceName, serviceNames, servicesOfPeople } from "@/lib/services/list-queries";
import { findService, listOffers, listServices, servicesToGive } from "@/lib/services/queries";
import { listSeats, listWaits, servicesOf } from "@/lib/services/seat-queries";
import { listSubscriptions } from "@/lib/services/subscription-queries";
import { listOwnSessions } from "@/lib/sessions/queries";
import { findProviderShown, listProviders, readKeepers } from "@/lib/sso/queries";
import {
  findRequest,
  listOwnRequests,
  listRequests,
  readScreenshot,
  readSupportSettings,
  supportNow,
} from "@/lib/support/queries";
import { findConnection, findLeaving, listConnections } from "@/lib/sync/queries";
import { readTelephonyDirectory } from "@/lib/telephony/directory-queries";
import { ownExtension } from "@/lib/telephony/own-queries";
import {
  extensionOf,
  findExtension,
  freeExtensions,
  listExtensions,
  telephonySettings,
} from "@/lib/telephony/queries";
import { findQueue, listQueues, queueCandidates } from "@/lib/telephony/queue-queries";
import { chosenCells } from "@/lib/users/column-queries";
import { exportBatches } from "@/lib/users/export-queries";
import { readUserListQuery } from "@/lib/users/list";
import { readUserPage } from "@/lib/users/page-queries";
import { searchPeople } from "@/lib/users/people-queries";
import { countMatching, findUser, listUsers, type UserDetails } from "@/lib/users/queries";
import { findChange, listChanges } from "@/lib/users/undo/queries";
import { freeUsername, readSettings, userFormChoices } from "@/lib/users/user-form-queries";
import { viewedAccount } from "@/lib/users/view-queries";
import { findDelivery, findWebhook, listDeliveries, listWebhooks } from "@/lib/webhooks/queries";

const id = newId();
const text = { subject: "", body: "", smsBody: "" };

/** What a connection of this actor is answered by. */
const scim = (actor: Actor): Context => ({
  connection: { actor, id, name: "Directory", sendsInvitations: false, writesRoles: false },
  organizationId: id,
  baseUrl: "",
  properties: [],
  users: userType([], false),
  groups: GROUP_TYPE,
});
const everything = queryFor(GROUP_TYPE, askedByBody({}));

/** Every query that an actor makes, by its file. */
const QUERIES: Record<string, Record<string, (actor: Actor) => unknown>> = {
  "address-book/queries.ts": {
    listAddressBook: (actor) => listAddressBook(actor, readBookQuery({})),
    findBookEntry: (actor) => findBookEntry(actor, id),
    bookBatches: (actor) => bookBatches(actor, "").next(),
  },
  "api-keys/queries.ts": { listApiKeys },
  "audit/chain/queries.ts": { checkAuditLog: (actor) => checkAuditLog(actor, { whole: true }) },
  "audit/queries.ts": { listAuditEvents: (actor) => listAuditEvents(actor, readAuditFilter({}), null) },
  "billing/invoice-queries.ts": { listInvoices, findInvoice: (actor) => findInvoice(actor, id) },
  "billing/queries.ts": {
    readBillingDetails,
    readBillingOverview: (actor) => readBillingOverview(actor),
  },
  "billing/usage-queries.ts": { readBillingUsage: (actor) => readBillingUsage(actor) },
  "credentials/qr-queries.ts": { countForSheet: (actor) => countForSheet(actor, { ids: [id] }) },
  "credentials/pins/queries.ts": {
    listPins: (actor) => listPins(actor, readPinListQuery({})),
    listPinsOf: (actor) => listPinsOf(actor, id),
  },
  "credentials/void-queries.ts": { isVoidForRights: (actor) => isVoidForRights(actor, id) },
  "domains/queries.ts": { listDomains },
  "grants/follow-queries.ts": { followingOf: (actor) => followingOf(actor, id), followingPolicy },
  "grants/queries.ts": { groupsToGive, grantsOf: (actor) => grantsOf(actor, id) },
  "groups/list-queries.ts": {
    groupsOfPeople: (actor) => groupsOfPeople(actor, [id]),
    groupNames,
    groupName: (actor) => groupName(actor, id),
  },
  "groups/queries.ts": {
    listGroups,
    fieldsToAsk: (actor) => fieldsToAsk(actor, null),
    findGroup: (actor) => findGroup(actor, id),
    groupsOf: (actor) => groupsOf(actor, id),
  },
  "imports/api-queries.ts": {
    readApiImport: (actor) => readApiImport(actor, id),
    listApiRows: (actor) => listApiRows(actor, id, { fate: null, afterLine: 0 }),
    readApiRow: (actor) => readApiRow(actor, id, 2),
  },
  "imports/approval-queries.ts": { findHandovers: (actor) => findHandovers(actor, id), findWaiting },
  "imports/history-queries.ts": { listImports: (actor) => listImports(actor) },
  "imports/leavers/queries.ts": {
    listLeavers: (actor) => listLeavers(actor, id, { search: "", after: null }),
    eachLeaver: (actor) => eachLeaver(actor, id).next(),
  },
  "imports/extension-queries.ts": { countExtensions: (actor) => countExtensions(actor, id) },
  "imports/presets/queries.ts": { listPresets },
  "imports/queries.ts": {
    findImport: (actor) => findImport(actor, id),
    findFileName: (actor) => findFileName(actor, id),
    readProgress: (actor) => readProgress(actor, id),
    findRemembered: (actor) => findRemembered(actor, []),
    findSameFile: (actor) => findSameFile(actor, id),
    uploadableImport: (actor) => uploadableImport(actor, id),
  },
  "imports/review/queries.ts": {
    listLines: (actor) => listLines(actor, id, ALL_ROWS),
    listRowsAt: (actor) => listRowsAt(actor, id, [2]),
    readPlanVersion: (actor) => readPlanVersion(actor, id),
    countIssues: (actor) => countIssues(actor, id),
    countDriftedRows: (actor) => countDriftedRows(actor, id),
    findOwnRow: (actor) => findOwnRow(actor, id),
    findEndedAccess: (actor) => findEndedAccess(actor, id, "2026-01-01"),
    countEdits: (actor) => countEdits(actor, id),
    listEdits: (actor) => listEdits(actor, id),
  },
  "imports/row-queries.ts": {
    listKept: (actor) => listKept(actor, id, { afterLine: 0 }),
    eachRow: (actor) => eachRow(actor, id).next(),
    countReachable: (actor) => countReachable(actor, id),
  },
  "imports/typed/queries.ts": { typedChoices },
  "messages/ledger-queries.ts": {
    listMessages: (actor) => listMessages(actor, readLedgerFilter({}), null),
    findMessage: (actor) => findMessage(actor, id),
    countStates,
  },
  "messages/preview-queries.ts": {
    previewTemplate: (actor) => previewTemplate(actor, "invitation", text, id),
    readContent: (actor) => readContent(actor, id),
  },
  "messages/queries.ts": { countInvitations: (actor) => countInvitations(actor, id) },
  "messages/template-queries.ts": { listTemplates, findTemplate: (actor) => findTemplate(actor, id) },
  "mfa/queries.ts": { secondStepOf: (actor) => secondStepOf(actor, id), policyInForce },
  "organizations/managed-queries.ts": {
    listManaged: (actor) => listManaged(actor, { search: "", page: 1 }),
    newOrganizationChoices,
  },
  "overview/queries.ts": {
    readOverview: (actor) => readOverview(actor),
    readManagedOverview: (actor) => readManagedOverview(actor),
  },
  "permissions/explain-queries.ts": {
    explainAccess: (actor) => explainAccess(actor, id),
    holdersOf: (actor) => holdersOf(actor, "users.read", null),
    countHolders,
  },
  "properties/list-queries.ts": {
    knownQuery: (actor) => knownQuery(actor, readUserListQuery({})),
    columnCells: (actor) => columnCells(actor, [], []),
  },
  "properties/queries.ts": {
    listProperties,
    listUserProperties,
    findProperty: (actor) => findProperty(actor, id),
    shownProperties: (actor) => shownProperties(actor, { properties: {} }),
    shownUserProperties: (actor) => shownUserProperties(actor, []),
    propertyPeople: (actor) => propertyPeople(actor, [], { properties: {} }),
  },
  "scim/connection-queries.ts": { listScimConnections },
  "scim/group-queries.ts": {
    listScimGroups: (actor) => listScimGroups(scim(actor), everything),
    findScimGroup: (actor) => findScimGroup(scim(actor), id),
  },
  "scim/user-queries.ts": {
    listScimUsers: (actor) => listScimUsers(scim(actor), everything),
    findScimUser: (actor) => findScimUser(scim(actor), id),
  },
  "services/catalogue-queries.ts": { listCatalogue, findOffered: (actor) => findOffered(actor, id) },
  "services/list-queries.ts": {
    servicesOfPeople: (actor) => servicesOfPeople(actor, [id]),
    serviceNames,
    serviceName: (actor) => serviceName(actor, id),
  },
  "services/queries.ts": {
    listServices,
    findService: (actor) => findService(actor, id),
    servicesToGive,
    listOffers,
  },
  "services/seat-queries.ts": {
    listSeats: (actor) => listSeats(actor, id, null),
    listWaits: (actor) => listWaits(actor, id),
    servicesOf: (actor) => servicesOf(actor, id),
  },
  "services/subscription-queries.ts": { listSubscriptions },
  "reports/queries.ts": {
    listSchedules,
    listReports,
    findReport: (actor) => findReport(actor, id, ""),
    readReport: (actor) => readReport(actor, id).next(),
  },
  "sessions/queries.ts": { listOwnSessions },
  "sync/queries.ts": {
    listConnections,
    findConnection: (actor) => findConnection(actor, id),
    findLeaving: (actor) => findLeaving(actor, id),
  },
  "sso/queries.ts": {
    listProviders,
    readKeepers,
    findProviderShown: (actor) => findProviderShown(actor, id),
  },
  "support/queries.ts": {
    supportNow: (actor) => supportNow(actor, new Date()),
    readSupportSettings,
    listOwnRequests,
    listRequests: (actor) => listRequests(actor, null),
    findRequest: (actor) => findRequest(actor, id),
    readScreenshot: (actor) => readScreenshot(actor, id),
  },
  "policies/api-queries.ts": {
    readApiPolicies: (actor) => readApiPolicies(actor, id),
    readOwnDevicePolicies,
  },
  "policies/queries.ts": {
    listDiffering,
    listPolicies,
    listUserPolicies: (actor) => listUserPolicies(actor, id),
  },
  "telephony/directory-queries.ts": {
    readTelephonyDirectory: (actor) => readTelephonyDirectory(actor, null),
  },
  "telephony/queries.ts": {
    listExtensions: (actor) => listExtensions(actor, { search: "", after: null }),
    findExtension: (actor) => findExtension(actor, id),
    extensionOf: (actor) => extensionOf(actor, id),
    freeExtensions,
    telephonySettings,
  },
  "telephony/own-queries.ts": { ownExtension },
  "telephony/queue-queries.ts": { listQueues, findQueue: (actor) => findQueue(actor, id), queueCandidates },
  "users/column-queries.ts": { chosenCells: (actor) => chosenCells(actor, [], []) },
  "users/export-queries.ts": { exportBatches: (actor) => exportBatches(actor, readUserListQuery({})).next() },
  "users/page-queries.ts": { readUserPage: (actor) => readUserPage(actor, {} as UserDetails) },
  "users/people-queries.ts": { searchPeople: (actor) => searchPeople(actor, "una") },
  "users/view-queries.ts": { viewedAccount: (actor) => viewedAccount(actor, id) },
  "users/queries.ts": {
    listUsers: (actor) => listUsers(actor, readUserListQuery({})),
    findUser: (actor) => findUser(actor, id),
    countMatching: (actor) => countMatching(actor, readUserListQuery({})),
  },
  "users/undo/queries.ts": {
    listChanges: (actor) => listChanges(actor),
    findChange: (actor) => findChange(actor, id),
  },
  "users/user-form-queries.ts": {
    userFormChoices,
    readSettings,
    freeUsername: (actor) => freeUsername(actor, "una@home.example"),
  },
  "webhooks/queries.ts": {
    listWebhooks,
    findWebhook: (actor) => findWebhook(actor, id),
    listDeliveries: (actor) => listDeliveries(actor, id, { state: null, before: null }),
    findDelivery: (actor) => findDelivery(actor, id, id),
  },
};

const INSIDE = "within the transaction of a caller who has asked";
const PURE = "reads nothing";

/** Functions beside them that take no actor, each with why nobody is asked. */
const WITHOUT_ACTOR: Record<string, Record<string, string>> = {
  "audit/queries.ts": { readAuditFilter: PURE },
  "imports/leavers/queries.ts": { countLeavers: INSIDE },
  "credentials/qr-queries.ts": { countSheetPeople: INSIDE },
  "grants/queries.ts": { readGroups: INSIDE, findGroupIds: INSIDE, readAssignments: INSIDE },
  "imports/extension-queries.ts": { extensionRows: INSIDE, extensionsProblem: INSIDE, countMoved: INSIDE },
  "imports/history-queries.ts": { summaryOf: PURE },
  "imports/row-queries.ts": { countRows: INSIDE, keptAfter: PURE },
  "messages/preview-queries.ts": { readMessage: INSIDE, exampleValues: INSIDE, show: PURE },
  "messages/queries.ts": { countByImport: INSIDE },
  "messages/template-queries.ts": { readTemplate: INSIDE },
  "mfa/queries.ts": {
    ownSecondStep: "everybody's own account, as the session says",
    pendingChoices: "nobody is signed in yet; the cookie is the proof",
  },
  "organizations/queries.ts": {
    managedOrganizations:
      "how it is found out what an actor may do; the database answers for their organization",
    organizationSettings: INSIDE,
  },
  "telephony/queries.ts": { selectExtensions: INSIDE },
  "telephony/own-queries.ts": { extensionHeldBy: INSIDE },
  "scim/group-queries.ts": { readGroupResource: INSIDE, groupResource: PURE },
  "properties/queries.ts": { userProperties: INSIDE, heldProperties: INSIDE, propertyOf: PURE },
};

/** One who is at work in their organization and may do nothing at all. */
const nobody: Actor = {
  userId: newId(),
  organizationId: id,
  sessionId: null,
  name: "Una Upton",
  username: "una@home.example",
  role: "user",
  accessProfile: null,
  ip: null,
  organization: { id, slug: "home", name: "Home", managing: false },
  permissions: new Set(),
};

const files = readdirSync("lib", { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => /(^|[/-])queries\.ts$/.test(path))
  .toSorted();

async function functionsOf(file: string): Promise<string[]> {
  const module: Record<string, unknown> = await import(resolve("lib", file));
  return Object.keys(module).filter((name) => typeof module[name] === "function");
}

describe("a query", () => {
  test.each(files)("stands in these tables: lib/%s", async (file) => {
    const listed = [...Object.keys(QUERIES[file] ?? {}), ...Object.keys(WITHOUT_ACTOR[file] ?? {})];
    expect(listed.toSorted()).toEqual((await functionsOf(file)).toSorted());
  });

  test.each(
    Object.entries(QUERIES).flatMap(([file, queries]) =>
      Object.entries(queries).map(([name, query]) => ({ file, name, query })),
    ),
  )("refuses whoever has no permission: $name of $file", async ({ query }) => {
    await expect((async () => query(nobody))()).rejects.toThrow(/^A query was made without /);
  });
});
