/** The languages in which people may use the playground's admin panel, beside English. */
export default {
  config: { locales: ['ja', 'zh-Hans'] },
  bootstrap() {},
};
