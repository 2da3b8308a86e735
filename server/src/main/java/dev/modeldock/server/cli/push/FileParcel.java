package dev.modeldock.server.cli.push;

import dev.modeldock.server.cli.command.CommandFailure;
import dev.modeldock.server.cli.command.ExitCode;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/** One file, sent as it is. */
record FileParcel(Path file, String name, String extension, long length, String mark) implements Parcel {
    private static final int BUFFER = 256 * 1024;
    private static final List<String> DOUBLE = List.of("tar.gz", "tar.zst", "tar.xz", "tar.bz2");

    static FileParcel of(Path file) throws IOException {
        Path real = file.toRealPath();
        String name = real.getFileName().toString();
        long length = Files.size(real);
        if (length == 0) {
            throw new CommandFailure(ExitCode.USAGE, file + " is empty; push an archive or a model file.");
        }
        String mark = real + " " + length + " " + Files.getLastModifiedTime(real);
        String extension = extension(name);
        String bare = name.length() > extension.length() + 1
                ? name.substring(0, name.length() - extension.length() - 1)
                : name;
        return new FileParcel(real, bare, extension, length, mark);
    }

    private static String extension(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return DOUBLE.stream()
                .filter(each -> lower.endsWith("." + each))
                .findFirst()
                .orElseGet(() -> lower.substring(lower.lastIndexOf('.') + 1));
    }

    @Override
    public void write(long from, long to, OutputStream out) throws IOException {
        copy(file, from, to - from, out);
    }

    /** Write a part of a file; fails when it is shorter. */
    static void copy(Path file, long from, long count, OutputStream out) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER, Math.max(1, count)));
            long left = count;
            for (long at = from; left > 0; ) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), left));
                int read = channel.read(buffer, at);
                if (read < 0) {
                    throw new EOFException(file + " became shorter while it was sent");
                }
                out.write(buffer.array(), 0, read);
                at += read;
                left -= read;
            }
        }
    }
}
