/** A refusal before any of our procedures ran: a code for programs, a sentence for people. */
export function refuse(status: number, code: string, message: string): Response {
  return Response.json({ code, message }, { status, headers: { 'Cache-Control': 'no-store' } })
}
