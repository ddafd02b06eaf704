/**
 * One or two capital letters for a name: the first letters of its first and last word, or of its only one.
 * Letters are whole graphemes, so that accents and emoji stay in one piece; a name without any gives "?".
 */
export function initials(name: string): string {
  const words = name.split(/[\s.@_-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const ends = words.length > 1 ? [words[0], words[words.length - 1]] : words.slice(0, 1);
  return ends.map((word) => firstGrapheme(word ?? "")).join("") || "?";
}

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

function firstGrapheme(word: string): string {
  const first = word.search(/[\p{L}\p{N}]/u);
  const [grapheme] = segmenter.segment(word.slice(first));
  return (grapheme?.segment ?? "").toUpperCase();
}
