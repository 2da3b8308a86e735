package dev.modeldock.server.actions.masks;

import dev.modeldock.files.SafePaths;
import dev.modeldock.problems.DockException;
import dev.modeldock.server.actions.HeapRoom;
import dev.modeldock.server.actions.InOrder;
import dev.modeldock.server.actions.SkippedFiles;
import dev.modeldock.server.actions.labels.ImageFiles;
import dev.modeldock.server.actions.labels.ImageFiles.Size;
import dev.modeldock.server.actions.pictures.BrokenPictureException;
import dev.modeldock.server.actions.pictures.PictureFile;
import dev.modeldock.server.actions.services.ServiceRun;
import dev.modeldock.spi.ActionException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/** Writes the masks of all images that have one, and the two lists. */
final class MaskFiles {
    private static final String IMAGES = "images";
    private static final String MASKS = "masks";
    private static final int TELL_EVERY = 1000;
    /** Two for what is painted, a half for the mask of an object, two for what is written. */
    private static final int BYTES_A_PIXEL = 5;

    private final ServiceRun run;
    private final AnnotatedImages annotated;
    private final long most;
    private final Path data;
    private final Map<String, String> taken = new HashMap<>();
    private long written;

    /** @param most how many are written */
    MaskFiles(ServiceRun run, AnnotatedImages annotated, long most) throws ActionException {
        this.run = run;
        this.annotated = annotated;
        this.most = most;
        this.data = run.data();
    }

    /** How many were written. */
    long write() throws ActionException, IOException, InterruptedException {
        Path results = run.results();
        Iterator<Integer> wanted =
                annotated.images().byName().stream().filter(annotated::has).iterator();
        try (BufferedWriter images = Files.newBufferedWriter(results.resolve("images.txt"), StandardCharsets.UTF_8);
                BufferedWriter masks = Files.newBufferedWriter(results.resolve("masks.txt"), StandardCharsets.UTF_8);
                SkippedFiles skipped = new SkippedFiles(results, run.context())) {
            InOrder.each(new Bounded(wanted), run.threads(), this::mask, (image, mask) -> {
                run.context().check();
                if (written == most) {
                    Files.deleteIfExists(results.resolve(name(image)));
                } else if (mask.taken(annotated.images().name(image), skipped)) {
                    images.write(IMAGES + "/" + annotated.images().name(image) + "\n");
                    masks.write(name(image) + "\n");
                    tell();
                }
            });
        }
        if (written == 0) {
            throw new ActionException("No image has a mask; expected are annotations with a segmentation, of images"
                    + " that are there and can be read.");
        }
        return written;
    }

    /** No more than are wanted are begun, but for the few that are begun ahead. */
    private final class Bounded implements Iterator<Integer> {
        private final Iterator<Integer> all;

        private Bounded(Iterator<Integer> all) {
            this.all = all;
        }

        @Override
        public boolean hasNext() {
            return written < most && all.hasNext();
        }

        @Override
        public Integer next() {
            return all.next();
        }
    }

    private void tell() throws IOException {
        if (++written % TELL_EVERY == 0) {
            run.status().running(written + " masks so far.");
        }
    }

    /** What came of one image; what is wrong does not matter when enough have been written before it. */
    private record Result(boolean isWritten, String fault, ActionException error) {
        /** Whether it is written. */
        private boolean taken(String image, SkippedFiles skipped) throws ActionException, IOException {
            if (error != null) {
                throw error;
            }
            if (!fault.isEmpty()) {
                skipped.add(IMAGES + "/" + image, fault);
            }
            return isWritten;
        }
    }

    private static Result without(String fault) {
        return new Result(false, fault, null);
    }

    private Result mask(int image) throws Exception {
        try {
            SafePaths.check(annotated.images().name(image));
            Path file = data.resolve(IMAGES).resolve(annotated.images().name(image));
            Optional<Size> size = Files.isRegularFile(file) ? ImageFiles.size(file) : Optional.empty();
            if (size.isEmpty()) {
                return without(Files.exists(file) ? "is no image that can be read" : "is not there");
            }
            claim(image);
            HeapRoom.Part room =
                    PictureFile.room((long) size.get().width() * size.get().height() * BYTES_A_PIXEL);
            try {
                return new Result(painted(image, size.get()), "", null);
            } finally {
                room.close();
            }
        } catch (ActionException e) {
            return new Result(false, "", e);
        } catch (BrokenPictureException e) {
            return without(e.getMessage());
        } catch (DockException e) {
            return without("has a name that is not taken: " + e.getMessage());
        }
    }

    private boolean painted(int image, Size size) throws Exception {
        Optional<MaskPicture> picture = annotated.paint(image, size);
        if (picture.isPresent()) {
            picture.get().write(run.results().resolve(name(image)), annotated.highest());
        }
        return picture.isPresent();
    }

    /** Two images whose names differ only behind the dot would have one mask. */
    private void claim(int image) throws ActionException {
        String name = annotated.images().name(image);
        String other;
        synchronized (taken) {
            other = taken.putIfAbsent(name(image), name);
        }
        if (other != null) {
            // The same sentence whichever of the two came first.
            boolean before = name.compareTo(other) < 0;
            throw new ActionException("The images " + (before ? name : other) + " and " + (before ? other : name)
                    + " would both have the mask " + name(image) + ". Rename one of them.");
        }
    }

    private String name(int image) {
        String name = annotated.images().name(image);
        int dot = name.lastIndexOf('.');
        return MASKS + "/" + (dot > name.lastIndexOf('/') + 1 ? name.substring(0, dot) : name) + ".png";
    }
}
