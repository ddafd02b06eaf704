import { EventEmitter } from "node:events";
import { Server } from "node:http";

// Loaded into web before anything else. Where a request came from is known to the socket alone; Next hands headers on
// and no socket, and would believe what a client writes into X-Forwarded-For. lib/network.ts reads this header.
Server.prototype.emit = function (event, request, ...rest) {
  if (event === "request") request.headers["x-rollcall-network"] = request.socket.remoteAddress ?? "unknown";
  return EventEmitter.prototype.emit.call(this, event, request, ...rest);
};
