package dev.modeldock.transfers;

import dev.modeldock.fakes.Content;
import dev.modeldock.spi.FileSink.Opener;
import dev.modeldock.spi.Part;
import dev.modeldock.spi.RemoteContent;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A remote place within the process: its files, how it answers each time that it is asked, and what it was asked. */
final class Place implements Opener {
    /** One way to answer. */
    @FunctionalInterface
    interface Way {
        RemoteContent answer(Asked asked) throws SourceException, IOException, InterruptedException;
    }

    /** What was asked, and what could be given for it. */
    record Asked(RemoteFile file, Part part, Content content, Place place) {
        /** All from the asked offset on to its end, as a good place does. */
        PlaceStream body() {
            long end = part.end() == RemoteFile.UNKNOWN ? content.size() : Math.min(part.end(), content.size());
            return body(content, part.offset(), end);
        }

        PlaceStream body(Content other, long from, long end) {
            return new PlaceStream(other, from, end, place::served);
        }

        RemoteContent with(PlaceStream body) {
            return new RemoteContent(body, part.offset(), place.validator(file.path()));
        }
    }

    private final Map<String, Content> files = new TreeMap<>();
    private final Map<String, String> validators = new HashMap<>();
    private final Map<String, Deque<Way>> next = new HashMap<>();
    private final List<Asked> asked = new ArrayList<>();
    private Way usual = Place::well;
    private boolean inParts = true;
    private long bytes;
    private int open;
    private int mostOpen;

    static RemoteContent well(Asked asked) {
        boolean changed = !asked.part().validator().isEmpty()
                && !asked.part()
                        .validator()
                        .equals(asked.place().validator(asked.file().path()));
        return changed ? fromItsStart(asked) : asked.with(asked.body());
    }

    static RemoteContent fromItsStart(Asked asked) {
        PlaceStream whole = asked.body(asked.content(), 0, asked.content().size());
        return new RemoteContent(whole, 0, asked.place().validator(asked.file().path()));
    }

    /** A file with its SHA-256, as the place tells of it. */
    RemoteFile file(String path, Content content) {
        return plain(path, content).withSha256(content.sha256());
    }

    /** A file of which no hash is told. */
    synchronized RemoteFile plain(String path, Content content) {
        files.put(path, content);
        validators.put(path, "\"" + path + "-" + content.sha256() + "\"");
        return RemoteFile.of(path, content.size());
    }

    /** The next openings of a file are answered so, one way each. */
    synchronized Place then(String path, Way... ways) {
        next.computeIfAbsent(path, fresh -> new ArrayDeque<>()).addAll(List.of(ways));
        return this;
    }

    synchronized Place always(Way way) {
        usual = way;
        return this;
    }

    Place notInParts() {
        inParts = false;
        return this;
    }

    synchronized Place noValidator(String path) {
        validators.put(path, "");
        return this;
    }

    synchronized String validator(String path) {
        return validators.get(path);
    }

    @Override
    public boolean inParts() {
        return inParts;
    }

    @Override
    public RemoteContent open(RemoteFile file, long offset) throws SourceException, IOException, InterruptedException {
        return open(file, Part.from(offset));
    }

    @Override
    public RemoteContent open(RemoteFile file, Part part) throws SourceException, IOException, InterruptedException {
        Asked question;
        Way way;
        synchronized (this) {
            question = new Asked(file, part, files.get(file.path()), this);
            asked.add(question);
            open++;
            mostOpen = Math.max(mostOpen, open);
            Deque<Way> ways = next.get(file.path());
            way = ways == null || ways.isEmpty() ? usual : ways.poll();
            notifyAll();
        }
        boolean given = false;
        try {
            RemoteContent content = way.answer(question);
            given = true;
            return new RemoteContent(new Counted(content.stream()), content.offset(), content.validator());
        } finally {
            if (!given) {
                closed();
            }
        }
    }

    private synchronized void served(int count) {
        bytes += count;
        notifyAll();
    }

    private synchronized void closed() {
        open--;
        notifyAll();
    }

    /** Wait until it has given so many bytes in all. */
    synchronized void awaitServed(long count) throws InterruptedException {
        while (bytes < count) {
            wait();
        }
    }

    /** Wait until it was asked so often in all. */
    synchronized void awaitAsked(int count) throws InterruptedException {
        while (asked.size() < count) {
            wait();
        }
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized int open() {
        return open;
    }

    synchronized int mostOpen() {
        return mostOpen;
    }

    synchronized List<Part> parts(String path) {
        return asked.stream()
                .filter(each -> each.file().path().equals(path))
                .map(Asked::part)
                .toList();
    }

    synchronized int askedTimes() {
        return asked.size();
    }

    /** Counts itself as open until it is closed. */
    private final class Counted extends InputStream {
        private final InputStream in;
        private boolean done;

        Counted(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            throw new IOException("One byte at a time is not how anybody reads");
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return in.read(target, offset, length);
        }

        @Override
        public void close() throws IOException {
            in.close();
            synchronized (Place.this) {
                if (!done) {
                    done = true;
                    closed();
                }
            }
        }
    }
}
