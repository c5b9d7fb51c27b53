'use client'

import type { ChosenAgents } from '@counterfoil/services/command-groups'
import { Button } from '@mantine/core'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { AskableKind } from '../commands/index.ts'

/** Comes when somebody asks, not with the page. */
const AskManyDialog = dynamic(() => import('./ask-many-dialog.tsx'), { ssr: false })

interface AskManyButtonProps {
  readonly chosen: ChosenAgents
  /** What the person may ask of many; the button is not there for whoever may ask nothing. */
  readonly kinds: readonly AskableKind[]
}

/** Asks all that was chosen for one thing: a place of the tree, or devices one by one. */
export function AskManyButton({ chosen, kinds }: AskManyButtonProps) {
  const translate = useTranslations('commandGroups')
  const [asking, setAsking] = useState(false)
  if (kinds.length === 0) return null
  return (
    <>
      <Button onClick={() => setAsking(true)}>{translate(chosen.kind === 'place' ? 'askPlace' : 'askDevices')}…</Button>
      {asking ? <AskManyDialog chosen={chosen} kinds={kinds} onClose={() => setAsking(false)} /> : null}
    </>
  )
}
