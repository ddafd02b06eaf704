import { expect, test } from "vitest";
import { type Mail, writeMail } from "@/lib/messages/mime";

const MAIL: Mail = {
  id: "0199",
  from: "Acme <hello@acme.example>",
  to: "ada@x.example",
  subject: "Grüße aus Köln, und noch viel mehr Wörter als auf eine Zeile gehen 🎉",
  text: "Hällo\n",
  html: "<p>Hällo</p>\n",
};
const DATE = new Date("2026-11-22T03:00:00Z");
const decode = (text: string) => Buffer.from(text.replaceAll("\r\n", ""), "base64").toString("utf8");

test("text and HTML both come back, and the subject with all its letters", () => {
  const mail = writeMail(MAIL, DATE);
  const parts = mail.split("--rollcall-0199");
  expect(parts).toHaveLength(4);
  expect(decode(parts[1]?.split("\r\n\r\n")[1] ?? "")).toBe(MAIL.text);
  expect(decode(parts[2]?.split("\r\n\r\n")[1] ?? "")).toBe(MAIL.html);
  const subject = /Subject: ((?:.+\r\n )*.+)\r\n/.exec(mail)?.[1] ?? "";
  const words = [...subject.matchAll(/=\?utf-8\?B\?([^?]+)\?=/g)].map(([, word = ""]) => decode(word));
  expect(words.join("")).toBe(MAIL.subject);
  expect(mail).toContain("Date: Sun, 22 Nov 2026 03:00:00 +0000");
  expect(mail.split("\r\n").every((line) => line.length <= 78)).toBe(true);
});

test("an address adds no header", () => {
  const mail = writeMail({ ...MAIL, to: "ada@x.example\r\nBcc: all@x.example" }, DATE);
  expect(mail).not.toMatch(/^Bcc:/m);
});
