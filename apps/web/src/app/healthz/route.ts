import { getRuntime } from '../../server/context.ts'

export const dynamic = 'force-dynamic'

/** For whoever watches the process: 200 when pages can be answered, 503 with the reason when the database is away. */
export async function GET(): Promise<Response> {
  const headers = { 'Cache-Control': 'no-store' }
  try {
    await getRuntime().checkDatabase()
    return Response.json({ ok: true, database: 'up' }, { headers })
  } catch {
    return Response.json({ ok: false, database: 'down' }, { status: 503, headers })
  }
}
