import * as module from "node:module";
import { resolve } from "../bootstrap/server-only.mjs";

// Loaded into the worker before anything else. The condition `react-server` would let it import what is for servers
// alone too, and would take from React what renders e-mails. The older way still works in newer versions of Node and
// prints a warning.
if (module.registerHooks) module.registerHooks({ resolve });
else module.register("../bootstrap/server-only.mjs", import.meta.url);
