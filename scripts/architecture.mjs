// The drawings of docs/architecture.md: rooms and floors from scripts/floors.mjs, the processes of a run, and a request through both
// styles. One picture each, for light and dark backgrounds.
import { explainStyle } from '../dist/planning/explained.js';
import { shippedWorkflow } from '../dist/scenario/workflow-file.js';
import { styles } from '../dist/styles/index.js';
import { floors } from './floors.mjs';

const font = 'system-ui, sans-serif';
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Reads well on white and on black. */
const style = `<style>
text { font: 13px ${font}; fill: #1f2328 } .small { font-size: 11px } .quiet { fill: #59636e } .name { font-weight: 600 }
.floor { fill: none; stroke: #9aa4ae } .room { fill: #ddf4ff; stroke: #54aeff } .process { fill: #dafbe1; stroke: #4ac26b }
.line { stroke: #59636e; fill: none } .waits { stroke: #bf8700; stroke-width: 6; opacity: .35 } .head { fill: #59636e }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .quiet { fill: #9198a1 } .room { fill: #10304f; stroke: #388bfd } .process { fill: #12361f; stroke: #2ea043 }
  .line { stroke: #9198a1 } .head { fill: #9198a1 } .floor { stroke: #59636e }
}
</style>
<defs><marker id="to" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="head" d="M0 0L8 4L0 8z"/></marker></defs>`;

const svg = (width, height, title, body) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">\n<title>${escaped(title)}</title>\n${style}\n${body.join('\n')}\n</svg>\n`;

const text = (x, y, content, kind = '', anchor = 'start') =>
  `<text x="${x}" y="${y}" class="${kind}" text-anchor="${anchor}">${escaped(content)}</text>`;
