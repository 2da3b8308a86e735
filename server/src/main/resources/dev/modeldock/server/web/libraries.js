// The only place that names versions of libraries; what is served under such a name never changes.
export {html, nothing, render, svg} from '/assets/lit-html-3.3.2.js';

/** What renders a model card; loaded when the first one is shown. */
export async function cardTools() {
  const [{Marked}, {default: purify}] = await Promise.all([
    import('/assets/marked-17.0.1.js'),
    import('/assets/purify-3.3.3.js'),
  ]);
  return {Marked, purify};
}
