package dev.modeldock.hub.push;

import dev.modeldock.access.Caller;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.blobs.StagedBlob;
import dev.modeldock.blobs.Staging;
import dev.modeldock.database.Database;
import dev.modeldock.hub.HubFiles;
import dev.modeldock.hub.LargeFiles;
import dev.modeldock.models.Access;
import dev.modeldock.models.Alias;
import dev.modeldock.models.Aliases;
import dev.modeldock.models.Branch;
import dev.modeldock.models.Model;
import dev.modeldock.models.ModelName;
import dev.modeldock.models.Models;
import dev.modeldock.models.Namespaces;
import dev.modeldock.models.NewVersion;
import dev.modeldock.models.Published;
import dev.modeldock.models.PushedModels;
import dev.modeldock.models.Version;
import dev.modeldock.models.VersionFile;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** All that is pushed: new models, large files, and commits. */
public final class Pushes {
    private static final int LOCKS = 64;
    /** So often a commit without a parent is made anew when something else, such as an import, moved the branch. */
    private static final int TRIES = 5;

    private final Database database;
    private final Blobs blobs;
    private final Models models;
    private final PushMeans means;
    private final LargeUploads uploads;
    private final PartedUploads parted;
    private final List<ReentrantLock> locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toList();

    /** Open them, with what a restart has left of large files that come in parts. */
    public Pushes(Database database, Blobs blobs, Models models, PushMeans means) throws IOException {
        this.database = database;
        this.blobs = blobs;
        this.models = models;
        this.means = means;
        UploadStore store = new UploadStore(database);
        this.uploads = new LargeUploads(database, blobs, models, means);
        this.parted = new PartedUploads(uploads, blobs, store, means);
        parted.reopen();
    }

    public LargeUploads uploads() {
        return uploads;
    }

    public PartedUploads parted() {
        return parted;
    }

    /**
     * Begin to tell how files are to be sent to a branch.
     *
     * @param gitIgnore the rules of the upload; empty for those that the branch has
     */
    public Preupload preupload(Branch branch, Optional<String> gitIgnore) throws IOException {
        HubFiles files = new HubFiles(models, blobs);
        String rules = gitIgnore.isPresent() ? gitIgnore.get() : hosted(branch);
        return new Preupload(files, branch.head(), new GitIgnore(rules));
    }

