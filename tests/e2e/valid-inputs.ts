import { newId } from "../../lib/ids";
import { OPERATIONS } from "../../lib/rest/operations";
import { makeCertificate } from "../support/certificate";
import { metadataOf } from "../support/saml-metadata";
import { FormGiven } from "./calls";

/** An organization's ids, by the name that a parameter for each has, and a domain for usernames. */
export type Known = { ids: Record<string, string>; domain: string };

const form = (fields: Record<string, string> = {}) => new FormGiven(fields);
const ORG = "app/(org)/[org]";
const RUN = `${ORG}/users/import/[importId]`;
const PERSON = `${ORG}/users/[userId]`;

const OWN_ACCOUNT = { by: "role", role: "user", accessProfile: null, groups: [], permissions: [] };

const DIRECTORY = {
  kind: "entra",
  name: "Walk",
  tenant: "walk.example",
  client: "walk",
  cloud: "global",
  loginUrl: "",
  graphUrl: "",
  proof: "secret",
  secret: "Walk",
};

const REPORT = { kind: "imports", format: "csv" };

/** What is chosen for all people of an import. */
const choicesOf = (grants: object) => ({
  grants,
  addressBook: false,
  notify: "none",
  message: "invitation",
  password: "link",
  note: "",
});

/** Somebody new, as a form has them. */
const newcomer = (local: string, domain: string) => ({
  firstName: "Eve",
  lastName: "Eaves",
  usernameLocal: local,
  domain,
  accessEmail: `${local}@mail.example`,
  otherEmail: "",
  mobilePhone: "",
  businessPhone: "",
  company: "",
  customerCode: "",
  udid: "",
  accessEndsAt: "",
  inAddressBook: false,
  properties: {},
  role: "user",
  accessProfile: "",
});

const textProperty = (name: string) => ({
  name,
  type: "text",
  choices: [],
  isUserProperty: true,
  isRequired: false,
  isUnique: false,
  defaultValue: "",
  help: "",
  value: "",
});

const BILLING_DETAILS = {
  company: "Walk",
  address: "",
  taxId: "",
  contactName: "",
  contactEmail: "",
  purchaseOrder: "",
};
const offerOf = (name: string) => ({ name, description: "", price: "5", currency: "EUR", term: "month" });

const serviceOf = (name: string) => ({ ...offerOf(name), price: "0", unlimited: false, seats: "3" });
const newExtension = { number: "", displayName: "", type: "sip", voicemail: false, forceLogin: false };

const newQueue = (name: string) => ({
  number: "",
  name,
  strategy: "ringAll",
  voicemail: false,
  members: [] as { extensionId: string; paused: boolean }[],
});

/** Nobody listens there. */
const newWebhook = (name: string) => ({ name, url: "http://127.0.0.1:9/hook", eventTypes: [] });
const SIGN_ON_PROVIDER = {
  version: null,
  kind: "saml",
  name: "Walk",
  issuer: "",
  clientId: "",
  secret: "",
  metadata: metadataOf(makeCertificate().certificate),
  metadataUrl: "",
  addressClaim: "",
  newPeople: "existing",
  ownSecondStep: false,
};

/** A message's. */
const WORDS = { subject: "Walk", body: "Hello", smsBody: "" };

