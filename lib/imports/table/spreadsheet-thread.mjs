import { fileURLToPath } from "node:url";
import { register } from "tsx/esm/api";

// A thread does not take over from its process how TypeScript is read.
register({ tsconfig: fileURLToPath(new URL("../../../tsconfig.json", import.meta.url)) });
await import("./spreadsheet-thread.ts");
