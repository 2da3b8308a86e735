package dev.modeldock.fakes;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A model of the fake hub. All may change while the hub runs. */
public final class FakeModel {
    private static final long FIRST_COMMIT =
            Instant.parse("2026-03-01T12:00:00Z").getEpochSecond();

    private final String id;
    private final FakeHub hub;
    private final Map<String, String> branches = new LinkedHashMap<>();
    private final Map<String, String> tags = new LinkedHashMap<>();
    private final Map<String, ModelCommit> commits = new HashMap<>();
    private final Map<String, Object> card = new LinkedHashMap<>(Map.of("license", "apache-2.0"));
    private final Set<String> readers = new LinkedHashSet<>();
    private final Set<String> letIn = new LinkedHashSet<>();
    private String pipelineTag = "fill-mask";
    private String library = "transformers";
    private String gated = "";
    private boolean hidden;
    private boolean disabled;

    FakeModel(String id, FakeHub hub) {
        this.id = id;
        this.hub = hub;
    }

    /** As in addresses: {@code google-bert/bert-base-uncased}. */
    public String id() {
        return id;
    }

    /**
     * A new commit on the branch, which is made if need be (from {@code main}, when there is one).
     *
     * @return the commit, 40 hex digits
     */
    public synchronized String commit(String branch, FakeFiles changed, String... removed) {
        String parent = branches.getOrDefault(branch, branches.getOrDefault("main", ""));
        Map<String, FakeFile> files =
                new TreeMap<>(parent.isEmpty() ? Map.of() : commits.get(parent).files());
        files.putAll(changed.entries());
        files.keySet().removeAll(Set.of(removed));
        Instant time = Instant.ofEpochSecond(FIRST_COMMIT + 3600L * commits.size());
        String identity = Content.of(id + parent + time + files.keySet()).gitSha1();
        commits.put(identity, new ModelCommit(identity, time, files));
        branches.put(branch, identity);
        return identity;
    }

    public synchronized FakeModel tag(String name, String commit) {
        tags.put(name, commit);
        return this;
    }

    /** Point the branch, made if need be, at a commit. */
    public synchronized FakeModel branch(String name, String commit) {
        branches.put(name, commit);
        return this;
    }

    /** Empty for none. */
    public synchronized FakeModel license(String name) {
        return card("license", name);
    }

    /** A value of the model card's front matter. */
    public synchronized FakeModel card(String key, Object value) {
        card.put(key, value);
        return this;
    }

    public synchronized FakeModel pipelineTag(String name) {
        pipelineTag = name;
        return this;
    }

    public synchronized FakeModel library(String name) {
        library = name;
        return this;
    }

    /** Seen with one of these tokens only; to all others it does not exist. */
    public synchronized FakeModel privateTo(String... tokens) {
        hidden = true;
        readers.addAll(Set.of(tokens));
        Set.of(tokens).forEach(hub::token);
        return this;
    }

    /** Files are given to those let in only; {@code auto} or {@code manual}. */
    public synchronized FakeModel gated(String how) {
        gated = how;
        return this;
    }

    public synchronized FakeModel letIn(String token) {
        letIn.add(token);
        hub.token(token);
        return this;
    }

    /** Taken down by the hub. */
    public synchronized FakeModel disable() {
        disabled = true;
        return this;
    }

    synchronized boolean seenBy(String token) {
        return !hidden || readers.contains(token);
    }

    synchronized boolean filesFor(String token) {
        return gated.isEmpty() || letIn.contains(token);
    }

    synchronized boolean isDisabled() {
        return disabled;
    }

    /** The commit that a branch, a tag, a pull request's ref or a full hash names. */
    synchronized Optional<ModelCommit> revision(String name) {
        String branch = name.equals("HEAD") ? "main" : name;
        String commit = branches.getOrDefault(branch, tags.getOrDefault(name, name));
        return Optional.ofNullable(commits.get(commit));
    }

    synchronized Map<String, Object> refs() {
        return Map.of(
                "branches", refs(branches, "refs/heads/"), "tags", refs(tags, "refs/tags/"), "converts", Set.of());
    }

    synchronized Map<String, Object> info(ModelCommit commit, boolean withBlobs) {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("_id", Content.of(id).gitSha1().substring(0, 24));
        info.put("id", id);
        info.put("modelId", id);
        info.put("author", id.substring(0, Math.max(0, id.indexOf('/'))));
        info.put("sha", commit.id());
        info.put("lastModified", commit.time().toString().replace("Z", ".000Z"));
        info.put("createdAt", Instant.ofEpochSecond(FIRST_COMMIT).toString().replace("Z", ".000Z"));
        info.put("private", hidden);
        info.put("gated", gated.isEmpty() ? false : gated);
        info.put("disabled", disabled);
        info.put("downloads", 42);
        info.put("likes", 7);
        info.put("tags", labels());
        info.put("pipeline_tag", pipelineTag);
        info.put("library_name", library);
        info.put("cardData", new LinkedHashMap<>(card));
        info.put("siblings", commit.siblings(withBlobs));
        info.values().removeIf(""::equals);
        return info;
    }

    private Set<String> labels() {
        Set<String> labels = new LinkedHashSet<>();
        labels.add(library);
        labels.add(pipelineTag);
        labels.add("license:" + card.get("license"));
        labels.add("region:us");
        return labels;
    }

    private static Set<Map<String, String>> refs(Map<String, String> names, String prefix) {
        Set<Map<String, String>> refs = new LinkedHashSet<>();
        names.forEach((name, commit) -> refs.add(Map.of("name", name, "ref", prefix + name, "targetCommit", commit)));
        return refs;
    }
}
