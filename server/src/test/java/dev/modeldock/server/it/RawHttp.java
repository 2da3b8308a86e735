package dev.modeldock.server.it;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** HTTP over a bare socket: for headers that a decent client does not send, and for clients that are not decent. */
final class RawHttp {
    private RawHttp() {}

    /** Send exactly these lines as a request without a body and read to the end of the connection. */
    static Answer ask(int port, String... lines) {
        try (Socket socket = connect(port)) {
            OutputStream out = socket.getOutputStream();
            out.write((String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            String shown = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return CurlAnswer.parse(String.join(" | ", lines), shown);
        } catch (IOException e) {
            throw new AssertionError("no answer to " + String.join(" | ", lines), e);
        }
    }

    static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(60_000);
        return socket;
    }

    /** A PUT that promises {@code length} bytes and sends only these; the caller holds the connection. */
    static Socket begin(int port, String path, long length, byte[] some) throws IOException {
        Socket socket = connect(port);
        OutputStream out = socket.getOutputStream();
        out.write(("PUT " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                        + "\r\nContent-Type: application/octet-stream\r\nContent-Length: " + length + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        out.write(some);
        out.flush();
        return socket;
    }
}