/** One of each kind that an input can name, by the actions that make it. */
export function thingsToMake(domain: string): [string, unknown][] {
  const name = `Walk ${Date.now()}`;
  const [groupId, userId] = [newId(), newId()];
  return [
    // The first one, so that it is told of others.
    ["makeWebhook", newWebhook(name)],
    ["addGroup", { id: groupId, name, description: "Walk", permissions: ["users.read"] }],
    ["addUser", { id: userId, values: newcomer(`walk-${userId}`, domain), pin: { digits: null } }],
    ["changeMembership", { selection: { ids: [userId] }, change: { kind: "joinGroup", groupId } }],
    ["addProperty", { id: newId(), property: textProperty(name) }],
    ["addService", { id: newId(), service: serviceOf(name) }],
    ["addExtension", { id: newId(), extension: newExtension }],
    ["addQueue", { id: newId(), queue: newQueue(name) }],
    ["keepPreset", { name, choices: { ...choicesOf(OWN_ACCOUNT), mode: "createOnly", onError: "skip" } }],
    ["keepTemplate", { key: "new", id: null, name, ...WORDS }],
    ["saveSignOn", { ...SIGN_ON_PROVIDER, id: newId() }],
    // No key is made that ends soon: the worker would warn of it.
    ["makeKey", { name, scopes: ["imports.read"], expiresInDays: 60 }],
    ["makeScimConnection", { name, sendsInvitations: false, writesRoles: false, expiresInDays: 60 }],
    ["connect", { ...DIRECTORY, name }],
    ["scheduleReport", { ...REPORT, every: "month", day: 1, hour: 7 }],
    ["askReport", REPORT],
    ["openImport", { name: "walk.csv", sizeBytes: 0 }],
    ["sendTest", { key: "invitation", method: "email" }],
  ];
}

/**
 * What every action of organizations takes, as a browser would send it, with the ids of that organization: the arguments
 * behind its address. An action that is not among these fails the walk of tenants.
 */
