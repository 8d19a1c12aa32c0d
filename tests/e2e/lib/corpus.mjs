// Texts that try to be more than text: markup, scripts, addresses, templates, directions, odd characters.
// Every one that could run calls `__canary`, so a single run of any is noticed.

const RUN = "__canary()";

const CODES = [
  `<script>${RUN}</script>`,
  `"><script>${RUN}</script>`,
  `'><script>${RUN}</script>`,
  `</title><script>${RUN}</script>`,
  `</textarea><script>${RUN}</script>`,
  `</style><script>${RUN}</script>`,
  `--><script>${RUN}</script>`,
  `<scr<script>ipt>${RUN}</scr</script>ipt>`,
  `<SCRIPT/x>${RUN}</SCRIPT>`,
  `<script\t>${RUN}</script\t>`,
  `<img src=x onerror=${RUN}>`,
  `<img/src=x/onerror=${RUN}>`,
  `<img src=x onerror="${RUN}"//`,
  `<IMG """><SCRIPT>${RUN}</SCRIPT>">`,
  `<svg onload=${RUN}>`,
  `<svg><script>${RUN}</script></svg>`,
  `<svg><animate onbegin=${RUN} attributeName=x dur=1s>`,
  `<svg><a xlink:href="javascript:${RUN}"><text x=20 y=20>klik</text></a></svg>`,
  `<math><mtext></mtext><mglyph><style><img src=x onerror=${RUN}>`,
  `<math><mi//xlink:href="javascript:${RUN}">`,
  `<body onload=${RUN}>`,
  `<body onpageshow=${RUN}>`,
  `<input autofocus onfocus=${RUN}>`,
  `<select autofocus onfocus=${RUN}>`,
  `<textarea autofocus onfocus=${RUN}>`,
  `<details open ontoggle=${RUN}>`,
  `<video><source onerror=${RUN}>`,
  `<audio src=x onerror=${RUN}>`,
  `<marquee onstart=${RUN}>`,
  `<object data="javascript:${RUN}">`,
  `<embed src="javascript:${RUN}">`,
  `<iframe src="javascript:${RUN}"></iframe>`,
  `<iframe srcdoc="<script>parent.${RUN}</script>"></iframe>`,
  `<a href="javascript:${RUN}">klik</a>`,
  `<a href="java\tscript:${RUN}">klik</a>`,
  `<a href="&#106;avascript:${RUN}">klik</a>`,
  `<a href=" jAvAsCrIpT:${RUN}">klik</a>`,
  `<form action="javascript:${RUN}"><button>x</button></form>`,
  `<button formaction="javascript:${RUN}">x</button>`,
  `<base href="javascript:${RUN}//">`,
  `<meta http-equiv="refresh" content="0;url=javascript:${RUN}">`,
  `<link rel=stylesheet href="data:text/css,*{display:none}">`,
  `<style>@import "data:text/css,*{display:none}";</style>`,
  `<style>*{display:none!important}</style>`,
  `<div style="position:fixed;inset:0;background:url(javascript:${RUN})">`,
  `<template shadowrootmode=open><script>${RUN}</script></template>`,
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`,
  `<![CDATA[<script>${RUN}</script>]]>`,
  `<!--<img src="--><img src=x onerror=${RUN}//">`,
  `<?xml version="1.0"?><script>${RUN}</script>`,
  `<x onclick=${RUN}>klik</x>`,
  `<klantbeeld-view customer="x" onfocus=${RUN} autofocus tabindex=0>`,
  `javascript:${RUN}`,
  `JaVaScRiPt:${RUN}//`,
  `java\u00adscript:${RUN}`,
  `data:text/html,<script>${RUN}</script>`,
  `data:text/html;base64,PHNjcmlwdD5fX2NhbmFyeSgpPC9zY3JpcHQ+`,
  `vbscript:msgbox(1)`,
  `blob:null/${RUN}`,
  `{{constructor.constructor('${RUN}')()}}`,
  `\${${RUN}}`,
  `#{${RUN}}`,
  `<%= ${RUN} %>`,
  `{% raw %}${RUN}{% endraw %}`,
  `[[${RUN}]]`,
  `';${RUN};//`,
  `";${RUN};//`,
  `\\";${RUN};//`,
  `\`;${RUN};//`,
  `&lt;script&gt;${RUN}&lt;/script&gt;`,
  `&#60;script&#62;${RUN}&#60;/script&#62;`,
  `%3Cscript%3E${RUN}%3C/script%3E`,
  `\\u003cscript\\u003e${RUN}\\u003c/script\\u003e`,
  `+ADw-script+AD4-${RUN}+ADw-/script+AD4-`,
  `=cmd|'/C calc'!A0`,
  `' OR 1=1 --`,
  `'; DROP TABLE item; --`,
  `../../../../etc/passwd`,
  `\\\\host\\share`,
  `{"__proto__":{"admin":true}}`,
];

const PLAIN = [
  "Zoë Ångström-Ñandú",
  "\u202eevilwonk\u202c",
  "\u2066links\u2069 \u2067שלום\u2069",
  "مرحبا بالعالم",
  "\u200bnul\u200bbreed\u200b",
  "\u061c\u200f\u200e",
  "👩‍👩‍👧‍👦 🏳️‍🌈 🇳🇱 👍🏽",
  "Z̸̢͓a̶l̵g̷o̸ t̶e̵k̴s̷t̸",
  "e\u0301 e\u0300 ﬁ ﷽",
  "漢字 ひらがな 한국어",
  "\ufeffbom",
  "a\u2028b\u2029c",
  "%s %d %n %x",
  "null",
  "undefined",
  "NaN",
  "true",
  "-0",
  "1e400",
  "€ 1.234,56",
  "O'Neill & zn. \"de \\ Tweede\"",
  "< 5 en > 3 && 1 << 2",
  "&amp;amp; &nbsp; &copy;",
  "x".repeat(180),
  "woord ".repeat(30).trim(),
];

/** Wrappings that put a text into other surroundings. */
const AROUND = [
  (text) => text,
  (text) => `a ${text} b`,
  (text) => `">${text}`,
  (text) => `${text}\u202e`,
];

/** All of them, in short form or in long. */
export function corpus() {
  return [...PLAIN, ...AROUND.flatMap((wrap) => CODES.map(wrap))];
}

/** As it reads: white space counts as one, and characters that nobody sees do not count. */
export function asRead(text) {
  return text
    .normalize("NFC")
    .replace(/[\u00ad\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}
