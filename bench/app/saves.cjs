'use strict';

const { setImmediate: nextTurn } = require('node:timers/promises');
const { NOTE } = require('./flat-type.cjs');

const ARTICLE = 'api::article.article';
const TAG = 'api::tag.tag';
const FILE = 'plugin::upload.file';
const PARAGRAPH = 'The quick brown fox jumps over the lazy dog. '.repeat(20);

/** Saves of a flat type and of the playground's article, timed inside the app. */
const createSaves = (strapi) => {
  let number = 0;
  const files = [];
  const tags = [];
  const latest = { flat: null, rich: null };

  const dataOf = {
    flat: () => ({ title: `Note ${number}`, text: PARAGRAPH, count: number }),
    rich: () => ({
      title: `Article ${number}`,
      body: PARAGRAPH,
      slug: `article-${number}`,
      cover: files[0],
      gallery: files,
      credits: [{ role: 'writer', portrait: files[1] }, { role: 'editor' }],
      blocks: [
        { __component: 'article.quote', text: 'Well said' },
        { __component: 'article.figure', caption: 'A figure', image: files[2] },
      ],
      tags,
    }),
  };
  const uidOf = { flat: NOTE, rich: ARTICLE };

  const act = {
    create: async (type) => {
      const { documentId } = await strapi.documents(uidOf[type]).create({ data: dataOf[type]() });
      latest[type] = documentId;
    },
    update: (type) =>
      strapi.documents(uidOf[type]).update({ documentId: latest[type], data: dataOf[type]() }),
  };

  const save = async ({ type, action }) => {
    number += 1;
    const beganAt = performance.now();
    await act[action](type);
    return performance.now() - beganAt;
  };

  return {
    /** Files and tags that rich entries point to. */
    prepareSaves: async () => {
      for (let index = 0; index < 3; index += 1) {
        const file = await strapi.db.query(FILE).create({
          data: {
            name: `f${index}.png`,
            hash: `f${index}`,
            ext: '.png',
            mime: 'image/png',
            size: 1,
            url: `/f${index}.png`,
            provider: 'local',
            folderPath: '/',
          },
        });
        files.push(file.id);
        const tag = await strapi.documents(TAG).create({ data: { name: `Used ${index}` } });
        tags.push(tag.documentId);
      }
    },
    /** So many articles of few words, published as they are made; the event loop has its turn after each. */
    publishInARow: async ({ count }) => {
      for (let made = 0; made < count; made += 1) {
        number += 1;
        const data = { title: `Published ${number}` };
        await strapi.documents(ARTICLE).create({ data, status: 'published' });
        await nextTurn();
      }
    },
    save,
    /** So many saves, one right after another. @returns how long each took, in milliseconds */
    saveInARow: async ({ type, action, count }) => {
      const times = [];
      for (let index = 0; index < count; index += 1) times.push(await save({ type, action }));
      return times;
    },
  };
};

module.exports = { createSaves };
