import * as z from "zod";
import { apiCommit, apiImportOptions } from "@/lib/imports/api-options";
import { apiRowChange } from "@/lib/imports/api-rows";
import { API_FATES, API_STATES } from "@/lib/imports/api-shape";
import { EXAMPLE } from "@/lib/rest/examples";
import { resource } from "@/lib/rest/operation";
import { idSchema } from "@/lib/rest/schemas";

const READ = { scope: "imports.read", permission: "users.import.read" } as const;
const PREPARE = { scope: "imports.write", permission: "users.import.prepare" } as const;
const COMMIT = { scope: "imports.write", permission: "users.import.commit" } as const;

const count = z.int().min(0);

const importSchema = z
  .object({
    id: idSchema,
    state: z.enum(API_STATES),
    rows: count,
    create: count,
    update: count,
    unchanged: count,
    skipped: count,
    invalid: count,
    planVersion: count,
    refusal: z.object({ code: z.string(), message: z.string() }).nullable(),
    columns: z.array(z.object({ header: z.string(), field: z.string().nullable() })),
    encoding: z.string().nullable(),
    delimiter: z.string().nullable(),
    sheet: z.string().nullable(),
  })
  .meta({ id: "Import", description: "An import, with its plan in numbers." });

const rowSchema = z
  .object({
    line: z.int(),
    fate: z.enum(API_FATES),
    selected: z.boolean(),
    values: z.record(z.string(), z.string()),
    issues: z.array(z.object({ field: z.string().nullable(), code: z.string(), message: z.string() })),
    changes: z.unknown(),
  })
  .meta({ id: "ImportRow", description: "A row of an import, with what will happen to it." });

const params = { importId: EXAMPLE.import };
const servedBy = (path: string) => `app/api/v1/imports/${path}route.ts`;

export const imports = resource("Imports", "From a file to people, as in the browser.", {
  start: {
    method: "POST",
    path: "/imports",
    summary: "Send a file",
    access: PREPARE,
    bodyType: "multipart/form-data",
    body: z.object({
      file: z.file().describe("CSV, XLSX or XLS."),
      options: apiImportOptions.optional(),
    }),
    answers: { 202: { about: "The import, which a worker takes up.", schema: importSchema } },
    refusals: ["notFound", "conflict"],
    example: {},
    servedBy: servedBy(""),
  },
  read: {
    method: "GET",
    path: "/imports/{importId}",
    summary: "Read an import",
    access: READ,
    answers: { 200: { about: "Where it stands.", schema: importSchema } },
    example: { params },
    servedBy: servedBy("[importId]/"),
  },
  rows: {
    method: "GET",
    path: "/imports/{importId}/rows",
    summary: "List an import’s rows",
    access: READ,
    query: z.object({ fate: z.enum(API_FATES).optional(), cursor: z.string().optional() }),
    answers: {
      200: {
        about: "500 rows at most, in the file’s order.",
        schema: z.object({ rows: z.array(rowSchema), nextCursor: z.string().nullable() }),
      },
    },
    refusals: ["conflict"],
    example: { params, query: { fate: "invalid" } },
    servedBy: servedBy("[importId]/rows/"),
  },
  changeRow: {
    method: "PATCH",
    path: "/imports/{importId}/rows/{line}",
    summary: "Change a row in review",
    access: PREPARE,
    body: apiRowChange,
    answers: { 200: { about: "The row as it is judged now.", schema: rowSchema } },
    refusals: ["conflict"],
    example: { params: { ...params, line: "2" }, body: { selected: true } },
    servedBy: servedBy("[importId]/rows/[line]/"),
  },
  commit: {
    method: "POST",
    path: "/imports/{importId}/commit",
    summary: "Carry out an import’s plan",
    about: "With an `Idempotency-Key` the same plan is carried out once, for good.",
    access: COMMIT,
    body: apiCommit,
    answers: { 202: { about: "The import, which a worker carries out.", schema: importSchema } },
    refusals: ["conflict"],
    example: { params, body: { planVersion: 1 } },
    servedBy: servedBy("[importId]/commit/"),
  },
  undo: {
    method: "POST",
    path: "/imports/{importId}/undo",
    summary: "Take a whole import back",
    access: COMMIT,
    answers: { 202: { about: "The import, which a worker takes back.", schema: importSchema } },
    refusals: ["conflict"],
    example: { params },
    servedBy: servedBy("[importId]/undo/"),
  },
  errors: {
    method: "GET",
    path: "/imports/{importId}/errors",
    summary: "Download the file with its errors",
    access: READ,
    answers: { 200: { about: "The file as it was sent, with a column of errors.", mediaType: "text/csv" } },
    refusals: ["conflict"],
    example: { params },
    servedBy: servedBy("[importId]/errors/"),
  },
});
