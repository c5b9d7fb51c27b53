import { createHash } from 'node:crypto'
import { type Html, html } from './html.ts'
import { SCRIPT } from './script.ts'
import { STYLE } from './style.ts'
import { type Language, WORDS } from './words.ts'

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Nothing from elsewhere, and of our own only this very style and script. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `script-src ${hashOf(SCRIPT)}`,
  `style-src ${hashOf(STYLE)}`,
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

interface PageOptions {
  readonly language: Language
  readonly title: string
  readonly head?: Html
  readonly live?: boolean
}

/** A whole document. */
export function page({ language, title, head, live }: PageOptions, body: Html): string {
  const style = { html: `<style>${STYLE}</style>` }
  const script = { html: `<script>${SCRIPT}</script>` }
  return html`<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>${head}${
    live && html`<noscript><meta http-equiv="refresh" content="5"></noscript>`
  }${style}</head><body>${body}${live && script}</body></html>`.html
}

/** One sentence and a way back, for whatever did not work. */
export function messagePage(
  language: Language,
  { title, sentence, back }: { title?: string; sentence: string; back?: string },
): string {
  const words = WORDS[language]
  const heading = title ?? words.errors.title
  return page(
    { language, title: heading },
    html`<main><div class="box" role="alert"><h2>${heading}</h2><p>${sentence}</p>${
      back !== undefined && html`<p><a class="button" href="${back}">${words.errors.back}</a></p>`
    }</div></main>`,
  )
}

/**
 * Sent once the key is taken: the browser goes on by itself. Not a redirect, because a cookie for this site alone is left out where the
 * address was opened from another program's page.
 */
export function enterPage(language: Language, to: string): string {
  return page(
    { language, title: WORDS[language].title, head: html`<meta http-equiv="refresh" content="0;url=${to}">` },
    html`<main><p class="box"><a href="${to}">${WORDS[language].title}</a></p></main>`,
  )
}