const box = (x, y, width, height, kind) =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="5" class="${kind}"/>`;
const arrow = (x1, y1, x2, y2) =>
  `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" class="line" marker-end="url(#to)"/>`;

/** The floors with their rooms, the ground at the bottom. */
export const floorsPicture = () => {
  const [width, left, perRow, rowHeight, gap] = [960, 150, 3, 44, 8];
  const roomWidth = (width - left - 20) / perRow;
  let y = 10;
  const body = [];
  for (const { name, rooms } of floors.toReversed()) {
    const entries = Object.entries(rooms);
    const rows = Math.ceil(entries.length / perRow);
    const height = rows * rowHeight + gap;
    body.push(box(4, y, width - 8, height, 'floor'), text(14, y + height / 2 + 4, name, 'name'));
    for (const [index, [room, what]] of entries.entries()) {
      const x = left + (index % perRow) * roomWidth;
      const top = y + gap / 2 + Math.floor(index / perRow) * rowHeight;
      body.push(box(x + 4, top + 2, roomWidth - 8, rowHeight - 6, 'room'));
      body.push(text(x + 14, top + 17, `${room}/`, 'name'), text(x + 14, top + 32, what, 'small quiet'));
    }
    y += height + 6;
  }
  return svg(width, y + 4, 'The rooms of src and the floors they stand on: no arrow runs up', body);
};

/** What runs during a round, and who talks to whom. */
export const processesPicture = () => {
  const body = [];
  const node = (x, y, width, name, what) => {
    body.push(
      box(x, y, width, 46, 'process'),
      text(x + 10, y + 19, name, 'name'),
      text(x + 10, y + 36, what, 'small quiet'),
    );
  };
  node(20, 20, 250, 'tandem', 'plan, phases, faults, collecting');
  node(20, 120, 250, 'reaper', 'ends what a crashed run left');
  node(340, 20, 250, 'load', 'open loop, live updates, tickets');
  node(660, 20, 280, 'links', 'TCP proxies; only for faults on links');
  node(340, 120, 250, 'subscriptions', 'front door; SQLite');
  node(660, 120, 280, 'payments · recommendations', 'a process for each instance; SQLite each');
  node(340, 210, 250, 'rabbitmq', 'private node, Docker, or AMQP_URL');
  node(660, 210, 280, 'notifications', 'live updates (SSE); SQLite');
  body.push(arrow(270, 43, 338, 43), text(274, 36, 'starts, kills', 'small quiet'));
  body.push(
    arrow(145, 66, 145, 118),
    arrow(465, 66, 465, 118),
    text(472, 96, 'POST /subscriptions', 'small quiet'),
  );
  body.push(arrow(590, 143, 658, 143), text(598, 136, 'calls', 'small quiet'));
  body.push(
    arrow(465, 166, 465, 208),
    arrow(590, 225, 700, 168),
    arrow(590, 235, 658, 235),
    text(474, 192, 'events', 'small quiet'),
  );
  body.push(arrow(800, 66, 800, 118), arrow(800, 166, 800, 208));
  body.push(
    text(808, 96, 'carries calls and messages', 'small quiet'),
    text(808, 192, 'calls', 'small quiet'),
  );
  return svg(960, 275, 'The processes of a run', body);
};

const lanes = ['client', 'subscriptions', 'payments', 'recommendations', 'notifications'];

const sequence = (title, top, steps, body) => {
  const xOf = (lane) => 90 + lanes.indexOf(lane) * 195;
  body.push(text(14, top, title, 'name'));
  const height = steps.length * 30;
  for (const lane of lanes) {
    body.push(text(xOf(lane), top + 24, lane, 'name', 'middle'));
    body.push(
      `<line x1="${xOf(lane)}" y1="${top + 32}" x2="${xOf(lane)}" y2="${top + 48 + height}" class="line" stroke-dasharray="2 4"/>`,
    );
  }
  for (const [index, { from, to, says, waits }] of steps.entries()) {
    const y = top + 58 + index * 30;
    if (waits) {
      const [lane, until] = waits;
      body.push(
        `<line x1="${xOf(lane)}" y1="${y}" x2="${xOf(lane)}" y2="${top + 58 + until * 30}" class="waits"/>`,
      );
    }
    const right = xOf(to) > xOf(from);
    body.push(arrow(xOf(from), y, xOf(to) + (right ? -3 : 3), y));
    body.push(text((xOf(from) + xOf(to)) / 2, y - 5, says, 'small quiet', 'middle'));
  }
  return top + 70 + height;
};

/** What an arrow says: the exchange, and what its receiver then does. */
const saysOf = ({ kind, name, does }) => {
  const what = kind === 'update' ? `live update: ${name}` : name;
  return does.length === 0 ? what : `${what}: ${does.map(({ step }) => step).join(', ')}`;
};

/** Who calls is held until the answer comes. */
const stepsOf = (exchanges) =>
  exchanges.map((exchange, place) => {
    const { from, to, kind } = exchange;
    const answered = exchanges.findIndex(
      (later, at) => at > place && later.kind === 'answer' && later.from === to && later.to === from,
    );
    return {
      from,
      to,
      says: saysOf(exchange),
      ...(kind === 'call' && answered > 0 ? { waits: [from, answered] } : {}),
    };
  });

const goodCourseOf = async (style) => {
  const { explanation } = await explainStyle(styles.get(style), shippedWorkflow('subscribe'));
  return explanation.courses.find(({ kind }) => kind === 'good').exchanges;
};

/** One request as a call chain and as events, as `tandem explain` has them; a thick line is a connection that is held. */
export const sequencesPicture = async () => {
  const body = [];
  const second = sequence(
    'http: who asked waits until everything is done',
    20,
    stepsOf(await goodCourseOf('http')),
    body,
  );
  const end = sequence(
    'events: who asked is answered at once and hears of the end later',
    second + 10,
    stepsOf(await goodCourseOf('events')),
    body,
  );
  return svg(960, end, 'One request through both styles', body);
};

/** docs/architecture.md. */
export const architecturePage = () => `# Architecture

Made by \`npm run docs\` from \`scripts/floors.mjs\`, from which the rules of \`.dependency-cruiser.mjs\` are made too: \`npm run check\`
fails when a room imports from a floor above its own. [whats-here.md](whats-here.md) leads from a question to a file.

## Rooms and floors

![The rooms of src and the floors they stand on](pictures/architecture-floors.svg)

| floor | rooms | why it may not look up |
| --- | --- | --- |
${floors
  .toReversed()
  .map(
    ({ name, rooms, reason }) =>
      `| ${name} | ${Object.keys(rooms)
        .map((room) => `\`${room}/\``)
        .join(', ')} | ${reason} |`,
  )
  .join('\n')}

\`index.ts\` and \`style-kit.ts\` beside the rooms are what other programs import from the package.

## The processes of a run

![The processes of a run](pictures/architecture-processes.svg)

Every service process is one of \`dist/service/main.js\`, started anew for each round with an empty database, and killed for real by
faults. The load generator is alone in its process. What a round leaves behind is collected as plain data (\`src/evidence/\`); a
verdict is a pure function of it, so \`tandem run --keep-evidence\` and \`tandem judge\` give the same \`result.json\`, byte for byte.

## One request in both styles

![One request through both styles](pictures/architecture-sequences.svg)
`;
