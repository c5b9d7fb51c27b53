import { createVirtualClock } from '../../../../packages/terminals/src/testing/virtual-clock.ts'
import { describePaths, type HubPathsStatus } from '../link/describe-paths.ts'
import type { ConnectPath, HubPath, PathFailure } from '../link/hub-path.ts'
import { createHubPaths, type HubMoved } from '../link/hub-paths.ts'
import type { HubSocket } from '../link/hub-socket.ts'
import { silentLog } from '../log.ts'

const HUB_ID = '018f0000-0000-7000-8000-000000000001'
export const A = 'https://a.example'
export const B = 'https://b.example'

/** How a path behaves now. `silent` takes the connection and says nothing. */
export type Condition = 'up' | 'silent' | PathFailure

/** A link in a few lines over paths whose conditions the test sets: greets, and connects anew 2 s after each end. */
export function openPathsBed(addresses: readonly string[], random: () => number = () => 0.5) {
  const clock = createVirtualClock()
  const conditions = new Map<string, Condition>()
  const open = new Map<string, Set<(why: string) => void>>()
  const name = ({ address, way }: HubPath) => `${way} ${address}`
  const established: { readonly path: string; readonly atMs: number }[] = []
  const left: { readonly path: string; readonly why: string; readonly atMs: number }[] = []
  const dials: string[] = []
  const changes: HubPathsStatus[] = []
  const moves: HubMoved[] = []

  const connectPath =
    (path: HubPath): ConnectPath =>
    (handlers) => {
      const key = name(path)
      dials.push(key)
      let alive = true
      const ends = open.get(key) ?? new Set()
      open.set(key, ends)
      const cut = (why: string) => {
        if (!alive) return
        alive = false
        ends.delete(cut)
        handlers.closed(why)
      }
      const condition = conditions.get(key) ?? 'up'
      ends.add(cut)
      clock.startTimer(20 + random() * 50, () => {
        if (!alive || condition === 'silent') return
        if (condition === 'up') return handlers.challenge({ hubId: HUB_ID })
        if (condition === 'wrong_hub') return handlers.challenge({ hubId: 'another' })
        alive = false
        ends.delete(cut)
        handlers.closed(condition, condition)
      })
      return {
        send: (_message, _payload, answered) =>
          clock.startTimer(30, () => alive && conditions.get(key) !== 'silent' && answered({ ok: true })),
        notify() {},
        close() {
          alive = false
          ends.delete(cut)
        },
      }
    }

  const hub = createHubPaths({
    addresses,
    hubId: HUB_ID,
    clock,
    connectPath,
    log: silentLog,
    onChange: (status) => changes.push(status),
    onMoved: (moved) => moves.push(moved),
  })

  let socket: HubSocket | undefined
  let generation = 0
  function dial(): void {
    generation += 1
    const mine = generation
    const patience = clock.startTimer(20_000, () => {
      if (mine !== generation) return
      generation += 1
      socket?.close()
      clock.startTimer(2_000, dial)
    })
    socket = hub.connectHub({
      challenge(raw) {
        if (mine !== generation) return
        if ((raw as { hubId: string }).hubId !== HUB_ID) {
          generation += 1
          patience.cancel()
          socket?.close()
          clock.startTimer(2_000, dial)
          return
        }
        socket?.send('hello', {}, () => {
          patience.cancel()
          established.push({ path: used(), atMs: clock.monotonicMs() })
        })
      },
      credit() {},
      closed(why) {
        patience.cancel()
        if (mine !== generation) return
        generation += 1
        left.push({ path: used(), why, atMs: clock.monotonicMs() })
        clock.startTimer(2_000, dial)
      },
    })
  }
  const used = () => {
    const status = hub.status()
    const path = status.paths[status.current]
    return path === undefined ? '' : name(path)
  }
  const set = (key: string, condition: Condition) => {
    conditions.set(key, condition)
    if (condition === 'up' || condition === 'silent') return
    for (const cut of [...(open.get(key) ?? [])]) cut('cut')
  }
  return {
    clock,
    hub,
    dial,
    used,
    set,
    established,
    left,
    dials,
    changes,
    moves,
    send: (answered: () => void) => socket?.send('batch', {}, answered),
    sentence: () => describePaths(hub.status(), clock.nowMs()),
  }
}
