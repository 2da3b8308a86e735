package dev.modeldock.fakes;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A real bare git repository of the fake GitHub, with the LFS objects of its pointers. Commits are the same each time. */
public final class FakeRepository {
    private static final long FIRST_COMMIT = 1_772_366_400;

    private final String owner;
    private final String name;
    private final FakeGitHub github;
    private final GitProgram git;
    private final FakeLfs lfs = new FakeLfs();
    private final AtomicInteger commits = new AtomicInteger();
    private final Set<String> readers = ConcurrentHashMap.newKeySet();
    private volatile boolean hidden;
    private volatile boolean blocked;
    private volatile String license = "Apache-2.0";

    FakeRepository(String owner, String name, FakeGitHub github) {
        this.owner = owner;
        this.name = name;
        this.github = github;
        Path place = github.root().resolve(owner).resolve(name + ".git");
        try {
            Files.createDirectories(place);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        git = new GitProgram(place);
        git.done("init", "--quiet", "--bare", "--initial-branch=main");
        for (String setting : List.of("allowReachableSHA1InWant", "allowAnySHA1InWant", "allowFilter")) {
            git.done("config", "uploadpack." + setting, "true");
        }
    }

    public String owner() {
        return owner;
    }

    public String name() {
        return name;
    }

    /** The address to clone from. */
    public String cloneUrl() {
        return github.url() + "/" + owner + "/" + name + ".git";
    }

    /**
     * A new commit on the branch, which is made if need be (from {@code main}, when there is one). Thousands of files are
     * a matter of a second. LFS files become pointers; their bytes can be had from the LFS store.
     *
     * @return the commit, 40 hex digits
     */
    public String commit(String branch, FakeFiles changed, String... removed) {
        Optional<String> parent = parent(branch);
        git.done(
                in -> writeImport(new BufferedOutputStream(in, 1 << 16), new Change(branch, parent, changed, removed)),
                "fast-import",
                "--quiet",
                "--force");
        return resolve("refs/heads/" + branch).orElseThrow();
    }

    /**
     * Like {@link #commit}, but the branch then holds these files only, and the trees are written entry by entry, so that
     * names which no git would check out are possible: {@code .git/config}, {@code ..}, {@code a\b}, {@code con:x}.
     */
    public String commitRaw(String branch, FakeFiles files) {
        Optional<String> parent = parent(branch);
        files.entries().forEach(this::keep);
        String tree = writeTree("", new TreeMap<>(files.entries()));
        Content commit = Content.of("tree " + tree + "\n"
                + parent.map(id -> "parent " + id + "\n").orElse("")
                + "author " + signature() + "\ncommitter " + signature() + "\n\nRaw\n");
        commits.incrementAndGet();
        String id = git.done(commit::writeAll, "hash-object", "-t", "commit", "-w", "--stdin");
        git.done("update-ref", "refs/heads/" + branch, id);
        return id;
    }

    public FakeRepository branch(String branch, String commit) {
        git.done("update-ref", "refs/heads/" + branch, commit);
        return this;
    }

    public FakeRepository tag(String tag, String commit) {
        git.done("update-ref", "refs/tags/" + tag, commit);
        return this;
    }

    public FakeRepository annotatedTag(String tag, String commit) {
        git.done("tag", "--annotate", "--message=" + tag, tag, commit);
        return this;
    }

    /** The branch that HEAD names; {@code main} until then. */
    public FakeRepository defaultBranch(String branch) {
        git.done("symbolic-ref", "HEAD", "refs/heads/" + branch);
        return this;
    }

    /** An SPDX id, or empty for none. */
    public FakeRepository license(String spdxId) {
        license = spdxId;
        return this;
    }

    /** Seen with one of these tokens only; to all others it does not exist. */
    public FakeRepository privateTo(String... tokens) {
        hidden = true;
        readers.addAll(Set.of(tokens));
        Set.of(tokens).forEach(github::token);
        return this;
    }

    /** Withheld for legal reasons (451). */
    public FakeRepository block() {
        blocked = true;
        return this;
    }

    /** Its LFS objects, and what goes wrong with them. */
    public FakeLfs lfs() {
        return lfs;
    }

    boolean seenBy(String token) {
        return !hidden || readers.contains(token);
    }

    boolean isPrivate() {
        return hidden;
    }

    boolean isBlocked() {
        return blocked;
    }

    String licenseId() {
        return license;
    }

    /** Stable, as GitHub's number of a repository is. */
    long number() {
        return Integer.toUnsignedLong((owner + "/" + name).hashCode());
    }

    String head() {
        return git.done("symbolic-ref", "--short", "HEAD");
    }

    boolean isEmpty() {
        return git.done("for-each-ref", "--count=1").isEmpty();
    }

    /** The commit of a branch, else of a tag, else of a (full) ref, else of a hash (abbreviated to 4 digits or more). */
    Optional<String> resolve(String ref) {
        String full = ref.matches("(heads|tags)/.+") ? "refs/" + ref : ref;
        for (String candidate : List.of("refs/heads/" + ref, "refs/tags/" + ref, full)) {
            boolean asIs = candidate.equals(full);
            if (!asIs || full.startsWith("refs/") || ref.matches("[0-9a-fA-F]{4,40}")) {
                String commit = parsed(candidate + "^{commit}");
                if (!commit.isEmpty()) {
                    return Optional.of(commit);
                }
            }
        }
        return Optional.empty();
    }

    /** The lines of a recursive listing of the tree of a commit or tree: {@code mode type hash size TAB path}. */
    Optional<List<String>> listing(String treeish, boolean recursive) {
        if (!treeish.matches("[0-9a-f]{40}") || parsed(treeish + "^{tree}").isEmpty()) {
            return Optional.empty();
        }
        String[] command = recursive
                ? new String[] {"ls-tree", "-r", "-t", "-l", "-z", treeish}
                : new String[] {"ls-tree", "-l", "-z", treeish};
        return Optional.of(List.of(git.done(command).split("\0")));
    }

    String treeOf(String commit) {
        return parsed(commit + "^{tree}");
    }

    private String parsed(String expression) {
        try {
            GitProgram.Result result = git.run(null, "rev-parse", "--verify", "--quiet", expression);
            return result.code() == 0 ? result.text() : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<String> parent(String branch) {
        return resolve("refs/heads/" + branch).or(() -> resolve("refs/heads/main"));
    }

    private String signature() {
        return "Some One <one@example.org> " + (FIRST_COMMIT + 3600L * commits.get()) + " +0000";
    }

    private void keep(String path, FakeFile file) {
        if (file.lfs()) {
            lfs.keep(path, file.content());
        }
    }

    private record Change(String branch, Optional<String> parent, FakeFiles changed, String... removed) {}

    private void writeImport(OutputStream out, Change change) throws IOException {
        line(out, "commit refs/heads/" + change.branch());
        line(out, "committer " + signature());
        line(out, "data 7\nChange\n");
        if (change.parent().isPresent()) {
            line(out, "from " + change.parent().get());
        }
        for (String path : change.removed()) {
            line(out, "D " + quoted(path));
        }
        for (Map.Entry<String, FakeFile> entry : change.changed().entries().entrySet()) {
            keep(entry.getKey(), entry.getValue());
            writeFile(out, entry.getKey(), entry.getValue());
        }
        commits.incrementAndGet();
        out.flush();
    }

    private static void writeFile(OutputStream out, String path, FakeFile file) throws IOException {
        Content content = file.inGit();
        if (file.mode().equals(FakeFile.SUBMODULE)) {
            line(out, "M 160000 " + new String(content.bytes(), StandardCharsets.US_ASCII) + " " + quoted(path));
            return;
        }
        line(out, "M " + file.mode() + " inline " + quoted(path));
        line(out, "data " + content.size());
        content.writeAll(out);
        line(out, "");
    }

    private static String quoted(String path) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : path.toCharArray()) {
            if (c < ' ') {
                quoted.append(String.format("\\%03o", (int) c));
            } else {
                quoted.append(c == '"' || c == '\\' ? "\\" : "").append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private static void line(OutputStream out, String text) throws IOException {
        out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Write the tree of a directory and all below, and give its hash. */
    private String writeTree(String prefix, TreeMap<String, FakeFile> below) {
        StringBuilder entries = new StringBuilder();
        for (String child : ModelCommit.namesIn(prefix, below)) {
            FakeFile file = below.get(prefix + child);
            if (file == null) {
                String start = prefix + child + "/";
                String tree = writeTree(start, new TreeMap<>(below.subMap(start, start + '\uffff')));
                entries.append("40000 tree ").append(tree);
            } else if (file.mode().equals(FakeFile.SUBMODULE)) {
                entries.append("160000 commit ")
                        .append(new String(file.content().bytes(), StandardCharsets.US_ASCII));
            } else {
                String blob = git.done(file.inGit()::writeAll, "hash-object", "-w", "--stdin");
                entries.append(file.mode()).append(" blob ").append(blob);
            }
            entries.append('\t').append(child).append('\0');
        }
        return git.done(Content.of(entries.toString())::writeAll, "mktree", "-z", "--missing");
    }
}
