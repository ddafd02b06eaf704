import { type SmsLength, smsLengthInWords } from "@/lib/messages/sms-length";

type MailViewProps = { subject: string; html: string; text: string };

/** An e-mail as it looks. Its HTML stands in a frame that runs nothing, opens nothing and knows nobody. */
export function MailView({ subject, html, text }: MailViewProps) {
  return (
    <div className="grid gap-3">
      <p>
        <span className="text-muted">Subject: </span>
        <strong className="wrap-anywhere">{subject}</strong>
      </p>
      <iframe
        title={`The e-mail “${subject}”`}
        sandbox=""
        srcDoc={html}
        className="h-[30rem] w-full rounded-box border border-line bg-white"
      />
      <details>
        <summary className="cursor-pointer py-1 text-muted">As plain text</summary>
        <pre className="mt-2 rounded-box border border-line bg-base-200 p-4 text-dense whitespace-pre-wrap wrap-anywhere">
          {text}
        </pre>
      </details>
    </div>
  );
}

/** An SMS as it looks, and in how many parts it goes. */
export function SmsView({ text, length }: { text: string; length: SmsLength }) {
  return (
    <div className="grid justify-items-start gap-2">
      <p className="max-w-[36ch] rounded-box border border-line bg-base-200 px-4 py-3 whitespace-pre-wrap wrap-anywhere">
        {text}
      </p>
      <p className="text-dense text-muted tabular-nums">{smsLengthInWords(length)}</p>
    </div>
  );
}
