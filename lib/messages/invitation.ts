/** What an invitation tells of. `link` works once, until `expiresAt`. */
export type Invitation = {
  organization: string;
  firstName: string;
  username: string;
  link: string;
  expiresAt: Date;
};

/** A message as a transport takes it: the same words as plain text and as plain HTML. */
export type Content = { subject: string; text: string; html: string };

const TIME = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });

/** The words of an invitation, the same every time for the same one. */
export function writeInvitationMail({
  organization,
  firstName,
  username,
  link,
  expiresAt,
}: Invitation): Content {
  const until = `${TIME.format(expiresAt)} UTC`;
  const lines = {
    hello: `Hello ${firstName},`,
    what: `${organization} has made an account for you. Your username is ${username}.`,
    how: "Open this link to choose your password and activate the account:",
    until: `It works once, until ${until}. If you did not expect this, do nothing: without the link nobody can use the account.`,
  };
  return {
    subject: oneLine(`Your account at ${organization}`),
    text: [lines.hello, "", lines.what, "", lines.how, link, "", lines.until, ""].join("\n"),
    html: [
      "<!doctype html>",
      `<html lang="en"><head><meta charset="utf-8"><title>${toHtml(`Your account at ${organization}`)}</title></head>`,
      '<body style="font-family: sans-serif; line-height: 1.5; max-width: 36rem">',
      `<p>${toHtml(lines.hello)}</p>`,
      `<p>${toHtml(lines.what)}</p>`,
      `<p>${toHtml(lines.how)}<br><a href="${toHtml(link)}">${toHtml(link)}</a></p>`,
      `<p>${toHtml(lines.until)}</p>`,
      "</body></html>",
      "",
    ].join("\n"),
  };
}

const oneLine = (text: string) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const toHtml = (text: string) => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
