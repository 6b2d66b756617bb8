// The page's looks: the reader's own fonts, light and dark as the reader has it, cards on a small
// screen, everything on paper, nothing from anywhere else.

/** The rules of the report's page, for whoever shows parts of it. */
export const pageStyle = `
:root{color-scheme:light dark;--ink:#1a1a1a;--soft:#5c5c5c;--paper:#fff;--line:#dcdcdc;--band:#f6f6f4;--good:#1a6b34;--bad:#a3231f;--link:#1b5e94}
@media screen and (prefers-color-scheme:dark){:root{--ink:#f2f2f2;--soft:#a8a8a8;--paper:#16181d;--line:#3a3d44;--band:#1e2128;--good:#7bd695;--bad:#ff9a92;--link:#8cc4f2}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
main{max-width:74rem;margin:0 auto;padding:1.5rem 1.5rem 4rem}
a{color:var(--link)}:focus-visible{outline:2px solid var(--link);outline-offset:2px}
h1{font-size:1.6rem;margin:.1rem 0 .6rem;overflow-wrap:anywhere}h2{font-size:1.25rem;margin:2.8rem 0 .6rem;border-top:1px solid var(--line);padding-top:1.2rem}h3{font-size:1rem;margin:1.6rem 0 .4rem}
p,li{max-width:48rem}p{margin:.4rem 0}.soft{color:var(--soft)}section{break-inside:auto}
.lead{font-size:1.25rem;line-height:1.4;max-width:52rem}
.numbers{display:grid;grid-template-columns:repeat(3,1fr);gap:1rem;margin:1.2rem 0;padding:0}
.numbers div{border:1px solid var(--line);border-radius:8px;padding:.8rem 1rem;display:flex;flex-direction:column}
.numbers dt{order:2;color:var(--ink)}.numbers dd{margin:0}.numbers .value{order:1;font-size:2rem;line-height:1.2;font-weight:650;font-variant-numeric:tabular-nums}.numbers .detail{order:3;font-size:.82rem;color:var(--soft)}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;padding:0;margin:.8rem 0;font-size:.92rem}
.wide{overflow-x:auto}figure{margin:0 0 1.8rem}figure svg{display:block;max-width:100%;height:auto}figure .narrow{display:none}
figcaption{max-width:52rem;font-size:.86rem;margin:.3rem 0 0 .75rem}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.86rem;margin:.4rem 0 1.4rem}
caption{text-align:left;font-weight:600;padding:.3rem 0}
th,td{text-align:left;padding:.28rem .7rem .28rem 0;border-bottom:1px solid var(--line);vertical-align:top}
td{overflow-wrap:break-word;max-width:15rem}td.n{white-space:nowrap}th{font-weight:600;vertical-align:bottom}td.n,th.n{text-align:right}tbody tr:nth-child(even){background:var(--band)}
.good{color:var(--good)}.bad{color:var(--bad)}.nb{white-space:nowrap}
details{margin:.6rem 0 1.2rem}summary{cursor:pointer}details>.examples{margin-top:.8rem}details.said{font-size:.9rem}details.rows{margin:.4rem 0}details.rows>summary{font-weight:600;font-size:.92rem;padding:.3rem 0}details.rows>summary>.soft{font-weight:400}
dl.facts{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;max-width:60rem}dl.facts dt{color:var(--soft)}dl.facts dd{margin:0;overflow-wrap:anywhere}
dl.granted dt{font-weight:600;margin-top:.7rem}dl.granted dd{margin:0;max-width:52rem}
form{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:end;margin:.8rem 0;padding:.7rem .9rem;background:var(--band);border-radius:8px}
form label{display:flex;flex-direction:column;font-size:.8rem;color:var(--soft)}input,select,button{font:inherit;font-size:.9rem;color:var(--ink);background:var(--paper);border:1px solid var(--soft);border-radius:5px;padding:.25rem .5rem;max-width:18rem}output{font-size:.9rem}
.examples{display:grid;grid-template-columns:repeat(auto-fill,minmax(19rem,1fr));gap:.8rem}
article{border:1px solid var(--line);border-radius:8px;padding:.6rem .8rem;font-size:.88rem;break-inside:avoid;min-width:0}article[hidden]{display:none}
article>.soft{font-size:.78rem;margin:0;overflow-wrap:anywhere}
blockquote{margin:.5rem 0;white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:isolate;max-height:16rem;overflow:auto;font-family:ui-monospace,"DejaVu Sans Mono",monospace;font-size:.84rem}article ol{margin:.3rem 0;padding-left:1.2rem}
dl.said{margin:.4rem 0}dl.said div{display:flex;gap:.5rem}dl.said dt{color:var(--soft);min-width:5.6rem}dl.said dd{margin:0;font-variant-numeric:tabular-nums}.bar{display:inline-block;height:.5em;background:currentColor;print-color-adjust:exact;vertical-align:middle}.right .bar,.right{color:var(--good)}.wrong .bar,.wrong{color:var(--bad)}
@media (max-width:700px){main{padding:1rem 1rem 3rem}.lead{font-size:1.1rem}.numbers{grid-template-columns:1fr;gap:.6rem}figure .large{display:none}figure .narrow{display:block}.wide{overflow:visible}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}table,caption,tbody{display:block}tr{display:block;border:1px solid var(--line);border-radius:8px;padding:.4rem .7rem;margin:.5rem 0}
td,td.n{display:flow-root;border:0;padding:.1rem 0;text-align:right;white-space:normal;max-width:none;overflow-wrap:anywhere}td::before{float:left;color:var(--soft);text-align:left;margin-right:1rem;max-width:55%}
dl.facts{display:block}.examples{grid-template-columns:1fr}.nb{white-space:normal}}
@media (forced-colors:active){.bar{forced-color-adjust:none;background:CanvasText}}
@media print{body{font-size:10.5pt}main{max-width:none;padding:0}nav,form{display:none}.wide{overflow:visible}figure,tr,.numbers div{break-inside:avoid}h2,h3{break-after:avoid}details:is(.said,.rows,.more)::details-content{content-visibility:visible;display:block}details.more:not([open]) article:nth-child(n+4){display:none}table{font-size:6.3pt}th,td{padding:.12rem .35rem .12rem 0}figure svg{width:100%}blockquote{max-height:none}.examples{grid-template-columns:1fr 1fr}}
`.trim();
