'use client'

import { verifierCommand } from '@counterfoil/audit/browser'
import { CommandLine } from '../command/command-line.tsx'
import { ProblemLine } from '../refusal/problem-line.tsx'
import classes from './made-file.module.css'
import type { useTakenFile } from './use-taken-file.ts'

interface TakenFileProps {
  readonly taken: ReturnType<typeof useTakenFile>
  readonly logKey: string | null
  readonly words: { readonly taken: (file: string) => string; readonly command: string }
}

/** What became of taking one: why not, or its name and how it is checked without us. */
export function TakenFile({ taken, logKey, words }: TakenFileProps) {
  return (
    <>
      <ProblemLine text={taken.error?.message ?? null} />
      {taken.data === undefined || logKey === null ? null : (
        <div role="status">
          <p className={classes.quiet}>{words.taken(taken.data)}</p>
          <CommandLine label={words.command} command={verifierCommand(taken.data, '--log-key', logKey)} />
        </div>
      )}
    </>
  )
}
