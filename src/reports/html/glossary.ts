import { html } from '../../shared/html.ts';

/** Words of the report, and what is usually misread. */
export const glossary = html`<dl>
<dt>accepted</dt><dd>The request was answered with a success. Where a contestant answers before the work is done, this is a promise.</dd>
<dt>completed</dt><dd>The whole workflow is done and the client knows it.</dd>
<dt>p95</dt><dd>95 of 100 requests were at least this fast. Requests that never got there count as infinitely slow, so a p95 can be “never”.</dd>
<dt>failed</dt><dd>refused + compensated: the client was told, and owes nothing.</dd>
<dt>lost</dt><dd>dropped + stranded + vanished + unresolved + contradicted: nobody was told the truth.</dd>
<dt>contradicted</dt><dd>The client was told no, and yet has paid and is served.</dd>
<dt>recovered</dt><dd>The client saw an error or nothing at all, and yet everything was done.</dd>
<dt>declined</dt><dd>The bank said no: a business outcome, not a failure.</dd>
<dt>due time</dt><dd>When a request was meant to be sent. Latency counts from there, so that a stalled service cannot hide the wait of those behind it.</dd>
<dt>backlog</dt><dd>Messages that wait in queues and outboxes.</dd>
<dt>calls still owed</dt><dd>Calls that a service has still to make though nobody waits for them: refunds, and requests to be given up. They are not in the backlog, except in older results, which did not hold the two apart.</dd>
<dt>carried in, carried out</dt><dd>Requests that got there in another window than the one they were due in: due earlier, or only done later. They are in no rate of the window, so that no rate exceeds the offered one.</dd>
<dt>circuit open</dt><dd>A service had stopped calling another one because too many tries had failed; its callers got an error at once.</dd>
<dt>–</dt><dd>There was nothing to measure. “too few”: there were requests, but not enough of them for that figure.</dd>
</dl>
<h3>Common misreadings</h3><ul>
<li><b>Accepted is not done.</b> A quick answer may only say “I have written it down”. Compare completed with completed.</li>
<li><b>Survivor bias.</b> A percentile of successes alone gets better the more requests fail. The figures here count what failed as infinite.</li>
<li><b>One laptop is not production.</b> Behaviours and ratios carry over, milliseconds do not. Ask again with your own rates, work times and faults.</li>
<li><b>A small difference is none.</b> Below the noise floor of the validity section, two figures are the same figure.</li>
</ul>`;
