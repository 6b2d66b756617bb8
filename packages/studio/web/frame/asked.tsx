// What stands where an answer is on its way, and where there is none.

/** One line that says what went wrong. */
export function Fault({ line }: { readonly line: string }) {
  return (
    <p className="fault" role="alert">
      {line}
    </p>
  );
}

/** Something is on its way. */
export function Waiting({ what }: { readonly what: string }) {
  return (
    <p className="waiting soft" role="status">
      Reading {what} …
    </p>
  );
}
