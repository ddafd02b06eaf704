/** What nodemailer tells of a try that a server refused. */
export type SmtpFailure = { command?: string; response?: string; responseCode?: number };

// The server's words about the mailbox itself, as long as nothing says more (RFC 5321, 4.2.3).
const NO_MAILBOX = new Set([550, 551, 553]);

// After the reply's code, or as `#5.1.1` among its words.
const ENHANCED = /(?:^\d{3}[ -]|#)(5\.\d{1,3}\.\d{1,3})\b/;

// What enhanced codes say of a recipient's address (RFC 3463, 3.2; RFC 7505, 4.2); the others of `5.1` are about the sender's.
const RECIPIENT = /^5\.1\.(?:[12346]|10)$/;

// Many servers say at the recipient what is about somebody else, and by the same code.
const OF_OTHERS = /sender|relay|authenticat|policy|blocked|spam/i;

/** Whether a server refused the recipient's address for good, and not the sender, the words, or whoever hands them over. */
export function isRecipientRefused({ command = "", response = "", responseCode = 0 }: SmtpFailure): boolean {
  if (responseCode < 500) return false;
  const code = ENHANCED.exec(response)?.[1];
  // Each mail has one recipient, so that this is said of them after the words, too.
  if (code && code !== "5.1.0") return ["RCPT TO", "DATA"].includes(command) && RECIPIENT.test(code);
  return command === "RCPT TO" && NO_MAILBOX.has(responseCode) && !OF_OTHERS.test(response);
}
