/** @type {import("next").NextConfig} */
export default {
  distDir: process.env.ROLLCALL_DIST_DIR ?? ".next",
  poweredByHeader: false,
  // Types are checked by `npm test`; a start has no use for doing it again.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  experimental: { authInterrupts: true },
  serverExternalPackages: ["pg", "@prisma/client", "@prisma/adapter-pg", "@node-rs/argon2", "pino", "graphile-worker"],
};
