/** Pages that show themselves to everybody; every other one needs a session. */
const openPages = ['/sign-in', '/setup'] as const

export function isOpenPage(pathname: string): boolean {
  return openPages.some((page) => pathname === page || pathname.startsWith(`${page}/`))
}
