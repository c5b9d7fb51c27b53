/** What an answer without a bill means, where the provider has no word of its own. */
export function wordOfStatus(status: number): string {
  if (status === 401 || status === 403) return 'sign_in_refused'
  if (status === 404 || status === 410) return 'no_such_bill'
  if (status === 429 || status >= 500) return 'server_busy'
  return 'answer_unclear'
}

/** Whoever gets this answer gets it for every other bill too: asking on is of no use. */
export const endsLook: readonly string[] = ['no_answer', 'connection_lost', 'sign_in_refused', 'server_busy', 'redirected']
