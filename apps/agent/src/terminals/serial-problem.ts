import type { LinkProblem } from './byte-link.ts'

/** The binding's own words (Linux, macOS, Windows) → what is wrong with the port and what to do. */
export function explainSerialError(message: string, path: string): LinkProblem {
  if (/no such file|file not found|enoent|no such device|cannot find/i.test(message)) {
    return {
      code: 'port_missing',
      message: `There is no port ${path}: check that the cable or adapter is plugged in; \`ports\` lists what is there.`,
    }
  }
  if (/cannot lock port|resource busy|temporarily unavailable|ebusy/i.test(message)) {
    return { code: 'in_use', message: `Port ${path} is in use by another program: stop the other till software or agent.` }
  }
  // What a sandbox bars is "not permitted" to everybody, whatever the groups are.
  if (/operation not permitted|eperm/i.test(message)) {
    return {
      code: 'access_denied',
      message: `This service may not open ${path}: its sandbox lets it have known serial ports only. Start the service again once the adapter is plugged in; for another kind of port add a DeviceAllow= (systemctl edit counterfoil-agent).`,
    }
  }
  if (/permission denied|access denied|eacces/i.test(message)) {
    return {
      code: 'access_denied',
      message: /access denied/i.test(message)
        ? `Port ${path} cannot be opened: another program holds it, or this user may not use it.`
        : `This user may not open ${path}: add it to the port's group (on Debian: adduser USER dialout) and start again.`,
    }
  }
  return { code: 'failed', message: `Port ${path} cannot be used: ${message.replace(/^Error:?\s*/, '').replace(/\.$/, '')}.` }
}
