import "server-only";
import { record } from "@/lib/audit/record";
import { storedName } from "@/lib/auth/stored-actor";
import { command } from "@/lib/command";
import type { Transaction } from "@/lib/db";
import type { Actor } from "@/lib/permissions/actor";
import { namesOfPeople } from "@/lib/properties/people";
import { userProperties } from "@/lib/properties/queries";
import { propertyValuesOf } from "@/lib/properties/types";
import { valueInWords } from "@/lib/properties/words";
import { ok, type Result } from "@/lib/result";
import { deviceInWords } from "@/lib/sessions/device";
import { statusOf } from "@/lib/users/status";

/**
 * What is kept about oneself (GDPR, art. 15 and 20), for a file: the person, their properties, groups, messages, sessions, second steps,
 * PINs and links, extension, services, what they asked of support, and what the audit log says of them. No password, PIN, token or hash is in it, and no address of whoever
 * else did something. Nor is what messages said: some told a link, a password or a code.
 */
export function ownData(actor: Actor): Promise<Result<Record<string, unknown>>> {
  return command(actor, "account.read", async (tx) => {
    const { organizationId, userId, username } = actor;
    const subject = { type: "user" as const, id: userId, name: username };
    const data = await collect(tx, actor);
    await record(tx, organizationId, actor, "user.dataDownloaded", subject);
    return ok(data);
  });
}

async function collect(tx: Transaction, { organizationId, userId, organization }: Actor) {
  const mine = { organizationId, userId };
  const {
    sortName: _,
    searchText: __,
    properties: kept,
    ...person
  } = await tx.user.findUniqueOrThrow({
    where: { organizationId_id: { organizationId, id: userId } },
  });
  const values = propertyValuesOf(kept);
  const defined = await userProperties(tx, organizationId);
  const named = await namesOfPeople(tx, organizationId, defined, [values]);
  const groups = await tx.groupMember.findMany({
    where: mine,
    orderBy: { group: { name: "asc" } },
    select: { addedAt: true, addedBy: true, byRule: true, group: { select: { name: true } } },
  });
  const permissions = await tx.userPermission.findMany({
    where: mine,
    orderBy: { permission: "asc" },
    select: { permission: true, givenAt: true, givenBy: true },
  });
  const follows = await tx.follow.findUnique({
    where: { organizationId_userId: mine },
    select: { followedAt: true, followedBy: true, source: { select: { firstName: true, lastName: true } } },
  });
  const messages = await tx.message.findMany({
    where: mine,
    orderBy: { id: "asc" },
    select: {
      kind: true,
      method: true,
      address: true,
      state: true,
      createdAt: true,
      sentAt: true,
      deliveredAt: true,
      openedAt: true,
      bouncedAt: true,
    },
  });
  const sessions = await tx.session.findMany({
    where: mine,
    orderBy: { createdAt: "asc" },
    select: { ip: true, userAgent: true, createdAt: true, lastSeenAt: true, expiresAt: true, endedAt: true },
  });
  const links = await tx.credential.findMany({
    where: mine,
    orderBy: { id: "asc" },
    select: { kind: true, createdAt: true, expiresAt: true, usedAt: true, revokedAt: true },
  });
  const pins = await tx.pin.findMany({
    where: mine,
    orderBy: { id: "asc" },
    select: {
      source: true,
      uses: true,
      usesLeft: true,
      issuedBy: true,
      createdAt: true,
      expiresAt: true,
      lastUsedAt: true,
      revokedAt: true,
      revokedBecause: true,
    },
  });
  const secondSteps = await tx.mfaMethod.findMany({
    where: mine,
    orderBy: { id: "asc" },
    select: { kind: true, name: true, phone: true, createdAt: true, confirmedAt: true, lastUsedAt: true },
  });
  const devices = await tx.rememberedDevice.findMany({
    where: mine,
    orderBy: { id: "asc" },
    select: { ip: true, userAgent: true, createdAt: true, lastUsedAt: true, expiresAt: true, endedAt: true },
  });
  const requests = await tx.supportRequest.findMany({
    where: mine,
    orderBy: { number: "asc" },
    select: {
      number: true,
      kind: true,
      urgency: true,
      state: true,
      words: true,
      context: true,
      createdAt: true,
      screenshot: { select: { type: true } },
      replies: {
        orderBy: [{ createdAt: "asc" }, { id: "asc" }],
        select: { byName: true, isAnswer: true, words: true, createdAt: true },
      },
    },
  });
  const seats = await tx.seat.findMany({
    where: mine,
    orderBy: { assignedAt: "asc" },
    select: { assignedAt: true, assignedBy: true, service: { select: { name: true } } },
  });
  const waits = await tx.seatWait.findMany({
    where: mine,
    orderBy: { askedAt: "asc" },
    select: { askedAt: true, service: { select: { name: true } } },
  });
  const extension = await tx.extension.findUnique({
    where: { organizationId_userId: mine },
    select: { number: true, displayName: true, type: true, voicemail: true, forceLogin: true },
  });
  const events = await tx.auditEvent.findMany({
    where: { organizationId, subjectId: userId },
    orderBy: { id: "asc" },
    select: { occurredAt: true, action: true, actorName: true, actorUserId: true, changes: true, ip: true },
  });
  return {
    organization: organization.name,
    person: { ...person, status: statusOf(person, new Date()) },
    properties: defined.flatMap((property) => {
      const value = values[property.id];
      return value === undefined
        ? []
        : [{ name: property.name, value: valueInWords(value, property, named) }];
    }),
    groups: groups.map(({ group, addedAt, addedBy, byRule }) => ({
      name: group.name,
      since: addedAt,
      by: byRule ? "rule" : storedName(addedBy),
    })),
    permissions: permissions.map(({ permission, givenAt, givenBy }) => ({
      permission,
      since: givenAt,
      by: storedName(givenBy),
    })),
    follows: follows && {
      name: `${follows.source.firstName} ${follows.source.lastName}`,
      since: follows.followedAt,
      by: storedName(follows.followedBy),
    },
    messages,
    sessions: sessions.map((session) => ({ ...session, device: deviceInWords(session.userAgent) })),
    secondSteps,
    rememberedDevices: devices.map((device) => ({ ...device, device: deviceInWords(device.userAgent) })),
    links,
    pins: pins.map(({ issuedBy, ...pin }) => ({ ...pin, issuedBy: storedName(issuedBy) })),
    extension,
    services: [
      ...seats.map(({ service, assignedAt, assignedBy }) => ({
        name: service.name,
        since: assignedAt,
        by: storedName(assignedBy),
      })),
      ...waits.map(({ service, askedAt }) => ({ name: service.name, waitingSince: askedAt })),
    ],
    supportRequests: requests.map(({ screenshot, replies, ...request }) => ({
      ...request,
      screenshot: screenshot?.type ?? null,
      replies: replies.map(({ byName, ...reply }) => ({ ...reply, by: byName })),
    })),
    events: events.map(({ actorUserId, ip, ...event }) => ({
      ...event,
      ...(actorUserId === userId ? { ip } : {}),
    })),
  };
}
