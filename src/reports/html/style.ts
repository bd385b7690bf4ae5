/** Colours by position; each set holds in simulated colour blindness on its paper, and never stands alone for a meaning. */
const light =
  '--ink:#1c1e21;--faint:#54585e;--line:#c9ced6;--paper:#fff;--soft:#f2f4f7;--band:#7d858f2b;--good:#146c43;--bad:#a4262c;--doubt:#7a5200;--c1:#b34700;--c2:#005a9c;--c3:#5c6b00;--c4:#8a2f8f;--c5:#00706b;--c6:#a3195b;--c7:#4b4bb8;--c8:#4a4f57;--o1:#3f7560;--o2:#6a737c;--o3:#976800;--o4:#7d4a12;--o5:#5b7a1e;--o6:#b5332e;--o7:#8c1d40;--o8:#4d2a5e;--o9:#3f4652';
const dark =
  '--ink:#e8eaed;--faint:#aab1ba;--line:#444b55;--paper:#15171a;--soft:#202429;--band:#9aa3ae2e;--good:#7fd6a8;--bad:#ff9c9c;--doubt:#f0c869;--c1:#ff9e4a;--c2:#6cb8ff;--c3:#c3d64b;--c4:#e3a0e8;--c5:#5fd4cc;--c6:#ff8fb8;--c7:#a9a9ff;--c8:#c9ced6;--o1:#79b39b;--o2:#98a2ad;--o3:#e8b54f;--o4:#d19a55;--o5:#b4cf7b;--o6:#f0807a;--o7:#ec7ba0;--o8:#c39ae0;--o9:#a7afba';

/** Light and dark, narrow, zoomed and printed. Drawings keep a legible size and scroll in their own box. */
export const styleSheet = `:root{color-scheme:light dark;${light}}
@media (prefers-color-scheme:dark){:root{${dark}}}
:root[data-theme=light]{color-scheme:light;${light}}:root[data-theme=dark]{color-scheme:dark;${dark}}
*{box-sizing:border-box}
body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);margin:0 auto;max-width:64rem;padding:1rem;overflow-wrap:anywhere}
h1{font-size:1.7rem;line-height:1.25;margin:.2rem 0 .6rem}h2{font-size:1.25rem;margin:2.4rem 0 .6rem;border-top:1px solid var(--line);padding-top:.8rem}
h3{font-size:1.05rem;line-height:1.35;margin:1.6rem 0 .2rem}p{margin:.4rem 0}a{color:inherit}
.verdict{border-left:.4rem solid var(--faint);background:var(--soft);padding:.7rem 1rem;font-size:1.1rem}
.verdict.pass{border-color:var(--good)}.verdict.fail,.verdict.invalid{border-color:var(--bad)}
.word{font-weight:bold}.supported .word,.pass .word{color:var(--good)}.refuted .word,.fail .word,.invalid .word{color:var(--bad)}.inconclusive .word,.warn .word{color:var(--doubt)}
.note,figcaption,small{font-size:.9rem;color:var(--faint)}
.scroll{overflow-x:auto;max-width:100%}.scroll:focus-visible,svg:focus-visible,summary:focus-visible,button:focus-visible{outline:3px solid var(--c2);outline-offset:2px}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;overflow-wrap:normal}caption{text-align:left;font-size:.9rem;color:var(--faint)}
th,td{padding:.2rem .7rem;text-align:right;border-bottom:1px solid var(--line);vertical-align:top}thead th{border-bottom:2px solid var(--line)}
tbody th{font-weight:normal;text-align:left}td.text,th.text{text-align:left}tr.section th{font-weight:bold;padding-top:.8rem}
.own{border-left:.3rem solid;padding-left:.4rem}.own1{border-color:var(--c1)}.own2{border-color:var(--c2)}.own3{border-color:var(--c3)}.own4{border-color:var(--c4)}.own5{border-color:var(--c5)}.own6{border-color:var(--c6)}.own7{border-color:var(--c7)}.own8{border-color:var(--c8)}
figure{margin:1.8rem 0}figure h3{margin:0}.drawing svg{display:block;width:100%;min-width:42rem;height:auto}
details{margin:.4rem 0}summary{cursor:pointer;width:fit-content}details .scroll{max-height:24rem;overflow:auto}
pre{background:var(--soft);padding:.8rem;overflow-x:auto;font-size:.85rem;overflow-wrap:normal}
dt{font-weight:bold;margin-top:.5rem}dd{margin-left:1rem}ol.account li{margin:.5rem 0}
nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1rem;list-style:none;padding:0;margin:.6rem 0}
@media print{body{max-width:none;padding:0}nav,button{display:none!important}.drawing svg{min-width:0}figure,tr{break-inside:avoid}.scroll{overflow:visible;max-height:none}}
`;
