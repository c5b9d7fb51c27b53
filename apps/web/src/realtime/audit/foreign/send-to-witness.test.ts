import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { realClock } from '@counterfoil/services/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { sendToWitness, WITNESS_TIMEOUT_MS, WitnessTimeout } from './send-to-witness.ts'

let server: Server | undefined
afterEach(() => {
  server?.close()
  server?.closeAllConnections()
})

async function serve(answer: RequestListener): Promise<string> {
  const listening = createServer(answer)
  server = listening
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}/add-checkpoint`
}

describe('a request to a witness', () => {
  it('gives its answer, however it is cut into pieces', async () => {
    const url = await serve((request, response) => {
      request.resume()
      response.writeHead(409)
      response.write('1')
      response.end('2\n')
    })
    expect(await sendToWitness({ clock: realClock, signal: new AbortController().signal }, url, 'old 0\n')).toEqual({
      status: 409,
      body: '12\n',
    })
  })

  it('ends when its time is up, also in the middle of an answer, and when the hub stops', async () => {
    for (const answer of [() => {}, (...[, response]: Parameters<RequestListener>) => void response.write('1')]) {
      let arrived = () => {}
      const asked = new Promise<void>((resolve) => {
        arrived = resolve
      })
      const url = await serve((request, response) => {
        answer(request, response)
        arrived()
      })
      let fire = () => {}
      let waitMs = 0
      const clock = {
        ...realClock,
        startTimer(delayMs: number, then: () => void) {
          waitMs = delayMs
          fire = then
          return { cancel() {} }
        },
      }
      const sent = sendToWitness({ clock, signal: new AbortController().signal }, url, '')
      await asked
      fire()
      await expect(sent).rejects.toThrow(WitnessTimeout)
      expect(waitMs).toBe(WITNESS_TIMEOUT_MS)
      const stop = new AbortController()
      const ended = sendToWitness({ clock: realClock, signal: stop.signal }, url, '')
      stop.abort()
      await expect(ended).rejects.toThrow('the hub stops')
      server?.closeAllConnections()
      server?.close()
    }
  })
})
