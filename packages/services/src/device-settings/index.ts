export { ClearSettingInput, clearSetting, SetSettingInput, setSetting } from './change-setting.ts'
export { type ListedSetting, ListSettingsInput, listSettings, type SettingsHere } from './list-settings.ts'
export { PreviewSettingInput, previewSetting, type SettingPreview } from './preview-setting.ts'
export { type Resolved, resolveSetting, type SettingPath, type Wish } from './resolve-setting.ts'
export { SettingPlace } from './setting-place.ts'
export {
  definitionOf,
  fits,
  maySet,
  type SettingDefinition,
  type SettingForm,
  type SettingLevel,
  type SettingName,
  type SettingReach,
  type SettingValue,
  settingLevels,
  settingNames,
  settingTable,
} from './setting-table.ts'
