/** Where each provider is asked; nothing in the database may say otherwise. */
export const providerHosts = {
  wechat: 'api.mch.weixin.qq.com',
  alipay: 'openapi.alipay.com',
  /** The first: a notice names the one its report is at. */
  adyen: 'ca-live.adyen.com',
  stripe: 'api.stripe.com',
} as const
