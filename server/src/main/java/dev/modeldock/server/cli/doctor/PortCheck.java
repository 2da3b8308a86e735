package dev.modeldock.server.cli.doctor;

import dev.modeldock.server.config.Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Whether the address can be listened on, and who does already. */
record PortCheck(Config config) {
    private static final String WHAT = "port";
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    Finding look() throws InterruptedException {
        String host = config.text("host");
        int port = config.number("port");
        String place = host + ":" + port;
        InetAddress address;
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            return Finding.fail(WHAT, host + " is no address of this machine", "Set --host to one, as 127.0.0.1.");
        }
        String key = address.isLoopbackAddress() ? "" : "; every request needs a key";
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
            return Finding.ok(WHAT, place + " is free" + key);
        } catch (IOException taken) {
            return isDock(address, port)
                    ? Finding.ok(WHAT, "a dock answers at " + place + key)
                    : Finding.fail(
                            WHAT,
                            place + " cannot be listened on: " + taken.getMessage(),
                            "End what listens there, or set another --port.");
        }
    }

    private static boolean isDock(InetAddress address, int port) throws InterruptedException {
        String host = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
        String literal = host.contains(":") ? "[" + host.replaceAll("%.*", "") + "]" : host;
        try {
            HttpResponse<String> answer = HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .build()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://" + literal + ":" + port + "/health"))
                                    .timeout(PATIENCE)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 && answer.body().contains("\"sources\"");
        } catch (IOException e) {
            return false;
        }
    }
}
