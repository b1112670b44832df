import { createSecretBox } from '../../../../server/src/adapters/encryption/create-secret-box';
import { resolveEncryptionKeys } from '../../../../server/src/adapters/encryption/resolve-encryption-keys';
import type { EncryptionSources } from '../../../../server/src/adapters/encryption/resolve-encryption-keys';

const none: EncryptionSources = {
  settingsKeys: [],
  adminEncryptionKey: undefined,
  adminAuthSecret: undefined,
  required: false,
};
const own = [
  { id: '2025', key: 'own key of 2025' },
  { id: '2024', key: 'own key of 2024' },
];
const adminEncryptionKey = 'key of the admin';
const adminAuthSecret = 'login secret';

const idsOf = (sources: Partial<EncryptionSources>): string[] =>
  resolveEncryptionKeys({ ...none, ...sources }).keys.map(({ id }) => id);

describe('resolveEncryptionKeys', () => {
  it("prefers the plugin's own keys, and keeps every other source readable", () => {
    const sources = { ...none, settingsKeys: own, adminEncryptionKey, adminAuthSecret };
    expect(idsOf(sources)).toEqual(['2025', '2024', 'admin', 'auth']);
    expect(resolveEncryptionKeys(sources)).toMatchObject({
      source: 'settings',
      warning: null,
      sealingRefusal: null,
    });
  });

  it("takes the admin's encryption key next", () => {
    const sources = { ...none, adminEncryptionKey, adminAuthSecret };
    expect(idsOf(sources)).toEqual(['admin', 'auth']);
    expect(resolveEncryptionKeys(sources).warning).toBeNull();
  });

  it.each([undefined, null, ''])(
    'derives a key from the login secret in need, and says so',
    (missing) => {
      const sources = { ...none, adminEncryptionKey: missing, adminAuthSecret };
      expect(idsOf(sources)).toEqual(['auth']);
      const { warning, source } = resolveEncryptionKeys(sources);
      expect(source).toBe('derived');
      expect(warning).toContain('randomBytes(32)');
      expect(warning).not.toContain(adminAuthSecret);
    },
  );

  it('seals nothing with the login secret when encryption is required, and goes on reading', () => {
    const weak = resolveEncryptionKeys({ ...none, adminAuthSecret });
    const sealed = createSecretBox(weak).seal('secret', 'row');
    const required = resolveEncryptionKeys({ ...none, adminAuthSecret, required: true });
    const box = createSecretBox(required);
    expect(() => box.seal('secret', 'row')).toThrow(
      expect.objectContaining({ code: 'encryption_required' }),
    );
    expect(() => box.seal('secret', 'row')).toThrow(/randomBytes\(32\)/);
    expect(box.open(sealed, 'row')).toBe('secret');
    expect(required.warning).toMatch(/cannot be saved.*randomBytes\(32\)/);
    expect(idsOf({ adminEncryptionKey, adminAuthSecret, required: true })).toEqual([
      'admin',
      'auth',
    ]);
    expect(idsOf({ settingsKeys: own, required: true })).toEqual(['2025', '2024']);
  });

  it('refuses to go without any key, and says how to make one', () => {
    expect(() => idsOf({})).toThrow(expect.objectContaining({ code: 'encryption_required' }));
    expect(() => idsOf({})).toThrow(/randomBytes\(32\)/);
  });

  it.each([
    ['a.b', 'encryption.keys.0.id'],
    ['', 'encryption.keys.0.id'],
    ['admin', 'encryption.keys.0.id'],
    ['auth', 'encryption.keys.0.id'],
  ])('refuses the key id %p', (id, path) => {
    const settingsKeys = [{ id, key: 'never shown' }];
    expect(() => idsOf({ settingsKeys })).toThrow(path);
    expect(() => idsOf({ settingsKeys })).not.toThrow(/never shown/);
  });

  it('refuses an id twice and an empty key, and names both', () => {
    const settingsKeys = [
      { id: 'a', key: 'x' },
      { id: 'a', key: '' },
    ];
    expect(() => idsOf({ settingsKeys })).toThrow(
      /keys\.1\.id: .*twice.*keys\.1\.key: must not be empty/,
    );
  });

  it('lets a project move from the login secret to a proper key, and on to its own', () => {
    const stages: Partial<EncryptionSources>[] = [
      { adminAuthSecret },
      { adminAuthSecret, adminEncryptionKey },
      { adminAuthSecret, adminEncryptionKey, settingsKeys: own },
    ];
    const boxes = stages.map((stage) =>
      createSecretBox(resolveEncryptionKeys({ ...none, ...stage })),
    );
    const sealed = boxes.map((box) => box.seal('secret', 'row'));
    expect(sealed.map((text) => text.split('.')[1])).toEqual(['auth', 'admin', '2025']);
    expect(sealed.map((text) => boxes.at(-1)?.open(text, 'row'))).toEqual([
      'secret',
      'secret',
      'secret',
    ]);
  });
});
