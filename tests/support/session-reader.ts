import { createInterface } from "node:readline";
import { readSession } from "@/lib/auth/session-row";

// Another process of the product: it says of each session that a line of JSON names whether it lets it in.
for await (const line of createInterface({ input: process.stdin })) {
  const [organizationId, sessionId, ip] = JSON.parse(line) as [string, string, string];
  const person = await readSession(organizationId, sessionId, ip);
  console.log(person === null ? "refused" : "let in");
}
process.exit(0);
