import { workerSource } from '../../../../features/inspection-phone/worker-source.ts'
import { serve } from '../../../../server/serve.ts'

export const dynamic = 'force-dynamic'

/** No secret, and the same for everybody. The browser keeps it by itself, and asks for it anew whenever the page is opened. */
export const GET = serve(
  async () =>
    new Response(workerSource, {
      headers: {
        'Content-Type': 'text/javascript; charset=utf-8',
        // The page itself stands above the worker's own folder.
        'Service-Worker-Allowed': '/inspections/do',
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
      },
    }),
)
