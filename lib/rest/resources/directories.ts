import * as z from "zod";
import { EXAMPLE } from "@/lib/rest/examples";
import { resource } from "@/lib/rest/operation";
import { idSchema } from "@/lib/rest/schemas";

const flag = z.boolean();

export const directories = resource("Directories", "What desk phones and a PBX read.", {
  contacts: {
    method: "GET",
    path: "/directory",
    summary: "Read the address book",
    access: { scope: "directory.read", permission: "addressBook.read" },
    query: z.object({
      q: z.string().optional().describe("Words of a name, a company or a number."),
      after: z.string().optional().describe("As `next` of the page before has it."),
    }),
    answers: {
      200: {
        about: "Fifty people at most, by name.",
        schema: z.object({
          contacts: z.array(
            z.object({
              id: idSchema,
              name: z.string(),
              company: z.string().nullable(),
              email: z.string().nullable(),
              numbers: z.array(z.object({ type: z.enum(["mobile", "business"]), number: z.string() })),
            }),
          ),
          next: z.string().nullable(),
        }),
        example: {
          contacts: [
            {
              id: EXAMPLE.user,
              name: "Maria Miller",
              company: "Acme Sales",
              email: "maria@mail.example",
              numbers: [{ type: "mobile", number: "+442074559485" }],
            },
          ],
          next: null,
        },
      },
    },
    example: { query: { q: "mil" } },
    servedBy: "app/api/v1/directory/route.ts",
  },
  telephony: {
    method: "GET",
    path: "/telephony/directory",
    summary: "Read which extensions may register and be called",
    access: { scope: "telephony.read", permission: "telephony.read" },
    query: z.object({ number: z.string().optional().describe("Only the extension or queue with it.") }),
    answers: {
      200: {
        about: "Extensions and queues as they are at this moment.",
        schema: z.object({
          extensions: z.array(
            z.object({
              realm: z.string(),
              number: z.string(),
              displayName: z.string(),
              type: z.string(),
              voicemail: flag,
              forceLogin: flag,
              mayRegister: flag,
              mayCall: flag,
            }),
          ),
          queues: z.array(
            z.object({
              realm: z.string(),
              number: z.string(),
              name: z.string(),
              strategy: z.string(),
              voicemail: flag,
              members: z.array(z.object({ number: z.string(), paused: flag, mayCall: flag })),
            }),
          ),
        }),
        example: { extensions: [], queues: [] },
      },
    },
    example: { query: { number: "101" } },
    servedBy: "app/api/v1/telephony/directory/route.ts",
  },
});
