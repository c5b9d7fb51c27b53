export type { CountedChange } from './count-changes.ts'
export {
  type ConfigurationsOfAgent,
  ListConfigurationsInput,
  type ListedConfiguration,
  listConfigurations,
} from './list-configurations.ts'
export {
  type AgentPreview,
  type ConfigurationPreview,
  type Obstacle,
  PreviewConfigurationInput,
  previewConfiguration,
  SENT_AT_ONCE,
} from './preview-configuration.ts'
export { SendConfigurationInput, type SentConfigurations, sendConfiguration } from './send-configuration.ts'
export { placeInDocument, sentSettings } from './setting-paths.ts'
export type { DriverSchema, SettingChange } from './wanted-content.ts'
