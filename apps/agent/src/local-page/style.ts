/** The whole style of the page: the product's tokens with the system's fonts, light and dark by the browser's wish. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#FFFFFF;--bg-2:#F6F7F9;--bg-3:#ECEFF3;--line:#E2E6EB;--line-2:#C6CDD6;--field:#828D9C;
--ink:#12171E;--ink-2:#47515E;--ink-3:#606C7B;--act:#2353C6;--act-bg:#EAF0FD;--on-act:#FFFFFF;
--ok:#0A6B63;--warn:#8F5200;--crit:#B5152F;--unk:#6236C4;--warn-bg:#FCF1DD;
--font:Inter,"PingFang SC","HarmonyOS Sans SC",MiSans,"Microsoft YaHei UI","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",system-ui,sans-serif;
--mono:"JetBrains Mono",ui-monospace,"SF Mono","Cascadia Mono","Sarasa Mono SC","Noto Sans Mono CJK SC",monospace}
@media (prefers-color-scheme:dark){:root{--bg:#0F1318;--bg-2:#151A21;--bg-3:#1E252E;--line:#252D37;--line-2:#3B4653;--field:#6B7785;
--ink:#E9EDF2;--ink-2:#AFB9C5;--ink-3:#8B97A5;--act:#85ADFF;--act-bg:#16223A;--on-act:#12171E;
--ok:#56C7BA;--warn:#F2B64F;--crit:#FF8592;--unk:#BBA4FF;--warn-bg:#35280F}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:400 13px/1.4 var(--font);font-variant-numeric:tabular-nums}
:lang(zh){line-height:1.5}
.skip{position:absolute;left:-9999px}
.skip:focus{left:8px;top:8px;background:var(--bg);padding:4px 8px}
:focus-visible{outline:2px solid var(--act);outline-offset:2px}
header{display:flex;flex-wrap:wrap;align-items:center;gap:8px 16px;min-height:48px;padding:8px 16px;border-bottom:1px solid var(--line)}
header h1{margin:0;font-size:14px;line-height:20px;font-weight:600}
header .far{margin-left:auto;display:flex;flex-wrap:wrap;align-items:center;gap:8px 12px}
header form{margin:0}
h2{margin:0;font-size:14px;line-height:20px;font-weight:600}
h3{margin:0;font-size:13px;line-height:18px;font-weight:600}
main{max-width:1600px;margin:0 auto}
section{padding:12px 16px 16px;border-bottom:1px solid var(--line)}
section:empty{display:none}
section .top{display:flex;flex-wrap:wrap;align-items:baseline;gap:4px 12px;margin-bottom:8px}
.age{margin-left:auto;font-size:11px;color:var(--ink-3)}
p{margin:0}
.two{color:var(--ink-2)}
.three{color:var(--ink-3)}
.small{font-size:12px;line-height:17px}
.mono{font-family:var(--mono);font-size:.93em;overflow-wrap:anywhere}
dl{margin:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(230px,1fr));gap:12px 24px}
dt{font-size:12px;line-height:17px;color:var(--ink-3)}
dd{margin:0;overflow-wrap:anywhere}
dd .small{display:block;color:var(--ink-2)}
.glyph{width:14px;height:14px;vertical-align:-2px;margin-right:5px;flex:none}
.ok .glyph{color:var(--ok)}
.ok{color:var(--ink)}
.warn{color:var(--warn);font-weight:500}
.crit{color:var(--crit);font-weight:600}
.unk{color:var(--unk);font-weight:500}
.quiet{color:var(--ink-2)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th{font-weight:500;font-size:12px;color:var(--ink-3);text-align:left;height:26px;padding:0 12px 0 0;border-bottom:1px solid var(--line-2);white-space:nowrap}
td{height:30px;padding:4px 12px 4px 0;border-bottom:1px solid var(--line);vertical-align:top}
td.sentence{min-width:220px;overflow-wrap:anywhere}
tr:last-child td{border-bottom:0}
td .small,.lines .small{display:block;color:var(--ink-2)}
.right{text-align:right}
.still{white-space:nowrap}
td.still.mono{overflow-wrap:normal}
.deeds{display:grid;grid-template-columns:repeat(auto-fit,minmax(260px,1fr));gap:16px 24px}
.deeds form{display:flex;flex-direction:column;align-items:flex-start;gap:6px}
.deeds p{color:var(--ink-2);font-size:12px;line-height:17px}
.fields{display:flex;flex-wrap:wrap;gap:8px}
label{display:flex;flex-direction:column;gap:2px;font-size:12px;line-height:17px;color:var(--ink-3)}
input,select{font:inherit;font-size:13px;color:var(--ink);background:var(--bg);border:1px solid var(--field);border-radius:5px;height:28px;padding:0 8px}
input{width:88px}
select{max-width:220px}
button,.button{display:inline-flex;align-items:center;font:500 13px/1 var(--font);color:var(--ink);background:var(--bg);border:1px solid var(--line-2);border-radius:5px;height:28px;padding:0 12px;cursor:pointer;text-decoration:none}
button.main{background:var(--act);border-color:var(--act);color:var(--on-act)}
ul{list-style:none;margin:0;padding:0}
li{padding:5px 0;border-bottom:1px solid var(--line);display:grid;grid-template-columns:minmax(110px,auto) 1fr;gap:0 12px}
li:last-child{border-bottom:0}
pre{margin:0 0 8px;font-family:var(--mono);font-size:12px;line-height:17px;white-space:pre-wrap;overflow-wrap:anywhere;color:var(--ink-2)}
.lost{padding:8px 16px;background:repeating-linear-gradient(135deg,var(--bg-3) 0 3px,var(--bg-2) 3px 7px);border-bottom:1px solid var(--line)}
.lost[hidden]{display:none}
.box{max-width:560px;margin:32px auto;padding:16px;border:1px solid var(--line-2);border-radius:8px;display:flex;flex-direction:column;gap:12px}
.box h2{font-size:16px;line-height:22px}
.box .sum{font-size:20px;line-height:26px;font-weight:600}
.row{display:flex;flex-wrap:wrap;gap:8px}
@media (max-width:767px){body{font-size:15px}dl{grid-template-columns:1fr 1fr}button,.button,input,select{height:44px;font-size:15px}header .far{margin-left:0}.deeds button{width:100%;justify-content:center}}
@media (max-width:420px){dl{grid-template-columns:1fr}li{grid-template-columns:1fr}}
`
