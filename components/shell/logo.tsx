/** Our mark: a list being called, its last line answered. */
export function Logo({ size = 26 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} fill="none" className="shrink-0" aria-hidden="true">
      <rect width="32" height="32" rx="9" className="fill-primary" />
      <g className="stroke-primary-content" strokeWidth="2.75" strokeLinecap="round" strokeLinejoin="round">
        <path d="M8.5 10h15M8.5 16H15" opacity=".7" />
        <path d="m12.5 20.5 3.5 3.5 8-8.5" />
      </g>
    </svg>
  );
}
