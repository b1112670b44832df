import { faultPaths, openBothDoors, type BothDoors } from './both-doors';

let world: BothDoors;

beforeAll(async () => {
  world = await openBothDoors();
  const { plugin } = world;
  const add = (name: string, over: object) =>
    plugin.webhooks.create({
      name,
      topics: ['entry.publish'],
      deliveryUrl: `https://${name.toLowerCase()}.example.com/hook`,
      ...over,
    });
  await add('Delta', { topics: ['entry.*'], contentTypes: ['api::article.article'] });
  await add('Alpha', { status: 'paused' });
  await add('Echo', { topics: ['media.create'] });
  await add('Bravo', { status: 'paused', contentTypes: ['api::tag.tag'] });
  await add('Charlie', {});
});
afterAll(() => world.stop());

describe.each(['admin', 'content-api'] as const)('the list over the %s door', (door) => {
  const list = (query: string) => world.doors[door]('GET', '/webhooks', { query });
  const names = async (query: string): Promise<string[]> => {
    const { status, body } = await list(query);
    expect({ status, error: body.error }).toEqual({ status: 200, error: undefined });
    return body.data.map(({ name }: { name: string }) => name);
  };

  it.each<[string, string[]]>([
    ['', ['Charlie', 'Bravo', 'Echo', 'Alpha', 'Delta']],
    ['sort=name', ['Alpha', 'Bravo', 'Charlie', 'Delta', 'Echo']],
    ['sort=name:desc', ['Echo', 'Delta', 'Charlie', 'Bravo', 'Alpha']],
    ['sort=name:ASC', ['Alpha', 'Bravo', 'Charlie', 'Delta', 'Echo']],
    ['filters[status]=paused', ['Bravo', 'Alpha']],
    ['filters[status][$eq]=paused', ['Bravo', 'Alpha']],
    ['filters[status][$in][0]=paused&filters[status][$in][1]=disabled', ['Bravo', 'Alpha']],
    [
      'filters[status][]=paused&filters[status][]=active&sort=id:asc',
      ['Delta', 'Alpha', 'Echo', 'Bravo', 'Charlie'],
    ],
    ['filters[topic]=media.create', ['Echo']],
    ['filters[topic]=entry.delete', ['Delta']],
    ['filters[contentType]=api::tag.tag', ['Charlie', 'Bravo', 'Echo', 'Alpha']],
    ['_q=BRAVO', ['Bravo']],
    ['_q=example.com/hook&filters[status]=paused', ['Bravo', 'Alpha']],
    ['_q=nothing', []],
  ])('understands ?%s', async (query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  it('comes in pages that add up', async () => {
    const { body } = await list('sort=name&pagination[page]=2&pagination[pageSize]=2');
    expect(body.meta).toEqual({ pagination: { page: 2, pageSize: 2, pageCount: 3, total: 5 } });
    const pages = [1, 2, 3, 4].map((page) =>
      names(`sort=name&pagination[pageSize]=2&pagination[page]=${page}`),
    );
    expect(await Promise.all(pages)).toEqual([
      ['Alpha', 'Bravo'],
      ['Charlie', 'Delta'],
      ['Echo'],
      [],
    ]);
  });

  it.each<[string, string[]]>([
    ['page=1', ['page']],
    ['filters[name]=x', ['filters.name']],
    ['filters[status]=open', ['filters.status.0']],
    ['filters[status][$ne]=active', ['filters.status.0']],
    ['filters=x', ['filters']],
    ['filters[$or][0][status]=active', ['filters.$or']],
    ['filters[topic][$contains]=entry', ['filters.topic']],
    ['filters[topic]', ['filters.topic']],
    ['sort=secret', ['sort']],
    ['sort=name:up', ['sort']],
    ['sort[0]=name&sort[1]=id', ['sort']],
    ['pagination[page]=0', ['pagination.page']],
    ['pagination[page]=1.5', ['pagination.page']],
    ['pagination[page]=0x10', ['pagination.page']],
    ['pagination[page]=%201', ['pagination.page']],
    ['pagination[page]=', ['pagination.page']],
    ['pagination[pageSize]=101', ['pagination.pageSize']],
    ['pagination[start]=0', ['pagination.start']],
    ['populate=*&fields=name', ['populate', 'fields']],
    ['_q=a%00b', ['_q']],
    ['_q=&sort=x&foo=1', ['_q', 'sort', 'foo']],
  ])('refuses ?%s and names what is wrong', async (query, paths) => {
    const answer = await list(query);
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { details: { code: 'query_invalid' } } },
    });
    expect(faultPaths(answer)).toEqual([...paths].sort());
  });

  it('is counted by status', async () => {
    expect((await world.doors[door]('GET', '/webhooks/count')).body).toEqual({
      data: { total: 5, active: 3, paused: 2, disabled: 0 },
    });
  });
});
