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

    /** A version's files are exchanged where its first import took only some of them; its commit stays what it is. */
    private Version replace(Version old, NewVersion version) {
        blobs.leave(versions.hashesOf(old.id()));
        return versions.replace(old, version);
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
