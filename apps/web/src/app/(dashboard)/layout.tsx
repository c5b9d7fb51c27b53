import { mayDoWithin } from '@counterfoil/services/permissions'
import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { DueNotice } from '../../features/access-reviews/index.ts'
import { BreakGlassNotice } from '../../features/break-glass/index.ts'
import { SingleSignOn } from '../../features/factors/index.ts'
import { DatabaseAway, DegradedNotice, SignedInFrame } from '../../features/frame/index.ts'
import { LogLossNotice } from '../../features/log-loss/index.ts'
import { pagesOf } from '../../page-permissions.ts'
import { getRuntime } from '../../server/context.ts'
import type { Person } from '../../server/person.ts'
import { api, getQueryClient, getRequestContext } from '../../trpc/server.tsx'

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  // Where to go next, not who may read: every procedure asks for itself.
  const person = await findPersonOrWhy()
  if (person === 'away' || person === 'migrating') return <DatabaseAway state={person} />
  if (person === null) redirect('/sign-in')
  if (!person.bothFactors) redirect('/enrol')
  const degraded = await getQueryClient()
    .fetchQuery(api.frame.degraded.queryOptions())
    .catch(() => undefined)
  return (
    <SingleSignOn name={getRuntime().settings.sso?.name ?? null}>
      <SignedInFrame
        name={person.name}
        email={person.email}
        pages={pagesOf(person.access.role, person.access.reach)}
        session={{ id: person.sessionId, idle: person.idle, lastActionMs: person.lastActionAt.getTime() }}
        wallPages={pagesOf('wall_screen')}
        notice={
          <>
            <DegradedNotice initial={degraded} />
            {mayDoWithin(person.access, 'people.read') ? (
              <>
                <LogLossNotice mayDeclare={mayDoWithin(person.access, 'people.change')} personId={person.id} />
                <BreakGlassNotice mayAcknowledge={mayDoWithin(person.access, 'people.change')} />
              </>
            ) : null}
            {mayDoWithin(person.access, 'reviews.read') ? <DueNotice /> : null}
          </>
        }
      >
        {children}
      </SignedInFrame>
    </SingleSignOn>
  )
}

/** A database that is away is said on a page of its own: what failed is not the page that was asked for. */
async function findPersonOrWhy(): Promise<Person | null | 'away' | 'migrating'> {
  try {
    return (await getRequestContext()).person
  } catch (error) {
    const database = await getRuntime().readDatabase()
    if (database === 'ok') throw error
    return database
  }
}
