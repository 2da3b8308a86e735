package dev.modeldock.materialize;

import dev.modeldock.models.Models;
import dev.modeldock.models.Version;
import dev.modeldock.models.VersionFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Layouts that are one directory with the files as they are in the model. */
record Directories(Building building, Models models) {
    LaidOut lay(Version version, Path place, LayoutWish wish) throws IOException, InterruptedException {
        List<Piece> pieces = new ArrayList<>();
        for (VersionFile file : models.files(version)) {
            pieces.add(new Piece(file.path(), file.sha256(), file.size()));
        }
        if (Building.isTaken(place)) {
            Optional<Mode> there = building.sameness().of(place, pieces).filter(mode -> fits(mode, wish));
            if (there.isPresent()) {
                return laid(place, wish, there.get(), version, true);
            }
            building.requireOwn(place);
            if (!wish.replace()) {
                throw Building.taken();
            }
        }
        try (Aside aside = Aside.of(building.notes(), place)) {
            Mode mode = building.build(aside, pieces, wish.mode());
            building.placed().add(place);
            aside.settle();
            Building.force(place.getParent());
            return laid(place, wish, mode, version, false);
        }
    }

    /** Whoever asks for bytes of their own is not served by links to those of the store. */
    static boolean fits(Mode there, LayoutWish wish) {
        return wish.mode()
                .map(wished -> wished == there || wished == Mode.REFLINK && there == Mode.COPY)
                .orElse(true);
    }

    private static LaidOut laid(Path place, LayoutWish wish, Mode mode, Version version, boolean present) {
        return new LaidOut(place, wish.layout(), mode, version.fileCount(), version.bytes(), present);
    }
}
