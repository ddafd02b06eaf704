import type { SendMailOptions } from "nodemailer";
import type { Outgoing } from "@/lib/messages/transport/transport";

/** A mail as nodemailer takes it. Its Message-ID is the same at every try, by which mail programs tell a second copy. */
export function mailOptions({ id, to, text, mail }: Outgoing): SendMailOptions {
  if (!mail) throw new Error("This is no e-mail.");
  const { from, subject, html, inline } = mail;
  const domain = /@([\w.-]+)>?$/.exec(from)?.[1] ?? "rollcall";
  return {
    messageId: `<${id}@${domain}>`,
    from,
    // As an address and not as a text, in which a comma would be another one.
    to: { name: "", address: to },
    subject,
    text,
    html,
    attachments: inline.map(({ contentId, fileName, type, bytes }) => ({
      cid: contentId,
      filename: fileName,
      contentType: type,
      contentDisposition: "inline" as const,
      content: Buffer.from(bytes),
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
