'use client'

import type { ListedGroup } from '@counterfoil/services/command-groups'
import { Status } from '../../components/status/status.tsx'

/** How it stands; one that stopped because too many fared badly is something to look at. */
export function GroupStatus({ group: { state, endedWhy } }: { readonly group: Pick<ListedGroup, 'state' | 'endedWhy'> }) {
  return <Status axis="commandGroup" state={state === 'stopped' && endedWhy === 'failing' ? 'failing' : state} />
}
