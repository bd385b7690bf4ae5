// A new style is a folder and a line here.
export { bff } from './bff/index.ts';
export { events } from './events/index.ts';
export { frontend } from './frontend/index.ts';
export { http } from './http/index.ts';
export { hybrid } from './hybrid/index.ts';
export { saga } from './saga/index.ts';