export function validInputs({ ids, domain }: Known): Record<string, unknown[]> {
  const of = (name: string): string => {
    const id = ids[name];
    if (!id) throw new Error(`There is no ${name} to name.`);
    return id;
  };
  const [userId, groupId, importId] = [of("userId"), of("groupId"), of("importId")];
  const [propertyId, presetId, changeId] = [of("propertyId"), of("importPresetId"), of("bulkChangeId")];
  const serviceId = of("serviceId");
  const requestId = of("supportRequestId");
  const selection = { ids: [userId] };
  const confirmed = { selection, expected: 1 };
  const grants = { ...OWN_ACCOUNT, groups: [groupId] };
  const mirror = { ...grants, by: "mirror", userId, without: [] };
  const choices = choicesOf(grants);
  const local = `walk-${newId()}`;
  const values = newcomer(local, domain);
  const rule = { match: "all", conditions: [{ field: "company", is: "is", value: "Walkers" }] };
  const group = { name: `Walk ${local}`, description: "", permissions: [], rule: null };
  const property = textProperty(`Walk ${local}`);
  const filter = {
    search: "",
    status: null,
    role: null,
    importId,
    groupId,
    properties: { [propertyId]: "x" },
  };
  const policy = { key: "sessionIdleMinutes", value: 30, isInherited: false };
  const version = 1;
  const one = (input: unknown) => [input];
  return {
    ...named(`${ORG}/users/actions.ts`, {
      planChange: one({ selection, change: { kind: "giveRights", grants: mirror } }),
      countUsers: one(filter),
      suspend: one(confirmed),
      reactivate: one(confirmed),
      changeRole: one({ ...confirmed, role: "viewer" }),
      changeMembership: one({ ...confirmed, change: { kind: "joinGroup", groupId } }),
      groupsToGive: one(null),
      groupsToFilter: one(null),
      rightsToGive: one(null),
      searchMirror: one({ search: "a" }),
      giveRightsTo: one({ ...confirmed, grants }),
      policiesToSay: one(null),
      sayPolicy: one({ ...confirmed, policy }),
      propertiesToSet: one(null),
      setProperty: one({ ...confirmed, change: { kind: "setProperty", propertyId, value: "" } }),
      servicesToAssign: one(null),
      servicesToFilter: one(null),
      changeServiceSeats: one({
        ...confirmed,
        change: { kind: "assignService", serviceId, whenShort: "wait" },
      }),
      remove: one(confirmed),
      restore: one(confirmed),
    }),
    ...servicesOf(serviceId, of("subscriptionId"), ids.catalogueServiceId ?? serviceId),
    ...named(`${ORG}/users/changes/actions.ts`, {
      planTakingBack: one({ changeId }),
      takeChangeBack: one({ changeId }),
      stopBulkChange: one({ changeId }),
    }),
    ...named(`${ORG}/users/people-actions.ts`, { findPeople: one({ search: "a" }) }),
    ...named(`${ORG}/users/new/actions.ts`, {
      addUser: one({ id: newId(), values, grants }),
      adviseOnNewPassword: one({
        password: "correct horse battery",
        person: { firstName: "Eve", lastName: "Eaves", username: "eve", accessEmail: "", company: "" },
      }),
    }),
    ...named(`${ORG}/users/rows/actions.ts`, {
      createRows: one({
        id: newId(),
        columns: ["firstName", "lastName", "accessEmail"],
        onError: "skip",
        rows: [["Eve", "Eaves", `rows-${newId()}@mail.example`]],
        setting: "link",
        grants,
      }),
    }),
    ...named(`${PERSON}/actions.ts`, {
      unlock: [userId, {}, form()],
      issueActivationLink: one({ userId }),
      issueUserPin: one({ userId, pin: { digits: null } }),
      resetUserSecondStep: one({ userId }),
      showQr: one({ userId }),
    }),
    ...named(`${PERSON}/edit/actions.ts`, { editUser: one({ id: userId, version, values }) }),
    ...named(`${PERSON}/viewing-actions.ts`, { viewAsPerson: one({ userId }), stopViewing: [userId] }),
    ...named(`${PERSON}/following-actions.ts`, { endFollowing: one({ userId, keep: true }) }),
    ...named(`${PERSON}/policies/actions.ts`, {
      saveUserPolicyChange: [userId, { ...policy, stamp: "" }],
    }),
    ...named(`${ORG}/users/import/actions.ts`, {
      openImport: one({ name: "walk.csv", sizeBytes: 0 }),
      getUsers: one({ importId, matching: ["firstName", "lastName"], hasHeader: true, defaultCountry: null }),
      takeSheet: one({ importId, sheet: "People" }),
      takeHeaderLine: one({ importId, line: 1 }),
      matchAgain: one({ importId }),
      keepFirst: one({ importId }),
      carryOut: one({ importId, planVersion: 1, onError: "skip", choices }),
      takeBack: one({ importId }),
      giveUp: one({ importId }),
    }),
    ...named(`${RUN}/choice-actions.ts`, {
      keepPreset: one({ name: "Walk", choices: { ...choices, mode: "createOnly", onError: "skip" } }),
      nameAnew: one({ presetId, name: "Walked" }),
      dropPreset: one({ presetId }),
      takePreset: one({ importId, presetId }),
      callOff: one({ importId }),
      inviteAll: one({ importId }),
    }),
    ...named(`${RUN}/approval-actions.ts`, {
      askForApproval: one({ importId, word: "" }),
      giveBack: one({ importId, word: "" }),
    }),
    ...named(`${RUN}/leavers-actions.ts`, {
      suspendPeople: one({ importId, expected: 0, words: "" }),
      finish: one({ importId, planVersion: 1 }),
    }),
    ...named(`${ORG}/groups/actions.ts`, {
      planGroupRule: one({ id: groupId, rule }),
      addGroup: one({ ...group, id: newId() }),
      saveGroup: one({ ...group, id: groupId, version, name: `Walk ${newId()}` }),
      dropGroup: one({ id: groupId, version }),
    }),
    ...named(`${ORG}/support/actions.ts`, {
      sendRequest: [{}, form({ id: newId(), kind: "Question", urgency: "normal", words: "Walk", from: "/" })],
      replyToSupport: [{}, form({ id: newId(), requestId, words: "Walk" })],
      answerRequest: [{}, form({ id: newId(), requestId, words: "Walk" })],
      changeOwnState: [{}, form({ requestId, state: "closed" })],
      changeRequestState: [{}, form({ requestId, state: "closed" })],
      saveSupport: [
        {},
        form({
          version: "0",
          timeZone: "UTC",
          from: "09:00",
          until: "17:00",
          daysOff: "",
          email: "",
          onCallEmail: "",
          onCallPhone: "",
          kinds: "Question",
        }),
      ],
    }),
    ...named(`${ORG}/properties/actions.ts`, {
      addProperty: one({ id: newId(), property }),
      planSave: one({ id: propertyId, property }),
      saveProperty: one({ id: propertyId, version, property: textProperty(`Walk ${newId()}`), lost: 0 }),
      dropProperty: one({ id: propertyId, version, lost: 0 }),
      shiftProperty: one({ id: propertyId, by: 1 }),
    }),
    ...telephonyOf({ of, userId, domain }),
    ...settingsOf({ of, userId, domain, policy }),
  };
}

