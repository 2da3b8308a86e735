package dev.modeldock.models;

import dev.modeldock.blobs.Blobs;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.time.Clock;
import java.util.Optional;

/** How a version becomes known; always in the transaction of a caller. */
record Publishing(ModelStore models, VersionStore versions, Blobs blobs, Clock clock) {
    Published publish(NewVersion version, Aliases aliases) {
        long now = clock.millis();
        Model model = models.byName(version.name()).orElseGet(() -> create(version, now));
        if (!model.owner().equals(version.user())) {
            throw new DockException(
                    Problem.FORBIDDEN,
                    "The model " + model.name() + " belongs to somebody else. Import under another name.");
        }
        if (!version.announcedId().isEmpty() && !version.announcedId().equals(model.id())) {
            models.addId(version.announcedId(), model.id());
        }
        String commit = version.commit().isEmpty() ? Commits.of(version.files()) : version.commit();
        Optional<Version> same = versions.byCommit(model.id(), commit);
        Version published = same.map(old -> version.naming().replace() ? replace(old, version) : old)
                .orElseGet(() -> versions.insert(model.id(), commit, version, now));
        boolean touched = aliases.follow(published, version.naming(), same.isEmpty());
        if (touched || version.naming().replace()) {
            models.touch(model.id(), now);
        }
        return new Published(model, published, same.isEmpty(), versions.number(published));
    }

    /**
     * As {@link #publish}, as the next version of a branch; empty when that is not where it was any longer. A version with these very files that the model has already becomes the next one again.
     */
    Optional<Published> advance(Branch branch, NewVersion next, Aliases aliases) {
        Model model = branch.model();
        if (models.byId(model.id()).isEmpty() || !isSame(aliases.version(model, branch.name()), branch.head())) {
            return Optional.empty();
        }
        long now = clock.millis();
        String commit = Commits.of(next.files());
        Optional<Version> same = versions.byCommit(model.id(), commit);
        Version published = same.orElseGet(() -> versions.insert(model.id(), commit, next, now));
        aliases.set(model, branch.name(), published);
        models.touch(model.id(), now);
        return Optional.of(new Published(model, published, same.isEmpty(), versions.number(published)));
    }

    private static boolean isSame(Optional<Version> now, Optional<Version> then) {
        return now.map(Publishing::state).equals(then.map(Publishing::state));
    }

    private static String state(Version version) {
        return version.id() + "-" + version.generation();
    }

    /** A version's files are exchanged where its first import took only some of them; its commit stays what it is. */
    private Version replace(Version old, NewVersion version) {
        blobs.leave(versions.hashesOf(old.id()));
        return versions.replace(old, version);
    }

    /** A model of exactly this name that has no version yet. */
    Model create(ModelName name, String owner, Access access, String source) {
        if (models.byName(name).isPresent()) {
            throw PushedModels.taken(name);
        }
        return models.insert(
                new Model(Models.newId(), name, owner, access, "", source, clock.instant(), clock.instant()));
    }

    private Model create(NewVersion version, long now) {
        String id = version.announcedId().isEmpty() ? Models.newId() : version.announcedId();
        return models.insert(new Model(
                id,
                version.name(),
                version.user(),
                Access.PUBLIC,
                "",
                version.source(),
                clock.instant(),
                java.time.Instant.ofEpochMilli(now)));
    }
}
