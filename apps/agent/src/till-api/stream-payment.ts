import { toPaymentJson, toPromptJson } from './payment-json.ts'
import type { RouteCall } from './route.ts'

/** Often enough that no proxy or till takes the line for dead. */
const KEEP_ALIVE_MS = 15_000

/** Writes a payment's news as server-sent events until it is final or the till hangs up. */
export function streamPayment({
  desk,
  id,
  request,
  response,
  clock,
}: Pick<RouteCall, 'desk' | 'id' | 'request' | 'response' | 'clock'>): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' })
  let timer = clock.startTimer(KEEP_ALIVE_MS, keepAlive)
  const unsubscribe = desk.subscribe(id, (news) => {
    if (news.type === 'prompt') send('prompt', toPromptJson(news.prompt))
    else tellState()
  })
  request.on('close', end)
  tellState()

  function keepAlive(): void {
    response.write(': still there\n\n')
    timer = clock.startTimer(KEEP_ALIVE_MS, keepAlive)
  }

  function send(event: string, data: object): void {
    response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }

  function tellState(): void {
    const found = desk.find(id)
    if (found === undefined) return
    const final = found.payment.state === 'final'
    send(final ? 'final' : 'state', toPaymentJson(found.payment, found.prompt))
    if (final) end()
  }

  function end(): void {
    timer.cancel()
    unsubscribe()
    response.end()
  }
}
