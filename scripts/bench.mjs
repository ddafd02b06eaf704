#!/usr/bin/env node
import { run } from "./bootstrap/run.mjs";

await run("bench/main.ts", { development: true });
