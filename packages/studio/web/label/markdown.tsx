// Guidelines in Markdown. HTML in them is shown as text: a project may come from anybody.

import MarkdownIt from "markdown-it";
import { useMemo } from "react";

const reader = new MarkdownIt({ html: false, linkify: false, typographer: false });

/** Markdown as a page shows it; its headings begin at the third level. */
export function Markdown({ text }: { readonly text: string }) {
  const html = useMemo(() => {
    const tokens = reader.parse(text, {});
    for (const token of tokens) {
      if (/^h[1-6]$/.test(token.tag)) token.tag = `h${Math.min(6, Number(token.tag[1]) + 2)}`;
    }
    return reader.renderer.render(tokens, reader.options, {});
  }, [text]);
  // biome-ignore lint/security/noDangerouslySetInnerHtml: written by the reader, without HTML
  return <div className="markdown" dangerouslySetInnerHTML={{ __html: html }} />;
}