/** The same of services and what is bought of them. */
function servicesOf(id: string, subscriptionId: string, offerId: string): Record<string, unknown[]> {
  const one = (input: unknown) => [input];
  const [subscription, offer] = [{ id: subscriptionId }, { id: offerId }];
  return {
    ...named(`${ORG}/services/actions.ts`, {
      addService: one({ id: newId(), service: serviceOf(`Walk ${newId()}`) }),
      takeOffer: one({ ...offer, seats: "1", priceMinor: 500 }),
      saveService: one({ id, version: 1, service: { name: `Walk ${newId()}`, description: "" } }),
      saveFreeSeats: one({ id, seats: "4", had: 3 }),
      retire: one({ id, people: 0 }),
      reopen: one({ id }),
      buyMore: one({ ...subscription, seats: "1", had: 3 }),
      saveSeatsAtRenewal: one({ ...subscription, seats: null }),
      cancel: one(subscription),
      resume: one(subscription),
    }),
    ...named(`${ORG}/services/catalogue/actions.ts`, {
      addOffer: one({ id: newId(), service: offerOf(`Walk ${newId()}`) }),
      saveOffer: one({ ...offer, version: 1, service: offerOf(`Walk ${newId()}`) }),
      setOfferRetired: one({ ...offer, isRetired: true }),
    }),
  };
}

type Parts = {
  of: (name: string) => string;
  userId: string;
  domain: string;
  policy: object;
};

/** The same of extensions and queues. */
function telephonyOf({ of, userId, domain }: Omit<Parts, "policy">): Record<string, unknown[]> {
  const [id, queueId] = [of("extensionId"), of("callQueueId")];
  const one = (input: unknown) => [input];
  const { number: _, ...extension } = newExtension;
  const kind = { type: "sip", forceLogin: true };
  return named(`${ORG}/telephony/actions.ts`, {
    addExtension: one({ id: newId(), extension: newExtension }),
    addExtensions: one({ first: "", count: 1, voicemail: false, ...kind }),
    saveExtension: one({ id, version: 1, extension: { ...extension, displayName: "Walk" } }),
    dropExtension: one({ id }),
    assign: one({ id, userId }),
    giveToPerson: one({ userId, choice: { extension: "next", ...kind } }),
    giveNextNumbers: one({ selection: { ids: [userId] }, ...kind }),
    makeSecret: one({ id }),
    addQueue: one({ id: newId(), queue: newQueue(`Walk ${newId()}`) }),
    saveQueue: one({ id: queueId, version: 1, queue: newQueue("Walked") }),
    dropQueue: one({ id: queueId }),
    saveSettings: one({
      settings: { sipDomain: domain, sipServer: "", ranges: "100-998", extensionsMax: 400 },
      voided: 0,
    }),
  });
}

