import { workerSource } from '../../../../features/inspection-phone/worker-source.ts'

export const dynamic = 'force-static'

/** No secret, and the same for everybody. The browser asks for it anew whenever the page is opened. */
export function GET(): Response {
  return new Response(workerSource, {
    headers: {
      'Content-Type': 'text/javascript; charset=utf-8',
      // The page itself stands above the worker's own folder.
      'Service-Worker-Allowed': '/inspections/do',
      'Cache-Control': 'no-cache',
      'X-Content-Type-Options': 'nosniff',
    },
  })
}
