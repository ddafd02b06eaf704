import { setTimeout as sleep } from "node:timers/promises";
import { sealAuditOf } from "@/lib/audit/chain/job";
import { withOrganization } from "@/lib/db";
import type { User } from "@/lib/generated/prisma/client";
import { newId } from "@/lib/ids";
import { makeUser, type TestOrganization } from "@/tests/support/product-people";

/** Gives an organization at least one row in every table that tenants have. */
export async function fillOrganization(organization: TestOrganization): Promise<User> {
  const organizationId = organization.id;
  const user = await makeUser(organization, { role: "admin" });
  const source = await makeUser(organization);
  const importId = newId();
  const mine = { organizationId, userId: user.id };
  await withOrganization(organizationId, async (tx) => {
    await tx.password.create({ data: { ...mine, hash: "none" } });
    const expiresAt = new Date(Date.now() + 3_600_000);
    await tx.session.create({ data: { ...mine, id: newId(), expiresAt } });
    const tokenHash = new TextEncoder().encode(`a token of ${organization.slug}`);
    await tx.credential.create({ data: { ...mine, id: newId(), kind: "invitation", tokenHash, expiresAt } });
    const pin = {
      source: "system",
      salt: tokenHash.slice(0, 16),
      hash: new Uint8Array(32),
      issuedBy: {},
      expiresAt,
    };
    await tx.pin.create({ data: { ...mine, id: newId(), uses: 1, usesLeft: 1, ...pin } });
    const key = {
      name: "Nightly",
      prefix: "rollcall_abcdef",
      scopes: ["imports.read"],
      maker: {},
      expiresAt,
    };
    const apiKeyId = newId();
    await tx.apiKey.create({ data: { organizationId, id: apiKeyId, secretHash: tokenHash, ...key } });
    const sent = { keyHash: new Uint8Array(32), requestHash: new Uint8Array(32), newId: newId() };
    await tx.apiAnswer.create({ data: { organizationId, apiKeyId, ...sent, expiresAt } });
    const webhook = {
      organizationId,
      id: newId(),
      name: "Payroll",
      url: "https://hooks.example/",
      madeBy: "Una",
    };
    await tx.webhook.create({
      data: {
        ...webhook,
        sealedSecret: tokenHash,
        nextTransaction: 0n,
        offAt: expiresAt,
        offBecause: "person",
      },
    });
    const event = {
      organizationId,
      id: newId(),
      action: "user.updated",
      actorKind: "system",
      actorName: "Rollcall",
    };
    await tx.auditEvent.create({
      data: { ...event, subjectType: "user", subjectId: user.id, subjectName: "Una" },
      select: { id: true },
    });
    const delivery = { organizationId, webhookId: webhook.id, eventId: event.id, subjectId: user.id };
    await tx.webhookDelivery.create({ data: { ...delivery, place: 1n, state: "delivered" } });
    const mfa = { kind: "totp", name: "App", secret: tokenHash };
    await tx.mfaMethod.create({ data: { ...mine, id: newId(), ...mfa } });
    await tx.mfaRecoveryCode.create({ data: { ...mine, id: newId(), hash: new Uint8Array(32) } });
    const hashed = { tokenHash: new Uint8Array(32), expiresAt };
    await tx.rememberedDevice.create({ data: { ...mine, id: newId(), ...hashed } });
    await tx.pendingSignIn.create({ data: { ...mine, id: newId(), ...hashed, target: "/" } });
    const providerId = newId();
    const login = {
      kind: "oidc",
      name: "Login",
      issuer: "https://login.example",
      clientId: "x",
      vouchedBy: {},
    };
    await tx.signOnProvider.create({ data: { organizationId, id: providerId, ...login } });
    await tx.signOnLink.create({ data: { ...mine, providerId, subject: "x" } });
    await tx.signOnRequest.create({
      data: { organizationId, id: newId(), providerId, browserHash: tokenHash, target: "/", expiresAt },
    });
    const vouched = { organizationId, id: newId(), userId: mine.userId, expiresAt };
    await tx.session.create({ data: vouched });
    await tx.signOnSession.create({
      data: { organizationId, sessionId: vouched.id, providerId, ownSecondStep: false },
    });
    await tx.signOnKeeper.create({ data: mine });
    const group = { organizationId, id: newId(), name: "Front desk", permissions: ["users.read"] };
    await tx.group.create({ data: group });
    await tx.follow.create({
      data: { ...mine, sourceId: source.id, ceiling: [], followedBy: {}, gaveAs: {} },
    });
    await tx.groupMember.create({ data: { ...mine, groupId: group.id, addedBy: {} } });
    await tx.heldPermissions.create({ data: { ...mine, permissions: ["audit.read"] } });
    await tx.userPermission.create({ data: { ...mine, permission: "audit.read", givenBy: {} } });
    const scim = { organizationId, connectionId: newId() };
    await tx.scimConnection.create({ data: { organizationId, id: scim.connectionId, name: "Directory" } });
    const scimToken = {
      id: newId(),
      prefix: "rollcall_scim_abcdef",
      secretHash: tokenHash,
      maker: {},
      expiresAt,
    };
    await tx.scimToken.create({ data: { ...scim, ...scimToken } });
    await tx.scimUserLink.create({ data: { ...scim, userId: user.id, externalId: "una" } });
    await tx.scimGroupLink.create({ data: { ...scim, groupId: group.id, externalId: "desk" } });
    await tx.scimPerson.create({ data: { ...mine, kept: { title: "Captain" } } });
    const change = { id: newId(), kind: "suspend", details: { kind: "suspend" }, people: 1, madeBy: {} };
    await tx.bulkChange.create({ data: { organizationId, ...change } });
    await tx.bulkChangePerson.create({ data: { ...mine, changeId: change.id, was: {} } });
    await tx.bulkChangeWaiting.create({ data: { ...mine, changeId: change.id, place: 1 } });
    const badge = { organizationId, id: newId(), name: "Badge", type: "text", isUnique: true };
    await tx.property.create({ data: badge });
    await tx.user.update({
      where: { organizationId_id: { organizationId, id: user.id } },
      data: { properties: { [badge.id]: "7" } },
    });
    const price = { priceMinor: 500, currency: "EUR", term: "month" };
    const offer = { organizationId, id: newId(), name: "Fax", ...price };
    await tx.catalogueService.create({ data: offer });
    const service = { organizationId, id: newId(), name: "Fax", kind: "custom" };
    await tx.service.create({ data: service });
    const ofService = { ...mine, serviceId: service.id };
    const firstDay = new Date("2026-01-01");
    const subscription = { organizationId, id: newId(), serviceId: service.id, startsOn: firstDay };
    await tx.subscription.create({
      data: { ...subscription, ...price, renewsOn: new Date("2026-02-01") },
    });
    const count = { organizationId, subscriptionId: subscription.id, fromDay: firstDay, seats: 2 };
    await tx.seatCount.create({ data: count });
    await tx.seat.create({ data: { ...ofService, assignedBy: {} } });
    await tx.seatWait.create({ data: { ...ofService, userId: source.id, position: 1, askedBy: {} } });
    const returned = { assignedBy: {}, assignedAt: firstDay };
    const party = { name: "Una", company: "", address: "", taxId: "", contactName: "", contactEmail: "" };
    const invoice = { kind: "invoice", number: 1, period: firstDay, currency: "EUR", totalMinor: 500n };
    const invoiceId = newId();
    const parties = { billTo: { ...party, purchaseOrder: "" }, billFrom: { ...party, purchaseOrder: "" } };
    await tx.invoice.create({
      data: { organizationId, id: invoiceId, ...invoice, lineCount: 1, ...parties },
    });
    await tx.invoiceLine.create({
      data: {
        organizationId,
        invoiceId,
        line: 1,
        subscriptionId: subscription.id,
        service: "Fax",
        priceMinor: 500,
        term: "month",
        stretches: [],
        amountMinor: 500n,
      },
    });
    const taken = {
      ...invoice,
      kind: "credit_note",
      totalMinor: -500n,
      corrects: invoiceId,
      reason: "Twice",
    };
    const noteId = newId();
    await tx.invoice.create({ data: { organizationId, id: noteId, ...taken, lineCount: 1, ...parties } });
    await tx.invoiceLine.create({
      data: {
        organizationId,
        invoiceId: noteId,
        line: 1,
        subscriptionId: subscription.id,
        service: "Fax",
        priceMinor: 500,
        term: "month",
        stretches: [],
        amountMinor: -500n,
        creditsInvoiceId: invoiceId,
        creditsLine: 1,
      },
    });
    await tx.invoiceNumber.create({ data: { organizationId, kind: "invoice", last: 1 } });
    await tx.billingDetails.create({ data: { organizationId, company: "Acme" } });
    await tx.seatReturn.create({ data: { ...ofService, userId: source.id, ...returned } });
    await tx.supportSettings.create({ data: { organizationId, settings: {} } });
    const asked = { number: 1, kind: "Question", urgency: "normal", words: "Where?", way: "open" };
    const requestId = newId();
    await tx.supportRequest.create({ data: { ...mine, id: requestId, ...asked } });
    const said = { isAnswer: true, byName: "Ada", byUserId: user.id, words: "Here." };
    await tx.supportReply.create({ data: { organizationId, id: newId(), requestId, ...said } });
    const picture = { type: "image/png", bytes: new Uint8Array([1]) };
    await tx.supportScreenshot.create({ data: { organizationId, requestId, ...picture } });
    const telephony = { sipDomain: organization.domain, ranges: [], extensionsMax: 10 };
    await tx.telephonySettings.create({ data: { organizationId, ...telephony } });
    const extension = { id: newId(), number: "101", type: "sip" };
    await tx.extension.create({ data: { ...mine, ...extension } });
    const queue = { organizationId, id: newId(), number: "200", name: "Help", strategy: "ringAll" };
    await tx.callQueue.create({ data: queue });
    const member = { queueId: queue.id, extensionId: extension.id, position: 1 };
    await tx.callQueueMember.create({ data: { organizationId, ...member } });
    const file = { state: "review", fileName: "people.csv", createdBy: {} };
    await tx.import.create({ data: { organizationId, id: importId, ...file } });
    await tx.importPart.create({ data: { organizationId, importId, part: 0, bytes: new Uint8Array([65]) } });
    const headers = { organizationId, headersSha256: tokenHash };
    await tx.columnMatching.create({ data: { ...headers, matching: ["firstName"] } });
    const row = { line: 2, cells: ["Una"], values: {}, fate: "create", userId: newId() };
    const secret = { line: 2, hash: "none", expiresAt };
    await tx.importSecret.create({ data: { organizationId, importId, ...secret } });
    await tx.importPreset.create({ data: { organizationId, id: newId(), name: "Weekly", choices: {} } });
    const words = { kind: "own", name: "News", subject: "News", body: "News.", smsBody: "", madeBy: {} };
    await tx.messageTemplate.create({ data: { organizationId, id: newId(), ...words } });
    await tx.eventDay.create({
      data: { organizationId, day: new Date(), activations: 1, signIns: 0, imports: 0 },
      select: { day: true },
    });
    const report = { organizationId, kind: "people", format: "csv" };
    await tx.reportSchedule.create({
      data: { ...report, id: newId(), every: "day", day: 1, hour: 7, nextRunAt: expiresAt, madeBy: {} },
    });
    const reportId = newId();
    await tx.report.create({ data: { ...report, id: reportId, days: 1, askedBy: {} } });
    await tx.reportPart.create({
      data: { organizationId, reportId, part: 0, bytes: new Uint8Array([65]) },
    });
    await tx.reportFetch.create({ data: { organizationId, reportId, id: newId(), fetchedBy: {} } });
    const connectionId = newId();
    const directory = { kind: "entra", name: "Contoso", settings: {}, choice: { fields: {} }, madeBy: {} };
    await tx.syncConnection.create({
      data: { organizationId, id: connectionId, ...directory, secret: new Uint8Array([65]) },
    });
    const synced = { organizationId, connectionId };
    await tx.syncRun.create({ data: { ...synced, id: newId(), state: "waiting", leaving: 1 } });
    await tx.syncPerson.create({
      data: { ...synced, sourceId: "una", presence: "present", userId: user.id },
    });
    await tx.syncGroup.create({ data: { ...synced, sourceId: "staff", name: "Staff" } });
    await tx.syncMember.create({ data: { ...synced, groupId: "staff", personId: "una" } });
    await tx.syncGiven.create({ data: { ...synced, userId: user.id, groupId: newId() } });
    const differing = { field: "company", here: "Ours", there: "Theirs", kept: "here", hereBy: "Una" };
    await tx.syncConflict.create({ data: { ...synced, userId: user.id, ...differing } });
    const message = { kind: "invitation", method: "email", address: "una@x.example" };
    await tx.message.create({ data: { ...mine, id: newId(), ...message } });
    await tx.importRow.create({ data: { organizationId, importId, ...row } });
    const edit = { kind: "cells", words: "First name on line 2", cells: [[2, 0, "Ula", "Una"]], rowCount: 1 };
    await tx.importEdit.create({
      data: { organizationId, importId, id: newId(), ...edit, madeBy: {}, userId: user.id },
    });
    await tx.importLeaver.create({ data: { organizationId, importId, userId: user.id } });
  });
  await sealed(organizationId);
  return user;
}

/** Seals the log; what other tests' transactions have begun on the same server may hold it back for a moment. */
async function sealed(organizationId: string): Promise<void> {
  while ((await sealAuditOf(organizationId)) === 0) await sleep(20);
}
