import { faults } from '../faults/index.ts';
import { styles } from '../styles/index.ts';
import type { Catalogue } from './load.ts';

/** What scenarios may name: every style and fault of the registries. */
export const catalogue: Catalogue = { styles, faults };
