import { type SettingName, settingNames, settingTable } from '../device-settings/setting-table.ts'

/** Where in an agent's configuration a setting stands. */
export type SettingPlaceInDocument =
  | { readonly part: 'agent'; readonly field: 'logLevel' }
  | { readonly part: 'serial'; readonly field: 'baudRate' | 'dataBits' | 'parity' | 'stopBits' }
  /** `path` as the protocol's own settings have it. */
  | { readonly part: 'protocol'; readonly protocol: string; readonly path: string }

export const sentSettings: readonly SettingName[] = settingNames.filter((name) => settingTable[name].reach === 'sent')

/** Throws for a setting that is not sent. */
export function placeInDocument(name: SettingName): SettingPlaceInDocument {
  switch (name) {
    case 'agent.logLevel':
      return { part: 'agent', field: 'logLevel' }
    case 'link.baudRate':
    case 'link.dataBits':
    case 'link.parity':
    case 'link.stopBits':
      return { part: 'serial', field: name.slice('link.'.length) as 'baudRate' }
    default: {
      const [protocol = '', field = ''] = name.split('.')
      if (!sentSettings.includes(name)) throw new Error(`${name} is not sent to agents`)
      return { part: 'protocol', protocol, path: settingTable[name].form === 'number' ? `timers.${field}` : field }
    }
  }
}
