import { networkOf } from './network-of.ts'
import type { RateLimit } from './take-rate.ts'

/** Every limit there is; sign-in and factors have their own counts. */
export const rateLimits = {
  /** Join codes of agents, right or wrong, by address. A small chain may roll out behind one. */
  enrolment: { burst: 30, perMs: 2_000 },
  /** Set-up links used, by address. */
  setupLink: { burst: 20, perMs: 3_000 },
  /** Pages of set-up links, right or guessed, by address: apart from using one, which nobody's guesses should stop. */
  setupLinkPage: { burst: 20, perMs: 3_000 },
  /** Ways to the identity provider and back, by address: a whole chain may sign in from behind one in the morning. */
  sso: { burst: 300, perMs: 500 },
  /** Files of figures and lists, by person. */
  export: { burst: 10, perMs: 30_000 },
  /** Mappings that are tried while they are made, by person. */
  mappingTrial: { burst: 30, perMs: 1_000 },
  /** Refusals that get an entry of the log each, by who asks; what comes beyond is counted, and told as one. */
  refusalEntry: { burst: 40, perMs: 60_000 },
  /** Greetings of agents that were refused, by address: behind one may stand a whole chain with a few broken PCs. */
  refusedHello: { burst: 200, perMs: 50 },
  /** Live sockets without a session, by address. */
  refusedLive: { burst: 100, perMs: 500 },
  /** Wrong API tokens and screen credentials, by address. */
  refusedBearer: { burst: 30, perMs: 2_000 },
  /** Codes that waiting screens ask for, each a new one every five minutes, by address: a wall of them behind one. */
  pairing: { burst: 60, perMs: 5_000 },
} as const satisfies Readonly<Record<string, RateLimit>>

export type LimitName = keyof typeof rateLimits

/** Whom a limit counts: an address, which stands for its network, or somebody by id. */
export type RateSubject = { readonly address: string } | { readonly id: string }

export function subjectOf(name: LimitName, subject: RateSubject): string {
  return `${name}:${'address' in subject ? networkOf(subject.address) : subject.id}`
}
