// What stands around every page: the way past it for keyboards, the name, the parts.

import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";
import { home, isLabelOnly } from "./only.js";

/** The studio's parts, in the order of the bar. */
const label: Part = { to: "/label", title: "Label", also: "/make" };
const parts: readonly Part[] = isLabelOnly
  ? [label]
  : [{ to: "/runs", title: "Runs" }, { to: "/compare", title: "Compare" }, label];

interface Part {
  readonly to: string;
  readonly title: string;
  /** A page of the part that has another address. */
  readonly also?: string;
}

/** The bar, and the page below it. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const [location] = useLocation();
  return (
    <>
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <header className="bar">
        <Link href={home} className="brand">
          <Mark />
          <span>w2s studio</span>
        </Link>
        <nav aria-label="Parts">
          <ul>
            {parts.map((part) => (
              <li key={part.to}>
                <Link href={part.to} aria-current={isIn(location, part) ? "page" : undefined}>
                  {part.title}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      {children}
    </>
  );
}

function isIn(location: string, { to, also }: Part): boolean {
  return location === to || location === also || location.startsWith(`${to}/`);
}

function Mark() {
  return (
    <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
      <rect width="32" height="32" rx="7" className="mark-ground" />
      <path d="M7 23 13 16l4 3 8-11" className="mark-line" />
      <circle cx="25" cy="8" r="3" className="mark-point" />
    </svg>
  );
}
