import { findScreen, type LiveScreen } from '@counterfoil/services/screens'
import { type CookieKind, findSession, type LiveSession } from '@counterfoil/services/sessions'

/** Who watches: a signed-in person, or a screen on a wall. */
export type LiveViewer = LiveSession | LiveScreen

/** The viewer a Cookie header stands for; a person's session goes before the screen their browser may be as well. */
export async function findViewer(
  ctx: Parameters<typeof findScreen>[0],
  cookieHeader: string | undefined,
  kinds?: readonly CookieKind[],
): Promise<LiveViewer | null> {
  return (await findSession(ctx, cookieHeader, kinds)) ?? (await findScreen(ctx, cookieHeader, kinds))
}
