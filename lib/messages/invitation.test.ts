import { expect, test } from "vitest";
import { writeInvitationMail } from "@/lib/messages/invitation";

const INVITATION = {
  organization: "Acme",
  firstName: "Ada",
  username: "ada@acme.example",
  link: "http://rollcall.example/activate/abc",
  expiresAt: new Date("2026-12-01T10:30:00Z"),
};

test("it names the organization, the username, the link and until when it works", () => {
  const { subject, text, html } = writeInvitationMail(INVITATION);
  expect(subject).toBe("Your account at Acme");
  for (const part of ["Ada", "Acme", "ada@acme.example", INVITATION.link, "1 December 2026 at 10:30 UTC"]) {
    expect(text).toContain(part);
    expect(html).toContain(part);
  }
  expect(writeInvitationMail(INVITATION)).toEqual(writeInvitationMail(INVITATION));
});

test("names are texts, never markup or headers", () => {
  const strange = { ...INVITATION, organization: 'A\r\nBcc: all@x.example <b>"&', firstName: "<script>'" };
  const { subject, html } = writeInvitationMail(strange);
  expect(subject).toBe('Your account at A Bcc: all@x.example <b>"&');
  expect(html).not.toMatch(/<script>|<b>/);
  expect(html).toContain("&lt;script&gt;&#39;");
});
