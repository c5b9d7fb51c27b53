import { createServer } from 'node:net'

/** Below the range the system takes ports of its own accord from, so that a process may come back to its port. */
const FIRST = 15_000
const LAST = 31_000

/** So many ports nobody listens on; `random` is 0 ≤ value < 1. */
export async function findPorts(count: number, random: () => number): Promise<number[]> {
  const found: number[] = []
  for (let port = FIRST + Math.floor(random() * (LAST - FIRST - 2_000)); found.length < count && port < LAST; port += 1)
    if (await isFree(port)) found.push(port)
  if (found.length < count)
    throw new Error(`No ${count} free ports between ${FIRST} and ${LAST}: end what holds them and start again.`)
  return found
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}
