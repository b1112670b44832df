import { isAlwaysSensitive } from '../../admin/src/model/sensitive-header';
import { isSensitiveHeader } from '../../server/src/domain/masking';

const WORDS = [
  ...['secret', 'token', 'password', 'passwd', 'passphrase', 'pass', 'pwd', 'apikey'],
  ...['credential', 'credentials', 'auth', 'authorization', 'authentication', 'bearer'],
  ...['otp', 'cookie', 'session', 'sid', 'jwt', 'key', 'api-key', 'access-key', 'account-key'],
  ...['admin-key', 'function-key', 'functions-key', 'license-key', 'master-key', 'private-key'],
  ...['subscription-key', 'idempotency-key', 'surrogate-key', 'protection-bypass', 'bypass'],
  ...['author', 'tokenizer', 'keynote', 'passenger', 'content-type', 'signature', 'team', ''],
];
const FORMS = [
  (word: string) => word,
  (word: string) => `X-${word}`,
  (word: string) => `${word}-Id`,
  (word: string) => `my_${word.replaceAll('-', '_')}_of`,
  (word: string) => `X${word}`,
  (word: string) => word.toUpperCase(),
];
const NAMES = WORDS.flatMap((word) => FORMS.map((form) => form(word)));

describe('the headers that are sensitive by their names', () => {
  it('are the same in the form and on the server', () => {
    expect(NAMES.filter(isAlwaysSensitive)).toEqual(NAMES.filter(isSensitiveHeader));
    expect(NAMES.filter(isAlwaysSensitive).length).toBeGreaterThan(100);
  });

  it('are known by their names with a space at the end, which is not saved', () => {
    expect(isAlwaysSensitive('Authorization ')).toBe(true);
  });
});
