/** The sign of the product: rings from a drop. */
export function Mark() {
  return (
    <svg viewBox="0 0 18 18" aria-hidden="true">
      <circle cx="9" cy="9" r="1.2" />
      <path d="M4.6 11.6a5.2 5.2 0 0 1 8.8-5.2M13.6 6.9a5.2 5.2 0 0 1-.9 5.8M1.8 12.6A8 8 0 0 1 9 1.2M16.4 6a8 8 0 0 1-5.6 10.8" />
    </svg>
  );
}
