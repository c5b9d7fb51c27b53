import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ROOT } from '../../stack/root.ts'
import type { Dashboard } from './dashboards.ts'

/** What a page can say is missing: its key below `frame`, and the values of its sentence. */
export type Missing =
  | { readonly key: 'degraded.hubGone'; readonly gone: number; readonly all: number }
  | { readonly key: 'degraded.lineAway' | 'degraded.replicaLate' | 'degraded.replicaAway' | 'databaseAway.message' }

type Language = 'en' | 'zh'
type Tree = { readonly [key: string]: string | Tree }
const WITHIN_MS = 120_000
const LOOK_MS = 500

/** Waits until the dashboard's page says exactly this, in both languages; of nothing: that nothing is missing. */
export async function untilSaid(dashboard: Dashboard, missing: readonly Missing[], stop: AbortSignal): Promise<void> {
  const endMs = performance.now() + WITHIN_MS
  for (const language of ['en', 'zh'] as const) {
    const wanted = missing.map((one) => sentence(one, language)).sort()
    let said: readonly string[] | undefined
    while (said === undefined || said.join() !== wanted.join()) {
      if (performance.now() > endMs)
        throw new Error(`${dashboard.process.name} should say "${wanted.join()}" in ${language}, and says "${said?.join()}"`)
      if (said !== undefined) await delay(LOOK_MS, undefined, { signal: stop })
      said = await read(dashboard, language)
    }
  }
}

/** The sentences of the notice and of the page that stands in for others; undefined when no page came. */
async function read(dashboard: Dashboard, language: Language): Promise<readonly string[] | undefined> {
  const html = await dashboard.page('/system', language)
  const isPage = html?.includes('<main') === true
  if (!isPage) return undefined
  return [...html.matchAll(/<span role="status">([^<]*)<\/span>|<p class="[^"]*message[^"]*">([^<]*)<\/p>/g)]
    .map(([, notice, message]) => notice ?? message ?? '')
    .sort()
}

function sentence(missing: Missing, language: Language): string {
  let words: string | Tree | undefined = readWords(language)
  for (const part of missing.key.split('.')) words = typeof words === 'object' ? words[part] : undefined
  if (typeof words !== 'string') throw new Error(`there are no words for ${missing.key} in ${language}`)
  if (missing.key !== 'degraded.hubGone') return words
  // The one sentence with a plural; here it is always one hub.
  const one = words.replace(/\{gone, plural, one \{((?:[^{}]|\{\w+\})*)\} other \{(?:[^{}]|\{\w+\})*\}\}/, '$1')
  return one.replaceAll('{gone}', String(missing.gone)).replaceAll('{all}', String(missing.all))
}

function readWords(language: Language): Tree {
  return JSON.parse(readFileSync(join(ROOT, `apps/web/messages/${language}/frame.json`), 'utf8')) as Tree
}
