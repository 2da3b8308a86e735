// The lines to paste, archives to download, and laying the files out for tools of the dock's machine.
import {html, nothing, render} from '/assets/libraries.js';
import {modelPath, path, post, query} from '/assets/api.js';
import {bytes, commit} from '/assets/format.js';
import {announce, empty, framed, lines, trying} from '/assets/parts.js';

export function tab(root, {model}) {
  const state = {laid: undefined, busy: ''};
  const draw = framed(() => render(page(model, state, {archive, lay}), root));

  function during(word, work) {
    return trying(async event => {
      state.busy = word;
      draw();
      try {
        await work(event);
      } finally {
        state.busy = '';
        draw();
      }
    });
  }

  const archive = format => during(format, async () => {
    const {downloadUrl} = await post(`/api/public/models/${path(model.id)}/export${query({format, revision: model.version.commit})}`);
    const url = new URL(downloadUrl);
    const anchor = document.createElement('a');
    // The way that the browser has reached the dock is the one that works.
    anchor.href = url.pathname + url.search;
    anchor.download = '';
    anchor.click();
  });

  const lay = during('lay', async event => {
    const wish = Object.fromEntries([...new FormData(event.target)].filter(([, value]) => value !== ''));
    state.laid = await post(`${modelPath(model.name)}/materialize`, {...wish, version: model.version.commit});
    announce(`${model.name} is at ${state.laid.path}.`);
  });

  draw();
  return {update() {}};
}

function snippets(model) {
  const dock = location.origin;
  const {name, version} = model;
  const local = /^(localhost|127\.|\[::1\])/.test(location.hostname);
  const key = local ? '' : 'export HF_TOKEN=<a key of yours>\n';
  const at = version.aliases.includes('main') ? '' : ` --revision ${commit(version.commit)}`;
  const env = `export HF_ENDPOINT=${dock}\n${key}`;
  const header = local ? '' : ` -H 'Authorization: Bearer <a key of yours>'`;
  const revision = at ? commit(version.commit) : 'main';
  const pinned = at ? `, revision="${commit(version.commit)}"` : '';
  const format = version.facts?.format;
  const all = [['hf download', `${env}hf download ${name}${at}`]];
  if (format !== 'gguf') {
    all.push(['transformers', `${env}python3 - <<'END'\nfrom transformers import AutoModel, AutoTokenizer\n`
      + `model = AutoModel.from_pretrained("${name}"${pinned})\ntokenizer = AutoTokenizer.from_pretrained("${name}"${pinned})\nEND`]);
    all.push(['vLLM', `${env}vllm serve ${name}${at}`]);
  }
  all.push(['llama.cpp', format === 'gguf' ? `${env}llama-server -hf ${name}` : `${env}hf download ${name}${at} --local-dir model\n`
    + 'python3 convert_hf_to_gguf.py model --outfile model.gguf\nllama-server -m model.gguf']);
  all.push(['curl', `curl -L${header} -O ${dock}/${name}/resolve/${revision}/${model.card ?? 'config.json'}`]);
  return all;
}

function page(model, state, {archive, lay}) {
  if (!model.version) {
    return empty('Nothing to use yet', 'It has no version. Train it first, or import or push one.');
  }
  return html`<div class="uses">
    <section class="panel"><h2>Paste into a terminal</h2>
      ${snippets(model).map(([what, text]) => html`<h3>${what}</h3>${lines(text, `lines for ${what}`)}`)}</section>
    <div>
      <section class="panel"><h2>Download all of it</h2>
        <p>Computed while it is sent: no room is needed here, and a download that broke off goes on where it stopped (tar and zip).</p>
        <div class="actions">${['tar', 'zip', 'tar.gz'].map(format => html`<button type="button" ?disabled=${state.busy !== ''} @click=${archive(format)}>${format}</button>`)}
          <span class="muted num">${bytes(model.version.bytes)}</span></div></section>
      <section class="panel after"><h2>Lay it out on the dock's machine</h2>
        <p>No second copy where the file system allows that. Below the directories that the operator has named
          (<code>materialize.directories</code>).</p>
        <form @submit=${lay}>
          <div class="field"><label for="directory">Directory</label><input id="directory" name="directory" required autocomplete="off"
            .value=${model.name.split('/')[1]}></div>
          <div class="field"><label for="layout">Layout</label><select id="layout" name="layout">
            <option value="plain">plain files</option><option value="huggingface">cache of Hugging Face clients</option><option value="triton">Triton repository</option></select></div>
          <div class="field"><label for="mode">How</label><select id="mode" name="mode">
            <option value="">the best that works</option><option>reflink</option><option>hardlink</option><option>copy</option><option>symlink</option></select></div>
          <button type="submit" ?disabled=${state.busy !== ''}>Lay it out</button></form>
        ${state.laid ? html`<p class="laid">${state.laid.present ? 'Already at' : 'Now at'} <code>${state.laid.path}</code> by ${state.laid.mode},
          ${state.laid.files} files, ${bytes(state.laid.bytes)}.</p>` : nothing}</section>
    </div></div>`;
}
