import { mayDoWithin } from '@counterfoil/services/permissions'
import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { DueNotice } from '../../features/access-reviews/index.ts'
import { BreakGlassNotice } from '../../features/break-glass/index.ts'
import { SingleSignOn } from '../../features/factors/index.ts'
import { ReplicaNotice, SignedInFrame } from '../../features/frame/index.ts'
import { LogLossNotice } from '../../features/log-loss/index.ts'
import { pagesOf } from '../../page-permissions.ts'
import { getRuntime } from '../../server/context.ts'
import { getRequestContext } from '../../trpc/server.tsx'

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  // Where to go next, not who may read: every procedure asks for itself.
  const { person } = await getRequestContext()
  if (person === null) redirect('/sign-in')
  if (!person.bothFactors) redirect('/enrol')
  const replica = getRuntime().replica?.state().state ?? 'good'
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
            {replica === 'good' ? null : <ReplicaNotice state={replica} />}
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
