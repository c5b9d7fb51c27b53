import type { CliIo } from './verb.ts'

interface Link {
  readonly token: string
  readonly expiresAt: Date
}

/** A one-time link of this installation's dashboard, this once: nobody can show it again. */
export function printLink(io: CliIo, { token, expiresAt }: Link, json: boolean | undefined): void {
  const origin = io.env.PUBLIC_ORIGIN ?? `http://localhost:${io.env.WEB_PORT ?? 3000}`
  const url = `${origin}/setup/${token}`
  if (json) io.out(JSON.stringify({ url, expiresAt: expiresAt.toISOString() }))
  else io.out(`${url}\nworks once, until ${expiresAt.toISOString()}`)
}
