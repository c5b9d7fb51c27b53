import { redactText } from '../redact-text.ts'
import { type Html, html } from './html.ts'
import { SENTENCES } from './words/sentences-zh.ts'
import type { Language } from './words.ts'

/**
 * One of the agent's own sentences in the page's language, without secrets and card numbers. A sentence nobody has translated stays as it
 * is and says so to a screen reader: better the cause in English than no cause.
 */
export function sayFinding(sentence: string, language: Language): Html {
  const safe = redactText(sentence)
  if (language === 'en') return html`${safe}`
  const translated = translate(safe)
  return translated === undefined ? html`<span lang="en">${safe}</span>` : html`${translated}`
}

export function translate(sentence: string): string | undefined {
  for (const [pattern, say] of SENTENCES) {
    const match = pattern.exec(sentence)
    if (match !== null) return say(...match.slice(1).map((part) => part ?? ''))
  }
  return undefined
}
