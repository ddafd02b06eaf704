import { randomBytes } from "node:crypto";
import { EventEmitter } from "node:events";
import { Server } from "node:http";
import { securityHeaders } from "./security-headers.mjs";

const development = process.env.NODE_ENV === "development";
const isHttps = (process.env.ROLLCALL_URL ?? "").startsWith("https://");
const YEAR_SECONDS = 365 * 24 * 3600;

// After an action that leads elsewhere, Next asks itself for that page, with the headers of the request that it answers. By
// this one, which nobody else knows, that one's network stands.
const INNER = "x-rollcall-inner";
const ours = randomBytes(32).toString("hex");

// Loaded into web before anything else: what the server itself knows of a request and Next does not hand on. Whatever
// a client sends under these names is written over. Where a request came from is known to the socket alone (read by
// lib/network.ts), and pages do not know their own address (read by lib/auth/guard.ts).
Server.prototype.emit = function (event, request, response, ...rest) {
  if (event === "request") {
    // The address of the site is known when it runs, not yet when it is built.
    if (isHttps) response.setHeader("Strict-Transport-Security", `max-age=${YEAR_SECONDS}`);
    if (!isReadable(request.url)) return refuse(response);
    if (request.headers[INNER] !== ours) request.headers["x-rollcall-network"] = addressFrom(request.socket);
    request.headers[INNER] = ours;
    request.headers["x-rollcall-path"] = addressOf(request.url);
  }
  return EventEmitter.prototype.emit.call(this, event, request, response, ...rest);
};

const addressFrom = (socket) => socket.remoteAddress ?? "unknown";

// Next marks its own requests for a page's data in the address.
const addressOf = (url) => url.replace(/([?&])_rsc=[^&#]*&?/, "$1").replace(/[?&]$/, "");

// No browser sends them (RFC 3986 §5.2.4): what stands before them would not be the page that is asked for.
const DOT_SEGMENT = /(^|[/\\])(\.|%2e){1,2}([/\\]|$)/i;

/** Whether a path can be decoded (RFC 3986), is written out, and holds no NUL, which no database keeps. */
function isReadable(url) {
  const [path] = url.split(/[?#]/);
  try {
    return !decodeURIComponent(path).includes("\0") && !DOT_SEGMENT.test(path) && !path.includes("\\");
  } catch {
    return false;
  }
}

function refuse(response) {
  for (const { key, value } of securityHeaders({ development })) response.setHeader(key, value);
  response.writeHead(400, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" });
  response.end("This address cannot be read.\n");
  return true;
}
