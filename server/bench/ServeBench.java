import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * The client of {@code serve.sh}: as little of one as can be, in a process of its own.
 * {@code java ServeBench head URL FOLDER CONNECTIONS SECONDS [QUERY]} prints HEAD requests per second;
 * {@code java ServeBench crowd URL FOLDER CLIENTS SECONDS} downloads small files and parts of large ones, compares
 * each byte with the files in the folder, and prints requests per second and MiB per second. Any wrong answer ends it.
 */
final class ServeBench {
    private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OK = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_HEAD = 16 * 1024;
    private static final long SMALL = 1 << 20;
    private static final int LONGEST_PART = 16 << 20;

    private static final int LEAST_EACH = 10;

    private final URI base;
    private final Path folder;
    private final String query;
    private final List<Path> files;

    private ServeBench(String url, Path folder, String query) throws IOException {
        this.query = query;
        this.base = URI.create(url);
        this.folder = folder;
        try (Stream<Path> walk = Files.walk(folder)) {
            this.files = walk.filter(Files::isRegularFile).sorted().toList();
        }
    }

    public static void main(String[] args) throws Exception {
        ServeBench bench = new ServeBench(args[1], Path.of(args[2]), args.length > 5 ? args[5] : "");
        int clients = Integer.parseInt(args[3]);
        long nanos = TimeUnit.SECONDS.toNanos(Long.parseLong(args[4]));
        switch (args[0]) {
            case "head" -> System.out.printf("%.0f%n", bench.head(clients, nanos));
            case "crowd" -> bench.crowd(clients, nanos);
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private byte[] request(String method, Path file, String more) {
        return (method + " " + base.getRawPath() + "/" + folder.relativize(file) + query + " HTTP/1.1\r\nHost: "
                        + base.getAuthority() + "\r\n" + more + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private SocketChannel connect() throws IOException {
        SocketChannel socket = SocketChannel.open(new InetSocketAddress(base.getHost(), base.getPort()));
        socket.socket().setTcpNoDelay(true);
        return socket;
    }

    // ---- HEAD: one thread for all connections

    private static final class Connection {
        private final ByteBuffer answer = ByteBuffer.allocateDirect(LONGEST_HEAD);
        private int asked;
    }

    /** Ask for the files in an order that no cache of a few likes, each at least once, each connection one at a time. */
    private double head(int connections, long nanos) throws IOException {
        List<ByteBuffer> requests = new ArrayList<>();
        List<byte[]> lengths = new ArrayList<>();
        List<Path> order = new ArrayList<>(files);
        Collections.shuffle(order, new Random(1));
        for (Path file : order) {
            byte[] request = request("HEAD", file, "");
            requests.add(ByteBuffer.allocateDirect(request.length).put(request).flip());
            lengths.add(("\r\nContent-Length: " + Files.size(file) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        try (Selector selector = Selector.open()) {
            int next = 0;
            for (int i = 0; i < connections; i++) {
                SocketChannel socket = connect();
                socket.configureBlocking(false);
                Connection connection = new Connection();
                socket.register(selector, SelectionKey.OP_READ, connection);
                ask(socket, connection, next++ % order.size(), requests);
            }
            long done = 0;
            long begin = System.nanoTime();
            long now = begin;
            while (now - begin < nanos || done < order.size()) {
                selector.select(1_000);
                for (SelectionKey key : selector.selectedKeys()) {
                    SocketChannel socket = (SocketChannel) key.channel();
                    Connection connection = (Connection) key.attachment();
                    if (isWhole(socket, connection)) {
                        check(connection, lengths.get(connection.asked), order.get(connection.asked));
                        done++;
                        ask(socket, connection, next++ % order.size(), requests);
                    }
                }
                selector.selectedKeys().clear();
                now = System.nanoTime();
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            return done * 1e9 / (now - begin);
        }
    }

    private static void ask(SocketChannel socket, Connection connection, int which, List<ByteBuffer> requests)
            throws IOException {
        connection.asked = which;
        connection.answer.clear();
        ByteBuffer request = requests.get(which).rewind();
        if (socket.write(request) < request.limit()) {
            throw new IOException("A request did not fit into an idle connection");
        }
    }

    private static boolean isWhole(SocketChannel socket, Connection connection) throws IOException {
        ByteBuffer answer = connection.answer;
        if (socket.read(answer) < 0) {
            throw new EOFException("The server closed a connection");
        }
        int end = answer.position();
        return end >= END.length && answer.getInt(end - END.length) == ByteBuffer.wrap(END).getInt();
    }

    /** It is an answer to the very file that was asked for. */
    private static void check(Connection connection, byte[] length, Path file) throws IOException {
        ByteBuffer answer = connection.answer.flip();
        for (int i = 0; i < OK.length; i++) {
            if (answer.get(i) != OK[i]) {
                throw wrong(answer, file);
            }
        }
        for (int at = answer.limit() - length.length; at > 0; at--) {
            int i = 0;
            while (i < length.length && answer.get(at + i) == length[i]) {
                i++;
            }
            if (i == length.length) {
                return;
            }
        }
        throw wrong(answer, file);
    }

    private static IOException wrong(ByteBuffer answer, Path file) {
        return new IOException("Not the head of " + file + ": " + StandardCharsets.US_ASCII.decode(answer));
    }

    // ---- many clients at once

    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    private void crowd(int clients, long nanos) throws Exception {
        long begin = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            SplittableRandom random = new SplittableRandom(i);
            all.add(threads.submit(() -> {
                downloads(random, begin + nanos);
                return null;
            }));
        }
        threads.shutdown();
        for (Future<?> client : all) {
            client.get();
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf("%.0f %.0f%n", requests.get() / seconds, bytes.get() / seconds / (1 << 20));
    }

    private void downloads(SplittableRandom random, long until) throws IOException {
        List<Path> large = new ArrayList<>();
        List<Path> small = new ArrayList<>();
        for (Path file : files) {
            (Files.size(file) > SMALL ? large : small).add(file);
        }
        ByteBuffer got = ByteBuffer.allocate(64 * 1024);
        ByteBuffer expected = ByteBuffer.allocate(64 * 1024);
        try (SocketChannel socket = connect()) {
            for (int done = 0; done < LEAST_EACH || System.nanoTime() < until; done++) {
                boolean part = random.nextInt(10) == 0;
                Path file = part ? large.get(random.nextInt(large.size())) : small.get(random.nextInt(small.size()));
                long from = part ? random.nextLong(Files.size(file) - LONGEST_PART) : 0;
                long count = part ? 1 + random.nextInt(LONGEST_PART) : Files.size(file);
                String range = part ? "Range: bytes=" + from + "-" + (from + count - 1) + "\r\n" : "";
                socket.write(ByteBuffer.wrap(request("GET", file, range)));
                ServedAnswer.head(socket, got, part ? "HTTP/1.1 206" : "HTTP/1.1 200", file);
                try (FileChannel original = FileChannel.open(file)) {
                    ServedAnswer.body(socket, got, expected, original.position(from), count);
                }
                requests.incrementAndGet();
                bytes.addAndGet(count);
            }
        }
    }
}
