/** What somebody wrote, in their own lines. */
export function SaidWords({ words }: { words: string }) {
  return <p className="wrap-anywhere whitespace-pre-wrap">{words}</p>;
}
