import type { Report } from '../report.ts';
import { renderPage } from './page.ts';

/** The page: one self-contained file. */
export const html: Report = { name: 'html', file: 'report.html', render: renderPage };
