import type { MappingTrial } from '@counterfoil/settlement/mapping'

/** What came of a task: a trial, the facts of a file that was handed over, or why nothing did. */
export type TaskOutcome =
  | { readonly trial: MappingTrial }
  | { readonly name: string; readonly masked: boolean; readonly bytes: number }
  | { readonly failed: string }

/** What a part of a file that is handed over is sealed for. */
export const handOverPurpose = (taskId: string, part: number): string => `funds_file_task/${taskId}/${part}`