    private String hosted(Branch branch) throws IOException {
        Optional<VersionFile> file =
                branch.head().flatMap(head -> models.files(head).find(".gitignore"));
        if (file.isEmpty()) {
            return "";
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        models.copy(file.get(), 0, Math.min(file.get().size(), GitIgnore.LONGEST), text);
        return text.toString(StandardCharsets.UTF_8);
    }

    /** Delete what no commit has taken in time. */
    public void sweep() throws IOException {
        parted.sweep();
        uploads.sweep();
    }

    /**
     * Make a model. Like on a hub its first version is there at once: it holds {@code .gitattributes}, and the files that
     * are given.
     *
     * @throws DockException {@code CONFLICT} when the name is taken, {@code FORBIDDEN} when the namespace is not the caller's
     */
    public Model create(ModelName name, Access access, List<CommitLine.SmallFile> files, Caller caller)
            throws IOException, InterruptedException {
        Namespaces.require(name, caller);
        if (models.ownerOf(name).isPresent()) {
            throw PushedModels.taken(name);
        }
        try (Staging staging = stage()) {
            Push push = new Push(means.examination(), staging, caller);
            push.take(new CommitLine.Header("initial commit", "", Optional.empty()));
            push.take(new CommitLine.SmallFile(
                    ".gitattributes", LargeFiles.attributes().getBytes(StandardCharsets.UTF_8)));
            for (CommitLine.SmallFile file : files) {
                push.take(file);
            }
            Map<String, StagedBlob> made = push.applied(Map.of(), this::noSource);
            NewVersion first = push.examined(name, made, PushedVersion.Parent.NONE);
            staging.arrive(made.values());
            return database.together(() -> {
                blobs.record(made.values());
                Model model = models.pushed().create(name, caller.user(), access, PushedVersion.SOURCE);
                models.pushed()
                        .advance(new Branch(model, Aliases.MAIN, Optional.empty()), first)
                        .orElseThrow();
                return model;
            });
        }
    }

    private StagedBlob noSource(CommitLine.Copy copy) {
        throw new IllegalStateException("A new model has nothing to copy");
    }

    private Staging stage() throws IOException {
        return blobs.stage(means.staging().resolve(UUID.randomUUID().toString()), 0);
    }

    /**
     * The branch of a name; {@code main} can be there without a version yet.
     *
     * @throws DockException {@code NOT_FOUND} when there is no such revision, {@code VALIDATION_ERROR} when it is no branch
     */
    public Branch branch(Model model, String name) {
        Optional<Alias> alias = models.aliases().find(model, name);
        if (alias.isPresent() && !alias.get().isTag() || alias.isEmpty() && name.equals(Aliases.MAIN)) {
            return new Branch(model, name, models.aliases().version(model, name));
        }
        if (alias.isPresent() || models.findRevision(model, name).isPresent()) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "The revision " + name + " of " + model.name() + " is a " + (alias.isPresent() ? "tag" : "commit")
                            + "; commits are made to branches. Make a branch of it first.");
        }
        throw new DockException(
                Problem.NOT_FOUND,
                "Invalid rev id: the model " + model.name() + " has no branch " + shown(name) + ". Make it first.",
                Map.of("X-Error-Code", "RevisionNotFound"));
    }

    private static String shown(String name) {
        return name.length() > 100 ? name.substring(0, 100) + "…" : name.replaceAll("\\p{Cntrl}", "?");
    }

    /**
     * Make a commit: the branch's files with its changes become the branch's next version, in one step. When that changes
     * nothing, the branch stays where it is.
     *
     * @param body as {@link CommitReader} reads it
     * @return where the branch is then
     * @throws DockException {@code OUTDATED} when the branch is not at the parent that the commit names; and whatever is wrong
     *     with a line, a name or a file
     */
    public Version commit(Branch asked, InputStream body, Caller caller) throws IOException, InterruptedException {
        try (Staging staging = stage()) {
            Push push = new Push(means.examination(), staging, caller);
            try (CommitReader reader = new CommitReader(body)) {
                for (Optional<CommitLine> line = reader.next(); line.isPresent(); line = reader.next()) {
                    push.take(line.get());
                }
            }
            // Two commits beside each other would look at the files of the same parent, and one of them in vain.
            ReentrantLock lock = locks.get(Math.floorMod(asked.model().id().hashCode(), LOCKS));
            lock.lock();
            try {
                return advanced(asked, push, caller);
            } finally {
                lock.unlock();
            }
        }
    }

    private Version advanced(Branch asked, Push push, Caller caller) throws IOException, InterruptedException {
        for (int left = TRIES; left > 0; left--) {
            Branch branch = branch(asked.model(), asked.name());
            push.requireParent(branch);
            Map<String, StagedBlob> before =
                    branch.head().map(head -> push.held(models.files(head))).orElse(Map.of());
            push.requireUploads(hashes -> uploads.open(asked.model(), caller.user(), hashes));
            Map<String, StagedBlob> after = push.applied(before, copy -> source(branch, copy, push.staging()));
            if (branch.head().isPresent() && Push.isSame(before, after)) {
                return branch.head().get();
            }
            NewVersion next = push.examined(
                    asked.model().name(),
                    after,
                    new PushedVersion.Parent(branch.head().map(Version::commit).orElse(""), before));
            push.staging().arrive(after.values());
            try {
                return published(branch, next, after.values(), push).version();
            } catch (DockException e) {
                if (e.problem() != Problem.OUTDATED || left == 1) {
                    throw e;
                }
            }
        }
        throw Push.outdated(asked);
    }

    /** All of it, or nothing when the branch has moved. */
    private Published published(Branch branch, NewVersion next, Collection<StagedBlob> contents, Push push) {
        return database.together(() -> {
            blobs.record(contents);
            uploads.taken(push.user(), push.uploads());
            return models.pushed()
                    .advance(branch, next)
                    .orElseThrow(() -> Push.outdated(branch(branch.model(), branch.name())));
        });
    }

    private StagedBlob source(Branch branch, CommitLine.Copy copy, Staging staging) {
        Version version = models.findRevision(branch.model(), copy.revision().orElseThrow())
                .orElseThrow(() -> new DockException(
                        Problem.NOT_FOUND,
                        "Invalid rev id: there is no version "
                                + shown(copy.revision().get()) + " to copy from.",
                        Map.of("X-Error-Code", "RevisionNotFound")));
        return models.files(version)
                .find(copy.from())
                .flatMap(file -> staging.stored(file.sha256()))
                .orElseThrow(() -> new DockException(
                        Problem.NOT_FOUND,
                        "A file with this name doesn't exist: \"" + copy.from() + "\".",
                        Map.of("X-Error-Code", "EntryNotFound")));
    }
}
