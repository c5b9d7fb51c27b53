import { createJob } from './job.ts'
import { createPageDoor, type PageDoor } from './page-door.ts'
import type { LocalPageOptions } from './page-powers.ts'
import { createPageServer } from './page-server.ts'
import { createPageSource } from './page-source.ts'
import { createSessions } from './sessions.ts'
import { createVisitRoutes } from './visit-routes.ts'

/** The technician's page on this machine's loopback: puts its parts together. */
export function createLocalPage(options: LocalPageOptions): PageDoor {
  const { powers, clock, log } = options
  const jobs = { portTest: createJob(clock), doctor: createJob(clock) }
  const sessions = createSessions(powers.randomText)
  const routes = createVisitRoutes({ ...options, jobs, sessions, readState: createPageSource(options, jobs) })
  const onRequest = createPageServer({ keys: powers.keys, sessions, routes, clock, log })
  return createPageDoor({ port: powers.port, keys: powers.keys, clock, log, occupied: sessions.any, onRequest })
}
