/** The page's only style sheet. Colours are variables: light by default, dark where the reader prefers it. */
export const STYLE = `
:root{--bg:#fff;--panel:#f6f7f9;--ink:#1c2128;--soft:#57606a;--rule:#d5dae0;--first:#1f6fb2;--second:#b3560b;--good:#116329;--bad:#a5260f;--mark:#fff0b8;
--n1:#fbeadf;--n2:#f7d5bf;--n3:#f0b890;--n4:#e69a63;--n5:#d97a38;--p1:#e3eef8;--p2:#c9dff1;--p3:#a3c8e6;--p4:#7aaed9;--p5:#5595c9;--shade:#14181d;color-scheme:light dark}
@media (prefers-color-scheme:dark){:root{--bg:#14171b;--panel:#1d2228;--ink:#e4e7eb;--soft:#a3adb8;--rule:#38404a;--first:#6fb3ec;--second:#f0a35e;--good:#6fce8a;--bad:#ff9380;--mark:#5c4a00;
--n1:#3a2a1f;--n2:#553720;--n3:#774823;--n4:#985a27;--n5:#a55d22;--p1:#1d2d3b;--p2:#213d55;--p3:#265173;--p4:#2a6591;--p5:#2f78ad;--shade:#fff}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;scroll-padding-top:1rem}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0 auto;max-width:84rem;padding:1.5rem clamp(.9rem,3vw,2.5rem) 4rem;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 .25rem}h2{font-size:1.25rem;margin:2.5rem 0 .75rem;padding-bottom:.25rem;border-bottom:1px solid var(--rule)}
h3{font-size:1rem;margin:0 0 .5rem}.rollouts h3{font-size:.95rem;margin:.75rem 0 .35rem}h4{font-size:.8rem;margin:0 0 .3rem;color:var(--soft);font-weight:600}
p{margin:.5rem 0;max-width:75ch}a{color:var(--first)}
.note,figcaption,.subject,.what{color:var(--soft);font-size:.9rem}.what{font-weight:400}
.lead{font-size:1.05rem}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1rem;padding:0;margin:1rem 0}
:focus-visible{outline:3px solid var(--first);outline-offset:2px}
.skip{position:absolute;left:-999px}.skip:focus{left:1rem;top:1rem;background:var(--bg);padding:.5rem 1rem;z-index:2}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,15rem),1fr));gap:.75rem;padding:0;margin:1rem 0;list-style:none}
.cards li{background:var(--panel);border-radius:.5rem;padding:.75rem 1rem}.cards strong{display:block;font-size:1.5rem;line-height:1.2;font-variant-numeric:tabular-nums}
.cards span{display:block;font-size:.85rem;color:var(--soft)}.cards .name{color:var(--ink);font-size:.9rem}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,34rem),1fr));gap:1rem;align-items:stretch}
figure{margin:0;padding:1rem;background:var(--panel);border-radius:.5rem;min-width:0}
figure svg{display:block;max-width:100%;height:auto;color:var(--ink)}figure svg text{font-family:system-ui,sans-serif}
svg.narrow{display:none}@media (max-width:40rem){svg.wide{display:none}svg.narrow{display:block}figure{padding:.75rem .5rem}}
figcaption{margin:.5rem 0}
details>summary{cursor:pointer;padding:.15rem 0}figure summary{font-size:.9rem}
.scroll{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums}caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
th,td{padding:.25rem .75rem .25rem 0;text-align:right;border-bottom:1px solid var(--rule);white-space:nowrap;vertical-align:top}
th:first-child,td.text,.texts td,.texts th{text-align:left}.texts td,.texts th{white-space:normal;min-width:6rem}thead th{color:var(--soft);font-weight:600;vertical-align:bottom}tbody th{font-weight:500}
th button{all:unset;cursor:pointer}th button:focus-visible{outline:3px solid var(--first)}th[aria-sort=ascending] button::after{content:" ▲"}th[aria-sort=descending] button::after{content:" ▼"}
.passed,.success{color:var(--good)}.failed,.failure{color:var(--bad);font-weight:600}
.warnings{border-left:4px solid var(--second);background:var(--panel);padding:.5rem 1rem;border-radius:0 .5rem .5rem 0;margin:1rem 0}.warnings ul{margin:.3rem 0;padding-left:1.2rem}.warnings li{margin:.35rem 0}
.example{border:1px solid var(--rule);border-radius:.5rem;padding:.5rem .9rem;margin:.75rem 0}.example>summary{font-weight:600}
.prompt,.said,blockquote,dd{white-space:pre-wrap}.prompt{background:var(--panel);padding:.5rem .75rem;border-radius:.35rem}
.rollouts{list-style:none;padding:0;margin:0}.rollouts>li{border-top:1px solid var(--rule);padding:.1rem 0 .6rem}
.turns{display:flex;flex-wrap:wrap;gap:.35rem;list-style:none;padding:0;margin:0}
.turn{display:grid;grid-template-rows:auto auto auto;width:7.5rem;border:2px solid transparent;border-radius:.4rem;overflow:hidden;color:var(--ink);text-decoration:none;background:var(--panel);font-size:.8rem;height:100%}
.turn .tool{padding:.1rem .4rem;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}a.turn .tool{text-decoration:underline}
.corrected{border-color:var(--ink)}
.adv{padding:.1rem .4rem;font-variant-numeric:tabular-nums;color:var(--shade);font-size:.8rem}
.n1{background:var(--n1)}.n2{background:var(--n2)}.n3{background:var(--n3)}.n4{background:var(--n4)}.n5{background:var(--n5)}
.p1{background:var(--p1)}.p2{background:var(--p2)}.p3{background:var(--p3)}.p4{background:var(--p4)}.p5{background:var(--p5)}.z{background:var(--rule);color:var(--ink)}
.legend{display:flex}.legend .adv{min-width:3rem;text-align:center}
.turn-detail{display:none;margin:.6rem 0;padding:.6rem .9rem;background:var(--panel);border-radius:.5rem;border-left:4px solid var(--first)}.turn-detail:target{display:block}
.turn-head{display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin:0 0 .3rem;max-width:none}.close{margin-left:auto}.num{font-variant-numeric:tabular-nums}
.said{color:var(--soft);font-size:.9rem}.call{border-top:1px solid var(--rule);padding-top:.3rem;margin-top:.4rem}
.sides{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));gap:.75rem}.side{background:var(--bg);border-radius:.35rem;padding:.5rem .75rem;min-width:0}
dl{margin:0;font-size:.9rem}dt{color:var(--soft);font-size:.8rem}dd{margin:0 0 .3rem}mark{background:var(--mark);color:inherit;border-radius:.15rem}
blockquote{margin:.4rem 0 0;padding-left:.6rem;border-left:3px solid var(--rule);font-size:.85rem;color:var(--soft)}.none{color:var(--soft);font-style:italic;font-size:.85rem}
.scores{font-size:.85rem;max-width:none}.sum code{font-size:.9rem}
.filter{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;margin:.5rem 0}.filter input{font:inherit;padding:.25rem .5rem;border:1px solid var(--soft);border-radius:.35rem;background:var(--bg);color:inherit;min-width:0}
@media (max-width:40rem){.scroll:not(.texts *) th:first-child{position:sticky;left:0;background:var(--bg);min-width:8.5rem;max-width:9.5rem;white-space:normal}figure .scroll th:first-child{background:var(--panel)}}
@media print{.turn-detail{display:block}nav,.filter{display:none}}
`;
