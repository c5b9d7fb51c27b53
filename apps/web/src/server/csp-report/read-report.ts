import { z } from 'zod'

/** What a browser refused, without anything of the page's own: no query, no path that may hold a secret, no sample of its text. */
export interface Violation {
  /** e.g. `script-src-elem`. */
  readonly directive: string
  /** `inline`, `eval` …, the origin of another site, or a file of ours. */
  readonly blocked: string
  /** The first part of the page's path: further on stand ids, and the secret of a set-up link. */
  readonly page: string
  /** The file and line that asked for it, where it is one of ours. */
  readonly source: string
  readonly enforced: boolean
}

const Text = z.string().max(4_096).catch('')
const CspReport = z.object({
  'csp-report': z.object({
    'document-uri': Text,
    'effective-directive': Text,
    'violated-directive': Text,
    'blocked-uri': Text,
    'source-file': Text,
    'line-number': z.int().nonnegative().catch(0),
    disposition: Text,
  }),
})

/** Reads the body of a `report-uri` request; null when it is none. */
export function readReport(body: unknown, origins: readonly string[]): Violation | null {
  const parsed = CspReport.safeParse(body)
  if (!parsed.success) return null
  const report = parsed.data['csp-report']
  const directive = /^[a-z-]{1,40}/.exec(report['effective-directive'] || report['violated-directive'])?.[0]
  if (directive === undefined) return null
  const source = placeOf(report['source-file'], origins)
  return {
    directive,
    blocked: placeOf(report['blocked-uri'], origins),
    page: placeOf(report['document-uri'], origins),
    source: source.startsWith('/') ? `${source}:${report['line-number']}` : source,
    enforced: report.disposition !== 'report',
  }
}

function placeOf(text: string, origins: readonly string[]): string {
  // Words of the browser: `inline`, `eval`, `trusted-types-sink`, and schemes such as `data` or `chrome-extension`.
  if (/^[a-z-]{0,40}$/.test(text)) return text
  if (!URL.canParse(text)) return 'unreadable'
  const { protocol, origin, pathname } = new URL(text)
  if (protocol !== 'http:' && protocol !== 'https:') return protocol.slice(0, -1)
  if (!origins.includes(origin)) return origin.slice(0, 300)
  const asset = /^\/_next\/static\/[\w./-]{1,200}$/.exec(pathname)?.[0]
  return asset ?? /^\/[\w-]{0,40}/.exec(pathname)?.[0] ?? '/'
}
