/** Status codes of SFTP (draft-ietf-secsh-filexfer-02, section 7). */
const END_OF_FILE = 1
const NO_SUCH_FILE = 2
const PERMISSION_DENIED = 3

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : null)

export const isEnd = (error: unknown): boolean => codeOf(error) === END_OF_FILE

export function wordOfSftp(error: unknown): string {
  switch (codeOf(error)) {
    case NO_SUCH_FILE:
      return 'no_such_folder'
    case PERMISSION_DENIED:
      return 'not_allowed'
    default:
      return 'connection_lost'
  }
}

/** Of a file that was in the list a moment ago. */
export function wordOfRead(error: unknown): string {
  return codeOf(error) === NO_SUCH_FILE ? 'file_changed' : wordOfSftp(error)
}

/** What ssh2 says about where it went wrong. */
export function wordOfSsh(error: unknown): string {
  const level = error instanceof Error && 'level' in error ? error.level : null
  switch (level) {
    case 'client-authentication':
      return 'sign_in_refused'
    case 'handshake':
    case 'protocol':
      return 'no_common_language'
    default:
      return 'no_answer'
  }
}
