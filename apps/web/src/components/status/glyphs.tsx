import type { ReactNode } from 'react'

/** 14 × 14, drawn in the text's colour; holes take the page's. One shape, one meaning. */
export const glyphs = {
  sell: <circle cx="7" cy="7" r="3.6" fill="currentColor" />,
  busy: (
    <>
      <circle cx="7" cy="7" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path d="M7 2.4a4.6 4.6 0 010 9.2z" fill="currentColor" />
    </>
  ),
  idle: <circle cx="7" cy="7" r="3.4" fill="none" stroke="currentColor" strokeWidth="1.4" />,
  warn: (
    <>
      <path d="M7 1.2l6.2 11.2H.8z" fill="currentColor" stroke="currentColor" strokeWidth="1" strokeLinejoin="round" />
      <path d="M7 5.2v3.1M7 10.4v.1" stroke="var(--bg)" strokeWidth="1.5" strokeLinecap="round" />
    </>
  ),
  silent: (
    <>
      <circle cx="7" cy="7" r="5.4" fill="none" stroke="currentColor" strokeWidth="1.3" />
      <path d="M4.4 7h.1M7 7h.1M9.5 7h.1" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" />
    </>
  ),
  plug: (
    <path
      d="M1.6 8.6l3.8-3.8 3.8 3.8-1.4 1.4a2.7 2.7 0 01-3.8 0zM8.2 3.2l1.6-1.6M10.8 5.8l1.6-1.6M1.8 12.2l1.4-1.4"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  stale: (
    <>
      <circle cx="7" cy="7" r="5.4" fill="none" stroke="currentColor" strokeWidth="1.3" strokeDasharray="2.2 1.9" />
      <path d="M7 4.2V7l1.7 1.4" stroke="currentColor" strokeWidth="1.3" fill="none" strokeLinecap="round" />
    </>
  ),
  lock: (
    <>
      <rect x="2.6" y="6" width="8.8" height="6.4" rx="1" fill="currentColor" />
      <path d="M4.4 6V4.3a2.6 2.6 0 015.2 0V6" fill="none" stroke="currentColor" strokeWidth="1.4" />
    </>
  ),
  tool: (
    <path
      d="M9.4 1.7a3.3 3.3 0 00-4.1 4.3L1.7 9.6a1.3 1.3 0 000 1.8l.9.9a1.3 1.3 0 001.8 0L8 8.7a3.3 3.3 0 004.3-4.1L10.2 6.7 8 6 7.3 3.8z"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.3"
      strokeLinejoin="round"
    />
  ),
  ok: (
    <>
      <circle cx="7" cy="7" r="6" fill="currentColor" />
      <path
        d="M4.3 7.2l1.9 1.9 3.6-4"
        stroke="var(--bg)"
        strokeWidth="1.5"
        fill="none"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
  no: (
    <>
      <circle cx="7" cy="7" r="5.4" fill="none" stroke="currentColor" strokeWidth="1.3" />
      <path d="M5 5l4 4M9 5l-4 4" stroke="currentColor" strokeWidth="1.3" strokeLinecap="round" />
    </>
  ),
  minus: (
    <>
      <circle cx="7" cy="7" r="5.4" fill="none" stroke="currentColor" strokeWidth="1.3" />
      <path d="M4.5 7h5" stroke="currentColor" strokeWidth="1.3" strokeLinecap="round" />
    </>
  ),
  unk: (
    <>
      <path d="M7 .9L13.1 7 7 13.1.9 7z" fill="none" stroke="currentColor" strokeWidth="1.3" strokeLinejoin="round" />
      <path
        d="M5.5 5.9a1.55 1.55 0 113 .3c0 .9-1.4 1-1.4 1.8M7.1 9.7v.1"
        stroke="currentColor"
        strokeWidth="1.25"
        fill="none"
        strokeLinecap="round"
      />
    </>
  ),
  p0: <circle cx="7" cy="7" r="5.4" fill="none" stroke="currentColor" strokeWidth="1.3" />,
  p1: (
    <>
      <circle cx="7" cy="7" r="5.4" fill="none" stroke="currentColor" strokeWidth="1.3" />
      <path d="M7 7V3.6A3.4 3.4 0 0 1 10.4 7.00z" fill="currentColor" />
    </>
  ),
  p2: (
    <>
      <circle cx="7" cy="7" r="5.4" fill="none" stroke="currentColor" strokeWidth="1.3" />
      <path d="M7 7V3.6A3.4 3.4 0 0 1 7.00 10.4z" fill="currentColor" />
    </>
  ),
  p3: (
    <>
      <circle cx="7" cy="7" r="5.4" fill="none" stroke="currentColor" strokeWidth="1.3" />
      <path d="M7 7V3.6A3.4 3.4 0 1 1 3.6 7.00z" fill="currentColor" />
    </>
  ),
  p4: (
    <>
      <circle cx="7" cy="7" r="5.4" fill="none" stroke="currentColor" strokeWidth="1.3" />
      <circle cx="7" cy="7" r="3.4" fill="currentColor" />
    </>
  ),
  due: (
    <>
      <circle cx="7" cy="7" r="5.4" fill="none" stroke="currentColor" strokeWidth="1.3" />
      <path d="M7 4v3l2 1.2" stroke="currentColor" strokeWidth="1.3" fill="none" strokeLinecap="round" />
    </>
  ),
  miss: (
    <>
      <rect x="1.5" y="1.5" width="11" height="11" rx="1.5" fill="currentColor" />
      <path d="M4.6 4.6l4.8 4.8M9.4 4.6l-4.8 4.8" stroke="var(--bg)" strokeWidth="1.6" strokeLinecap="round" />
    </>
  ),
  med: <path d="M7 2l5.4 9.8H1.6z" fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinejoin="round" />,
  low: (
    <path
      d="M2.5 5l4.5 4.5L11.5 5"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  crit: (
    <>
      <path d="M4.5 1h5L13 4.5v5L9.5 13h-5L1 9.5v-5z" fill="currentColor" />
      <path d="M7 3.9v3.6M7 9.9v.2" stroke="var(--bg)" strokeWidth="1.7" strokeLinecap="round" />
    </>
  ),
  sv: (
    <>
      <path d="M7 .8l5 1.9v3.6c0 3.2-2 5.6-5 6.9-3-1.3-5-3.7-5-6.9V2.7z" fill="currentColor" />
      <path
        d="M4.6 6.9l1.8 1.8 3.1-3.5"
        stroke="var(--bg)"
        strokeWidth="1.4"
        fill="none"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
  sp: (
    <>
      <path
        d="M7 1.3l4.5 1.7v3.3c0 2.9-1.8 5-4.5 6.2-2.7-1.2-4.5-3.3-4.5-6.2V3z"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.3"
        strokeLinejoin="round"
      />
      <path d="M7 1.3v11.2C4.3 11.3 2.5 9.2 2.5 6.3V3z" fill="currentColor" />
    </>
  ),
  sn: (
    <path
      d="M7 1.3l4.5 1.7v3.3c0 2.9-1.8 5-4.5 6.2-2.7-1.2-4.5-3.3-4.5-6.2V3z"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.3"
      strokeDasharray="2 1.6"
    />
  ),
  sx: (
    <>
      <path d="M7 .8l5 1.9v3.6c0 3.2-2 5.6-5 6.9-3-1.3-5-3.7-5-6.9V2.7z" fill="currentColor" />
      <path d="M5.1 4.9l3.8 3.8M8.9 4.9L5.1 8.7" stroke="var(--bg)" strokeWidth="1.4" strokeLinecap="round" />
    </>
  ),
} satisfies Record<string, ReactNode>

export type GlyphName = keyof typeof glyphs
