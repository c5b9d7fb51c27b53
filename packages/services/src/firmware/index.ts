export type { FirmwareVerdict } from './judge-firmware.ts'
export {
  type FirmwareList,
  type FirmwareModel,
  ListFirmwareInput,
  listFirmware,
  MOST_MODELS,
  MOST_RUNS,
} from './list-firmware.ts'
export type { FirmwareRule } from './read-firmware-rules.ts'
export { EndFirmwareRuleInput, endFirmwareRule, SetFirmwareRuleInput, setFirmwareRule } from './set-firmware-rule.ts'
