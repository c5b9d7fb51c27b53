import { serve } from '../../server/serve.ts'

export const dynamic = 'force-dynamic'

/** For whoever watches the process: 200 when pages can be answered, 503 with the reason when the database is away. */
export const GET = serve(async (_request, { checkDatabase }) => {
  const headers = { 'Cache-Control': 'no-store' }
  try {
    await checkDatabase()
    return Response.json({ ok: true, database: 'up' }, { headers })
  } catch {
    return Response.json({ ok: false, database: 'down' }, { status: 503, headers })
  }
})
