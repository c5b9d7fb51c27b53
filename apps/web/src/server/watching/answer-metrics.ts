import { isBearer } from '../../is-bearer.ts'
import type { Runtime } from '../context.ts'

/** Prometheus' text for whoever shows `METRICS_TOKEN`; nothing is here for anybody else, nor while no token is set. */
export async function answerMetrics(request: Request, { settings, metrics }: Runtime): Promise<Response> {
  const { metricsToken } = settings
  if (metricsToken === null || !isBearer(request.headers.get('authorization'), metricsToken))
    return new Response(null, { status: 404, headers: { 'Cache-Control': 'no-store' } })
  return new Response(await metrics.registry.metrics(), {
    headers: { 'Content-Type': metrics.registry.contentType, 'Cache-Control': 'no-store' },
  })
}
