import { startResendPeer } from "@/scripts/bench/messages/resend-peer";
import { startSmtpSink } from "@/scripts/bench/messages/smtp-sink";
import type { Random } from "@/scripts/bench/shared/random";
import type { Environment } from "@/scripts/shared/project";

/** A mail service on the loopback, whichever it speaks like. */
export type Peer = {
  /** The settings with which the product sends by it. */
  environment: Environment;
  /** Whether it tells a second try from a second mail. */
  hasKeys: boolean;
  /** How often each message was accepted. */
  times(): number[];
  answers(): Record<string, number>;
  close(): Promise<void>;
};

type PeerOptions = { random: Random; faults: number; perSecond: number };

const MAIL_FROM = "Rollcall <us@rollcall.example>";

export async function startPeer(by: "resend" | "smtp", options: PeerOptions): Promise<Peer> {
  if (by === "smtp") {
    const sink = await startSmtpSink(options);
    return {
      environment: { MAIL_FROM, SMTP_URL: sink.url },
      hasKeys: false,
      times: () => [...sink.taken.values()].map((mails) => mails.length),
      answers: () => ({ mails: [...sink.taken.values()].flat().length }),
      close: () => sink.close(),
    };
  }
  const peer = await startResendPeer(options);
  return {
    environment: { MAIL_FROM, RESEND_API_KEY: "re_bench", RESEND_BASE_URL: peer.url },
    hasKeys: true,
    times: () => [...peer.accepted.values()].map((times) => times.length),
    answers: () => peer.answers,
    close: () => peer.close(),
  };
}
