/** The end of npm run build: whoever needs the plugin built finds that it is. */
import { plugin } from './run/built.mjs';

plugin.noteBuilt();
