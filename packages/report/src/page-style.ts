// The page's looks: the reader's own fonts, light and dark as the reader has it, nothing from
// anywhere else.

export const pageStyle = `
:root{color-scheme:light dark;--ink:#1a1a1a;--soft:#5c5c5c;--paper:#ffffff;--line:#dcdcdc;--band:#f6f6f4;--good:#1a6b34;--bad:#a3231f}
@media (prefers-color-scheme:dark){:root{--ink:#f2f2f2;--soft:#a8a8a8;--paper:#16181d;--line:#3a3d44;--band:#1e2128;--good:#7bd695;--bad:#ff9a92}}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
main{max-width:76rem;margin:0 auto;padding:1.5rem 1.25rem 4rem}
h1{font-size:1.6rem;margin:.2rem 0}h2{font-size:1.15rem;margin:2.2rem 0 .6rem}
p,li{max-width:48rem}.soft{color:var(--soft)}
.wide{overflow-x:auto}.wide svg{display:block;max-width:100%;min-width:41rem;height:auto}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.9rem;margin:.4rem 0 1.4rem}
caption{text-align:left;font-weight:600;padding:.3rem 0}
th,td{text-align:left;padding:.28rem .7rem .28rem 0;border-bottom:1px solid var(--line);vertical-align:top;white-space:nowrap}
th{font-weight:600;white-space:normal;vertical-align:bottom}td.n,th.n{text-align:right}tbody tr:nth-child(even){background:var(--band)}
.good{color:var(--good)}.bad{color:var(--bad)}
figure{margin:0 0 1.6rem}figcaption{max-width:48rem;font-size:.9rem;margin:.3rem 0}details{margin:.4rem 0 1.2rem}summary{cursor:pointer}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;max-width:60rem}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
@media print{.wide{overflow:visible}}
`.trim();
