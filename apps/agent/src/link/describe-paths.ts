import { spanText } from '../span-text.ts'
import type { HubPath, PathFailure } from './hub-path.ts'

/** How each way to the hub does, for people; times are wall time. */
export interface HubPathsStatus {
  /** Which of `paths` is in use, or was tried last. */
  readonly current: number
  /** In order of preference. */
  readonly paths: readonly PathNow[]
}

export interface PathNow extends HubPath {
  /** Not tried while another serves. */
  readonly givenUp: boolean
  readonly failures: number
  readonly lastSuccessMs?: number
  readonly latencyMs?: number
  readonly trouble?: { readonly failure: PathFailure; readonly why: string; readonly sinceMs: number }
  /** It answers probes; after `holdMs` of that the agent goes back to it. */
  readonly answersAgainSinceMs?: number
  readonly holdMs?: number
}

/** Key of the outbox's single value that keeps the status for `agent status` and `agent doctor`. */
export const HUB_PATHS_KEY = 'hub_paths'

/** Which address and way are in use, and why no better one. */
export function describePaths({ current, paths }: HubPathsStatus, nowMs: number): string {
  const used = paths[current]
  if (used === undefined) return 'No address of the hub is known.'
  const better = paths.slice(0, current).filter(({ trouble }) => trouble !== undefined)
  const own = better.find(({ address, way }) => address === used.address && way === 'websocket')
  const others = [
    ...new Map(better.filter(({ address }) => address !== used.address).map((path) => [path.address, path])).values(),
  ]
  const reasons = [
    ...others.map((path) => `${path.address} does not serve${sinceText(path, nowMs)}`),
    ...(own === undefined ? [] : [`WebSocket ${blockedText(own)} at ${own.address}${sinceText(own, nowMs)}`]),
  ]
  const goes = `batches go ${others.length > 0 ? `to ${used.address} ` : ''}by ${used.way === 'websocket' ? 'WebSocket' : 'HTTPS POST'}`
  if (reasons.length === 0) return `Batches go to ${used.address} by ${used.way === 'websocket' ? 'WebSocket' : 'HTTPS POST'}.`
  return `${reasons.join('; ')}; ${goes}.${returnText(better, nowMs)}`
}

function blockedText({ trouble }: PathNow): string {
  return trouble?.failure === 'blocked' ? 'is blocked' : 'does not work'
}

function sinceText({ trouble }: PathNow, nowMs: number): string {
  if (trouble === undefined) return ''
  return ` since ${new Date(trouble.sinceMs).toISOString().slice(0, 16).replace('T', ' ')} UTC, for ${spanText(nowMs - trouble.sinceMs)} (${trouble.why})`
}

function returnText(better: readonly PathNow[], nowMs: number): string {
  const back = better.find(({ answersAgainSinceMs }) => answersAgainSinceMs !== undefined)
  if (back?.answersAgainSinceMs === undefined) return ''
  const way = back.way === 'websocket' ? 'WebSocket' : 'HTTPS'
  return ` ${way} at ${back.address} has answered again for ${spanText(nowMs - back.answersAgainSinceMs)}; the agent goes back after ${spanText(back.holdMs ?? 0)} of that.`
}