/** The same of what is decided for a whole organization. */
function settingsOf({ of, userId, domain, policy }: Parts): Record<string, unknown[]> {
  const webhookId = of("webhookId");
  const [connectionId, groupId] = [of("syncConnectionId"), of("groupId")];
  const [messageId, templateId, domainId] = [of("messageId"), of("messageTemplateId"), of("domainId")];
  const one = (input: unknown) => [input];
  const selection = { ids: [userId] };
  return {
    ...named(`${ORG}/messages/actions.ts`, {
      send: one({ audience: selection, templateKey: "invitation", method: "email", expected: 1 }),
      countSheet: one(selection),
      reveal: one({ messageId }),
      sendTest: one({ key: "invitation", method: "email" }),
      preview: one({ kind: "own", text: WORDS, whom: userId }),
      keepTemplate: one({ ...WORDS, key: templateId, id: templateId, name: "Walk" }),
      setBack: one({ key: templateId, id: templateId }),
    }),
    ...named(`${ORG}/billing/actions.ts`, {
      saveDetails: one({ version: 0, details: BILLING_DETAILS }),
      issueCreditNote: one({ invoiceId: of("invoiceId"), line: null, reason: "Walk" }),
    }),
    ...named(`${ORG}/pins/actions.ts`, { withdraw: one({ pinId: of("pinId") }) }),
    ...named(`${ORG}/sign-on/actions.ts`, {
      saveSignOn: one({ ...SIGN_ON_PROVIDER, id: newId() }),
      chooseSignOnState: one({ id: of("signOnProviderId"), version: 1, state: "offered" }),
      removeSignOn: one({ id: of("signOnProviderId") }),
      keepOwnPassword: one({ userId, keeps: true }),
      unlinkPerson: one({ id: of("signOnProviderId"), username: `x@${domain}` }),
      trySignOn: one({ id: of("signOnProviderId") }),
    }),
    ...named(`${ORG}/api-keys/actions.ts`, {
      makeKey: one({ name: "Walk", scopes: ["imports.read"], expiresInDays: 60 }),
      rotateKey: one({ keyId: of("apiKeyId"), overlapDays: 1, expiresInDays: 60 }),
      revokeKey: one({ keyId: of("apiKeyId") }),
    }),
    ...named(`${ORG}/webhooks/actions.ts`, {
      makeWebhook: one(newWebhook("Walk")),
      editWebhook: one({ webhookId, webhook: newWebhook("Walked") }),
      switchWebhook: one({ webhookId, isOn: true }),
      replaceWebhookSecret: one({ webhookId, overlapHours: 1 }),
      tryWebhook: one({ webhookId }),
      resendDelivery: one({ webhookId, eventId: of("auditEventId") }),
      resendMissed: one({ webhookId }),
      removeWebhook: one({ webhookId }),
    }),
    ...named(`${ORG}/connections/scim/actions.ts`, {
      makeScimConnection: one({
        name: "Walk",
        sendsInvitations: false,
        writesRoles: false,
        expiresInDays: 1,
      }),
      makeScimToken: one({ connectionId: of("scimConnectionId"), expiresInDays: 60 }),
      endScimConnection: one({ connectionId: of("scimConnectionId") }),
    }),
    ...named(`${ORG}/connections/actions.ts`, {
      connect: one(DIRECTORY),
      changeConnection: one({ connectionId, connection: { ...DIRECTORY, name: "Walked" } }),
      testConnection: one({ connectionId }),
      findGroups: one({ connectionId, words: "" }),
      saveChoice: one({
        connectionId,
        choice: { who: "everybody", fields: {}, notify: "none", everyMinutes: 60 },
      }),
      mapGroup: one({ connectionId, sourceId: "walk", name: "Walk", inScope: true, role: null, groupId }),
      unmapGroup: one({ connectionId, sourceId: "walk" }),
      startRun: one({ connectionId, full: false }),
      allowLeavers: one({ connectionId, runId: connectionId, count: 1 }),
      pauseConnection: one({ connectionId }),
      resumeConnection: one({ connectionId }),
      removeConnection: one({ connectionId }),
    }),
    ...named(`${ORG}/reports/actions.ts`, {
      askReport: one(REPORT),
      scheduleReport: one({ ...REPORT, every: "week", day: 1, hour: 7 }),
      resumeSchedule: one({ scheduleId: of("reportScheduleId") }),
      removeSchedule: one({ scheduleId: of("reportScheduleId") }),
    }),
    ...named(`${ORG}/domains/actions.ts`, {
      add: one({ name: `walk.${domain}` }),
      check: one({ id: domainId }),
      choosePrimary: one({ id: domainId }),
      remove: one({ id: domainId, moveTo: null, expected: 0, tell: false }),
    }),
    ...named(`${ORG}/policies/actions.ts`, { savePolicyChange: one({ ...policy, stamp: "" }) }),
    ...named(`${ORG}/settings/following-actions.ts`, { saveFollowing: one({ isAllowed: true }) }),
    ...named(`${ORG}/settings/brand-actions.ts`, { saveBrand: [{}, form({ color: "#005a6e" })] }),
    ...named(`${ORG}/settings/actions.ts`, {
      saveSettings: one({
        name: "Walked",
        defaultCountry: "",
        mandatoryFields: [],
        timeZone: "Europe/Berlin",
        dateStyle: "iso",
      }),
      resendExpiredLinks: one({}),
    }),
    ...named("app/(manage)/organizations/actions.ts", {
      createOrganization: one({
        id: newId(),
        name: "Walk",
        slug: `walk-${newId()}`.slice(0, 40),
        domain: `walk-${newId()}.example`,
        managing: false,
        parent: of("organizationId"),
        firstName: "Eve",
        lastName: "Eaves",
        usernameLocal: "eve",
        accessEmail: "eve@mail.example",
        sendLink: false,
      }),
      suspendOrganization: one({ id: of("organizationId"), suspended: true }),
    }),
  };
}

