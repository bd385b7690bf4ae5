import { z } from 'zod';
import { defineFault } from './fault.ts';
import { share } from './settings.ts';

/**
 * A share of the requests of HTTP connections, and of the messages published or delivered over a broker's, does not get through: the
 * connection is reset by RST as one comes by, and what was under way on it is lost with it.
 */
export const loss = defineFault({
  type: 'loss',
  targets: ['link'],
  settings: z.strictObject({ probability: share.prefault('1%').describe('of each request or message') }),
  shape: ({ probability }, { countAffected, random }) => ({
    carry: ({ bytes, messages, reset }) => {
      let lost = 0;
      for (let message = 0; message < messages; message += 1) if (random() < probability) lost += 1;
      if (lost === 0) return Promise.resolve(bytes);
      for (let message = 0; message < lost; message += 1) countAffected();
      reset();
      return Promise.resolve(null);
    },
  }),
});
