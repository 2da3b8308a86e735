package dev.modeldock.materialize;

import dev.modeldock.hub.HubEntry;
import dev.modeldock.hub.HubFiles;
import dev.modeldock.models.Model;
import dev.modeldock.models.Models;
import dev.modeldock.models.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Layouts in the cache of a client of Hugging Face, in which a model may have several snapshots. */
record Caches(Building building, Models models, HubFiles files) {
    LaidOut lay(Model model, Version version, Path place, LayoutWish wish) throws IOException, InterruptedException {
        CacheTree tree = tree(model, version);
        boolean isNew = !Building.isTaken(place);
        if (!isNew) {
            CacheTree.requireOwn(place);
            Optional<Mode> there = there(tree, place).filter(mode -> Directories.fits(mode, wish));
            if (there.isPresent()) {
                tree.writeRefs(place);
                return laid(tree, place, there.get(), version, true);
            }
            if (Files.exists(tree.snapshot(place), LinkOption.NOFOLLOW_LINKS) && !wish.replace()) {
                throw Building.taken();
            }
        }
        try (Aside aside = Aside.of(building.notes(), place)) {
            Mode mode = isNew ? whole(tree, aside, wish) : further(tree, aside, wish);
            Building.force(place.getParent());
            return laid(tree, place, mode, version, false);
        }
    }

    private CacheTree tree(Model model, Version version) throws IOException {
        List<HubEntry.File> all = new ArrayList<>();
        files.each(version, all::add);
        List<String> refs = models.aliasesOf(model).entrySet().stream()
                .filter(alias -> alias.getValue().equals(version.commit()))
                .map(Map.Entry::getKey)
                .toList();
        return new CacheTree(version.commit(), refs, all);
    }

    /** How the snapshot got there, if it is there whole. */
    private Optional<Mode> there(CacheTree tree, Path place) throws IOException, InterruptedException {
        if (!tree.hasLinks(place)) {
            return Optional.empty();
        }
        Optional<Mode> common = Optional.empty();
        for (Piece blob : tree.blobs()) {
            Placing.requireGoing();
            Optional<Mode> mode = building.sameness().of(blob.below(place), blob);
            if (mode.isEmpty()) {
                return Optional.empty();
            }
            common = common.isEmpty() || common.equals(mode) ? mode : Optional.of(Mode.COPY);
        }
        return common;
    }

    private Mode whole(CacheTree tree, Aside aside, LayoutWish wish) throws IOException, InterruptedException {
        Mode mode = building.build(aside, tree.blobs(), wish.mode());
        tree.complete(aside.partial());
        tree.writeRefs(aside.partial());
        aside.settle();
        return mode;
    }

    /** A snapshot more for a model that the cache has: first its contents, then the snapshot, then what leads to it. */
    private Mode further(CacheTree tree, Aside aside, LayoutWish wish) throws IOException, InterruptedException {
        List<Piece> missing = missing(tree, aside.place(), wish);
        Mode mode = building.build(aside, missing, wish.mode());
        tree.complete(aside.partial());
        Path blobs = Files.createDirectories(aside.place().resolve(CacheTree.BLOBS));
        for (Piece piece : missing) {
            Files.move(piece.below(aside.partial()), piece.below(aside.place()), StandardCopyOption.REPLACE_EXISTING);
        }
        Building.force(blobs);
        Path snapshot = tree.snapshot(aside.place());
        Files.createDirectories(snapshot.getParent());
        if (Files.exists(snapshot, LinkOption.NOFOLLOW_LINKS)) {
            // Its links go; a client that comes in between asks its server again.
            Files.move(snapshot, aside.partial().resolve("former"), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(tree.snapshot(aside.partial()), snapshot, StandardCopyOption.ATOMIC_MOVE);
        tree.writeRefs(aside.place());
        return mode;
    }

    /** Contents that the cache does not have yet. */
    private List<Piece> missing(CacheTree tree, Path place, LayoutWish wish) throws IOException, InterruptedException {
        List<Piece> missing = new ArrayList<>();
        for (Piece piece : tree.blobs()) {
            Placing.requireGoing();
            Path there = piece.below(place);
            boolean exists = Files.exists(there, LinkOption.NOFOLLOW_LINKS);
            Optional<Mode> same = exists ? building.sameness().of(there, piece) : Optional.empty();
            if (same.filter(mode -> !wish.replace() || Directories.fits(mode, wish))
                    .isEmpty()) {
                if (exists && !wish.replace()) {
                    throw Building.taken();
                }
                missing.add(piece);
            }
        }
        return missing;
    }

    private static LaidOut laid(CacheTree tree, Path place, Mode mode, Version version, boolean present) {
        return new LaidOut(
                tree.snapshot(place), Layout.HUGGINGFACE, mode, version.fileCount(), version.bytes(), present);
    }
}
