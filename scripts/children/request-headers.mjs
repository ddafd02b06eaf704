import { EventEmitter } from "node:events";
import { Server } from "node:http";

// Loaded into web before anything else: what the server itself knows of a request and Next does not hand on. Whatever
// a client sends under these names is written over. Where a request came from is known to the socket alone (read by
// lib/network.ts), and pages do not know their own address (read by lib/auth/guard.ts).
Server.prototype.emit = function (event, request, ...rest) {
  if (event === "request") {
    request.headers["x-rollcall-network"] = request.socket.remoteAddress ?? "unknown";
    request.headers["x-rollcall-path"] = addressOf(request.url);
  }
  return EventEmitter.prototype.emit.call(this, event, request, ...rest);
};

// Next marks its own requests for a page's data in the address.
const addressOf = (url) => url.replace(/([?&])_rsc=[^&#]*&?/, "$1").replace(/[?&]$/, "");
