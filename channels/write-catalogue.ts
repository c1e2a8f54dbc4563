import { writeCatalogue } from './catalogue.ts';

/** `npm run docs:channels` */
await writeCatalogue();
