#!/usr/bin/env node
import { run } from "./bootstrap/run.mjs";

// Whatever happens, the closing line says how many tests passed and failed.
if (!(await run("test/main.ts", { development: true }))) console.log("0 passed, 1 failed");
