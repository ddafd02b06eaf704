import * as z from "zod";
import { GROUP_DESCRIPTION_MAX, GROUP_NAME_MAX } from "@/lib/groups/limits";
import { ruleSchema } from "@/lib/groups/rule-schema";
import { ALL_PERMISSIONS } from "@/lib/permissions/permissions";
import { EXAMPLE, EXAMPLE_MOMENT } from "@/lib/rest/examples";
import { resource } from "@/lib/rest/operation";
import { USER_EXAMPLE, userSchema } from "@/lib/rest/resources/user-shape";
import { idSchema, momentSchema, pageOf, paging, sparse } from "@/lib/rest/schemas";

const READ = { scope: "groups.read", permission: "groups.read" } as const;
const UPDATE = { scope: "groups.write", permission: "groups.update" } as const;
const MEMBERS = { scope: "groups.write", permission: "users.groups.update" } as const;

const MEMBERS_MAX = 1000;

const groupSchema = z.object({
  id: idSchema,
  name: z.string(),
  description: z.string(),
  permissions: z.array(z.enum(ALL_PERMISSIONS)),
  rule: ruleSchema.nullable().describe("Who is in it; null where people are taken in."),
  members: z.int().describe("How many people are in it."),
  version: z.int(),
  createdAt: momentSchema,
});

const permissions = z.array(z.enum(ALL_PERMISSIONS)).max(ALL_PERMISSIONS.length);

const details = {
  name: z.string().min(1).max(GROUP_NAME_MAX),
  description: z.string().max(GROUP_DESCRIPTION_MAX),
  permissions: permissions.describe("Never more than the key’s own rights come to."),
  rule: ruleSchema.nullable(),
};

const memberSchema = userSchema.pick({
  id: true,
  username: true,
  firstName: true,
  lastName: true,
  status: true,
});

const GROUP = {
  id: EXAMPLE.group,
  name: "Sales",
  description: "Everybody who sells",
  permissions: ["users.read"],
  rule: null,
  members: 1,
  version: 1,
  createdAt: EXAMPLE_MOMENT,
};

const groupShape = groupSchema.meta({
  id: "Group",
  description: "A group of people, and what it lets them do.",
});
const one = { about: "The group.", schema: groupShape, example: GROUP };
const params = { groupId: EXAMPLE.group };
const { id, username, firstName, lastName, status } = USER_EXAMPLE;

export const groups = resource("Groups", "Groups of people, and what they let them do.", {
  list: {
    method: "GET",
    path: "/groups",
    summary: "List groups",
    access: READ,
    query: z.strictObject({
      ...paging,
      search: z.string().max(GROUP_NAME_MAX).optional().describe("A part of the name."),
    }),
    fields: groupSchema,
    answers: {
      200: {
        about: "A page of groups, by name.",
        schema: pageOf(sparse(groupSchema), {}),
        example: { items: [GROUP], next: null },
      },
    },
    example: { query: { search: "sal" } },
  },
  create: {
    method: "POST",
    path: "/groups",
    summary: "Make a group",
    access: UPDATE,
    body: z.strictObject({
      ...details,
      description: details.description.default(""),
      permissions: details.permissions.default([]),
      rule: details.rule.default(null),
    }),
    answers: { 201: { ...one, about: "The group that was made." } },
    example: { body: { name: "Night shift", description: "Whoever works at night" } },
  },
  read: {
    method: "GET",
    path: "/groups/{groupId}",
    summary: "Read a group",
    access: READ,
    fields: groupSchema,
    answers: { 200: { ...one, schema: sparse(groupSchema) } },
    example: { params },
  },
  update: {
    method: "PATCH",
    path: "/groups/{groupId}",
    summary: "Change a group",
    about: "Whoever is in it has its permissions with the next request.",
    access: UPDATE,
    ifMatch: "required",
    body: z.strictObject(details).partial(),
    answers: { 200: { ...one, about: "The group as it is now." } },
    refusals: ["conflict"],
    example: { params, body: { description: "Sells, in all countries" } },
  },
  remove: {
    method: "DELETE",
    path: "/groups/{groupId}",
    summary: "Remove a group",
    about: "Its members stay, without what it gave them.",
    access: UPDATE,
    ifMatch: "required",
    answers: { 204: { about: "It is gone." } },
    refusals: ["conflict"],
    example: { params },
  },
  members: {
    method: "GET",
    path: "/groups/{groupId}/members",
    summary: "List who is in a group",
    access: READ,
    query: z.strictObject(paging),
    fields: memberSchema,
    answers: {
      200: {
        about: "A page of people, by name.",
        schema: pageOf(sparse(memberSchema), { total: z.int() }),
        example: { items: [{ id, username, firstName, lastName, status }], next: null, total: 1 },
      },
    },
    example: { params },
  },
  addMembers: {
    method: "POST",
    path: "/groups/{groupId}/members",
    summary: "Take people into a group",
    access: MEMBERS,
    body: z.strictObject({ ids: z.array(z.uuid()).min(1).max(MEMBERS_MAX) }),
    answers: {
      200: {
        about: "How many were taken in, and how many stayed as they were.",
        schema: z.object({ changed: z.int(), left: z.int() }),
        example: { changed: 1, left: 0 },
      },
    },
    example: { params, body: { ids: [EXAMPLE.invited] } },
  },
  removeMember: {
    method: "DELETE",
    path: "/groups/{groupId}/members/{userId}",
    summary: "Take somebody out of a group",
    access: MEMBERS,
    answers: { 204: { about: "They are not in it." } },
    refusals: ["conflict"],
    example: { params: { ...params, userId: EXAMPLE.user } },
  },
});
