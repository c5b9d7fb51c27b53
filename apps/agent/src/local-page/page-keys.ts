import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * How `agent page` and the running agent meet: a folder only the agent's own user may open. The command lays down a file named after
 * the SHA-256 of a key; the agent names it anew by what came of it. No file holds a key, and whoever could forge one has the agent's
 * own rights already.
 */
export const KEYS_FOLDER = 'page-keys'

/** A key opens the page once, within this time. */
export const KEY_LIVES_MS = 5 * 60_000

/** More than a technician needs; what is beyond it is swept away. */
const MOST_KEYS = 16

const NAME = /^([0-9a-f]{64})\.(\d{1,15})\.(asked|E[A-Z0-9]{1,30}|\d{1,5})$/

interface KeyFile {
  readonly name: string
  readonly hash: string
  readonly expiresMs: number
  /** `asked`, or the port the page listens on, or the system's code for why it does not. */
  readonly state: string
}

export interface PageKeys {
  /** Makes the folder, and forgets keys of an earlier run. */
  prepare(): void
  /** Sweeps old keys away. `asked`: one has no answer yet; `waiting`: one may still be used. */
  look(nowMs: number): { readonly asked: boolean; readonly waiting: boolean }
  /** Tells whoever made the keys where the page is, or why it is not. */
  answer(state: number | string): void
  /** True once for each key that was made and is not too old. */
  take(key: string, nowMs: number): boolean
}

const hashOf = (key: string) => createHash('sha256').update(key).digest('hex')

/** The keys of one agent, as it sees them itself. */
export function openPageKeys(dataDir: string): PageKeys {
  const folder = join(dataDir, KEYS_FOLDER)
  const remove = ({ name }: KeyFile) => rmSync(join(folder, name), { force: true })
  return {
    prepare() {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      for (const file of listKeys(folder)) remove(file)
    },
    look(nowMs) {
      const files = listKeys(folder)
      const alive = files.filter(({ expiresMs }) => isAlive(expiresMs, nowMs)).slice(0, MOST_KEYS)
      for (const file of files) if (!alive.includes(file)) remove(file)
      return { asked: alive.some(({ state }) => state === 'asked'), waiting: alive.length > 0 }
    },
    answer(state) {
      for (const { name, hash, expiresMs, state: before } of listKeys(folder)) {
        if (before !== String(state)) renameSync(join(folder, name), join(folder, `${hash}.${expiresMs}.${state}`))
      }
    },
    take(key, nowMs) {
      const hash = hashOf(key)
      const file = listKeys(folder).find((candidate) => candidate.hash === hash)
      if (file === undefined) return false
      try {
        // Whoever removes it has it: two that come at once do not both get in.
        unlinkSync(join(folder, file.name))
      } catch {
        return false
      }
      return isAlive(file.expiresMs, nowMs)
    },
  }
}

/** Also false for one from the future: the clock was set back, and it would live longer than it should. */
function isAlive(expiresMs: number, nowMs: number): boolean {
  return expiresMs > nowMs && expiresMs <= nowMs + KEY_LIVES_MS
}

/** Lays a key down for the running agent. False where no agent has made its folder. */
export function layDownKey(dataDir: string, key: string, nowMs: number): boolean {
  const folder = join(dataDir, KEYS_FOLDER)
  if (!existsSync(folder)) return false
  writeFileSync(join(folder, `${hashOf(key)}.${nowMs + KEY_LIVES_MS}.asked`), '', { mode: 0o600, flag: 'wx' })
  return true
}

/** What the agent has said to a key: a port, a system's error code, or nothing yet. */
export function readAnswer(dataDir: string, key: string): { readonly port: number } | { readonly code: string } | undefined {
  const hash = hashOf(key)
  const state = listKeys(join(dataDir, KEYS_FOLDER)).find((file) => file.hash === hash)?.state
  if (state === undefined || state === 'asked') return undefined
  return /^\d+$/.test(state) ? { port: Number(state) } : { code: state }
}

/** Takes a key back that will not be used. */
export function takeBackKey(dataDir: string, key: string): void {
  const folder = join(dataDir, KEYS_FOLDER)
  const hash = hashOf(key)
  for (const file of listKeys(folder)) if (file.hash === hash) rmSync(join(folder, file.name), { force: true })
}

function listKeys(folder: string): readonly KeyFile[] {
  let names: string[]
  try {
    names = readdirSync(folder)
  } catch {
    // Nobody has made it, or it is gone: no keys.
    return []
  }
  return names.flatMap((name) => {
    const [, hash, expires, state] = NAME.exec(name) ?? []
    return hash === undefined || state === undefined ? [] : [{ name, hash, expiresMs: Number(expires), state }]
  })
}
