export { escapeHtml } from '../../shared/html.ts';
