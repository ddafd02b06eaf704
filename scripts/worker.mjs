#!/usr/bin/env node
import { run } from "./bootstrap/run.mjs";

await run("worker/main.ts");
