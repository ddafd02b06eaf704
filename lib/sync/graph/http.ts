import "server-only";
import { fetchOutgoing, type OutgoingRequest } from "@/lib/outgoing/fetch";
import { AskLater, AttributeGone, ReadAnew, SourceRefused } from "@/lib/sync/source";

const TIMEOUT_MS = 60_000;
const BYTES_MAX = 32 * 1024 * 1024;

export type Answer = { status: number; retryAfter: number | null; location: string | null; body: unknown };

/** Sends a request and reads its answer whole. What breaks on the way, or is no JSON, is to be asked for again. */
export async function send(url: string, init: Omit<OutgoingRequest, "url">): Promise<Answer> {
  const gone = await fetchOutgoing({ ...init, url, timeoutMs: TIMEOUT_MS, sizeBytesMax: BYTES_MAX });
  if (!gone.ok && gone.isRefused) throw new SourceRefused(gone.message);
  if (!gone.ok) throw new AskLater(`The directory did not answer: ${gone.message}`);
  const { status, headers, body, isCut } = gone.answer;
  if (isCut) throw new AskLater("The directory’s answer is too long.");
  return {
    status,
    retryAfter: secondsOf(headers["retry-after"]),
    location: headers.location ?? null,
    body: json(body.toString("utf8"), status),
  };
}

function json(text: string, status: number): unknown {
  try {
    return text === "" ? null : (JSON.parse(text) as unknown);
  } catch {
    if (status >= 400) return null;
    throw new AskLater("The directory’s answer broke off.");
  }
}

/** `Retry-After` is seconds or a moment (RFC 9110, 10.2.3). */
function secondsOf(text: string | undefined): number | null {
  if (!text) return null;
  if (/^\d+$/.test(text)) return Number(text);
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - Date.now()) / 1000));
}

type GraphError = { error?: { code?: string; message?: string } };

/** Whether it says that there is nobody of that id: a 404 without these words may be anything on the way. */
export const isNoSuch = ({ status, body }: Answer): boolean =>
  status === 404 && (body as GraphError | null)?.error?.code === "Request_ResourceNotFound";

const FORGOTTEN = new Set(["syncstatenotfound", "resyncrequired", "syncstateinvalid"]);

/** What an answer that is no success means for whoever reads on. */
export function failureOf({ status, retryAfter, body }: Answer): Error {
  const { code = "", message = "" } = (body as GraphError | null)?.error ?? {};
  if (status === 410 || FORGOTTEN.has(code.toLowerCase()))
    return new ReadAnew(message || "The directory has forgotten where the last reading ended.");
  if (status === 429 || status >= 500 || status === 408 || status === 404)
    return new AskLater(`The directory asks to wait (${status}).`, retryAfter);
  const gone = message.match(/Could not find a property named '([^']+)'/i)?.[1];
  if (status === 400 && gone) return new AttributeGone(gone);
  if (status === 403)
    return new SourceRefused(
      `The directory does not let the application read it: ${message || code}. Grant it User.Read.All and GroupMember.Read.All, and have an admin consent.`,
    );
  return new SourceRefused(`The directory refused (${status}): ${message || code || "without a word"}.`);
}
