/** The first stop of the keyboard: past the navigation, to the element with the id `targetId`. */
export function SkipLink({ targetId = "main" }: { targetId?: string }) {
  return (
    <a
      href={`#${targetId}`}
      className="fixed start-3 top-2 z-50 -translate-y-16 rounded-field bg-primary px-3.5 py-2 font-medium text-primary-content focus:translate-y-0"
    >
      Skip to content
    </a>
  );
}
