export { burst } from './burst.ts';
export { sine } from './sine.ts';
