"""How public form pages look: system fonts, calm spacing, light and dark, from 320 pixels up."""

from __future__ import annotations

_LIGHT = """--ground:#f5f6f8;--card:#fff;--text:#1b2430;--soft:#586374;--line:#8a94a3;--edge:#e3e6eb;--accent:#1d55e0;
--accent-text:#fff;--wrong:#b3261e;--wrong-ground:#fdf1f0;--input:#fff;--focus:#1d55e044"""
_DARK = """--ground:#12161c;--card:#1a2029;--text:#e8ecf2;--soft:#a3aebd;--line:#66717f;--edge:#2a323d;--accent:#7aa2ff;
--accent-text:#0d1626;--wrong:#ffb4ab;--wrong-ground:#3a1f1d;--input:#141a22;--focus:#7aa2ff55"""

STYLE = f""":root{{color-scheme:light dark;{_LIGHT}}}
:root[data-theme=light]{{color-scheme:light}}
:root[data-theme=dark]{{color-scheme:dark;{_DARK}}}
@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{_DARK}}}}}
""" + """*,*::before,*::after{box-sizing:border-box}
body{margin:0;padding:clamp(16px,6vh,72px) 16px;background:var(--ground);color:var(--text);
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Helvetica,Arial,sans-serif}
main{max-width:640px;margin:0 auto;padding:clamp(20px,5vw,40px);background:var(--card);border:1px solid var(--edge);
border-radius:14px;overflow-wrap:anywhere}
h1{margin:0 0 4px;font-size:clamp(22px,4vw,28px);line-height:1.25;letter-spacing:-.01em}
.hint{margin:0 0 24px;color:var(--soft);font-size:14px}
form{display:grid;grid-template-columns:repeat(auto-fit,minmax(max(34%,min(230px,100%)),1fr));gap:20px 20px}
.wide{grid-column:1/-1}
label{display:block;margin:0 0 6px;font-weight:600;font-size:15px}
.mark{color:var(--wrong);font-weight:400}
input,select,textarea{display:block;width:100%;min-height:46px;padding:10px 12px;border:1px solid var(--line);
border-radius:8px;background:var(--input);color:inherit;font:inherit}
textarea{min-height:132px;resize:vertical}
input:focus-visible,select:focus-visible,textarea:focus-visible{outline:3px solid var(--focus);outline-offset:0;
border-color:var(--accent)}
[aria-invalid=true]{border-color:var(--wrong)}
.check{display:grid;grid-template-columns:auto 1fr;gap:0 12px;align-items:start}
.check input{width:22px;min-height:22px;height:22px;margin:1px 0;accent-color:var(--accent)}
.check label{margin:0;font-weight:400}
.check .problem{grid-column:2}
.problem{margin:6px 0 0;color:var(--wrong);font-size:14px}
.summary{padding:14px 18px;border:1px solid var(--wrong);border-radius:8px;background:var(--wrong-ground)}
.summary p{margin:0;font-weight:600}
.summary ul{margin:6px 0 0;padding-left:20px}
.summary ul:empty{display:none}
.summary a{color:var(--wrong)}
button{min-height:48px;padding:12px 28px;border:0;border-radius:8px;background:var(--accent);color:var(--accent-text);
font:inherit;font-weight:600;cursor:pointer}
button:hover{filter:brightness(1.08)}
button:focus-visible,.summary:focus-visible,.done:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
button[disabled]{opacity:.65;cursor:progress}
.trap{position:absolute!important;left:-9999px;width:1px;height:1px;overflow:hidden}
.done p{margin:8px 0 0;color:var(--soft)}
[hidden]{display:none!important}
.embedded body{padding:0;background:transparent}
.embedded main{max-width:none}
@media (max-width:400px){button{width:100%}}
@media (prefers-reduced-motion:no-preference){input,select,textarea,button{transition:border-color .15s,filter .15s}}
"""
