import {
  Body,
  Button,
  Container,
  Head,
  Hr,
  Html,
  Img,
  Preview,
  render,
  Section,
  Text,
} from "@react-email/components";
import type { TemplateText } from "@/lib/messages/template/check";
import { fillLine, fillSms, fillText, inBody } from "@/lib/messages/template/fill";
import { type Block, type Piece, parseBody } from "@/lib/messages/template/markup";
import { isVariable, type Values } from "@/lib/messages/template/variables";

/** The image of a QR code goes along with the mail, under this Content-ID (RFC 2392). */
export const QR_CONTENT_ID = "qr-code";

/** A template that is ready to be filled in, as often as there are people. */
export type Compiled = {
  hasQr: boolean;
  fill: (values: Values) => { subject: string; text: string; html: string; sms: string };
};

/**
 * Renders a template once, with marks where something is filled in: a hundred people are then a hundred replacements,
 * and not a hundred renderings. What is filled in is escaped, and is never looked through for marks.
 */
export async function compileTemplate({ subject, body, smsBody }: TemplateText): Promise<Compiled> {
  const blocks = parseBody(body);
  // A preload of the image, which React adds, is for browsers.
  const html = (await render(<Mail blocks={blocks} />)).replace(/<link rel="preload"[^>]*>/g, "");
  return {
    hasQr: blocks.some(({ kind }) => kind === "qr"),
    fill: (values) => ({
      subject: fillLine(subject, values),
      text: fillText(body, values),
      html: html.replace(MARKS, (_, name: string) =>
        isVariable(name) ? escapeHtml(inBody(name, values[name])).replaceAll("\n", "<br/>") : "",
      ),
      sms: fillSms(smsBody, values),
    }),
  };
}

// Two characters for private use, which no template can hold: see `withoutMarks`.
const mark = (name: string) => `\uE000${name}\uE001`;
const MARKS = /\uE000(\w*)\uE001/g;
const withoutMarks = (text: string) => text.replace(/[\uE000\uE001]/g, "");

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");

function Mail({ blocks }: { blocks: Block[] }) {
  return (
    <Html lang="en">
      <Head />
      <Preview>{mark("organization")}</Preview>
      <Body style={styles.body}>
        <Container style={styles.container}>
          <Text style={styles.sender}>{mark("organization")}</Text>
          <Hr style={styles.rule} />
          {blocks.map((block, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a template's blocks stay where they are.
            <Part key={index} block={block} />
          ))}
        </Container>
      </Body>
    </Html>
  );
}

function Part({ block }: { block: Block }) {
  if (block.kind === "qr") {
    return (
      <Section style={styles.section}>
        <Img src={`cid:${QR_CONTENT_ID}`} alt="QR code of the link" width={220} height={220} />
      </Section>
    );
  }
  if (block.kind === "button") {
    return (
      <Section style={styles.section}>
        <Button href={mark(block.to)} style={styles.button}>
          <Line pieces={block.label} />
        </Button>
      </Section>
    );
  }
  return (
    <Text style={styles.text}>
      {block.lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a paragraph's lines stay where they are.
        <span key={index}>
          {index > 0 && <br />}
          <Line pieces={line} />
        </span>
      ))}
    </Text>
  );
}

function Line({ pieces }: { pieces: Piece[] }) {
  return pieces.map((piece, index) => {
    const text = "text" in piece ? withoutMarks(piece.text) : mark(piece.variable);
    // biome-ignore lint/suspicious/noArrayIndexKey: a line's pieces stay where they are.
    return piece.strong ? <strong key={index}>{text}</strong> : <span key={index}>{text}</span>;
  });
}

const styles = {
  body: {
    backgroundColor: "#f4f5f7",
    fontFamily: "Helvetica, Arial, sans-serif",
    margin: 0,
    padding: "24px 8px",
  },
  container: { backgroundColor: "#ffffff", borderRadius: 8, maxWidth: 560, padding: "24px 32px" },
  sender: { color: "#1f2430", fontSize: 16, fontWeight: 700, margin: 0 },
  rule: { borderColor: "#dfe2e8", margin: "16px 0" },
  section: { margin: "20px 0" },
  text: { color: "#1f2430", fontSize: 15, lineHeight: "24px", margin: "14px 0" },
  button: {
    backgroundColor: "#2949c8",
    borderRadius: 6,
    color: "#ffffff",
    fontSize: 15,
    fontWeight: 700,
    padding: "12px 20px",
    textDecoration: "none",
  },
} as const;
