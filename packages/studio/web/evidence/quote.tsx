// A text of an example; a long one scrolls within itself, by keyboard too.

interface QuoteProps {
  readonly text: string;
  /** Whether it is the right one of several. */
  readonly isRight?: boolean;
}

/** Characters that surely fit without scrolling. */
const short = 200;

/** The text as it is. */
export function Quote({ text, isRight = false }: QuoteProps) {
  const scrolls = text.length > short || text.includes("\n");
  return (
    <blockquote className={isRight ? "right" : undefined} tabIndex={scrolls ? 0 : undefined}>
      {text}
    </blockquote>
  );
}
