// @huggingface/transformers: a tokenizer loaded by name. tokenizer.mjs MODEL CACHE
import { AutoTokenizer, env } from "@huggingface/transformers";
import { hubUrl, tell } from "./facts.mjs";

const [repo, cache] = process.argv.slice(2);
env.remoteHost = hubUrl + "/";
env.cacheDir = cache;
env.allowLocalModels = false;
const tokenizer = await AutoTokenizer.from_pretrained(repo);
const ids = tokenizer.encode("Hello world!");
tell({ kind: tokenizer.constructor.name, ids, back: tokenizer.decode(ids, { skip_special_tokens: true }) });
