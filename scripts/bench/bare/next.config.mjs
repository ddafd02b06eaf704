import { fileURLToPath } from "node:url";

const projectDir = fileURLToPath(new URL("../../../", import.meta.url));

/** @type {import("next").NextConfig} */
export default {
  distDir: "../../../.rollcall/bench/bare",
  poweredByHeader: false,
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  turbopack: { root: projectDir },
  serverExternalPackages: ["pg", "@prisma/client", "@prisma/adapter-pg"],
};
