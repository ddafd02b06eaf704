import { securityHeaders } from "./scripts/children/security-headers.mjs";

const development = process.env.NODE_ENV === "development";

/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  // The design system's own pages (page.dev.tsx) exist while one develops, and nowhere else.
  pageExtensions: development ? ["dev.tsx", "tsx", "ts"] : ["tsx", "ts"],
  // Types are checked by `npm test`; a start has no use for doing it again.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  headers: async () => [
    { source: "/:path*", headers: securityHeaders({ development }) },
    // A picture that somebody sent is a picture, whatever a browser would make of it; what stands last holds.
    {
      source: "/api/organizations/:org/support/:request/screenshot",
      headers: [{ key: "content-security-policy", value: "default-src 'none'; sandbox" }],
    },
  ],
  // Forms send some kB; files come by PUT, in a stream of their own. Nobody needs to be signed in to send either.
  experimental: {
    authInterrupts: true,
    serverActions: { bodySizeLimit: "1mb" },
    proxyClientMaxBodySize: "1mb",
  },
  // What renders e-mails needs all of React, and the bundler has for pages only what renders those.
  serverExternalPackages: [
    "@react-email/components",
    "nodemailer",
    "pg",
    "@prisma/client",
    "@prisma/adapter-pg",
    "@node-rs/argon2",
    "pino",
    "graphile-worker",
    "pdfkit",
  ],
};
