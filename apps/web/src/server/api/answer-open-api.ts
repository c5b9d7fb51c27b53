import type { Runtime } from '../context.ts'
import { openApi } from './open-api.ts'

/** The description for programs’ makers; it says nothing of the chain. */
export async function answerOpenApi(_request: Request, { settings }: Runtime): Promise<Response> {
  return Response.json(openApi(settings.publicOrigin), { headers: { 'Cache-Control': 'no-store' } })
}
