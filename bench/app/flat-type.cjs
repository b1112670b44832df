'use strict';

const NOTE = 'api::note.note';

const SCHEMA = {
  kind: 'collectionType',
  collectionName: 'bench_notes',
  info: { singularName: 'note', pluralName: 'notes', displayName: 'Note' },
  options: { draftAndPublish: false },
  attributes: {
    title: { type: 'string', required: true },
    text: { type: 'text' },
    count: { type: 'integer' },
  },
};

/** A content type of plain values, which the playground has none of; call it between `register` and `bootstrap`. */
const addFlatType = (strapi) => {
  strapi.get('content-types').add('api::note', { note: { schema: SCHEMA } });
};

module.exports = { addFlatType, NOTE };
