/** Looks of what the script of the page adds. */
export const scriptStyle = `
.cursor rect{fill:var(--ink);fill-opacity:.12;stroke:var(--ink);stroke-width:1;pointer-events:none}.readout{min-height:3em;font-size:.9rem;margin:.2rem 0}
@media print{.readout,.cursor{display:none}}`;
