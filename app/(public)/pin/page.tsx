import type { Metadata } from "next";
import { activateByPin } from "@/app/(public)/pin/actions";
import { PinForm } from "@/components/credentials/pin-form";
import { PublicShell } from "@/components/shell/public-shell";
import { Link } from "@/components/ui/link";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Activate with a PIN" };

type Props = { searchParams: Promise<{ username?: string | string[] }> };

export default async function PinPage({ searchParams }: Props) {
  const { username } = await searchParams;
  return (
    <PublicShell
      title="Activate your account"
      description="With your username and the PIN that you were given. Next you choose a password."
      footer={<Link href={routes.signIn()}>Sign in with a password</Link>}
    >
      <PinForm action={activateByPin} username={typeof username === "string" ? username.slice(0, 320) : ""} />
    </PublicShell>
  );
}
