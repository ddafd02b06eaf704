import Papa from "papaparse";
import { labelOfColumn } from "@/lib/imports/columns/column-field";
import { matchColumns } from "@/lib/imports/columns/match";
import { decode, ENCODING_LABELS } from "@/lib/imports/table/decode";

/** What the first lines of a file show, in words: its columns, and which of them match with fields by themselves. */
export type Preview = { columns: string; matches: string };

const ROWS = 10;
const NAMES_MAX = 8;

/**
 * Looks at the first part of a file before the server has seen any; nothing where that is no text. The server's own
 * reading decides: it knows more rows, and what the organization chose for such a file the last time.
 */
export function previewOf(bytes: Uint8Array, isWhole: boolean): Preview | null {
  const decoded = decode(bytes, isWhole);
  if (!decoded.ok) return null;
  const { text, encoding } = decoded.value;
  const { data, meta } = Papa.parse<string[]>(text, { preview: ROWS, skipEmptyLines: "greedy" });
  const [first = [], ...rows] = data;
  const headers = first.map((header) => header.trim());
  const named = headers.filter(Boolean);
  if (named.length === 0) return null;
  const delimiter = meta.delimiter === "\t" ? "tab" : meta.delimiter;
  return {
    columns: `Begins with: ${listed(named)} (${ENCODING_LABELS[encoding]}, delimiter ${delimiter})`,
    matches: matchesIn(
      headers,
      rows.map((cells) => ({ cells })),
    ),
  };
}

function matchesIn(headers: string[], samples: { cells: string[] }[]): string {
  const columns = matchColumns(headers, samples).columns.filter(({ header }) => header !== "");
  const matched = columns.flatMap(({ header, field }) =>
    field ? `${header} as ${labelOfColumn(field)}` : [],
  );
  const open = columns.flatMap(({ header, field, how }) => (field || how === "ignored" ? [] : header));
  const told = matched.length > 0 ? `Matched already: ${listed(matched)}.` : "No column is matched yet.";
  return open.length > 0 && matched.length > 0 ? `${told} Not yet: ${listed(open)}.` : told;
}

const listed = (names: string[]) =>
  names.slice(0, NAMES_MAX).join(", ") + (names.length > NAMES_MAX ? " …" : "");
