/** Pages that show themselves to everybody, the wall as a code to type; every other one needs a session. */
const openPages = ['/sign-in', '/setup', '/wall'] as const

export function isOpenPage(pathname: string): boolean {
  return openPages.some((page) => pathname === page || pathname.startsWith(`${page}/`))
}
