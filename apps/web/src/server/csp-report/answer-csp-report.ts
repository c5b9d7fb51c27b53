import type { Runtime } from '../context.ts'
import { ownOrigins } from '../own-origins.ts'
import { refuse } from '../refuse.ts'
import { withSmallBody } from '../small-body.ts'
import { readReport } from './read-report.ts'

const MOST_BYTES = 16_384

/** Takes what a browser says it refused on one of our pages into the log. Whoever else sends something gets as little out of it. */
export async function answerCspReport(request: Request, runtime: Runtime): Promise<Response> {
  if (!/^application\/csp-report(;|$)/i.test(request.headers.get('content-type') ?? '')) {
    return refuse(415, 'NO_REPORT', 'This takes application/csp-report only.')
  }
  const small = await withSmallBody(request, MOST_BYTES)
  if (small === null) return refuse(413, 'TOO_LARGE', `A report may have at most ${MOST_BYTES} bytes.`)
  const violation = readReport(await small.json().catch(() => null), ownOrigins(runtime.settings))
  if (violation === null) return refuse(400, 'NO_REPORT', 'This is no report of a content security policy.')
  const booked = runtime.reports.note(violation, runtime.nowMs())
  if (booked !== null) runtime.logWarning('a browser refused something on a page', booked)
  return new Response(null, { status: 204, headers: { 'Cache-Control': 'no-store' } })
}
