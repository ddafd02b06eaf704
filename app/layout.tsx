import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { fontVariables } from "@/app/fonts";
import "@/app/globals.css";
import { dataTheme, parseTheme, THEME_COOKIE } from "@/components/shell/theme";
import { Enhance } from "@/components/ui/enhance";
import { Toaster } from "@/components/ui/toaster";

export const metadata: Metadata = {
  title: { default: "Rollcall", template: "%s · Rollcall" },
  description: "Add and manage an organization's people.",
  icons: { icon: "/favicon.svg" },
  robots: { index: false },
  formatDetection: { telephone: false, email: false, address: false },
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f7fafb" },
    { media: "(prefers-color-scheme: dark)", color: "#0f1416" },
  ],
};

/** The document. It comes in the chosen theme from the server, so that there is no flash of the other one. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html lang="en" data-theme={dataTheme(theme)} className={fontVariables}>
      <body>
        {children}
        <Toaster />
        <Enhance />
      </body>
    </html>
  );
}
