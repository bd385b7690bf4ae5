import { composeWorks } from './compose.ts';
import { findServer, type ServerInstallation } from './find-program.ts';

/** How a broker would be got on this machine as it is now. */
export type BrokerChoice =
  | { readonly kind: 'external'; readonly url: string }
  | { readonly kind: 'private'; readonly installation: ServerInstallation }
  | { readonly kind: 'compose' };

/**
 * AMQP_URL, else an installed rabbitmq-server, else Docker Compose; null when there is none of them. Starts nothing.
 * @param crashable leaves out what is not ours to crash.
 */
export const chooseBroker = async (
  environment: Readonly<Record<string, string | undefined>>,
  crashable = false,
): Promise<BrokerChoice | null> => {
  const url = environment['AMQP_URL'] ?? '';
  if (url !== '' && !crashable) return { kind: 'external', url };
  const installation = findServer(environment);
  if (installation !== null) return { kind: 'private', installation };
  return (await composeWorks()) ? { kind: 'compose' } : null;
};
