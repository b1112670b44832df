import type { Core } from '@strapi/strapi';

/** Every personal datum begins so, and goes on with the place where it was put. */
export const MARK = 'PERSONAL';
/** What receivers are meant to get, so that its absence would be noticed. */
export const OPEN = 'OPEN';

export const USER = 'plugin::users-permissions.user';
export const ROLE = 'plugin::users-permissions.role';
export const ADMIN = 'admin::user';
export const FILE = 'plugin::upload.file';
export const STORY = 'api::story.story';
export const PROFILE = 'api::profile.profile';

const relation = (kind: string, target?: string, more: object = {}) => ({
  type: 'relation',
  relation: kind,
  ...(target === undefined ? {} : { target }),
  ...more,
});

const contentType = (name: string, options: object, attributes: object) => ({
  [name]: {
    schema: {
      kind: 'collectionType',
      collectionName: `${name}s`,
      info: { singularName: name, pluralName: `${name}s`, displayName: name },
      options,
      // The first is what i18n gives to every type that is there before an app registers.
      attributes: { locale: { type: 'string', private: true }, ...attributes },
    },
  },
});

const component = (name: string, attributes: object) => ({
  [`people.${name}`]: {
    collectionName: `components_people_${name}s`,
    info: { displayName: name },
    attributes,
    uid: `people.${name}`,
    category: 'people',
    modelType: 'component',
    modelName: name,
    globalId: `ComponentPeople${name}`,
  },
});

/**
 * Adds types that refer to people in every way that Strapi knows, and gives accounts the fields that
 * apps add to them. To be called while an app registers.
 */
export const addTypesAboutPeople = (strapi: Core.Strapi): void => {
  strapi.get('components').add({
    ...component('contact', {
      label: { type: 'string' },
      person: relation('oneToOne', USER),
      people: relation('oneToMany', USER),
      signer: relation('oneToOne', ADMIN),
      portrait: { type: 'media', multiple: false },
      secretNote: { type: 'string', private: true },
    }),
    ...component('card', {
      label: { type: 'string' },
      contact: { type: 'component', component: 'people.contact', repeatable: false },
      contacts: { type: 'component', component: 'people.contact', repeatable: true },
    }),
  });
  strapi.get('content-types').extend(USER, (user: { readonly attributes: object }) => {
    Object.assign(user.attributes, {
      phone: { type: 'string' },
      birthday: { type: 'json' },
      stories: relation('oneToMany', STORY, { mappedBy: 'author' }),
      card: { type: 'component', component: 'people.card', repeatable: false },
      avatar: { type: 'media', multiple: false },
    });
  });
  strapi.get('content-types').add(
    'api::story',
    contentType(
      'story',
      { draftAndPublish: true, populateCreatorFields: true },
      {
        title: { type: 'string' },
        author: relation('manyToOne', USER, { inversedBy: 'stories' }),
        editors: relation('manyToMany', USER),
        owner: relation('oneToOne', ADMIN),
        team: relation('manyToMany', ROLE),
        profile: relation('oneToOne', PROFILE),
        parent: relation('manyToOne', STORY, { inversedBy: 'children' }),
        children: relation('oneToMany', STORY, { mappedBy: 'parent' }),
        mentions: relation('morphToMany'),
        subject: relation('morphToOne'),
        cover: { type: 'media', multiple: false },
        gallery: { type: 'media', multiple: true },
        card: { type: 'component', component: 'people.card', repeatable: false },
        zone: { type: 'dynamiczone', components: ['people.card', 'people.contact'] },
        pin: { type: 'password' },
      },
    ),
  );
  strapi.get('content-types').add(
    'api::profile',
    contentType(
      'profile',
      { draftAndPublish: false, populateCreatorFields: true },
      {
        label: { type: 'string' },
        user: relation('oneToOne', USER),
        privateNote: { type: 'text', private: true },
      },
    ),
  );
};

/** The people whom everything refers to. */
export interface People {
  readonly userId: number;
  readonly adminId: number;
  readonly roleId: number;
  readonly fileId: number;
}

/**
 * Makes an account, an admin, a role and a file, with personal data in every field that holds a text.
 *
 * @param strapi - a booted app with the types above
 */
export const addPeople = async ({ db }: Core.Strapi): Promise<People> => {
  const admin = await db.query(ADMIN).create({
    data: {
      firstname: `${MARK} admin first name`,
      lastname: `${MARK} admin last name`,
      username: `${MARK} admin user name`,
      email: `${MARK}-admin@example.com`,
      password: `${MARK} admin hash`,
      resetPasswordToken: `${MARK} admin reset token`,
      registrationToken: `${MARK} admin registration token`,
      isActive: true,
    },
  });
  const makers = { createdBy: admin.id, updatedBy: admin.id };
  const file = await db.query(FILE).create({
    data: {
      name: `${OPEN} file`,
      hash: 'a',
      ext: '.png',
      mime: 'image/png',
      size: 1,
      url: '/a.png',
      provider: 'local',
      folderPath: `/${MARK} folder path`,
      ...makers,
    },
  });
  const role = await db.query(ROLE).create({
    data: { name: `${MARK} role`, description: `${MARK} role text`, type: `${MARK}-role` },
  });
  const user = await db.query(USER).create({
    data: {
      username: `${MARK} user name`,
      email: `${MARK}-user@example.com`,
      phone: `${MARK} phone`,
      birthday: { day: `${MARK} birthday` },
      password: `${MARK} user hash`,
      resetPasswordToken: `${MARK} user reset token`,
      confirmationToken: `${MARK} user confirmation token`,
      provider: 'local',
      confirmed: true,
      role: role.id,
      avatar: file.id,
      ...makers,
    },
  });
  return { userId: user.id, adminId: admin.id, roleId: role.id, fileId: file.id };
};

/** A story that refers to everybody from everywhere. */
export const storyAbout = (people: People, other: { id: number }, profileId: number) => {
  const makers = { createdBy: people.adminId, updatedBy: people.adminId };
  const contact = {
    label: `${OPEN} contact`,
    person: people.userId,
    people: [people.userId],
    signer: people.adminId,
    portrait: people.fileId,
    secretNote: `${MARK} private note of a component`,
  };
  const card = { label: `${OPEN} card`, contact, contacts: [contact, contact] };
  return {
    title: `${OPEN} story`,
    author: people.userId,
    editors: [people.userId],
    owner: people.adminId,
    team: [people.roleId],
    profile: profileId,
    parent: other.id,
    mentions: [
      { __type: USER, id: people.userId },
      { __type: ADMIN, id: people.adminId },
      { __type: FILE, id: people.fileId },
    ],
    subject: { __type: USER, id: people.userId },
    cover: people.fileId,
    gallery: [people.fileId],
    card,
    zone: [
      { __component: 'people.card', ...card },
      { __component: 'people.contact', ...contact },
    ],
    pin: `${MARK} pin`,
    ...makers,
  };
};
