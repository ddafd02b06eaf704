import { readHealth } from "@/lib/jobs/health";

export const dynamic = "force-dynamic";

/** 200 when the database answers, else 503. A worker that is down is said and does not fail the web process. */
export async function GET(): Promise<Response> {
  const health = await readHealth();
  const status = health.database === "up" ? 200 : 503;
  const body = { status: status === 200 ? "ok" : "unavailable", ...health };
  return Response.json(body, { status, headers: { "cache-control": "no-store" } });
}
