import * as z from "zod";
import { EXAMPLE, EXAMPLE_MOMENT } from "@/lib/rest/examples";
import { resource } from "@/lib/rest/operation";
import { idSchema, momentSchema } from "@/lib/rest/schemas";

const NAME_CHARACTERS_MAX = 320;
const typed = (words: string) => z.string(words).max(NAME_CHARACTERS_MAX, words);

const deviceSchema = z
  .object({
    offlineDays: z.int(),
    copyPaste: z.boolean(),
    screenshots: z.boolean(),
    appVersionMin: z.string().nullable(),
  })
  .meta({ id: "DevicePolicies", description: "What an app on a device sees to." });

const DEVICE = { offlineDays: 14, copyPaste: true, screenshots: false, appVersionMin: "4.2" };
const whose = z.object({ id: idSchema, username: z.string() });
const USER = { id: EXAMPLE.user, username: "maria.miller@acme.example" };
const servedBy = (path: string) => `app/api/v1/${path}/route.ts`;

export const devices = resource("Devices", "For apps of people: opening an account, and what holds for it.", {
  activate: {
    method: "POST",
    path: "/activations",
    summary: "Use a PIN to activate an account",
    about: "One use of the PIN is taken. Whatever is wrong with username or PIN, the answer is the same 401.",
    access: "public",
    body: z.strictObject({
      username: typed("Your username.").trim().min(1, "Your username."),
      pin: typed("Your PIN.").min(1, "Your PIN."),
    }),
    answers: {
      201: {
        about: "Whose it is, and the link with which they choose a password.",
        schema: z.object({
          user: whose.extend({ firstName: z.string(), lastName: z.string() }),
          organization: z.object({ slug: z.string(), name: z.string() }),
          token: z.string(),
          activationUrl: z.string(),
          expiresAt: momentSchema,
          policies: deviceSchema,
        }),
        example: {
          user: { ...USER, firstName: "Maria", lastName: "Miller" },
          organization: { slug: "acme", name: "Acme" },
          token: "q1S",
          activationUrl: "https://people.example.com/activate/q1S",
          expiresAt: EXAMPLE_MOMENT,
          policies: DEVICE,
        },
      },
    },
    refusals: ["unauthenticated", "network", "hours", "throttled"],
    example: { body: { username: USER.username, pin: "482917" } },
    servedBy: servedBy("activations"),
  },
  ownPolicies: {
    method: "GET",
    path: "/me/policies",
    summary: "Read the policies for one’s own device",
    access: "session",
    answers: {
      200: {
        about: "What the app sees to.",
        schema: z.object({ user: whose, device: deviceSchema }),
        example: { user: USER, device: DEVICE },
      },
    },
    example: {},
    servedBy: servedBy("me/policies"),
  },
  policies: {
    method: "GET",
    path: "/users/{userId}/policies",
    summary: "Read which policies hold for a person",
    access: { scope: "policies.read", permission: "users.read" },
    answers: {
      200: {
        about: "What holds, and where it comes from.",
        schema: z.object({
          user: whose,
          device: deviceSchema,
          policies: z.record(
            z.string(),
            z.object({
              value: z.unknown(),
              origin: z.enum(["default", "organization", "person"]),
              raisedBy: z.string().optional(),
            }),
          ),
        }),
        example: {
          user: USER,
          device: DEVICE,
          policies: { sessionIdleMinutes: { value: 60, origin: "default" } },
        },
      },
    },
    example: { params: { userId: EXAMPLE.user } },
    servedBy: servedBy("users/[userId]/policies"),
  },
});
