/** How a command of the hub's ended. */
export type CommandResult =
  | { readonly outcome: 'done'; readonly lines: readonly string[] }
  /** Done when the agent is here again, which tells so. */
  | { readonly outcome: 'next_start'; readonly go: () => void }
  | { readonly outcome: 'failed' | 'refused'; readonly code: string; readonly lines: readonly string[] }
