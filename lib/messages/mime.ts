import type { Content } from "@/lib/messages/invitation";

/** A message on its way; its id is the same at every try. */
export type Mail = Content & { id: string; from: string; to: string };

const LINE_MAX = 76;

/** A mail as a file (RFC 5322 and 2045 to 2049), which any mail program opens. */
export function writeMail({ id, from, to, subject, text, html }: Mail, date: Date): string {
  const boundary = `rollcall-${id}`;
  const part = (type: string, content: string) =>
    [
      `--${boundary}`,
      `Content-Type: ${type}; charset=utf-8`,
      "Content-Transfer-Encoding: base64",
      "",
      inLines(content),
    ].join("\r\n");
  return [
    `Message-ID: <${id}@rollcall>`,
    `Date: ${date.toUTCString().replace("GMT", "+0000")}`,
    `From: ${header(from)}`,
    `To: ${header(to)}`,
    `Subject: ${encodedWords(subject)}`,
    "MIME-Version: 1.0",
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
    "",
    part("text/plain", text),
    part("text/html", html),
    `--${boundary}--`,
    "",
  ].join("\r\n");
}

// Whatever an address holds, it stays within its header.
const header = (text: string) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");

const base64 = (text: string) => Buffer.from(text, "utf8").toString("base64");

const inLines = (text: string) =>
  base64(text)
    .match(new RegExp(`.{1,${LINE_MAX}}`, "g"))
    ?.join("\r\n") ?? "";

const WORD_CHARACTERS_MAX = 12;

/** Plain letters as they are, others as encoded words (RFC 2047), each short enough whatever its letters are. */
function encodedWords(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  const characters = Array.from(header(text));
  const words: string[] = [];
  for (let at = 0; at < characters.length; at += WORD_CHARACTERS_MAX) {
    words.push(`=?utf-8?B?${base64(characters.slice(at, at + WORD_CHARACTERS_MAX).join(""))}?=`);
  }
  return words.join("\r\n ");
}
