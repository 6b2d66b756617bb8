// One page: its title in the window and at its head, and focus there when it comes, so that whoever
// listens hears where they are.

import { type ReactNode, useEffect, useRef } from "react";

interface PageProps {
  readonly title: string;
  /** Where the page stands: links above its title. */
  readonly above?: ReactNode;
  /** Beside the title: what can be done. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** Whether a page was shown before. */
let isLater = false;

/** A page of the studio. */
export function Page({ title, above, actions, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · w2s studio`;
  }, [title]);
  useEffect(() => {
    // Not on the first page, nor where a field has it: the reader's own place is the better one.
    const hasFocus = heading.current?.closest("main")?.contains(document.activeElement) ?? false;
    if (isLater && !hasFocus) heading.current?.focus({ preventScroll: true });
    isLater = true;
  }, []);
  return (
    <main id="main">
      {above !== undefined && <div className="above soft">{above}</div>}
      <div className="head">
        <h1 tabIndex={-1} ref={heading}>
          {title}
        </h1>
        {actions !== undefined && <div className="actions">{actions}</div>}
      </div>
      {children}
    </main>
  );
}
