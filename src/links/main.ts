import { faultOf } from '../faults/index.ts';
import { openChannel } from '../shared/channel.ts';
import { messageOf } from '../shared/errors.ts';
import { createLinks } from './links.ts';
import type { FromLinks, ToLinks } from './protocol.ts';

const links = createLinks();

const handle = async (message: ToLinks): Promise<void> => {
  switch (message.type) {
    case 'open':
      send({ type: 'opened', id: message.id, ports: await Promise.all(message.routes.map(links.open)) });
      return;
    case 'inject': {
      const { fault: spec, seed } = message;
      const fault = await faultOf(spec);
      send({ type: 'injected', id: spec.id, at: links.inject(spec, fault, seed) });
      return;
    }
    case 'clear':
      send({ type: 'cleared', id: message.id, ...links.clear(message.id) });
  }
};

const send = openChannel<{ to: ToLinks; from: FromLinks }>((message) => {
  handle(message).catch((error: unknown) => {
    send({ type: 'failed', message: messageOf(error) });
    process.exitCode = 1;
    process.disconnect();
  });
});