const named = (file: string, inputs: Record<string, unknown[]>): Record<string, unknown[]> =>
  Object.fromEntries(Object.entries(inputs).map(([name, input]) => [`${file} ${name}`, input]));

const SCIM_USER = {
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
  userName: "eve@mail.example",
  name: { givenName: "Eve", familyName: "Eaves" },
};

/** What methods that write are sent, by the method and its address. */
export const validBodies = ({ ids }: Known): Record<string, unknown> => ({
  "PUT /api/imports/[importId]/file": "First name,Last name\nEve,Eaves\n",
  "PATCH /api/imports/[importId]/rows": { selected: false, rows: { lines: [2] } },
  "POST /api/imports/[importId]/edits": { kind: "cells", line: 2, cells: [{ column: 0, value: "Eve" }] },
  "POST /api/v1/imports": "First name,Last name,Email\nEve,Eaves,eve@mail.example\n",
  "PATCH /api/v1/imports/[importId]/rows/[line]": { selected: false },
  "POST /api/v1/imports/[importId]/commit": { planVersion: 1 },
  "POST /api/v1/imports/[importId]/undo": {},
  ...Object.fromEntries(
    OPERATIONS.filter(({ servedBy, method }) => !servedBy && method !== "GET").map(
      ({ method, path, example }) => [
        `${method} /api/v1${path.replaceAll(/\{(\w+)\}/g, "[$1]")}`,
        example.body,
      ],
    ),
  ),
  "POST /api/scim/v2/[[...path]]": SCIM_USER,
  "PUT /api/scim/v2/[[...path]]": SCIM_USER,
  "PATCH /api/scim/v2/[[...path]]": {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
    Operations: [{ op: "replace", path: "active", value: false }],
  },
  "DELETE /api/scim/v2/[[...path]]": undefined,
  "POST /api/organizations/[org]/users/qr-sheet": { selection: { ids: [ids.userId] }, paper: "a4" },
});
