import type { ClientPlan } from '../../style.ts';

/**
 * The workflow as calls that somebody makes one after the other: a backend-for-frontend, or the client itself. The services
 * behind it know nothing of one another. Activation comes last: whoever stops before it leaves nothing active behind.
 */
export const plan: ClientPlan = {
  calls: [
    { role: 'subscriptions', method: 'POST', path: '/subscriptions' },
    { role: 'payments', method: 'POST', path: '/charges' },
    { role: 'recommendations', method: 'POST', path: '/recommendations' },
    { role: 'notifications', method: 'POST', path: '/notices', extra: { notice: 'ready' } },
    { role: 'subscriptions', method: 'POST', path: '/activations' },
  ],
  declined: [
    { role: 'notifications', method: 'POST', path: '/notices', extra: { notice: 'declined' } },
    { role: 'subscriptions', method: 'DELETE', path: '/subscriptions', extra: { because: 'declined' } },
  ],
  failed: { role: 'subscriptions', method: 'DELETE', path: '/subscriptions', extra: { because: 'failed' } },
};
