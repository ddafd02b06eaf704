import { DOMParser } from "@xmldom/xmldom";

/** Thrown for XML that is not what it should be. */
export class XmlRefused extends Error {}

export const NS = {
  protocol: "urn:oasis:names:tc:SAML:2.0:protocol",
  assertion: "urn:oasis:names:tc:SAML:2.0:assertion",
  metadata: "urn:oasis:names:tc:SAML:2.0:metadata",
  signature: "http://www.w3.org/2000/09/xmldsig#",
} as const;

/**
 * Parses XML that a stranger may have written. A document type, entities of one's own, comments, CDATA and instructions are
 * refused: no provider needs them, and what one reader sees differently from another is how answers are forged.
 * @throws XmlRefused
 */
export function parseXml(text: string, { comments = false } = {}): Document {
  const plain = text.replace(/^\uFEFF?\s*<\?xml [^?]*\?>/, "");
  const read = comments ? plain.replace(/<!--[\s\S]*?-->/g, "") : plain;
  if (/<[!?]/.test(read)) throw new XmlRefused("The XML holds a comment, a document type or an instruction.");
  const problems: string[] = [];
  const keep = (message: string) => void problems.push(message);
  const handler = { warning: keep, error: keep, fatalError: keep };
  let parsed: Document | undefined;
  try {
    parsed = new DOMParser({ errorHandler: handler }).parseFromString(read, "text/xml");
  } catch {
    throw new XmlRefused("That is no XML.");
  }
  if (!parsed?.documentElement || problems.length > 0) throw new XmlRefused("That is no XML.");
  return parsed;
}

/** The elements below one that have a name. */
export const allBelow = (of: Document | Element, namespace: string, name: string): Element[] =>
  Array.from(of.getElementsByTagNameNS(namespace, name));

/** The children of an element that have a name. */
export const childrenOf = (of: Element, namespace: string, name: string): Element[] =>
  allBelow(of, namespace, name).filter((each) => each.parentNode === of);

/** @throws XmlRefused unless there is one such child */
export function onlyChild(of: Element, namespace: string, name: string): Element {
  const [child, ...more] = childrenOf(of, namespace, name);
  if (!child || more.length > 0) throw new XmlRefused(`There has to be one ${name} in ${of.localName}.`);
  return child;
}

export const textOf = (element: Element): string => (element.textContent ?? "").trim();
