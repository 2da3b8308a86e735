package dev.modeldock.materialize;

import dev.modeldock.blobs.Blobs;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Puts content of the store at the paths of a layout, in one of the modes. */
record Placing(Blobs blobs, Mode mode) {
    /** Put all of them below a directory, which is made. */
    void place(List<Piece> pieces, Path directory) throws IOException, InterruptedException, NotPossible {
        Files.createDirectories(directory);
        if (mode == Mode.REFLINK) {
            new ReflinkCopies(blobs, directory).place(pieces);
            return;
        }
        for (Piece piece : pieces) {
            requireGoing();
            Path at = piece.below(directory);
            Files.createDirectories(at.getParent());
            place(blobs.path(piece.sha256()).toRealPath(), at);
        }
    }

    static void requireGoing() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Asked to stop while it laid out files");
        }
    }

    private void place(Path content, Path at) throws IOException, NotPossible {
        switch (mode) {
            case HARDLINK -> link(content, at);
            case SYMLINK -> symlink(content, at);
            case COPY, REFLINK -> copy(content, at);
        }
    }

    private static void link(Path content, Path at) throws IOException, NotPossible {
        try {
            Files.createLink(at, content);
        } catch (NoSuchFileException gone) {
            throw gone;
        } catch (FileSystemException | UnsupportedOperationException e) {
            throw new NotPossible("no hard link can be made there to a file of the store", e);
        }
    }

    private static void symlink(Path content, Path at) throws IOException, NotPossible {
        try {
            Files.createSymbolicLink(at, content);
        } catch (UnsupportedOperationException | FileSystemException e) {
            throw new NotPossible("no symbolic link can be made there", e);
        }
    }

    /** With permissions of its own: a copy may be written to. */
    private static void copy(Path content, Path at) throws IOException {
        try (FileChannel in = FileChannel.open(content);
                FileChannel out = FileChannel.open(at, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long size = in.size();
            for (long done = 0; done < size; ) {
                long count = in.transferTo(done, size - done, out);
                if (count <= 0) {
                    throw new IOException("A file of the store ended early");
                }
                done += count;
            }
            out.force(true);
        }
    }

    /** {@code CONFLICT}, for a mode that was asked for. */
    DockException refusal(NotPossible why) {
        return new DockException(
                Problem.CONFLICT,
                "The mode " + mode.word() + " does not work here: " + why.getMessage()
                        + ". Ask for another mode, or leave it out for the best that works.",
                why);
    }
}
