package dev.modeldock.server.cli.models;

import dev.modeldock.server.cli.command.CommandFailure;
import dev.modeldock.server.cli.command.ExitCode;
import dev.modeldock.server.cli.remote.RemoteDock;
import dev.modeldock.server.cli.terminal.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Fetches what a signed URL leads to. What came is kept as {@code <file>.part} beside its ETag, so that a later try asks for
 * the rest, and only for the rest of these very bytes; the file has its name once it is whole and on the disk.
 */
final class Download {
    private static final int BUFFER = 256 * 1024;
    private static final int TRIES = 5;

    private final RemoteDock dock;
    private final URI url;

    Download(RemoteDock dock, URI url) {
        this.dock = dock;
        this.url = url;
    }

    /** @param resumedAt how many of the bytes were here before */
    record Done(long bytes, long resumedAt) {}

    /** Where bytes go. */
    private interface Sink {
        void write(byte[] bytes, int count) throws IOException;
    }

    /** Write it to a stream, at one go. */
    void to(OutputStream out, Progress progress) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = ask(HttpRequest.newBuilder(url));
        copy(answer, 0, progress, (bytes, count) -> out.write(bytes, 0, count));
        out.flush();
    }

    /** Write it to a file that is not there yet, or is replaced. */
    Done to(Path file, Progress progress) throws IOException, InterruptedException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Path tag = file.resolveSibling(file.getFileName() + ".part.etag");
        long before = tag(tag).isPresent() ? size(part) : 0;
        for (int tries = 1; ; ) {
            long had = size(part);
            try {
                fetch(part, tag, progress);
                break;
            } catch (IOException broken) {
                tries = size(part) > had ? 1 : tries + 1;
                if (tries > TRIES) {
                    throw new CommandFailure(
                            ExitCode.UNREACHABLE,
                            "The dock stopped answering while " + file.getFileName()
                                    + " came. Run the same command again: it goes on where it was.",
                            broken);
                }
                TimeUnit.SECONDS.sleep(tries);
            }
        }
        long bytes = Files.size(part);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(tag);
        return new Done(bytes, before);
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private static Optional<String> tag(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file).strip()).filter(text -> text.startsWith("\""));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    private void fetch(Path part, Path tag, Progress progress) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url);
        Optional<String> known = tag(tag);
        long here = known.isPresent() ? size(part) : 0;
        if (here > 0) {
            request.header("Range", "bytes=" + here + "-").header("If-Range", known.get());
        }
        HttpResponse<InputStream> answer = dock.open(request.build());
        if (answer.statusCode() == 416) {
            answer.body().close();
            if (answer.headers().firstValue("Content-Range").orElse("").equals("bytes */" + here)) {
                return;
            }
            Files.delete(tag);
            throw new IOException("What was here is longer than what is there");
        }
        boolean goesOn = require(answer).statusCode() == 206;
        Optional<String> tagNow = answer.headers().firstValue("ETag");
        if (!goesOn) {
            // Never the tag of the one beside bytes of the other, wherever this is killed.
            Files.deleteIfExists(tag);
        }
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.truncate(goesOn ? here : 0).position(goesOn ? here : 0);
            if (!goesOn && tagNow.isPresent()) {
                Files.writeString(tag, tagNow.get());
            }
            copy(answer, goesOn ? here : 0, progress, (bytes, count) -> {
                for (ByteBuffer rest = ByteBuffer.wrap(bytes, 0, count); rest.hasRemaining(); ) {
                    channel.write(rest);
                }
            });
            channel.force(true);
        }
    }

    private HttpResponse<InputStream> ask(HttpRequest.Builder request) throws InterruptedException, IOException {
        try {
            return require(dock.open(request.build()));
        } catch (IOException e) {
            throw dock.unreachable(e);
        }
    }

    private static HttpResponse<InputStream> require(HttpResponse<InputStream> answer) throws IOException {
        if (answer.statusCode() / 100 != 2) {
            throw RemoteDock.refused(answer);
        }
        return answer;
    }

    private static void copy(HttpResponse<InputStream> answer, long here, Progress progress, Sink sink)
            throws IOException {
        long rest = answer.headers().firstValueAsLong("Content-Length").orElse(-here);
        long begin = System.nanoTime();
        long shownAt = begin;
        long came = 0;
        byte[] buffer = new byte[BUFFER];
        try (InputStream body = answer.body()) {
            for (int count; (count = body.read(buffer)) >= 0; ) {
                sink.write(buffer, count);
                came += count;
                long now = System.nanoTime();
                if (now - shownAt > TimeUnit.MILLISECONDS.toNanos(200)) {
                    shownAt = now;
                    progress.show(at(here, came, rest, now - begin));
                }
            }
        }
        progress.show(at(here, came, rest, System.nanoTime() - begin));
    }

    private static Progress.At at(long here, long came, long rest, long nanos) {
        double seconds = Math.max(1, nanos) / (double) TimeUnit.SECONDS.toNanos(1);
        return new Progress.At("coming", here + came, here + rest, (long) (came / seconds));
    }
}
