// @huggingface/hub: everything that writes. upload.mjs MODEL DIRECTORY
import * as hub from "@huggingface/hub";
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { all, hubUrl, refusal, sha256, tell } from "./facts.mjs";

const [repo, directory] = process.argv.slice(2);
let puts = 0;
const counting = (url, init) => {
    puts += init?.method === "PUT" ? 1 : 0;
    return fetch(url, init);
};
const to = { repo, hubUrl, accessToken: process.env.HF_TOKEN, fetch: counting };
const paths = async () => (await all(hub.listFiles({ ...to, recursive: true }))).map((file) => file.path).sort();

await hub.createRepo(to);
const files = readdirSync(directory).map((name) => ({ path: name, content: pathToFileURL(join(directory, name)) }));
const big = Buffer.alloc(66 << 20, "larger than one part "); // goes in two parts
files.push({ path: "data/big.txt", content: new Blob([big]) });
const uploaded = await hub.uploadFiles({ ...to, files, commitTitle: "all at once" });
assert.match(uploaded.commit.oid, /^[0-9a-f]{40}$/);
const afterUpload = await paths();

const head = (await hub.modelInfo({ name: repo, hubUrl, additionalFields: ["sha"] })).sha;
assert.equal(head, uploaded.commit.oid);
const committed = await hub.commit({
    ...to,
    title: "one in, one out",
    parentCommit: head,
    operations: [
        { operation: "addOrUpdate", path: "notes/new file.txt", content: new Blob(["new"]) },
        { operation: "delete", path: "tokenizer_config.json" },
    ],
});
const late = { ...to, title: "too late", operations: [{ operation: "delete", path: "config.json" }] };
const lost = await refusal(() => hub.commit({ ...late, parentCommit: head }));
const broken = await refusal(() =>
    hub.uploadFile({ ...to, file: { path: "broken.safetensors", content: new Blob(["no tensors"]) } }),
);

await hub.createBranch({ ...to, branch: "try" });
await hub.uploadFile({ ...to, branch: "try", file: { path: "only-here.txt", content: new Blob(["x"]) } });
assert.equal(await hub.fileExists({ ...to, path: "only-here.txt" }), false);
assert.equal(await hub.fileExists({ ...to, revision: "try", path: "only-here.txt" }), true);
await hub.deleteBranch({ ...to, branch: "try" });
await hub.deleteFile({ ...to, path: "notes/new file.txt" });

tell({
    big: sha256(big),
    puts,
    afterUpload,
    afterAll: await paths(),
    commit: committed.commit.oid,
    titles: (await all(hub.listCommits(to))).map((commit) => commit.title),
    lost,
    broken,
});
