import * as z from "zod";
import { resource } from "@/lib/rest/operation";

export const documents = resource("Document", "This document.", {
  read: {
    method: "GET",
    path: "/openapi.json",
    summary: "Read this document",
    access: "public",
    answers: {
      200: {
        about: "OpenAPI 3.1.",
        schema: z.looseObject({ openapi: z.string(), paths: z.looseObject({}) }),
      },
    },
    example: {},
    servedBy: "app/api/v1/openapi.json/route.ts",
  },
});
