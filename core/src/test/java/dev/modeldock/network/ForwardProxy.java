package dev.modeldock.network;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A forward proxy on loopback: plain requests and CONNECT, one request a connection, names of its own. */
public final class ForwardProxy implements AutoCloseable {
    private final ServerSocket listening;
    private final Map<String, Integer> names;
    private final String authorization;
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    /**
     * @param names hosts that it knows, each with the port on 127.0.0.1 that it stands for; others get a 403
     * @param authorization what {@code Proxy-Authorization} must be, or empty when anybody may come
     */
    public ForwardProxy(Map<String, Integer> names, String authorization) throws IOException {
        this.names = Map.copyOf(names);
        this.authorization = authorization;
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        background(this::accept);
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** The first line of every request, in order. */
    public List<String> seen() {
        return seen;
    }

    private static void background(Runnable work) {
        Thread thread = new Thread(work, "forward-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                open.add(client);
                background(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            String[] line = head.lines().findFirst().orElse("").split(" ");
            if (line.length < 2) {
                return;
            }
            seen.add(line[0] + " " + line[1]);
            boolean tunnel = line[0].equals("CONNECT");
            URI target = URI.create(tunnel ? "https://" + line[1] : line[1]);
            OutputStream out = client.getOutputStream();
            if (!authorization.isEmpty() && !isKnown(head)) {
                answer(out, "407 Who are you", "Proxy-Authenticate: Basic realm=\"proxy\"\r\n");
            } else if (!names.containsKey(target.getHost())) {
                answer(out, "403 Not there", "");
            } else {
                lead(client, target, tunnel ? "" : head);
            }
        } catch (IOException gone) {
            seen.add("gone " + gone.getMessage());
        }
    }

    private boolean isKnown(String head) {
        return head.lines()
                .filter(line -> line.regionMatches(true, 0, "Proxy-Authorization:", 0, 20))
                .anyMatch(line -> line.substring(20).strip().equals(authorization));
    }

    private static void answer(OutputStream out, String status, String headers) throws IOException {
        out.write(("HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: 0\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private void lead(Socket client, URI target, String head) throws IOException {
        try (Socket place = new Socket(InetAddress.getLoopbackAddress(), names.get(target.getHost()))) {
            open.add(place);
            if (head.isEmpty()) {
                client.getOutputStream().write("HTTP/1.1 200 Go\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            } else {
                String path = target.getRawPath() + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery());
                String forwarded = head.replaceFirst(" \\S+ ", " " + path.replace("$", "\\$") + " ")
                        .replaceAll("(?i)proxy-authorization: .*\r\n", "")
                        .replaceFirst("\r\n", "\r\nConnection: close\r\n");
                place.getOutputStream().write(forwarded.getBytes(StandardCharsets.ISO_8859_1));
            }
            background(() -> copy(client, place));
            copy(place, client);
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException ended) {
            // One side is gone; the other is closed by whoever opened it.
            return;
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int each = in.read(); each >= 0; each = in.read()) {
            head.write(each);
            if (each == '\n' && head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                break;
            }
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket each : open) {
            each.close();
        }
    }
}
