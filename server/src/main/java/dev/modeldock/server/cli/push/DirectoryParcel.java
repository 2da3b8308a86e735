package dev.modeldock.server.cli.push;

import dev.modeldock.exports.ArchiveFile;
import dev.modeldock.exports.ArchiveLayout;
import dev.modeldock.exports.ArchiveLayouts;
import dev.modeldock.exports.ExportFormat;
import dev.modeldock.server.cli.command.CommandFailure;
import dev.modeldock.server.cli.command.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A directory as a tar that is computed while it is sent: no copy is made, and any part can be sent again. */
record DirectoryParcel(String name, ArchiveLayout tar, long length, String mark) implements Parcel {
    private static final int MOST_FILES = 200_000;
    /** No part of a model, and now and then full of secrets: what the page leaves out too. */
    private static final Pattern LITTER = Pattern.compile(
            "(?:.*/)?(?:\\.DS_Store|Thumbs\\.db|desktop\\.ini|\\.git/.*|\\.cache/.*|__MACOSX/.*|\\._[^/]*)");

    /** Look at all files below; links are followed; {@code .git}, {@code .cache} and what else is no part of a model is left out. */
    static DirectoryParcel of(Path directory) throws IOException {
        Path root = directory.toRealPath();
        List<ArchiveFile> files = new ArrayList<>();
        MessageDigest marks = sha256();
        for (Path file : below(root)) {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            String path = path(root, file);
            files.add(new ArchiveFile(path, now.size(), 0, path));
            marks.update(
                    (path + "\0" + now.size() + "\0" + now.lastModifiedTime() + "\0").getBytes(StandardCharsets.UTF_8));
        }
        if (files.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "There is no file below " + directory + "; push a model.");
        }
        String name = root.getFileName() == null ? "model" : root.getFileName().toString();
        ArchiveLayout tar = ArchiveLayouts.seekable(
                ExportFormat.TAR,
                name,
                files,
                (path, from, count, out) -> FileParcel.copy(root.resolve(path), from, count, out));
        return new DirectoryParcel(
                name, tar, tar.length(), root + " " + HexFormat.of().formatHex(marks.digest()));
    }

    private static List<Path> below(Path root) throws IOException {
        try (Stream<Path> found = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
            List<Path> files = found.filter(Files::isRegularFile)
                    .filter(file -> !LITTER.matcher(path(root, file)).matches())
                    .limit(MOST_FILES + 1L)
                    .sorted()
                    .toList();
            if (files.size() > MOST_FILES) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "There are more than " + MOST_FILES + " files below " + root + "; push a part.");
            }
            return files;
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof FileSystemLoopException loop) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "The link " + loop.getFile()
                                + " leads back to a directory above it; take it away, or push a part.");
            }
            throw e.getCause();
        }
    }

    private static String path(Path root, Path file) {
        return root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    @Override
    public String extension() {
        return "tar";
    }

    @Override
    public void write(long from, long to, OutputStream out) throws IOException {
        tar.write(from, to, out);
    }
}
