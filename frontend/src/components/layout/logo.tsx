/** Argus' mark: one eye of the hundred. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" fill="none" aria-hidden className={className}>
      <path
        d="M2.5 16C6 9.5 10.7 6.5 16 6.5S26 9.5 29.5 16C26 22.5 21.3 25.5 16 25.5S6 22.5 2.5 16Z"
        stroke="var(--accent)"
        strokeWidth="2.4"
        strokeLinejoin="round"
      />
      <circle cx="16" cy="16" r="5.2" fill="var(--accent)" />
      <circle cx="17.8" cy="14.2" r="1.6" fill="var(--bg)" />
    </svg>
  );
}
