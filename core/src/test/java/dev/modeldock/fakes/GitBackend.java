package dev.modeldock.fakes;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** {@code git http-backend}: the server side of git over HTTP, as git itself brings it. */
final class GitBackend {
    private final Path root;

    GitBackend(Path root) {
        this.root = root;
    }

    /** Hand the request to git, and its answer back. */
    void serve(Call call, String pathInfo) throws IOException {
        ProcessBuilder command = new GitProgram(root).command("http-backend");
        Map<String, String> environment = command.environment();
        environment.put("GIT_PROJECT_ROOT", root.toString());
        environment.put("GIT_HTTP_EXPORT_ALL", "1");
        environment.put("PATH_INFO", pathInfo);
        environment.put("REQUEST_METHOD", call.method());
        environment.put(
                "QUERY_STRING", call.uri().substring(call.path().length()).replaceFirst("^\\?", ""));
        put(environment, "CONTENT_TYPE", call, "Content-Type");
        put(environment, "CONTENT_LENGTH", call, "Content-Length");
        put(environment, "HTTP_CONTENT_ENCODING", call, "Content-Encoding");
        put(environment, "GIT_PROTOCOL", call, "Git-Protocol");
        Process process = command.start();
        try {
            CompletableFuture<Void> request = CompletableFuture.runAsync(
                    () -> pass(call, process.getOutputStream()), call.server().threads());
            answer(call, new BufferedInputStream(process.getInputStream()));
            request.join();
        } finally {
            process.destroy();
        }
    }

    private static void put(Map<String, String> environment, String name, Call call, String header) {
        call.requestHeader(header).ifPresent(value -> environment.put(name, value));
    }

    private static void pass(Call call, OutputStream in) {
        try (in) {
            call.body().transferTo(in);
        } catch (IOException e) {
            // A git that refuses does not read to the end; its answer tells why.
            call.note(e);
        }
    }

    private static void answer(Call call, InputStream out) throws IOException {
        int status = 200;
        for (String line = line(out); !line.isEmpty(); line = line(out)) {
            String[] header = line.split(": *", 2);
            if (header[0].equalsIgnoreCase("Status")) {
                status = Integer.parseInt(header[1].substring(0, 3));
            } else {
                call.header(header[0], header[1]);
            }
        }
        OutputStream body = call.chunked(status);
        byte[] buffer = new byte[64 * 1024];
        for (int read = out.read(buffer); read >= 0; read = out.read(buffer)) {
            body.write(buffer, 0, read);
            body.flush();
        }
        call.ended();
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n' && b >= 0; b = in.read()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }
}
