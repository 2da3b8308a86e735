import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.security.MessageDigest;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the benchmark scripts need of Java: data that cannot be compressed, the limit of this machine, and a client.
 * Run as a single file: {@code java Bench.java model FILE MIB SEED | many FILE COUNT MIB SEED | limit FILE OUT |
 * import URL FILE CHUNK_MIB PARALLEL}. The last two print milliseconds first.
 */
final class Bench {
    private static final int MIB = 1 << 20;
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "model" -> model(Path.of(args[1]), Long.parseLong(args[2]) * MIB, Long.parseLong(args[3]));
            case "many" -> many(
                    Path.of(args[1]), Integer.parseInt(args[2]), Long.parseLong(args[3]) * MIB, Long.parseLong(args[4]));
            case "limit" -> limit(Path.of(args[1]), Path.of(args[2]));
            case "import" -> importInto(
                    args[1], Path.of(args[2]), Integer.parseInt(args[3]) * MIB, Integer.parseInt(args[4]));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    // ---- data

    /** A tar of about {@code size} bytes: one config and one safetensors file of noise. */
    private static void model(Path file, long size, long seed) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), MIB)) {
            byte[] config = "{\"model_type\":\"bert\",\"architectures\":[\"BertModel\"]}".getBytes(StandardCharsets.UTF_8);
            entry(out, "bench/config.json", config.length);
            out.write(config);
            pad(out, config.length);
            long tensors = size - 8192;
            byte[] header = ("{\"noise\":{\"dtype\":\"U8\",\"shape\":[" + tensors + "],\"data_offsets\":[0," + tensors + "]}}")
                    .getBytes(StandardCharsets.UTF_8);
            long whole = 8 + header.length + tensors;
            entry(out, "bench/model.safetensors", whole);
            out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
            out.write(header);
            noise(out, tensors, new SplittableRandom(seed));
            pad(out, whole);
            out.write(new byte[1024]);
        }
    }

    /** A tar of {@code count} files of noise in folders of a thousand, about {@code size} bytes in all. */
    private static void many(Path file, int count, long size, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        long each = size / count;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), MIB)) {
            for (int i = 0; i < count; i++) {
                long length = each / 2 + random.nextLong(each);
                entry(out, String.format("many/part-%03d/file-%06d.txt", i / 1000, i), length);
                noise(out, length, random);
                pad(out, length);
            }
            out.write(new byte[1024]);
        }
    }

    private static void noise(OutputStream out, long count, SplittableRandom random) throws IOException {
        byte[] block = new byte[(int) Math.min(MIB, (count + 7) / 8 * 8)];
        ByteBuffer longs = ByteBuffer.wrap(block);
        for (long left = count; left > 0; left -= block.length) {
            longs.clear();
            while (longs.hasRemaining()) {
                longs.putLong(random.nextLong());
            }
            out.write(block, 0, (int) Math.min(block.length, left));
        }
    }

    private static void entry(OutputStream out, String name, long size) throws IOException {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, "0000644\0");
        put(header, 108, "0000000\0");
        put(header, 116, "0000000\0");
        if (size < 1L << 33) {
            put(header, 124, String.format("%011o\0", size));
        } else {
            ByteBuffer.wrap(header).put(124, (byte) 0x80).putLong(128, size);
        }
        put(header, 136, "00000000000\0");
        put(header, 148, "        ");
        put(header, 156, "0");
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, String.format("%06o\0 ", sum));
        out.write(header);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private static void pad(OutputStream out, long written) throws IOException {
        out.write(new byte[(int) ((512 - written % 512) % 512)]);
    }

    // ---- the limit

    /** Write the same bytes and hash them, in one pass, until they are on the disk: what no import can beat. */
    private static void limit(Path file, Path out) throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        byte[] buffer = new byte[MIB];
        long begin = System.nanoTime();
        try (InputStream in = Files.newInputStream(file);
                FileChannel channel =
                        FileChannel.open(out, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha256.update(buffer, 0, n);
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
            channel.force(true);
        }
        long took = System.nanoTime() - begin;
        System.out.println(took / 1_000_000 + " " + HexFormat.of().formatHex(sha256.digest()));
    }

    // ---- the client

    /** From the first byte of the first chunk until the model is available: milliseconds, model id. */
    private static void importInto(String url, Path file, int chunk, int parallel) throws Exception {
        long size = Files.size(file);
        int chunks = (int) ((size + chunk - 1) / chunk);
        String name = file.getFileName().toString();
        String start = send(
                "POST",
                url + "/api/public/files/session/start",
                BodyPublishers.ofString(String.format(
                        "{\"fileContext\":\"model\",\"totalChunks\":%d,\"fileExtension\":\"tar\",\"fileName\":\"%s\","
                                + "\"fileSize\":%d,\"isAdapter\":false}",
                        chunks, name, size)));
        String session = field(start, "sessionId");
        long begin = System.nanoTime();
        sendChunks(url + "/api/public/files/session/" + session, file, chunk, parallel);
        long sent = System.nanoTime();
        String complete =
                send("POST", url + "/api/public/files/session/" + session + "/complete", BodyPublishers.noBody());
        String status = awaitEnd(url + "/api/public/dock-status/" + field(complete, "dock-statusId"));
        long end = System.nanoTime();
        if (!field(status, "status").equals("SUCCESS")) {
            throw new IllegalStateException(status);
        }
        System.out.println((end - begin) / 1_000_000 + " " + (sent - begin) / 1_000_000 + " " + field(status, "modelId"));
    }

    private static void sendChunks(String session, Path file, int chunk, int parallel) throws Exception {
        long size = Files.size(file);
        ExecutorService senders = Executors.newFixedThreadPool(parallel);
        try {
            List<Future<String>> answers = new ArrayList<>();
            for (int number = 0; (long) number * chunk < size; number++) {
                long from = (long) number * chunk;
                String target = session + "/" + number;
                Callable<String> one = () -> put(URI.create(target), file, from, Math.min(chunk, size - from));
                answers.add(senders.submit(one));
            }
            for (Future<String> answer : answers) {
                answer.get();
            }
        } finally {
            senders.shutdown();
        }
    }

    /** One chunk from the disk into a socket by the kernel, so that the client costs as little as it can. */
    private static String put(URI target, Path file, long from, long length) throws IOException {
        try (SocketChannel socket = SocketChannel.open(new InetSocketAddress(target.getHost(), target.getPort()));
                FileChannel channel = FileChannel.open(file)) {
            String head = "PUT " + target.getPath() + " HTTP/1.1\r\nHost: " + target.getAuthority()
                    + "\r\nContent-Type: application/octet-stream\r\nContent-Length: " + length
                    + "\r\nConnection: close\r\n\r\n";
            ByteBuffer bytes = ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                socket.write(bytes);
            }
            for (long done = 0; done < length; ) {
                done += channel.transferTo(from + done, length - done, socket);
            }
            String answer = new String(socket.socket().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!answer.startsWith("HTTP/1.1 200")) {
                throw new IllegalStateException("PUT " + target + " -> " + answer);
            }
            return answer;
        }
    }

    private static String awaitEnd(String url) throws Exception {
        while (true) {
            String status = send("GET", url, BodyPublishers.noBody());
            if (!field(status, "status").equals("IN_PROGRESS")) {
                return status;
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    private static String send(String method, String url, BodyPublisher body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .method(method, body)
                .build();
        var answer = CLIENT.send(request, BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(method + " " + url + " -> " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    private static String field(String json, String name) {
        Matcher found = Pattern.compile("\"" + Pattern.quote(name) + "\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
        if (!found.find()) {
            throw new IllegalStateException("no " + name + " in " + json);
        }
        return found.group(1);
    }
}
